//! Over QUIC, handshakes are cut off for the target's name, and not for other names at the same
//! address.
//!
//! What is said of TCP in `name_cut_off` holds here too, with less certainty: silence is the usual
//! way to block QUIC, since nothing in a first packet can be reset. Programs then use
//! TCP, so that somebody who reads TCP alone has a reason to do this.
//!
//! **Must not hit:** a server that does not speak QUIC, where other names get no answer either.

use super::{Hit, name_cut_off::Cut};
use crate::{Against, Detail, RuleId, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let handshakes = case.measurement.quic_handshakes.iter();
    let cut = Cut::at_target(handshakes.map(|it| &it.tls))?;
    let details = cut.stage.map(|stage| Detail::FailedAfter { stage });
    Some(Hit {
        rule: RuleId::QuicCutOff,
        leads_to: VerdictCode::CensoredOrDown,
        confidence: cut.confidence(0),
        details: details.into_iter().collect(),
        saw: cut.saw_over_quic(case.name.to_string()),
        against: vec![
            Against::ServerMayRefuseTheName,
            Against::ConnectionsAreLimited,
        ],
    })
}
