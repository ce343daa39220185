//! The chain names a root that reads traffic as its issuer, and that root was neither sent
//! nor is it installed, so that no signature can be checked.
//!
//! That is what someone sees who has not obeyed yet: the forged certificate alone, under
//! the name of the root that they are told to install. People who reported the interception
//! of 2019 and 2020 had the server's certificate and nothing above it
//! (<https://github.com/net4people/bbs/issues/339>, read 2026-11-28). The names are those of
//! the registry's certificates (`data/known-roots/`) and of the family rule `isca_name`.
//!
//! Suspicion only: anyone can write a name. A public root that signed says that the name is
//! of no account, and so does a known key or a local root, which other rules tell. The
//! public keys of the known roots are at hand, so it is also said that none of them signed.

use anchorwatch_identity::registry::{Conduct, KnownName};
use anchorwatch_policy::NameScope;
use anchorwatch_verify::NamedIssuer;

use super::{family_match, refusal};
use crate::{Against, Confidence, Hit, Operator, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    // Where the root was sent, the same name is told by that rule, and would count twice.
    if family_match::apply(case).is_some() {
        return None;
    }
    let issuer = refusal(case)?.issuer_name.as_ref()?;
    let NamedIssuer::Known(known) = issuer.known else {
        return None;
    };
    let issuer = issuer.name.clone();
    let saw = match known {
        // A leaked key signs what it was made for, in a device's own network.
        KnownName::ReadsTraffic(known)
            if known.conduct == Conduct::LeakedKey && case.name.scope() != NameScope::Public =>
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
        KnownName::IscaFamily => Saw::NamedLikeIsca { issuer },
        KnownName::Product(_) => return None,
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
