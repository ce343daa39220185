//! Which of the other measurements' chains lead to no public root, and who signed those. Each is asked
//! once.

use std::{collections::HashMap, sync::Arc};

use anchorwatch_evidence::{Measurement, PublicAnchors};
use anchorwatch_identity::{Certificate, SpkiSha256, is_signed_by};
use anchorwatch_policy::{DistrustSet, ReferenceName};

use super::index::Shown;
use crate::{
    budget::{self, Budget},
    decider::Decider,
    measured_policy,
};

/// How many certificates of a chain may be the issuer's: real chains have two or three.
const MOST_ABOVE: usize = 16;

/// The key that signed a server's certificate, if that came along.
pub(super) type Signer = Option<SpkiSha256>;

/// What was decided, by the public roots of the measurement that is judged.
#[derive(Debug, Default)]
pub(super) struct Refused {
    public: Option<PublicAnchors>,
    known: HashMap<(usize, String), Option<Signer>>,
}

impl Refused {
    /// Other public roots decide otherwise.
    pub(super) fn begin(&mut self, public: &PublicAnchors) {
        if self.public.as_ref() != Some(public) {
            self.public = Some(public.clone());
            self.known.clear();
        }
    }

    /// Who signed, if no public root vouches for the chain and the name: neither now nor at the end of
    /// its validity, alone or with what came along with other certificates of the issuer's name.
    pub(super) fn of<'o>(
        &mut self,
        shown: &Shown<'_>,
        others: impl Iterator<Item = &'o [Vec<u8>]>,
        judged: &Measurement,
        distrust: &Arc<DistrustSet>,
        budget: &Budget,
    ) -> Option<Signer> {
        let name = ReferenceName::parse(&shown.measurement.target.host);
        // The chains outlive this, so that an address is one chain's.
        let key = (shown.sent.as_ptr().addr(), name.to_string());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        if !budget.take(budget::SIGNATURE) {
            return None;
        }
        let policy = measured_policy::of(judged, distrust);
        let decider = Decider::new(&policy, budget, judged.anchors.local.len());
        let at = shown.measurement.measured_at;
        let alone: &[Vec<u8>] = &[];
        let others = std::iter::once(alone).chain(others);
        let is_refused = !decider.is_completed(shown.sent, others, &name, at);
        let own = shown.sent.first().filter(|_| is_refused);
        let own = own.and_then(|der| Certificate::from_der(der).ok());
        let signer = own.map(|own| signer_of(&own, shown.sent));
        self.known.insert(key, signer);
        signer
    }
}

/// The key of the certificate that came along and signed the server's own.
pub(super) fn signer_of(own: &Certificate, sent: &[Vec<u8>]) -> Signer {
    let above = sent.iter().skip(1).take(MOST_ABOVE);
    let above = above.filter_map(|der| Certificate::from_der(der).ok());
    let mut named = above.filter(|one| one.subject().is_same_as(own.issuer()));
    let signer = named.find(|one| is_signed_by(own, one.spki_der()))?;
    Some(signer.spki_sha256())
}
