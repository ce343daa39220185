//! The owner's choices, as the evidence tells them, become consents and private names.
//!
//! They pass the checks that the owner's files pass: a consent to a key that is known for
//! interception, for a public suffix or for too long counts for nothing.

use anchorwatch_evidence::{OwnersChoices, OwnersConsent};
use anchorwatch_identity::SpkiSha256;
use anchorwatch_policy::{
    Consent, Consents,
    consent::{ConsentScope, Coverage, Terms},
};

/// Who gave a consent and why is not in the evidence.
const NOT_RECORDED: &str = "not recorded";

/// The most consents and the most private names that are looked at. This program records few, but
/// evidence can be anybody's, and each decision asks all of them.
const MOST: usize = 64;

/// The consents that hold; none if there are more than [`MOST`], or two for the same key, which
/// could contradict each other.
pub(crate) fn consents(choices: &OwnersChoices) -> Consents {
    if choices.consents.len() > MOST {
        return Consents::default();
    }
    let consents = choices.consents.iter().filter_map(consent);
    Consents::of(consents).unwrap_or_default()
}

/// What the owner calls private besides the names that everyone does; the first [`MOST`].
pub(crate) fn private_names(choices: &OwnersChoices) -> Vec<ConsentScope> {
    let names = choices.private_names.iter().take(MOST);
    names.filter_map(|name| name.parse().ok()).collect()
}

fn consent(recorded: &OwnersConsent) -> Option<Consent> {
    let coverage = match &recorded.covers {
        Some(scope) => Coverage::Scopes(vec![scope.parse().ok()?]),
        None => Coverage::AllNames,
    };
    let terms = Terms {
        coverage,
        not_before: recorded.not_before,
        until: recorded.until,
        by: NOT_RECORDED.to_owned(),
        why: NOT_RECORDED.to_owned(),
    };
    Consent::new(SpkiSha256::from_bytes(recorded.spki_sha256), terms).ok()
}
