//! Only a local root vouches for a public name.
//!
//! A public site's own certificate is signed by a public root. If the one that came is signed by
//! a local root, someone on the path replaced it. The names in the certificate do not matter:
//! interceptors copy them. Counter-evidence: the owner may have added the root, for a company's
//! inspection or an antivirus. Nobody added a root that left the public program: a chain under it
//! is refused, but accuses nobody.

use anchorwatch_identity::registry::Conduct;
use anchorwatch_policy::NameScope;
use anchorwatch_verify::Basis;

use super::{accuse, attribution, not_in_logs};
use crate::{Against, Confidence, Hit, RuleId, Saw, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let attribution = attribution(case)?;
    let is_added = attribution.basis == Basis::LocalAnchor && !attribution.is_retired;
    if case.scope != NameScope::Public || !is_added {
        return None;
    }
    let saw = Saw::SignedByAddedRoot {
        signer: attribution.subject.clone(),
        name: case.name.to_string(),
    };
    let (rule, confidence) = (RuleId::LocalRootForPublicName, Confidence::hundredths(90));
    let against = Some(Against::OwnerMayHaveAddedIt);
    let mut hit = accuse(case, rule, confidence, saw, against);
    let known = attribution.known;
    // Else the rule about known keys says it.
    if known.is_some_and(|known| known.conduct != Conduct::Interception) {
        hit.details.extend(not_in_logs(attribution));
    }
    Some(hit)
}
