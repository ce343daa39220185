//! The chain is signed by a key that is known for interception.
//!
//! The signature is checked, whether or not the root is installed: a name alone
//! would prove nothing. What speaks against it: whoever stole the key could have
//! signed as well, which makes it no less an interception.

use anchorwatch_identity::registry::Conduct;

use super::{accuse, attribution, expired_note};
use crate::{Confidence, Hit, RuleId, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let attribution = attribution(case)?;
    let root = attribution.known?;
    match root.conduct {
        Conduct::Interception => {
            let says = format!(
                "the chain is signed by the key of {}, which {} used to read traffic{}",
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
        // Signed by it, for whatever reason: that alone is no interception.
        Conduct::RemovedForCause => None,
    }
}
