//! Hellos with an ECH extension (RFC 9849) are cut off on the way to a site that answers without it.
//!
//! Two names in clear, the one that the ECH configuration gives and the target's own, each with and
//! without the extension: what is cut off says what the network looks at. Russia drops hellos with both
//! the name `cloudflare-ech.com` and the extension, and neither alone
//! (<https://github.com/net4people/bbs/issues/417>). The extension has random octets (GREASE) in one
//! hello of each kind and an encrypted name in the other, and nobody on the way can tell which (RFC
//! 9849 §10.10.4), so the two have to agree. Nobody reads the connection; the site's name can be seen on
//! the way, because browsers go on without ECH. As for a name that is cut off, a reset seldom comes by
//! chance, and silence often does.
//!
//! **Must not hit:** a site that does not answer to its own name, or whose certificate no public root
//! vouches for: other rules say why. If the outer name is cut off without the extension too, or the
//! answers do not agree, nothing is said about ECH but that it is unclear.

use anchorwatch_evidence::{Failure, Measurement, Purpose, TlsHandshake};

use super::Hit;
use crate::{Against, Confidence, RuleId, Saw, VerdictCode, case::Case};

/// From this many of a kind, all alike.
const ENOUGH: u64 = 2;

/// Hellos with the extension, beside the target's own name and beside the outer one.
const WITH_ECH: [[Purpose; 2]; 2] = [
    [Purpose::TargetGreaseEch, Purpose::TargetEchOwnName],
    [Purpose::OuterGreaseEch, Purpose::TargetEch],
];

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let of = |purpose| Answers::of(case.measurement, purpose);
    let own_name = of(Purpose::Target);
    let [at_own, at_outer] = WITH_ECH.map(|pair| pair.map(of));
    let cut: Vec<&Failure> = [&at_own, &at_outer]
        .into_iter()
        .flatten()
        .flat_map(|it| &it.cut)
        .collect();
    let is_site_open = own_name.is_answered() && case.compared.are_all_public;
    let first = *cut.first().filter(|_| is_site_open)?;
    let is_alike = cut.iter().all(|it| *it == first);
    let outer_name = of(Purpose::OuterName);
    let is_clear = is_alike && outer_name.is_answered() && at_outer.iter().all(Answers::is_cut);
    let (failure, count) = (first.clone(), cut.len() as u64);
    let names = own_name.answered + outer_name.answered;
    let saw = if is_clear && at_own.iter().all(Answers::is_cut) {
        Saw::EchBlocked {
            failure,
            cut: count,
            answered: names,
        }
    } else if is_clear && at_own.iter().all(Answers::is_answered) {
        let beside_own: u64 = at_own.iter().map(|it| it.answered).sum();
        Saw::EchBlockedForName {
            outer: outer(case.measurement)?,
            failure,
            cut: count,
            answered: names + beside_own,
        }
    } else {
        let total = [&at_own, &at_outer]
            .into_iter()
            .flatten()
            .map(|it| it.total)
            .sum();
        return Some(hit(
            VerdictCode::Inconclusive,
            0,
            Saw::EchBlockUnclear { cut: count, total },
        ));
    };
    let sure = match first {
        Failure::ConnectionReset => 80,
        Failure::EofError => 75,
        _ => 70,
    };
    Some(hit(VerdictCode::CensoredOrDown, sure, saw))
}

fn hit(leads_to: VerdictCode, hundredths: u8, saw: Saw) -> Hit {
    Hit {
        rule: RuleId::EchBlocked,
        leads_to,
        confidence: Confidence::hundredths(hundredths),
        saw,
        details: Vec::new(),
        against: vec![Against::ServerMayRefuseEch, Against::ConnectionsAreLimited],
    }
}

/// The name in clear of the ECH configuration.
fn outer(measurement: &Measurement) -> Option<String> {
    let mut handshakes = measurement.tls_handshakes.iter();
    let with_it = handshakes.find(|it| it.purpose == Purpose::TargetEch)?;
    with_it.server_name.clone()
}

/// What hellos of one kind got.
struct Answers {
    total: u64,
    /// How many got a certificate.
    answered: u64,
    /// How those ended that were cut off before one.
    cut: Vec<Failure>,
}

impl Answers {
    fn of(measurement: &Measurement, purpose: Purpose) -> Self {
        let handshakes = measurement.tls_handshakes.iter();
        let all: Vec<_> = handshakes
            .filter(|it| it.purpose == purpose && !it.is_limited())
            .collect();
        let is_answered = |it: &&&TlsHandshake| !it.peer_certificates.is_empty();
        Self {
            total: all.len() as u64,
            answered: all.iter().filter(is_answered).count() as u64,
            cut: all.iter().filter_map(|it| cut(it)).collect(),
        }
    }

    fn is_answered(&self) -> bool {
        self.total >= ENOUGH && self.answered == self.total
    }

    fn is_cut(&self) -> bool {
        self.total >= ENOUGH && self.cut.len() as u64 == self.total
    }
}

/// How it was cut off. A refusal in words of TLS is an answer, though not one that counts.
fn cut(handshake: &TlsHandshake) -> Option<Failure> {
    let failure = handshake
        .failure
        .clone()
        .filter(|_| handshake.peer_certificates.is_empty())?;
    let is_cut = matches!(
        failure,
        Failure::ConnectionReset | Failure::EofError | Failure::GenericTimeoutError
    );
    is_cut.then_some(failure)
}
