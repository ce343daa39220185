//! One key in several certificates.
//!
//! Public roots are re-issued now and then, and two bundles may contain different
//! certificates of one root: that is normal. With any other key it is a way around a list
//! of exact certificates. A root and its form that is held to names count as one certificate.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_identity::{CertSha256, SpkiSha256};

use super::finding::{Finding, Found};
use crate::{Trust, confined_cert};

/// One finding for each key that two or more certificates of these findings share.
pub(super) fn findings(certificates: &[Finding]) -> Vec<Finding> {
    let mut keys: BTreeMap<SpkiSha256, Vec<&Finding>> = BTreeMap::new();
    for finding in certificates.iter().filter(|finding| finding.is_worrying()) {
        if let Some(held) = finding.held().filter(|held| held.trust == Trust::Trusted) {
            let key = held.certificate.spki_sha256();
            keys.entry(key).or_default().push(finding);
        }
    }
    keys.into_iter()
        .filter_map(|(key, findings)| twin(key, &findings))
        .collect()
}

fn twin(key: SpkiSha256, findings: &[&Finding]) -> Option<Finding> {
    let held: Vec<_> = findings.iter().filter_map(|found| found.held()).collect();
    let certificates: BTreeSet<CertSha256> = held
        .iter()
        .map(|held| {
            let root = confined_cert::root_of(&held.certificate);
            root.as_ref().unwrap_or(&held.certificate).sha256()
        })
        .collect();
    if certificates.len() < 2 {
        return None;
    }
    let mut effective_for: Vec<_> = findings
        .iter()
        .flat_map(|finding| finding.effective_for.clone())
        .collect();
    effective_for.sort();
    effective_for.dedup();
    Some(Finding {
        store_id: findings.first()?.store_id.clone(),
        effective_for,
        found: Found::SameKeyTwice {
            key,
            held: (*held.first()?).clone(),
            certificates: certificates.into_iter().collect(),
        },
    })
}
