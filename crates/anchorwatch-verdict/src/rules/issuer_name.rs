//! The chain names an interception root as its issuer, and that root was neither sent nor is it
//! installed, so no signature can be checked.
//!
//! This is what people see who have not installed the root that they were told to install: only
//! the forged certificate, with that root's name as issuer. People who reported the interception
//! of 2019 and 2020 had only the server's certificate
//! (<https://github.com/net4people/bbs/issues/339>, read 2026-11-28). The names are those of the
//! registry's certificates (`data/known-roots/`) and of the family rule `isca_name`, and names that
//! look like one of an interception root; `registry/look_alike.rs` says which, and which not.
//!
//! Suspicion only: anyone can use a name. The rule does not apply if a public root, a known key
//! or a local root signed; other rules report those. The public keys of the known roots are
//! available, so the rule also says that none of them signed.

use anchorwatch_identity::registry::{Conduct, KnownName};
use anchorwatch_policy::NameScope;
use anchorwatch_verify::NamedIssuer;

use super::{family_match, refusal};
use crate::{Against, Confidence, Hit, Operator, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    // If the root was sent, that rule reports the same name, and it would count twice.
    if family_match::apply(case).is_some() {
        return None;
    }
    let issuer = refusal(case)?.issuer_name.as_ref()?;
    let NamedIssuer::Known(known) = issuer.known else {
        return None;
    };
    let issuer = issuer.name.clone();
    let saw = match known {
        // On a device's own network, a leaked key still serves its original purpose.
        KnownName::ReadsTraffic(known)
            if known.conduct == Conduct::LeakedKey && case.scope != NameScope::Public =>
        {
            return None;
        }
        KnownName::ReadsTraffic(known) if known.conduct == Conduct::LeakedKey => {
            Saw::NamedLikeLeakedRoot {
                issuer,
                known_id: known.id.to_owned(),
            }
        }
        KnownName::ReadsTraffic(known) => Saw::NamedLikeInterceptionRoot {
            issuer,
            known_id: known.id.to_owned(),
            operator: Operator::of(known),
        },
        KnownName::LookAlike(known) => Saw::NamedAlmostLike {
            issuer,
            known_id: known.id.to_owned(),
            title: known.title().to_owned(),
            operator: Operator::of(known),
        },
        KnownName::IscaFamily => Saw::NamedLikeIsca { issuer },
        KnownName::GovernmentRoot(_) | KnownName::Product(_) => return None,
    };
    Some(Hit {
        rule: RuleId::IssuerName,
        leads_to: VerdictCode::Suspected,
        confidence: Confidence::hundredths(40),
        saw,
        details: Vec::new(),
        against: vec![Against::AnyoneCanWriteAName],
    })
}
