//! One record for each certificate, with the stores that hold it: the findings, grouped.

use serde::Serialize;

use super::FindingDocument;

/// A certificate and where it is.
#[derive(Debug, Serialize)]
pub(super) struct RootDocument {
    id: Option<String>,
    cert_sha256: String,
    cert_sha1: Option<String>,
    spki_sha256: Option<String>,
    subject: Option<String>,
    issuer: Option<String>,
    not_before: Option<String>,
    not_after: Option<String>,
    class: Option<&'static str>,
    known_id: Option<&'static str>,
    /// The most urgent of its findings.
    severity: Option<&'static str>,
    /// The programs that trust it in any store.
    effective_for: Vec<&'static str>,
    stores: Vec<HeldInDocument>,
}

/// One store that holds it.
#[derive(Debug, Serialize)]
struct HeldInDocument {
    store_id: String,
    status: &'static str,
    effective_for: Vec<&'static str>,
}

/// Groups findings by certificate, in the order in which they are listed. Settings, and what is
/// said of a key and not of one certificate, are no records.
pub(super) fn of(findings: &[FindingDocument]) -> Vec<RootDocument> {
    let mut roots: Vec<RootDocument> = Vec::new();
    for finding in findings {
        let Some(hash) = &finding.cert_sha256 else {
            continue;
        };
        match roots.iter_mut().find(|root| root.cert_sha256 == *hash) {
            Some(root) => root.add(finding),
            None => {
                let mut root = RootDocument::of(hash, finding);
                root.add(finding);
                roots.push(root);
            }
        }
    }
    roots
}

impl RootDocument {
    fn of(hash: &str, finding: &FindingDocument) -> Self {
        Self {
            id: finding.id.clone(),
            cert_sha256: hash.to_owned(),
            cert_sha1: finding.cert_sha1.clone(),
            spki_sha256: finding.spki_sha256.clone(),
            subject: finding.subject.clone(),
            issuer: finding.issuer.clone(),
            not_before: finding.not_before.clone(),
            not_after: finding.not_after.clone(),
            class: finding.class,
            known_id: finding.known_id,
            severity: finding.severity,
            effective_for: Vec::new(),
            stores: Vec::new(),
        }
    }

    fn add(&mut self, finding: &FindingDocument) {
        // The codes sort as they urge: alarm, ask, note.
        self.severity = self.severity.into_iter().chain(finding.severity).min();
        self.effective_for.extend(&finding.effective_for);
        self.effective_for.sort_unstable();
        self.effective_for.dedup();
        let is_listed = self
            .stores
            .iter()
            .any(|one| one.store_id == finding.store_id);
        if !is_listed {
            self.stores.push(HeldInDocument {
                store_id: finding.store_id.clone(),
                status: finding.status,
                effective_for: finding.effective_for.clone(),
            });
        }
    }
}
