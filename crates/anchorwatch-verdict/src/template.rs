//! What a server shows to other names: its own certificates, if a public root vouches for them.

use std::collections::{BTreeSet, HashMap};

use anchorwatch_evidence::{Measurement, Purpose};
use anchorwatch_identity::Certificate;

use crate::{decider::Decider, own_server::is_lost};

/// The most different certificates that are kept: each chain of the target is compared with each. At
/// most twenty other names are asked for.
const MOST: usize = 64;

/// A certificate that came for control names.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(crate) own: Certificate,
    /// How many handshakes showed it.
    pub(crate) seen: u64,
    /// To which names. Another program may not have recorded them.
    pub(crate) names: BTreeSet<String>,
    /// How many control handshakes there were.
    pub(crate) total: u64,
}

impl Template {
    /// Each certificate that counts, once.
    ///
    /// It counts only with its key proven and under a public root: the interceptor of 2019 worked
    /// in both directions, so a control can meet the forged certificate too.
    pub(crate) fn all_of<'a>(measurement: &'a Measurement, decider: &Decider<'a, '_>) -> Vec<Self> {
        let controls = measurement.tls_handshakes.iter();
        let controls = controls.filter(|it| it.purpose == Purpose::TargetControl && !is_lost(it));
        let total = controls.clone().count() as u64;
        let mut templates: Vec<Self> = Vec::new();
        let mut places: HashMap<&[u8], usize> = HashMap::new();
        for handshake in controls.filter(|it| it.is_key_proven == Some(true)) {
            let sent = handshake.peer_certificates.as_slice();
            let Some(own) = sent.first() else {
                continue;
            };
            if let Some(known) = places.get(own.as_slice()) {
                if let Some(known) = templates.get_mut(*known) {
                    known.seen += 1;
                    known.names.extend(handshake.server_name.clone());
                }
            } else if templates.len() < MOST
                && let Ok(read) = Certificate::from_der(own)
                && decider.is_public_for_own_name(&read, sent, measurement.measured_at)
            {
                places.insert(own, templates.len());
                templates.push(Self {
                    own: read,
                    seen: 1,
                    names: handshake.server_name.iter().cloned().collect(),
                    total,
                });
            }
        }
        templates
    }
}
