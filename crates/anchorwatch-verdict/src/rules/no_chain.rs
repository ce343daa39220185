//! No chain came: the name, the connection or the handshake failed first. That may
//! be blocking or a fault; it says nothing about who reads.

use anchorwatch_verify::Decision;

use crate::{Confidence, Hit, RuleId, VerdictCode, case::Case};

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
        .find_map(|connect| connect.failure.as_ref());
    let query = measurement
        .queries
        .iter()
        .rev()
        .find_map(|query| query.failure.as_ref());
    let host = &measurement.target.host;
    let says = match (handshake, connect, query) {
        (Some(failure), _, _) => format!(
            "a connection to {host} was made, and no certificate came: {}",
            failure.says()
        ),
        (None, Some(failure), _) => {
            format!("there was no connection to {host}: {}", failure.says())
        }
        (None, None, Some(failure)) => format!(
            "the address of {host} could not be looked up: {}",
            failure.says()
        ),
        (None, None, None) => format!("there is nothing to judge: {}", why.says()),
    };
    Some(Hit {
        rule: RuleId::NoChain,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        says,
        against: Vec::new(),
    })
}
