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

use super::{accuse, attribution, expired_note};
use crate::{Confidence, Hit, RuleId, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let attribution = attribution(case)?;
    let root = attribution.known?;
    match root.conduct {
        Conduct::Interception => {
            let says = format!(
                "the chain is signed by the key of {}, which {} used, or made, to read traffic{}",
                root.id,
                root.operator,
                expired_note(attribution)
            );
            Some(accuse(
                case,
                RuleId::KnownKey,
                Confidence::HIGHEST,
                says,
                Vec::new(),
            ))
        }
        Conduct::LeakedKey if case.name.scope() == NameScope::Public => {
            let says = format!(
                "the chain is signed by the key of {}, whose private half is public, and no public site has that key sign for it{}",
                root.id,
                expired_note(attribution)
            );
            let against = "a program on this device may have signed, and nobody on the way";
            Some(accuse(
                case,
                RuleId::KnownKey,
                Confidence::HIGHEST,
                says,
                vec![against.to_owned()],
            ))
        }
        // Signed by it, for whatever reason: that alone is no interception.
        Conduct::LeakedKey | Conduct::RemovedForCause | Conduct::Misissued | Conduct::StateRoot => {
            None
        }
    }
}
