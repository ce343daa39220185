//! The chain is signed by a key that is known for interception, or whose private half
//! is public.
//!
//! The signature is checked, whether or not the root is installed: a name alone would prove
//! nothing. Counter-evidence: someone who stole the key could have signed, but that is
//! interception too. With a leaked key, a program on the device itself may have signed, and for a
//! private name that is its purpose.

use anchorwatch_identity::registry::Conduct;
use anchorwatch_policy::NameScope;

use super::{accuse, attribution, not_in_logs};
use crate::{Against, Confidence, Hit, Operator, RuleId, Saw, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let attribution = attribution(case)?;
    let root = attribution.known?;
    let known_id = root.id.to_owned();
    let (saw, against) = match root.conduct {
        Conduct::Interception => {
            let operator = Operator::of(root);
            (Saw::SignedByInterceptionKey { known_id, operator }, None)
        }
        Conduct::LeakedKey if case.scope == NameScope::Public => (
            Saw::SignedByLeakedKey { known_id },
            Some(Against::ProgramHereMayHaveSigned),
        ),
        // A signature by such a key alone is not interception.
        Conduct::LeakedKey
        | Conduct::RemovedForCause
        | Conduct::Misissued
        | Conduct::GovernmentRoot => {
            return None;
        }
    };
    let mut hit = accuse(case, RuleId::KnownKey, Confidence::HIGHEST, saw, against);
    hit.details.extend(not_in_logs(attribution));
    Some(hit)
}
