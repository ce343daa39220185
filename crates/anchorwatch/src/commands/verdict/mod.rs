//! `verdict`: judge stored evidence again.

use std::sync::Arc;

use anchorwatch_evidence::{Evidence, MAX_EVIDENCE_BYTES};
use anchorwatch_policy::DistrustSet;
use anchorwatch_verdict::{VerdictCode, judge};

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    input, output,
    problem::{Hint, Hinted, Problem},
};

mod args;
pub(crate) mod document;
mod text;

pub(crate) use args::Args;
use document::{Here, Judged};

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let mut all = Vec::new();
        for path in &self.files {
            let bytes = input::file(path, MAX_EVIDENCE_BYTES)?;
            let evidence = Evidence::decode(&bytes).map_err(|error| {
                let path = path.clone();
                Hinted::new(&Problem::EvidenceUnreadable { path }, &Hint::MeasureAgain)
                    .because(error)
            })?;
            all.push((Some(path.display().to_string()), evidence));
        }
        answer(&all, Vec::new(), how)
    }
}

/// Judges the evidence and prints the answer; `check` ends here too, so both print the same.
/// `here` is known only if the measurements were made just now; it has one entry for each.
pub(super) fn answer(
    all: &[(Option<String>, Evidence)],
    here: Vec<Here>,
    how: &Presentation,
) -> anyhow::Result<Exit> {
    let distrust = Arc::new(DistrustSet::built_in());
    let (mut judged, mut here) = (Vec::new(), here.into_iter());
    for (source, evidence) in all {
        for (index, measurement) in evidence.measurements.iter().enumerate() {
            let evidence_ref = source.as_ref().map(|source| format!("{source}#{index}"));
            judged.push(Judged {
                measurement,
                verdict: judge(measurement, &distrust),
                evidence_ref,
                here: here.next(),
            });
        }
    }
    let document = document::Document::of(&judged);
    output::answer(how.format, || text::render(&judged, &how.words), &document)?;
    if judged.is_empty() {
        // Evidence without measurements answers nothing.
        return Ok(Exit::Inconclusive);
    }
    Ok(Exit::strongest(judged.iter().map(
        |judged| match judged.verdict.code {
            VerdictCode::NotSeen => Exit::NothingFound,
            VerdictCode::Inconclusive | VerdictCode::CensoredOrDown => Exit::Inconclusive,
            _ => Exit::Finding,
        },
    )))
}
