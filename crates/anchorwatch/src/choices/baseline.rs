//! The baseline: findings that the owner already knows and that do not count.
//!
//! Either the output of `audit --format json`, or a small file written by the owner:
//!
//! ```json
//! {
//!   "schema": "anchorwatch.baseline/1",
//!   "findings": [
//!     { "kind": "certificate", "class": "unknown", "spki_sha256": "a2a4…",
//!       "because": "the company inspects its network" },
//!     { "kind": "proxy_configured", "setting": "proxy_environment",
//!       "literal": "https_proxy=http://proxy.works.example:3128" }
//!   ]
//! }
//! ```
//!
//! A root is matched by key, kind and class, a setting by kind, code and text; anything that
//! changes is new. Paths are not compared, so one file works for many machines.
//!
//! **Trust:** the file is the caller's. Alarms in an audit's output are ignored: if a machine
//! was intercepted from the start, its first audit already lists the interceptor. A suspected
//! family, which can be wrong, is accepted from the owner's own file if the entry says
//! `"accepts_alarm": true` and why. A known interception key or a leaked one never is.

use std::{collections::BTreeSet, path::Path};

use anchorwatch_identity::SpkiSha256;
use anchorwatch_machine::{Finding, FindingKind, Found, Severity};
use anchorwatch_policy::Class;
use anyhow::{Context as _, bail};
use serde::Deserialize;

use crate::{
    input,
    problem::{BaselineProblem, Hint, Hinted, Problem},
};

/// The largest baseline that is read, in bytes.
const MAX_BASELINE_BYTES: u64 = 256 << 20;

const SCHEMA: &str = "anchorwatch.baseline/1";
/// The schema of an audit's answer, which can be a baseline too.
pub(crate) const AUDIT_SCHEMA: &str = "anchorwatch.audit/1";

/// Findings that the owner already knows.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    known: BTreeSet<Known>,
    /// Alarms that the file accepts.
    accepted: BTreeSet<Known>,
}

/// What one entry matches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Root {
        kind: FindingKind,
        class: Class,
        key: SpkiSha256,
    },
    Setting {
        kind: FindingKind,
        code: String,
        literal: String,
    },
}

#[derive(Debug, Deserialize)]
struct Head {
    schema: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    #[serde(rename = "schema")]
    _schema: String,
    findings: Vec<OwnFinding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnFinding {
    kind: String,
    class: Option<String>,
    spki_sha256: Option<String>,
    setting: Option<String>,
    literal: Option<String>,
    because: Option<String>,
    #[serde(default)]
    accepts_alarm: bool,
}

/// The part of an audit's answer that a baseline needs.
#[derive(Debug, Deserialize)]
struct Answer {
    findings: Vec<AnswerFinding>,
}

#[derive(Debug, Deserialize)]
struct AnswerFinding {
    kind: String,
    class: Option<String>,
    spki_sha256: Option<String>,
    setting: Option<String>,
    literal: Option<String>,
}

impl Baseline {
    /// Reads a baseline file.
    ///
    /// # Errors
    /// The file cannot be read, or is neither an audit's answer nor a baseline.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let content = input::file(path, MAX_BASELINE_BYTES)?;
        Self::parse(&content).map_err(|error| {
            let path = path.to_owned();
            Hinted::new(&Problem::NotABaseline { path }, &Hint::WriteBaseline)
                .because(error)
                .into()
        })
    }

    /// Parses a baseline.
    ///
    /// # Errors
    /// The content is neither an audit's answer nor a baseline.
    pub(crate) fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        let head: Head = serde_json::from_slice(bytes)?;
        match head.schema.as_str() {
            SCHEMA => Self::of_own(serde_json::from_slice(bytes)?),
            AUDIT_SCHEMA => Ok(Self::of_answer(serde_json::from_slice(bytes)?)),
            other => bail!(BaselineProblem::Schema {
                got: other.to_owned(),
                read: [SCHEMA, AUDIT_SCHEMA].map(str::to_owned).to_vec(),
            }),
        }
    }

    fn of_own(file: Own) -> anyhow::Result<Self> {
        let mut baseline = Self::default();
        for (place, entry) in file.findings.into_iter().enumerate() {
            let number = place as u64 + 1;
            let accepts = entry.accepts_alarm;
            let why = entry.because.unwrap_or_default();
            let known = Known::of(
                &entry.kind,
                entry.class.as_deref(),
                entry.spki_sha256.as_deref(),
                entry.setting,
                entry.literal,
            );
            let in_finding = BaselineProblem::Finding { number };
            let known = known.context(in_finding.clone())?;
            if accepts {
                check_accepted(&known, &why).context(in_finding)?;
                baseline.accepted.insert(known);
            } else {
                baseline.known.insert(known);
            }
        }
        Ok(baseline)
    }

    /// Entries that this version does not understand are not in the baseline, so they count.
    fn of_answer(file: Answer) -> Self {
        let known = file.findings.into_iter().filter_map(|entry| {
            let known = Known::of(
                &entry.kind,
                entry.class.as_deref(),
                entry.spki_sha256.as_deref(),
                entry.setting,
                entry.literal,
            );
            known.ok()
        });
        Self {
            known: known.collect(),
            ..Self::default()
        }
    }

    /// Whether the baseline has a finding with this severity.
    pub(crate) fn has(&self, finding: &Finding, severity: Severity) -> bool {
        let known = Known::of_finding(finding);
        if severity == Severity::Alarm {
            return known.is_some_and(|known| self.accepted.contains(&known));
        }
        known.is_some_and(|known| self.known.contains(&known))
    }
}

impl Known {
    fn of(
        kind: &str,
        class: Option<&str>,
        key: Option<&str>,
        setting: Option<String>,
        literal: Option<String>,
    ) -> anyhow::Result<Self> {
        let kind = FindingKind::ALL
            .into_iter()
            .find(|known| known.code() == kind)
            .ok_or_else(|| {
                let kind = kind.to_owned();
                BaselineProblem::Kind { kind }
            })?;
        match (class, key, setting, literal) {
            (Some(class), Some(key), None, None) => Ok(Self::Root {
                kind: of_root(kind)?,
                class: Class::from_code(class).ok_or_else(|| {
                    let class = class.to_owned();
                    BaselineProblem::Class { class }
                })?,
                key: key.parse()?,
            }),
            (None, None, Some(code), Some(literal)) => Ok(Self::Setting {
                kind,
                code,
                literal,
            }),
            _ => bail!(BaselineProblem::Members),
        }
    }

    fn of_finding(finding: &Finding) -> Option<Self> {
        if let Found::Setting(setting) = &finding.found {
            return Some(Self::Setting {
                kind: finding.kind(),
                code: setting.kind.code().to_owned(),
                literal: setting.literal.clone(),
            });
        }
        let held = finding.held()?;
        Some(Self::Root {
            kind: of_root(finding.kind()).ok()?,
            class: held.classification.class,
            key: held.certificate.spki_sha256(),
        })
    }

    fn may_be_accepted(&self) -> bool {
        matches!(
            self,
            Self::Root {
                class: Class::SuspectedFamily,
                ..
            }
        )
    }
}

fn check_accepted(known: &Known, why: &str) -> Result<(), BaselineProblem> {
    if !known.may_be_accepted() {
        return Err(BaselineProblem::AcceptsOtherClass);
    }
    if why.trim().is_empty() {
        return Err(BaselineProblem::AcceptsWithoutReason);
    }
    Ok(())
}

/// `NewSinceLastAudit` is the same root as `Certificate`; only the comparison differs.
fn of_root(kind: FindingKind) -> anyhow::Result<FindingKind> {
    match kind {
        FindingKind::NewSinceLastAudit => Ok(FindingKind::Certificate),
        FindingKind::Certificate
        | FindingKind::SameKeyTwice
        | FindingKind::PublicNameForeignKey => Ok(kind),
        _ => bail!(BaselineProblem::Kind {
            kind: kind.code().to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests;
