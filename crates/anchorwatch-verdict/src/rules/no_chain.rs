//! No chain came: the name, the connection or the handshake failed first. That may
//! be blocking or a fault; it says nothing about who reads.

use anchorwatch_evidence::Failure;
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
    let stages: [(&str, Option<&Failure>); 3] = [
        ("the handshake", handshake),
        ("the connection", connect),
        ("the look-up of the name", query),
    ];
    let says = match stages
        .into_iter()
        .find_map(|(stage, failure)| Some((stage, failure?)))
    {
        Some((stage, failure)) => {
            format!("{stage} ended with {failure}, before a certificate came")
        }
        None => format!("there is nothing to judge: {}", why.code()),
    };
    Some(Hit {
        rule: RuleId::NoChain,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        says,
        against: Vec::new(),
    })
}
