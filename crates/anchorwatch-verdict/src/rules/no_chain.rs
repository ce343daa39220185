//! No chain came: the name, the connection or the handshake failed first. That may be blocking or
//! a fault; it does not tell whether anyone intercepts.

use anchorwatch_verify::Decision;

use crate::{Confidence, Hit, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let Decision::Inconclusive(why) = &case.decision else {
        return None;
    };
    let measurement = case.measurement;
    let handshake = case
        .handshake
        .and_then(|handshake| handshake.failure.as_ref());
    let connect = measurement
        .tcp_connect
        .iter()
        .rev()
        .filter(|connect| connect.ttl.is_none())
        .find_map(|connect| connect.failure.as_ref());
    let query = measurement
        .queries
        .iter()
        .rev()
        .find_map(|query| query.failure.as_ref());
    let host = measurement.target.host.clone();
    let saw = match (handshake.cloned(), connect.cloned(), query.cloned()) {
        (Some(failure), _, _) => Saw::NoCertificateCame { host, failure },
        (None, Some(failure), _) => Saw::NotConnected { host, failure },
        (None, None, Some(failure)) => Saw::NotLookedUp { host, failure },
        (None, None, None) => Saw::NothingToJudge { inconclusive: *why },
    };
    Some(Hit {
        rule: RuleId::NoChain,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw,
        details: Vec::new(),
        against: Vec::new(),
    })
}
