//! `anchorwatch.verdict/1`.

use anchorwatch_evidence::Measurement;
use anchorwatch_verdict::{RULES_VERSION, Verdict};
use serde::Serialize;

use super::NotChecked;

/// A measurement with its verdict, and where its evidence is stored.
pub(crate) struct Judged<'a> {
    pub(crate) measurement: &'a Measurement,
    pub(crate) verdict: Verdict,
    pub(crate) evidence_ref: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    rules_version: u32,
    targets: Vec<TargetDocument>,
}

#[derive(Debug, Serialize)]
struct TargetDocument {
    target: String,
    measured_at: String,
    verdict: &'static str,
    confidence: f64,
    signer: Option<String>,
    rules: Vec<RuleDocument>,
    against: Vec<String>,
    /// Where on the path the answer came from is not measured yet.
    interceptor: Option<()>,
    evidence_ref: Option<String>,
    not_checked: Vec<NotChecked>,
}

#[derive(Debug, Serialize)]
struct RuleDocument {
    id: &'static str,
    says: String,
    confidence: f64,
}

impl Document {
    pub(crate) fn of(judged: &[Judged<'_>]) -> Self {
        let targets = judged.iter().map(TargetDocument::of).collect();
        Self {
            schema: "anchorwatch.verdict/1",
            rules_version: RULES_VERSION,
            targets,
        }
    }
}

impl TargetDocument {
    fn of(judged: &Judged<'_>) -> Self {
        let Judged {
            measurement,
            verdict,
            evidence_ref,
        } = judged;
        let hits = verdict.hits.iter();
        let unread = measurement.anchors.local_unreadable.iter();
        let unread = unread.map(|why| NotChecked {
            what: "a store of this machine".to_owned(),
            why: why.clone(),
        });
        let fixed = verdict.not_checked.iter();
        let fixed = fixed.map(|entry| NotChecked {
            what: entry.what.to_owned(),
            why: entry.why.to_owned(),
        });
        Self {
            target: format!("{}:{}", measurement.target.host, measurement.target.port),
            measured_at: measurement.measured_at.to_string(),
            verdict: verdict.code.code(),
            confidence: verdict.confidence.ratio(),
            signer: verdict.signer.clone(),
            rules: hits
                .map(|hit| RuleDocument {
                    id: hit.rule.id(),
                    says: hit.says.clone(),
                    confidence: hit.confidence.ratio(),
                })
                .collect(),
            against: verdict.against.clone(),
            interceptor: None,
            evidence_ref: evidence_ref.clone(),
            not_checked: unread.chain(fixed).collect(),
        }
    }
}
