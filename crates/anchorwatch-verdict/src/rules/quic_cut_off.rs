//! Over QUIC, handshakes are cut off for the target's name, and not for other names at the same
//! address.
//!
//! What is said of TCP in `name_cut_off` holds here too, with less certainty: silence is the usual
//! way to block QUIC, since nothing in a first packet can be reset. Programs then use
//! TCP, so that somebody who reads TCP alone has a reason to do this.
//!
//! A CDN can serve HTTP/3 for some of its names and not for others. So it counts only if a DNS record
//! says that the site offers HTTP/3; otherwise it is said beside what was seen over TCP.
//!
//! **Must not hit:** a server that does not speak QUIC, where other names get no answer either.

use super::{Hit, name_cut_off::Cut};
use crate::{Against, Confidence, Detail, RuleId, VerdictCode, case::Case, quic};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let handshakes = case.measurement.quic_handshakes.iter();
    let cut = Cut::at_target(handshakes.map(|it| &it.tls))?;
    let details = cut.stage.map(|stage| Detail::FailedAfter { stage });
    // Where nobody known vouches for what came over TCP, that is the answer.
    let is_refused = case.compared.refused + case.compared.refused_unproven > 0;
    let (leads_to, confidence) = match quic::offers_http3(case.measurement) && !is_refused {
        true => (VerdictCode::CensoredOrDown, cut.confidence(0)),
        false => (VerdictCode::Inconclusive, Confidence::hundredths(0)),
    };
    Some(Hit {
        rule: RuleId::QuicCutOff,
        leads_to,
        confidence,
        details: details.into_iter().collect(),
        saw: cut.saw_over_quic(case.name.to_string()),
        against: vec![
            Against::ServerMayRefuseTheName,
            Against::ConnectionsAreLimited,
        ],
    })
}
