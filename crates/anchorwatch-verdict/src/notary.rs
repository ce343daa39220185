//! What other vantage points saw of the same target.
//!
//! A notary is a measurement that someone made elsewhere. It counts only with a chain of its own
//! that a public root vouches for, for the target's name, with a proven key, at most a day before
//! or after. The roots are those by which this measurement is judged, never those that the notary's
//! file brings along.
//!
//! **Not checked:** that the notary was made elsewhere, or at all. Certificates are public, so
//! anyone can write such a file. Its chain proves one thing: a public authority certified that key
//! for that name. So a notary never makes an answer a good one; it only shows that what came here is
//! not all that the name has.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

use anchorwatch_evidence::{Measurement, Purpose, TlsHandshake};
use anchorwatch_identity::Certificate;
use anchorwatch_policy::ReferenceName;
use anchorwatch_verify::{Decision, Policy, Via};

/// The longest time between two measurements that are compared, in seconds. Certificates change
/// every few weeks, and a site's addresses within the day.
const MOST_APART_S: u64 = 86_400;

/// The most measurements of others that are compared with one, the nearest in time first.
const MOST_NOTARIES: usize = 16;

/// The most handshakes of one of them that are looked at.
const MOST_HANDSHAKES: usize = 16;

/// The most of their chains with which a chain is completed.
const MOST_COMPLETED: usize = 4;

anchorwatch_remark::closed_list! {
    /// Why other vantage points' measurements cannot be compared. The nearest to being usable
    /// comes first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum NotaryProblem {
        /// A public root vouches for the chain, and nothing says that the server has its key.
        KeyNotProven,
        /// No chain came there, or no public root vouches for it.
        NoPublicChain,
        /// They were made more than a day apart.
        OtherTime,
        /// It is this measurement itself.
        SameMeasurement,
        /// They are of other names or ports.
        OtherTarget,
    }
}

impl NotaryProblem {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeyNotProven => "key_not_proven",
            Self::NoPublicChain => "no_public_chain",
            Self::OtherTime => "other_time",
            Self::SameMeasurement => "same_measurement",
            Self::OtherTarget => "other_target",
        }
    }
}

anchorwatch_remark::code_fact!(NotaryProblem, "notary");

/// Measurements of other vantage points, found by their targets.
#[derive(Debug, Default)]
pub struct Notaries<'a> {
    by_target: BTreeMap<(String, u16), Vec<&'a Measurement>>,
}

impl<'a> Notaries<'a> {
    /// Collects them.
    pub fn of(measurements: impl IntoIterator<Item = &'a Measurement>) -> Self {
        let mut by_target: BTreeMap<_, Vec<&Measurement>> = BTreeMap::new();
        for one in measurements {
            by_target.entry(target(one)).or_default().push(one);
        }
        Self { by_target }
    }

    /// What they show of this measurement's target; `None` if there are no notaries at all.
    pub(crate) fn view(&self, measurement: &Measurement, policy: &Policy) -> Option<NotaryView> {
        if self.by_target.is_empty() {
            return None;
        }
        let mut same_target = self
            .by_target
            .get(&target(measurement))
            .cloned()
            .unwrap_or_default();
        same_target.sort_by_key(|one| apart_s(one, measurement));
        let mut view = NotaryView::default();
        for notary in same_target.into_iter().take(MOST_NOTARIES) {
            match seen_by(notary, measurement, policy) {
                Ok(seen) => {
                    view.count += 1;
                    view.seen.extend(seen);
                    view.addresses.extend(addresses(notary));
                }
                Err(problem) => view.problem = view.problem.min(problem),
            }
        }
        Some(view)
    }
}

/// What the usable notaries saw.
#[derive(Debug)]
pub(crate) struct NotaryView {
    /// How many are usable.
    pub(crate) count: u64,
    /// The chains that a public root vouches for.
    pub(crate) seen: Vec<SeenChain>,
    /// The addresses of the target there.
    pub(crate) addresses: BTreeSet<IpAddr>,
    /// Why the others are not usable.
    pub(crate) problem: NotaryProblem,
}

impl Default for NotaryView {
    fn default() -> Self {
        Self {
            count: 0,
            seen: Vec::new(),
            addresses: BTreeSet::new(),
            problem: NotaryProblem::OtherTarget,
        }
    }
}

impl NotaryView {
    /// Whether one of them saw this key.
    pub(crate) fn has_key_of(&self, own: &Certificate) -> bool {
        let mut seen = self.seen.iter();
        seen.any(|one| one.own.spki_der() == own.spki_der())
    }

    /// Whether a public root vouches for the chain and the name, once the certificates are added
    /// that came with the target's own elsewhere, now or at the end of the own one's validity.
    pub(crate) fn completes(
        &self,
        sent: &[Vec<u8>],
        measurement: &Measurement,
        policy: &Policy,
    ) -> bool {
        // Several may have seen the same.
        let seen: BTreeSet<&[Vec<u8>]> = self.seen.iter().map(|seen| &*seen.rest).collect();
        is_completed(sent, seen.into_iter(), measurement, policy)
    }

    /// Whether one of them saw a certificate by the same issuer.
    pub(crate) fn has_issuer_of(&self, own: &Certificate) -> bool {
        let mut seen = self.seen.iter();
        seen.any(|one| one.own.issuer().is_same_as(own.issuer()))
    }
}

/// A chain that a public root vouches for.
#[derive(Debug)]
pub(crate) struct SeenChain {
    pub(crate) own: Certificate,
    /// The other certificates that came with it.
    pub(crate) rest: Vec<Vec<u8>>,
}

fn seen_by(
    notary: &Measurement,
    measurement: &Measurement,
    policy: &Policy,
) -> Result<Vec<SeenChain>, NotaryProblem> {
    if notary == measurement {
        return Err(NotaryProblem::SameMeasurement);
    }
    if apart_s(notary, measurement) > MOST_APART_S {
        return Err(NotaryProblem::OtherTime);
    }
    let handshakes = notary.tls_handshakes.iter();
    let handshakes = handshakes.filter(|it| it.purpose == Purpose::Target);
    let mut problem = NotaryProblem::NoPublicChain;
    let mut seen = Vec::new();
    // The same answer again shows nothing more.
    let mut known = BTreeSet::new();
    let handshakes = handshakes
        .take(MOST_HANDSHAKES)
        .filter(|it| known.insert((&it.peer_certificates, it.is_key_proven)));
    for handshake in handshakes {
        let Some(chain) = public_chain(handshake, notary, policy) else {
            continue;
        };
        match handshake.is_key_proven {
            Some(true) => seen.push(chain),
            _ => problem = NotaryProblem::KeyNotProven,
        }
    }
    match seen.is_empty() {
        true => Err(problem),
        false => Ok(seen),
    }
}

fn public_chain(
    handshake: &TlsHandshake,
    notary: &Measurement,
    policy: &Policy,
) -> Option<SeenChain> {
    let (own, rest) = handshake.peer_certificates.split_first()?;
    let sent = handshake.peer_certificates.iter();
    let sent: Vec<_> = sent.map(|der| der.as_slice().into()).collect();
    let name = ReferenceName::parse(&notary.target.host);
    let decision = policy.decide_briefly(&sent, &name, notary.measured_at);
    let own = Certificate::from_der(own).ok()?;
    let rest = rest.to_vec();
    is_public(&decision).then_some(SeenChain { own, rest })
}

/// Whether a public root vouches for the chain and the target's name with one of these lists of
/// certificates, now or at the end of the own one's validity.
pub(crate) fn is_completed<'a>(
    sent: &[Vec<u8>],
    others: impl Iterator<Item = &'a [Vec<u8>]>,
    measurement: &Measurement,
    policy: &Policy,
) -> bool {
    let own = sent.first().map(|der| Certificate::from_der(der));
    let Some(Ok(own)) = own else { return false };
    let name = ReferenceName::parse(&measurement.target.host);
    let times = [measurement.measured_at, own.validity().not_after];
    others.take(MOST_COMPLETED).any(|rest| {
        let all = sent.iter().chain(rest);
        let all: Vec<_> = all.map(|der| der.as_slice().into()).collect();
        let decided = times.map(|at| policy.decide_briefly(&all, &name, at));
        decided.iter().any(is_public)
    })
}

/// Whether a public root vouches for the chain.
pub(crate) fn is_public(decision: &Decision) -> bool {
    matches!(decision, Decision::Trusted(it) if it.anchor().via == Via::PublicProgram)
}

/// The name in the form in which it is compared, and the port.
fn target(measurement: &Measurement) -> (String, u16) {
    let name = ReferenceName::parse(&measurement.target.host);
    (name.to_string(), measurement.target.port)
}

fn addresses(notary: &Measurement) -> impl Iterator<Item = IpAddr> {
    let answers = notary.queries.iter().flat_map(|query| &query.answers);
    let asked = notary.tls_handshakes.iter();
    let asked = asked.filter(|it| it.purpose == Purpose::Target);
    let asked = asked.filter_map(|it| it.address);
    asked.map(|it| it.ip()).chain(answers.copied())
}

fn apart_s(one: &Measurement, other: &Measurement) -> u64 {
    one.measured_at.get().abs_diff(other.measured_at.get())
}
