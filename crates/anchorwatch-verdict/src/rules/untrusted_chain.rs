//! The chain does not lead to a root that may vouch for the name, and no signature tells who
//! signed: a fault of the site, a tampered DNS answer, or an interceptor whose root is not
//! installed. One measurement from one vantage point cannot tell these apart.

use anchorwatch_identity::is_self_signed;
use anchorwatch_verify::{Decision, Refusal, RefusalReason, VerifiedChain};

mod harmless;

use super::{refusal, signers_key};
use crate::{Confidence, Hit, RuleId, Saw, ServerKey, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let saw = match &case.decision {
        Decision::Refused(_) => untrusted(case, refusal(case)?),
        Decision::Trusted(verified) => unproven(case, verified)?,
        Decision::Inconclusive(_) => return None,
    };
    Some(Hit {
        rule: RuleId::UntrustedChain,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw,
        details: signers_key(case).into_iter().collect(),
        against: refusal(case)
            .and_then(|refusal| harmless::of(case, refusal))
            .into_iter()
            .collect(),
    })
}

fn untrusted(case: &Case<'_>, refusal: &Refusal) -> Saw {
    let name = case.name.to_string();
    let says_nothing_more = matches!(
        refusal.reason,
        RefusalReason::UnknownIssuer
            | RefusalReason::ConstraintViolated
            | RefusalReason::MalformedCertificate
    );
    if refusal.attribution.is_none() && says_nothing_more && case.own().is_some_and(is_self_signed)
    {
        return Saw::SelfSigned { name };
    }
    Saw::NotTrusted {
        name,
        refusal: refusal.reason,
    }
}

/// A good chain proves nothing if the server did not prove that it holds the key.
fn unproven(case: &Case<'_>, verified: &VerifiedChain) -> Option<Saw> {
    let server_key = case.server_key().filter(|it| *it != ServerKey::Proven)?;
    Some(Saw::KeyNotProven {
        root: verified.anchor().subject.clone(),
        server_key,
    })
}
