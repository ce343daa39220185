//! What one notary saw.

use std::{collections::BTreeSet, net::IpAddr, rc::Rc};

use anchorwatch_evidence::{Measurement, Purpose};
use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::Policy;

use super::problem::NotaryProblem;
use crate::{budget::Budget, decider::Decider};

/// The most different usable answers of one notary.
const MOST_CHAINS: usize = 16;

/// What one usable notary saw.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) chains: Vec<Rc<SeenChain>>,
    pub(super) addresses: BTreeSet<IpAddr>,
}

/// A chain that a public root vouches for.
#[derive(Debug)]
pub(crate) struct SeenChain {
    /// When it was measured.
    pub(crate) at: UnixSeconds,
    pub(crate) own: Certificate,
    /// The other certificates that came with it.
    pub(crate) rest: Vec<Vec<u8>>,
}

impl Seen {
    /// # Errors
    /// No public root vouches for what came there, or nothing proves the key.
    pub(super) fn of(
        notary: &Measurement,
        policy: &Policy,
        budget: &Budget,
    ) -> Result<Self, NotaryProblem> {
        let decider = Decider::new(policy, budget, 0);
        let name = ReferenceName::parse(&notary.target.host);
        let handshakes = notary.tls_handshakes.iter();
        let handshakes = handshakes.filter(|it| it.purpose == Purpose::Target);
        let mut problem = NotaryProblem::NoPublicChain;
        let mut chains = Vec::new();
        // The same answer again shows nothing more.
        let mut known = BTreeSet::new();
        for it in handshakes.filter(|it| known.insert((&it.peer_certificates, it.is_key_proven))) {
            let sent = it.peer_certificates.as_slice();
            let Some((own, rest)) = sent.split_first() else {
                continue;
            };
            if !decider.is_public(sent, &name, notary.measured_at) {
                continue;
            }
            let Ok(own) = Certificate::from_der(own) else {
                continue;
            };
            let (at, rest) = (notary.measured_at, rest.to_vec());
            match it.is_key_proven {
                Some(true) => chains.push(Rc::new(SeenChain { at, own, rest })),
                _ => problem = NotaryProblem::KeyNotProven,
            }
            if chains.len() == MOST_CHAINS {
                break;
            }
        }
        match chains.is_empty() {
            true => Err(problem),
            false => Ok(Self {
                chains,
                addresses: addresses(notary).collect(),
            }),
        }
    }
}

fn addresses(notary: &Measurement) -> impl Iterator<Item = IpAddr> {
    let answers = notary.queries.iter().flat_map(|query| &query.answers);
    let asked = notary.tls_handshakes.iter();
    let asked = asked.filter(|it| it.purpose == Purpose::Target);
    let asked = asked.filter_map(|it| it.address);
    asked.map(|it| it.ip()).chain(answers.copied())
}
