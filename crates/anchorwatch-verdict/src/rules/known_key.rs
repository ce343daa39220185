//! The chain is signed by a key that is known for interception, or whose private half
//! is public.
//!
//! The signature is checked, whether or not the root is installed: a name alone
//! would prove nothing. What speaks against it: whoever stole the key could have
//! signed as well, which makes it no less an interception. A public key may have been
//! used by a program on the device itself, and for a private name that is what it was
//! made for.

use anchorwatch_identity::registry::Conduct;
use anchorwatch_policy::NameScope;

use super::{accuse, attribution};
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
        Conduct::LeakedKey if case.name.scope() == NameScope::Public => (
            Saw::SignedByLeakedKey { known_id },
            Some(Against::ProgramHereMayHaveSigned),
        ),
        // Signed by it, for whatever reason: that alone is no interception.
        Conduct::LeakedKey | Conduct::RemovedForCause | Conduct::Misissued | Conduct::StateRoot => {
            return None;
        }
    };
    Some(accuse(
        case,
        RuleId::KnownKey,
        Confidence::HIGHEST,
        saw,
        against,
    ))
}
