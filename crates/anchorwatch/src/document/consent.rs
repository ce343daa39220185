//! `anchorwatch.consents/1`: what an owner consents to.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::{Consent, Consents};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    consents: Vec<ConsentDocument>,
}

#[derive(Debug, Serialize)]
pub(super) struct ConsentDocument {
    spki_sha256: String,
    is_in_force: bool,
    #[serde(rename = "for")]
    scopes: Vec<String>,
    not_before: String,
    until: String,
    by: String,
    why: String,
}

/// What covers a finding.
#[derive(Debug, Serialize)]
pub(super) struct Covering {
    until: String,
    #[serde(rename = "for")]
    scopes: Vec<String>,
    by: String,
}

impl Document {
    pub(crate) fn of(consents: &Consents, now: UnixSeconds) -> Self {
        Self {
            schema: "anchorwatch.consents/1",
            consents: consents
                .iter()
                .map(|consent| ConsentDocument::of(consent, now))
                .collect(),
        }
    }
}

impl ConsentDocument {
    pub(super) fn of(consent: &Consent, now: UnixSeconds) -> Self {
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
    pub(super) fn of(consent: &Consent) -> Self {
        Self {
            until: consent.terms().until.to_string(),
            scopes: consent.scopes_text(),
            by: consent.terms().by.clone(),
        }
    }
}
