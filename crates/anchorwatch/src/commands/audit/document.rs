//! `anchorwatch.audit/1`.

use anchorwatch_home::ContentProblem;
use anchorwatch_identity::{CertSha256, UnixSeconds};
use anchorwatch_machine::{Audit, Finding, FindingKind, Found, Origin, Severity, Store};
use anchorwatch_policy::{Class, consent::ConsentState};
use anchorwatch_remark::{Remark as _, remarks};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha1::{Digest as _, Sha1};

mod roots;

use super::{finding_id::Ids, text::View};
use crate::{
    choices::{AUDIT_SCHEMA, Choices, Status},
    document::{NotChecked, Reason, RemarkDocument, consent::Covering},
    words::{Language, Words},
};

remarks! {
    /// Why a finding is in the answer, beside the reasons of its class.
    pub(crate) enum FindingReason {
        /// The next update will withhold the certificate.
        "held_out" => Withheld,
        /// Programs hold it to private names and to what the owner consents to.
        "confined" => Confined,
        /// It is limited because it is unlisted, and those in `effective_for` trust it for more.
        "not_limited_here" => NotLimitedHere,
        /// Its key is refused on this machine; `effective_for` lists who still trusts it.
        "refused_here" => RefusedHere,
        /// Refusing one of these certificates does not refuse their key.
        "same_key_twice" => SameKeyTwice {
            /// Their hashes.
            certificates: Vec<String>,
        },
    }
}

impl FindingReason {
    fn reason(&self, english: &Words) -> Reason {
        Reason::of(self.code(), &self.told(), english)
    }
}

/// Which machine was audited, how and when.
#[derive(Debug)]
pub(crate) struct Host {
    /// The tree's root as the user gave it.
    pub(crate) root: String,
    /// Set if the tree is a container image.
    pub(crate) image: Option<ImageDocument>,
    /// The machine's name, if the user asked to include it.
    pub(crate) hostname: Option<String>,
    /// The user who runs the audit; that user's stores must be readable.
    pub(crate) asking_uid: u32,
}

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    /// The version of this program.
    version: &'static str,
    /// The time of the audit.
    time: String,
    /// The audited tree.
    root: String,
    /// The container image; null for any other tree.
    image: Option<ImageDocument>,
    /// null unless requested: answers are often passed on.
    hostname: Option<String>,
    /// The user who ran the audit.
    uid: u32,
    /// How many findings count, by severity.
    counts: Counts,
    stores: Vec<StoreDocument>,
    /// The findings about certificates, one record per certificate.
    roots: Vec<roots::RootDocument>,
    findings: Vec<FindingDocument>,
    /// Remarks about the tree as a whole.
    remarks: Vec<RemarkDocument>,
    not_checked: Vec<NotChecked>,
}

/// A container image.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ImageDocument {
    /// The names that the archive gives it.
    pub(crate) names: Vec<String>,
    /// Its digest.
    pub(crate) digest: String,
    /// The platform that it is built for.
    pub(crate) platform: String,
}

/// Findings that count: not consented to, not refused, not in the baseline.
#[derive(Debug, Default, Serialize)]
struct Counts {
    alarm: usize,
    ask: usize,
    note: usize,
}

#[derive(Debug, Serialize)]
struct StoreDocument {
    id: String,
    kind: &'static str,
    path: String,
    anchor_count: usize,
    error: Option<String>,
    error_coded: Option<RemarkDocument>,
}

#[derive(Debug, Serialize)]
struct FindingDocument {
    kind: &'static str,
    /// The argument for `--explain`; null for a setting.
    id: Option<String>,
    /// How urgent it is, before any decision of the owner; null for a public root.
    severity: Option<&'static str>,
    /// `open`, or the owner's decision: `consented`, `confined`, `refused`, `baseline`.
    status: &'static str,
    store_id: String,
    class: Option<&'static str>,
    known_id: Option<&'static str>,
    cert_sha256: Option<String>,
    spki_sha256: Option<String>,
    subject: Option<String>,
    subject_der_sha256: Option<String>,
    issuer: Option<String>,
    not_before: Option<String>,
    not_after: Option<String>,
    /// For old reports; it identifies, and proves nothing.
    cert_sha1: Option<String>,
    /// The file that it came from, if known.
    file: Option<FileDocument>,
    /// For a setting: its code, and its text without secrets.
    setting: Option<&'static str>,
    literal: Option<String>,
    /// The consent in force for the certificate; null if there is none.
    consent: Option<Covering>,
    effective_for: Vec<&'static str>,
    reasons: Vec<Reason>,
}

#[derive(Debug, Serialize)]
struct FileDocument {
    path: String,
    modified: Option<String>,
    uid: u32,
    /// By dpkg's records; null if no package has it.
    package: Option<String>,
}

impl FileDocument {
    fn of(origin: &Origin) -> Self {
        Self {
            path: origin.path.display().to_string(),
            modified: origin.modified.map(|time| time.to_string()),
            uid: origin.uid,
            package: origin.package.clone(),
        }
    }
}

impl Document {
    pub(crate) fn of(
        audit: &Audit,
        view: View,
        ids: &Ids,
        choices: &Choices,
        host: &Host,
        now: UnixSeconds,
    ) -> Self {
        let is_listed = |finding: &&Finding| match view {
            View::All => true,
            View::Screen => finding.class() != Some(Class::PublicProgram),
            View::Explain(key) => finding
                .held()
                .is_some_and(|held| held.certificate.spki_sha256() == key),
        };
        let english = Words::of(Language::English);
        let findings: Vec<FindingDocument> = audit
            .findings
            .iter()
            .filter(is_listed)
            .map(|finding| FindingDocument::of(audit, finding, ids, choices, now, &english))
            .collect();
        Self {
            schema: AUDIT_SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            time: now.to_string(),
            root: host.root.clone(),
            image: host.image.clone(),
            hostname: host.hostname.clone(),
            uid: host.asking_uid,
            counts: Counts::of(audit, choices, now),
            stores: audit
                .stores
                .iter()
                .map(|store| StoreDocument::of(store, &english))
                .collect(),
            roots: roots::of(&findings),
            findings,
            remarks: audit
                .remarks
                .iter()
                .map(|remark| RemarkDocument::of(&remark.told(), &english))
                .collect(),
            not_checked: audit
                .not_checked
                .iter()
                .map(|entry| NotChecked::of(&entry.what, &entry.why, &english))
                .collect(),
        }
    }
}

impl Counts {
    fn of(audit: &Audit, choices: &Choices, now: UnixSeconds) -> Self {
        let mut counts = Self::default();
        for finding in &audit.findings {
            match choices.counted(audit, finding, now) {
                Some(Severity::Alarm) => counts.alarm += 1,
                Some(Severity::Ask) => counts.ask += 1,
                Some(Severity::Note) => counts.note += 1,
                None => {}
            }
        }
        counts
    }
}

impl StoreDocument {
    fn of(store: &Store, english: &Words) -> Self {
        let error = store.error.as_ref();
        Self {
            id: store.id.clone(),
            kind: store.kind.code(),
            path: store.path.display().to_string(),
            anchor_count: store.trusted_count(),
            error: error.map(|error| english.remark(error)),
            error_coded: error.map(|error| RemarkDocument::of(error, english)),
        }
    }
}

impl FindingDocument {
    fn of(
        audit: &Audit,
        finding: &Finding,
        ids: &Ids,
        choices: &Choices,
        now: UnixSeconds,
        english: &Words,
    ) -> Self {
        let standing = choices.standing(finding, now);
        let held = finding.held();
        let certificate = held.map(|held| &held.certificate);
        let setting = match &finding.found {
            Found::Setting(setting) => Some(setting),
            _ => None,
        };
        let status = choices.status(audit, finding, now);
        let is_confined = status == Status::Confined;
        let is_withheld = !is_confined && choices.withholds(audit, finding);
        let is_refused_here = !is_confined && choices.concerns(finding);
        let more = [
            is_confined.then_some(FindingReason::Confined),
            is_withheld.then_some(FindingReason::Withheld),
            is_refused_here.then_some(match choices.is_unlisted(finding) {
                true => FindingReason::NotLimitedHere,
                false => FindingReason::RefusedHere,
            }),
        ];
        let more = more.into_iter().flatten();
        // A key in several certificates does not identify one of them.
        let one = certificate.filter(|_| finding.kind() != FindingKind::SameKeyTwice);
        Self {
            kind: finding.kind().code(),
            id: certificate.map(|one| ids.id(&one.spki_sha256())),
            severity: choices.severity(finding).map(Severity::code),
            status: status.code(),
            store_id: finding.store_id.clone(),
            class: finding.class().map(Class::code),
            known_id: held.and_then(|held| held.classification.known_id()),
            cert_sha256: one.map(|one| one.sha256().to_string()),
            spki_sha256: certificate.map(|one| one.spki_sha256().to_string()),
            subject: certificate.map(|one| one.subject().to_string()),
            subject_der_sha256: certificate.map(|one| one.subject().sha256().to_string()),
            issuer: one.map(|one| one.issuer().to_string()),
            not_before: one.map(|one| one.validity().not_before.to_string()),
            not_after: one.map(|one| one.validity().not_after.to_string()),
            cert_sha1: one.map(|one| HEXLOWER.encode(&Sha1::digest(one.der()))),
            file: one
                .and_then(|one| choices.origins.get(&one.sha256()))
                .map(FileDocument::of),
            setting: setting.map(|setting| setting.kind.code()),
            literal: setting.map(|setting| setting.literal.clone()),
            consent: match standing {
                ConsentState::InForce(consent) => Some(Covering::of(consent)),
                _ => None,
            },
            effective_for: finding
                .effective_for
                .iter()
                .map(|client| client.id())
                .collect(),
            reasons: reasons(finding, english)
                .into_iter()
                .chain(without_effect(standing, english))
                .chain(more.map(|reason| reason.reason(english)))
                .collect(),
        }
    }
}

/// Why an existing consent covers nothing.
fn without_effect(standing: ConsentState<'_>, english: &Words) -> Option<Reason> {
    let has_effect = matches!(standing, ConsentState::None | ConsentState::InForce(_));
    let text = english.standing(standing).filter(|_| !has_effect)?;
    Some(Reason::plain(standing.code(), text))
}

fn reasons(finding: &Finding, english: &Words) -> Vec<Reason> {
    match &finding.found {
        Found::Certificate(held) => {
            let reasons = held.classification.reasons.iter();
            reasons
                .map(|reason| Reason::of(reason.code().code(), &reason.told(), english))
                .collect()
        }
        Found::SameKeyTwice { certificates, .. } => {
            let certificates = certificates.iter().map(CertSha256::to_string).collect();
            vec![FindingReason::SameKeyTwice { certificates }.reason(english)]
        }
        Found::PublicNameForeignKey(_) | Found::NewSinceLastAudit(_) => {
            let kind = finding.kind();
            vec![Reason::plain(kind.code(), english.finding_kind(kind))]
        }
        Found::Setting(setting) => {
            let text = format!("{}: {}", english.setting(setting.kind), setting.literal);
            vec![Reason::plain(setting.kind.code(), text)]
        }
    }
}

/// The part of an earlier answer that is needed: the certificates that it lists.
#[derive(Debug, Deserialize)]
pub(crate) struct Earlier {
    schema: String,
    findings: Vec<EarlierFinding>,
}

#[derive(Debug, Deserialize)]
struct EarlierFinding {
    cert_sha256: Option<String>,
}

impl Earlier {
    /// The hashes of the certificates in an earlier answer.
    ///
    /// # Errors
    /// The bytes are not an answer with this schema.
    pub(crate) fn parse(bytes: &[u8]) -> anyhow::Result<Vec<String>> {
        let earlier: Self = serde_json::from_slice(bytes)?;
        anyhow::ensure!(
            earlier.schema == AUDIT_SCHEMA,
            ContentProblem::Schema {
                got: earlier.schema,
                read: AUDIT_SCHEMA.to_owned(),
            }
        );
        let findings = earlier.findings.into_iter();
        Ok(findings.filter_map(|finding| finding.cert_sha256).collect())
    }
}
