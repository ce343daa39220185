//! A public root vouches for the chain and the name: no interception was seen.
//!
//! What speaks against it: a public authority can be made, or can fail, to sign for
//! an interceptor; that needs Certificate Transparency to be seen.

use anchorwatch_evidence::PublicAnchors;
use anchorwatch_verify::{Decision, Via};

use crate::{Confidence, Hit, RuleId, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let Decision::Trusted(verified) = &case.decision else {
        return None;
    };
    if verified.anchor().via != Via::PublicProgram {
        return None;
    }
    // Without the handshake's signature anyone could have replayed a public chain.
    case.is_key_proven().then(|| Hit {
        rule: RuleId::PubliclyTrusted,
        leads_to: VerdictCode::NotSeen,
        confidence: Confidence::hundredths(80),
        says: format!(
            "the public root {} vouches for {}, and the server proved that it holds the key",
            verified.anchor().subject,
            case.name
        ),
        against: limits(case),
    })
}

fn limits(case: &Case<'_>) -> Vec<String> {
    let mut against = vec![
        "a public authority can be made to sign for an interceptor".to_owned(),
        "one connection at one time: interception that comes and goes, or picks other names, is not seen".to_owned(),
    ];
    if case.measurement.anchors.public != PublicAnchors::Bundled {
        against.insert(
            0,
            "the public roots are not the ones that this program ships: whoever measured named them".to_owned(),
        );
    }
    against
}
