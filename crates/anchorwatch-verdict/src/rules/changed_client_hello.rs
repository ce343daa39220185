//! Another ClientHello reached the measurer's own server than the one that was sent.
//!
//! The server signs what it received, with the key that the measurer knows and for a number that
//! was drawn for this connection. So someone on the path ended the connection and made another.
//! That holds even if the imposed root is trusted on this machine. Counter-evidence: a program on
//! this device, such as an antivirus, may be the one who did it.

use anchorwatch_evidence::{
    Purpose,
    client_hello::{differences, known_interceptor},
};

use super::Hit;
use crate::{
    Against, Confidence, Detail, RuleId, Saw, VerdictCode,
    case::Case,
    own_server::{OwnServerView, changed_hello},
};

/// The strongest differences come first; the rest is in the evidence.
const MOST_DIFFERENCES: usize = 3;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let OwnServerView {
        with_name,
        with_controls,
    } = OwnServerView::of(case.measurement)?;
    if with_name.changed_hello == 0 {
        return None;
    }
    let changed = with_name.changed_hello;
    let total = with_name.total();
    let name = case.name.to_string();
    let saw = if with_controls.changed_hello == 0 {
        Saw::HelloChangedForName {
            name,
            changed,
            total,
        }
    } else {
        Saw::HelloChanged {
            name,
            changed,
            total,
        }
    };
    Some(Hit {
        rule: RuleId::ChangedClientHello,
        leads_to: VerdictCode::Intercepted,
        confidence: Confidence::hundredths(97),
        saw,
        details: details(case).unwrap_or_default(),
        against: vec![Against::ProgramHereMayHaveSigned],
    })
}

/// What was changed, in the first changed handshake with the target's name.
fn details(case: &Case<'_>) -> Option<Vec<Detail>> {
    let server = case.measurement.own_server.as_ref()?;
    let handshakes = case.measurement.tls_handshakes.iter();
    let mut with_name = handshakes.filter(|it| it.purpose == Purpose::OwnServer);
    let (sent, received) = with_name.find_map(|it| changed_hello(it, server))?;
    let mut differences = differences(&sent, &received);
    differences.truncate(MOST_DIFFERENCES);
    let known = known_interceptor(&received).map(|known| Detail::HelloOfKnownInterceptor {
        product: known.product.to_owned(),
    });
    let details = [
        Detail::HelloFingerprints {
            sent: sent.ja4().to_string(),
            received: received.ja4().to_string(),
        },
        Detail::HelloDifferences { differences },
    ];
    Some(known.into_iter().chain(details).collect())
}
