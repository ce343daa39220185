//! `anchorwatch.audit/1`.

use anchorwatch_policy::Class;
use anchorwatch_truststore::{Audit, Finding, Store};
use serde::Serialize;

use super::{NotChecked, Reason};

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    stores: Vec<StoreDocument>,
    findings: Vec<FindingDocument>,
    not_checked: Vec<NotChecked>,
}

#[derive(Debug, Serialize)]
struct StoreDocument {
    id: String,
    kind: &'static str,
    path: String,
    anchor_count: usize,
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct FindingDocument {
    kind: &'static str,
    store_id: String,
    class: Option<&'static str>,
    known_id: Option<&'static str>,
    cert_sha256: Option<String>,
    spki_sha256: Option<String>,
    subject: Option<String>,
    subject_der_sha256: Option<String>,
    consent: Option<String>,
    effective_for: Vec<&'static str>,
    reasons: Vec<Reason>,
}

impl Document {
    pub(crate) fn of(audit: &Audit, is_all: bool) -> Self {
        let is_listed =
            |finding: &&Finding| is_all || finding.classification.class != Class::PublicProgram;
        Self {
            schema: "anchorwatch.audit/1",
            stores: audit.stores.iter().map(StoreDocument::of).collect(),
            findings: audit
                .findings
                .iter()
                .filter(is_listed)
                .map(FindingDocument::of)
                .collect(),
            not_checked: audit
                .not_checked
                .iter()
                .map(|entry| NotChecked {
                    what: entry.what.clone(),
                    why: entry.why.clone(),
                })
                .collect(),
        }
    }
}

impl StoreDocument {
    fn of(store: &Store) -> Self {
        Self {
            id: store.id.clone(),
            kind: store.kind.code(),
            path: store.path.display().to_string(),
            anchor_count: store.believed_count(),
            error: store.error.clone(),
        }
    }
}

impl FindingDocument {
    fn of(finding: &Finding) -> Self {
        let certificate = &finding.certificate;
        let classification = &finding.classification;
        let reasons = classification.reasons.iter();
        Self {
            kind: finding.kind.code(),
            store_id: finding.store_id.clone(),
            class: Some(classification.class.code()),
            known_id: classification.known_id(),
            cert_sha256: Some(certificate.sha256().to_string()),
            spki_sha256: Some(certificate.spki_sha256().to_string()),
            subject: Some(certificate.subject().to_string()),
            subject_der_sha256: Some(certificate.subject().sha256().to_string()),
            // No consent can be given yet, so none covers anything.
            consent: None,
            effective_for: finding
                .effective_for
                .iter()
                .map(|client| client.id())
                .collect(),
            reasons: reasons
                .map(|reason| Reason {
                    code: reason.code.code(),
                    text: reason.text.clone(),
                })
                .collect(),
        }
    }
}
