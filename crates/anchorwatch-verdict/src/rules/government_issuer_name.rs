//! The chain names a state's root, or an intermediate under it, as its issuer, and no signature
//! tells who signed.
//!
//! A site of that state looks like this to everyone who has not installed the root: most sites
//! under the Russian root send their certificate alone. So does an interceptor who has that root,
//! or who borrows its name. The names are those of `data/known-roots/` and of the CCADB
//! (`data/public-program/programs.tsv`).
//!
//! It is reported, but accuses nobody: a name proves nothing, and no interception with these roots
//! is known. What speaks against an interceptor, a server that did not send its issuer's
//! certificate or did not renew its own, is still told by `untrusted_chain`.
//!
//! **Must not hit:** a chain that a known key, a local root or a public root signed. It applies to
//! private names too, as in `verify`, which has one answer for both.

use anchorwatch_identity::registry::KnownName;
use anchorwatch_verify::NamedIssuer;

use super::refusal;
use crate::{Against, Confidence, Hit, RuleId, Saw, VerdictCode, case::Case};

pub(super) fn apply(case: &Case<'_>) -> Option<Hit> {
    let issuer = refusal(case)?.issuer_name.as_ref()?;
    let NamedIssuer::Known(KnownName::GovernmentRoot(named)) = issuer.known else {
        return None;
    };
    Some(Hit {
        rule: RuleId::GovernmentIssuerName,
        leads_to: VerdictCode::Inconclusive,
        confidence: Confidence::hundredths(0),
        saw: Saw::NamedLikeGovernmentRoot {
            issuer: issuer.name.clone(),
            root: named.name.clone(),
            country: named.country.clone(),
        },
        details: Vec::new(),
        against: vec![Against::AnyoneCanNameAState],
    })
}
