//! The chain names a local root as its issuer, and its signature is of a kind that this program
//! cannot check.
//!
//! Programs with OpenSSL can check many more kinds, so they may trust the chain although nothing
//! here can prove who signed: OpenSSL 3.0.22 verifies a certificate under a root with Ed448 or
//! DSA, or on brainpoolP256t1 or sect233r1 (tried on 2026-11-28; the trial
//! `check_sees_what_old_keys_prove` shows them).
//!
//! Suspicion only: the root may be a namesake. The rule does not apply to private names, for
//! which a local root may vouch, or to a root that left the public program, which nobody added.

use anchorwatch_policy::NameScope;
use anchorwatch_verify::NamedIssuer;

use super::refusal;
use crate::{Against, Confidence, Hit, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let issuer = refusal(case)?.issuer_name.as_ref()?;
    if issuer.known != NamedIssuer::AddedRoot || case.scope != NameScope::Public {
        return None;
    }
    Some(Hit {
        rule: RuleId::UncheckedLocalRoot,
        leads_to: VerdictCode::Suspected,
        confidence: Confidence::hundredths(60),
        saw: Saw::UncheckedAddedRoot {
            issuer: issuer.name.clone(),
            name: case.name.to_string(),
        },
        details: Vec::new(),
        against: vec![Against::NameIsNoSignature, Against::OwnerMayHaveAddedIt],
    })
}
