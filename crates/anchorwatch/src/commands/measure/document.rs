//! The JSON of `measure`: its answer, `anchorwatch.measure/1`.

pub(super) mod plan;
pub(super) mod run;
pub(super) mod settings;

use std::net::SocketAddr;

use anchorwatch_verdict::{RULES_VERSION, VerdictCode};
use serde::Serialize;

use super::{
    Ended,
    signing::{NOTE, Signed},
    tally::Tally,
};

/// What was found.
#[derive(Debug, Serialize)]
pub(super) struct Document {
    schema: &'static str,
    rules_version: u32,
    folder: String,
    targets: u64,
    names: u64,
    rounds: u64,
    /// The measurements that the counts are of.
    measured: u64,
    /// Targets that were not visited, because every address of theirs is excluded.
    excluded: u64,
    /// Targets that were not visited, because an opt-out list has them.
    opted_out: u64,
    /// Measurements for which nothing was sent, because every address had failed too often.
    backed_off: u64,
    /// Targets whose visit was not recorded.
    lost: u64,
    /// Lines of the lists that could not be read.
    unreadable_lines: u64,
    /// Measurements that are recorded and not judged, as `--judge-later` asks.
    not_judged: u64,
    answer: &'static str,
    verdicts: Vec<CountDocument>,
    found_count: u64,
    found: Vec<FoundDocument>,
    /// The signed note of this run, if there is one.
    note: Option<&'static str>,
    /// The key that signed just now.
    signed_by: Option<String>,
    /// The segments that it did not sign, because this run did not write them.
    not_signed: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CountDocument {
    verdict: &'static str,
    count: u64,
    rules: Vec<RuleCountDocument>,
}

#[derive(Debug, Serialize)]
struct RuleCountDocument {
    id: &'static str,
    count: u64,
}

#[derive(Debug, Serialize)]
struct FoundDocument {
    target: String,
    address: Option<SocketAddr>,
    measured_at: String,
    verdict: &'static str,
    confidence: f64,
    signer: Option<String>,
}

impl Document {
    pub(super) fn of(ended: &Ended) -> Self {
        let Ended { run, tally, .. } = ended;
        let found = tally.named.iter().map(|it| FoundDocument {
            target: it.name.clone(),
            address: it.address,
            measured_at: it.measured_at.clone(),
            verdict: it.verdict.code(),
            confidence: it.confidence,
            signer: it.signer.clone(),
        });
        Self {
            schema: "anchorwatch.measure/1",
            rules_version: RULES_VERSION,
            folder: ended.folder.clone(),
            targets: run.targets,
            names: run.names.len() as u64,
            rounds: run.rounds,
            measured: tally.measured(),
            excluded: tally.excluded,
            opted_out: tally.opted_out,
            backed_off: tally.backed_off,
            lost: ended.lost,
            unreadable_lines: run.unreadable_lines,
            not_judged: tally.not_judged,
            answer: tally.answer().code(),
            verdicts: VerdictCode::ALL
                .map(|code| CountDocument::of(code, tally))
                .into(),
            found_count: tally.found(),
            found: found.collect(),
            note: (ended.signed != Signed::No).then_some(NOTE),
            signed_by: match &ended.signed {
                Signed::By { key, .. } => Some(key.clone()),
                Signed::No | Signed::InPart => None,
            },
            not_signed: ended.signed.left_out().to_vec(),
        }
    }
}

impl CountDocument {
    fn of(code: VerdictCode, tally: &Tally) -> Self {
        let rules = tally.rules(code);
        Self {
            verdict: code.code(),
            count: tally.count(code),
            rules: rules
                .map(|(rule, count)| RuleCountDocument {
                    id: rule.id(),
                    count,
                })
                .collect(),
        }
    }
}
