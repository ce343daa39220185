//! Another ClientHello reached the measurer's own server than the one that was sent.
//!
//! The server signs what it received, with the key that the measurer knows and for a number that
//! was drawn for this connection. So someone on the path ended the connection and made another.
//! That holds even if the imposed root is trusted on this machine. Counter-evidence: a program on
//! this device, such as an antivirus, may be the one who did it. If a root that the owner consented to
//! signed every answer to the name, its holder did it.

use anchorwatch_evidence::client_hello::{differences, known_interceptor};

use super::Hit;
use crate::{
    Against, Confidence, Detail, RuleId, Saw, VerdictCode, case::Case, own_server::ChangedHello,
};

/// The strongest differences come first; the rest is in the evidence.
const MOST_DIFFERENCES: usize = 3;

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let view = case.compared.own_server?;
    let (with_name, both) = (view.with_name, view.both());
    if both.changed_hello == 0 {
        return None;
    }
    let is_for_name_alone = view.with_controls.changed_hello == 0;
    let name = case.name.to_string();
    let saw = if is_for_name_alone {
        let (changed, total) = (with_name.changed_hello, with_name.total());
        Saw::HelloChangedForName {
            name,
            changed,
            total,
        }
    } else {
        let (changed, total) = (both.changed_hello, both.total());
        Saw::HelloChanged { changed, total }
    };
    Some(Hit {
        rule: RuleId::ChangedClientHello,
        leads_to: match case.compared.is_consented {
            true => VerdictCode::InspectedWithConsent,
            false => VerdictCode::Intercepted,
        },
        confidence: Confidence::hundredths(97),
        saw,
        details: details(case).unwrap_or_default(),
        against: vec![
            Against::ProgramHereMayHaveSigned,
            Against::OwnServersFrontEnd,
        ],
    })
}

/// What was changed, in the first changed handshake.
fn details(case: &Case<'_>) -> Option<Vec<Detail>> {
    let ChangedHello { sent, received } = case.compared.changed_hello.as_ref()?;
    let received = received.as_ref()?;
    let mut differences = differences(sent, received);
    differences.truncate(MOST_DIFFERENCES);
    let known = known_interceptor(received).map(|known| Detail::HelloOfKnownInterceptor {
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
