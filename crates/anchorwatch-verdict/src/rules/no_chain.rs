//! No chain came: the name, the connection or the handshake failed first. That may be blocking or
//! a fault; it does not tell whether anyone intercepts.

use anchorwatch_verify::{Decision, Inconclusive};

use crate::{Confidence, Detail, Hit, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let Decision::Inconclusive(why) = &case.decision else {
        return None;
    };
    // There may be one.
    if case.handshake.is_none() && case.compared.left_out > 0 {
        return None;
    }
    Some(Hit {
        rule: RuleId::NoChain,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: saw(case, *why),
        details: stage(case).into_iter().collect(),
        against: Vec::new(),
    })
}

fn stage(case: &Case<'_>) -> Option<Detail> {
    let stage = case.handshake?.failed_after?;
    Some(Detail::FailedAfter { stage })
}

/// The first step that failed, if none after it succeeded: a name without an IPv6 address is still
/// looked up.
fn saw(case: &Case<'_>, inconclusive: Inconclusive) -> Saw {
    let measurement = case.measurement;
    let host = measurement.target.host.clone();
    let connects = measurement.tcp_connect.iter().rev();
    let mut connects = connects.filter(|connect| connect.ttl.is_none());
    // Other resolvers were asked to compare.
    let queries = measurement.queries.iter().rev();
    let mut queries = queries.filter(|query| query.exchange.is_none());
    match case.handshake {
        Some(handshake) => match handshake.failure.clone() {
            // It may have come: others do not record the certificate of every failed handshake.
            Some(failure) if measurement.imported_from.is_some() => {
                Saw::NoCertificateRecorded { host, failure }
            }
            Some(failure) => Saw::NoCertificateCame { host, failure },
            None => Saw::NothingToJudge { inconclusive },
        },
        None => match (
            connects.find_map(|connect| connect.failure.clone()),
            queries.find_map(|query| query.failure.clone()),
        ) {
            (Some(failure), _) => Saw::NotConnected { host, failure },
            (None, Some(failure)) => Saw::NotLookedUp { host, failure },
            (None, None) => Saw::NothingToJudge { inconclusive },
        },
    }
}
