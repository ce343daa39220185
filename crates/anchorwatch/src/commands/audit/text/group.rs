//! Findings grouped for a human reader.

use std::collections::BTreeMap;

use anchorwatch_identity::{CertSha256, UnixSeconds};
use anchorwatch_machine::{
    Audit, Client, Finding, FindingKind, Found, Setting, Severity, StoredCertificate, confined_cert,
};
use anchorwatch_policy::{Class, consent::ConsentState};

use crate::choices::{Choices, Status, store_of};

/// One certificate and where it was found.
pub(super) struct Group<'a> {
    pub(super) held: &'a StoredCertificate,
    pub(super) findings: Vec<&'a Finding>,
    /// The owner's consent that applies to it.
    pub(super) standing: ConsentState<'a>,
    /// The worst severity of its findings; `None` for a public root.
    pub(super) severity: Option<Severity>,
    /// The owner's decision; open if any of its findings is.
    pub(super) status: Status,
    /// Whether an earlier audit did not list it.
    pub(super) is_new: bool,
}

impl Group<'_> {
    pub(super) fn class(&self) -> Class {
        self.held.classification.class
    }

    /// Whether it counts and is more than a note.
    pub(super) fn counts(&self) -> bool {
        self.status == Status::Open && !self.is_a_note() && self.severity.is_some()
    }

    /// Whether nothing needs to be done. A stock system has about fifty such roots.
    pub(super) fn is_a_note(&self) -> bool {
        self.status == Status::Open && self.severity == Some(Severity::Note)
    }

    /// Whether it gets more than a line. Settled roots do not, except those with a consent and
    /// alarms that a baseline accepts.
    pub(super) fn is_told_at_length(&self) -> bool {
        match self.status {
            Status::Confined | Status::Refused => false,
            Status::Baseline => self.severity == Some(Severity::Alarm),
            Status::Consented => true,
            Status::Open => match self.severity {
                Some(Severity::Note) => self.is_new || self.class() == Class::DistrustedByProgram,
                _ => true,
            },
        }
    }

    /// The programs that trust it in any store.
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

    /// Other findings about the certificate, each kind once.
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

/// The hash by which a certificate is grouped: of the root, if it is one that holds a root to
/// names.
fn root_hash(held: &StoredCertificate) -> CertSha256 {
    let root = confined_cert::root_of(&held.certificate);
    root.as_ref().unwrap_or(&held.certificate).sha256()
}

/// Groups findings by certificate, the worst first and settled ones last.
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
        let place = *places.entry(root_hash(held)).or_insert_with(|| {
            groups.push(Group {
                held,
                findings: Vec::new(),
                standing: choices.standing(finding, now),
                severity: choices.severity(finding),
                status: choices.status(audit, finding, now),
                is_new: false,
            });
            groups.len() - 1
        });
        let group = &mut groups[place];
        group.findings.push(finding);
        // Refused in one store and trusted in another means trusted.
        group.status = group.status.min(choices.status(audit, finding, now));
    }
    for finding in &audit.findings {
        weigh(finding, audit, choices, now, &places, &mut groups);
    }
    groups.sort_by_key(|group| {
        let rank = group.severity.map_or(Severity::ALL.len(), |it| it as usize);
        (group.status != Status::Open, rank)
    });
    groups
}

/// Other findings about a certificate can raise its severity.
fn weigh(
    finding: &Finding,
    audit: &Audit,
    choices: &Choices,
    now: UnixSeconds,
    places: &BTreeMap<CertSha256, usize>,
    groups: &mut [Group<'_>],
) {
    let certificates: Vec<CertSha256> = match &finding.found {
        Found::SameKeyTwice { certificates, .. } => certificates.clone(),
        Found::PublicNameForeignKey(held) | Found::NewSinceLastAudit(held) => {
            vec![root_hash(held)]
        }
        Found::Certificate(_) | Found::Setting(_) => return,
    };
    let status = choices.status(audit, finding, now);
    for certificate in certificates {
        let place = places.get(&certificate);
        if let Some(group) = place.and_then(|place| groups.get_mut(*place)) {
            group.status = group.status.min(status);
            group.is_new |= finding.kind() == FindingKind::NewSinceLastAudit;
            let severity = choices.severity(finding);
            group.severity = [group.severity, severity].into_iter().flatten().min();
        }
    }
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
    store_of(audit, finding).map_or_else(
        || finding.store_id.clone(),
        |store| store.path.display().to_string(),
    )
}
