//! A chain came that may not vouch for the name, and no signature says who is behind
//! it: a fault of the site, a tampered answer of the resolver, or an interceptor
//! whose root is not installed. One look from one place cannot tell these apart.

use anchorwatch_verify::{Decision, VerifiedChain};

use super::refusal;
use crate::{Confidence, Hit, RuleId, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let says = match &case.decision {
        Decision::Refused(_) => format!(
            "the chain may not vouch for {}: {}",
            case.name,
            refusal(case)?.reason.says()
        ),
        Decision::Trusted(verified) => unproven(case, verified)?,
        Decision::Inconclusive(_) => return None,
    };
    Some(Hit {
        rule: RuleId::UntrustedChain,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        says,
        against: Vec::new(),
    })
}

/// A good chain whose key the server did not show to hold proves nothing.
fn unproven(case: &Case<'_>, verified: &VerifiedChain) -> Option<String> {
    let is_proven = case.is_key_proven();
    (!is_proven).then(|| {
        format!(
            "a chain under {} came, but the handshake did not prove that the server holds its key",
            verified.anchor().subject
        )
    })
}
