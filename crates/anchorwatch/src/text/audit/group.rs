//! Findings, put together the way a person reads them.

use std::collections::BTreeMap;

use anchorwatch_identity::{CertSha256, UnixSeconds};
use anchorwatch_policy::{Class, consent::Standing};
use anchorwatch_truststore::{Audit, Client, Finding, FindingKind, Found, Held, Setting};

use crate::choices::Choices;

/// One certificate, and where it stands.
pub(super) struct Group<'a> {
    pub(super) held: &'a Held,
    pub(super) findings: Vec<&'a Finding>,
    /// What the owner's consents say of it.
    pub(super) standing: Standing<'a>,
    /// Whether a consent makes it nothing to worry about.
    pub(super) is_covered: bool,
}

impl Group<'_> {
    pub(super) fn class(&self) -> Class {
        self.held.classification.class
    }

    /// A stock system has some fifty retired roots, which deserve a line each.
    pub(super) fn is_told_at_length(&self) -> bool {
        self.class() != Class::RetiredFromProgram
    }

    /// The programs that believe it, wherever it stands.
    pub(super) fn clients(&self) -> Vec<Client> {
        let all = self
            .findings
            .iter()
            .flat_map(|finding| &finding.effective_for);
        let mut clients: Vec<Client> = all.copied().collect();
        clients.sort();
        clients.dedup();
        clients
    }

    /// What else there is to say of the certificate, each kind once.
    pub(super) fn further(&self, audit: &Audit) -> Vec<FindingKind> {
        let own = self.held.certificate.sha256();
        let is_of_it = |finding: &&Finding| match &finding.found {
            Found::SameKeyTwice { certificates, .. } => certificates.contains(&own),
            Found::PublicNameForeignKey(other) | Found::NewSinceLastAudit(other) => {
                other.certificate.sha256() == own
            }
            Found::Certificate(_) | Found::Setting(_) => false,
        };
        let found = audit.findings.iter().filter(is_of_it);
        let mut kinds: Vec<FindingKind> = found.map(Finding::kind).collect();
        kinds.sort();
        kinds.dedup();
        kinds
    }
}

/// Findings of the same certificate together, the worst first.
pub(super) fn grouped<'a>(
    audit: &'a Audit,
    is_all: bool,
    choices: &'a Choices,
    now: UnixSeconds,
) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places: BTreeMap<CertSha256, usize> = BTreeMap::new();
    for (finding, held) in audit.held() {
        if !is_all && held.classification.class == Class::PublicProgram {
            continue;
        }
        let place = *places.entry(held.certificate.sha256()).or_insert_with(|| {
            groups.push(Group {
                held,
                findings: Vec::new(),
                standing: choices.standing(finding, now),
                is_covered: choices.covers(finding, now),
            });
            groups.len() - 1
        });
        groups[place].findings.push(finding);
    }
    groups
}

/// The settings of one kind, each with its finding.
pub(super) fn settings_of(
    audit: &Audit,
    kind: FindingKind,
) -> impl Iterator<Item = (&Finding, &Setting)> {
    let all = audit
        .findings
        .iter()
        .filter_map(|finding| match &finding.found {
            Found::Setting(setting) => Some((finding, setting)),
            _ => None,
        });
    all.filter(move |(finding, _)| finding.kind() == kind)
}

/// The path of the store in which something was found.
pub(super) fn path(audit: &Audit, finding: &Finding) -> String {
    let mut stores = audit.stores.iter();
    let store = stores.find(|store| store.id == finding.store_id);
    store.map_or_else(
        || finding.store_id.clone(),
        |store| store.path.display().to_string(),
    )
}
