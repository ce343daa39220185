//! One record per certificate, with the stores that hold it: the findings, grouped.

use serde::Serialize;

use super::FindingDocument;

/// A certificate and the stores that hold it.
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
    /// The worst severity of its findings.
    severity: Option<&'static str>,
    /// Programs that trust it in any store.
    effective_for: Vec<&'static str>,
    stores: Vec<HeldInDocument>,
}

/// A store that holds it.
#[derive(Debug, Serialize)]
struct HeldInDocument {
    store_id: String,
    status: &'static str,
    effective_for: Vec<&'static str>,
}

/// Groups findings by certificate, keeping their order. Leaves out settings, and findings about
/// a key rather than one certificate.
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
        // The codes sort by urgency: alarm, ask, note.
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
