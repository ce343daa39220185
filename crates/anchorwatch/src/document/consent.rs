//! Consents in documents.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::Consent;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct ConsentDocument {
    spki_sha256: String,
    is_in_force: bool,
    #[serde(rename = "for")]
    scopes: Vec<String>,
    not_before: String,
    until: String,
    by: String,
    why: String,
}

/// The consent that covers a finding.
#[derive(Debug, Serialize)]
pub(crate) struct Covering {
    until: String,
    #[serde(rename = "for")]
    scopes: Vec<String>,
    by: String,
}

impl ConsentDocument {
    pub(crate) fn of(consent: &Consent, now: UnixSeconds) -> Self {
        let terms = consent.terms();
        Self {
            spki_sha256: consent.key().to_string(),
            is_in_force: consent.is_in_force(now),
            scopes: consent.scopes_text(),
            not_before: terms.not_before.to_string(),
            until: terms.until.to_string(),
            by: terms.by.clone(),
            why: terms.why.clone(),
        }
    }
}

impl Covering {
    pub(crate) fn of(consent: &Consent) -> Self {
        Self {
            until: consent.terms().until.to_string(),
            scopes: consent.scopes_text(),
            by: consent.terms().by.clone(),
        }
    }
}
