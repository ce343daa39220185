//! `verdict`: judge stored evidence again.

use std::{path::PathBuf, sync::Arc};

use anchorwatch_evidence::{Evidence, Measurement};
use anchorwatch_policy::DistrustSet;
use anchorwatch_verdict::{Memo, Notaries, Together, Verdict};

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    output,
    signature::has_measurements,
};

mod args;
pub(crate) mod document;
mod reading;
mod text;

pub(crate) use args::{Args, Earlier};
use document::{Here, Judged};
pub(crate) use reading::Read;
pub(crate) use text::{if_cut_off, plain};

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        let mut signed = self.signed.bundle()?;
        let mut read = Read::default();
        for path in &self.files {
            read.add_file(path, signed.as_mut())?;
        }
        if let Some(signed) = signed {
            read.signed_by = signed.signers();
            read.signed_not_given = signed.not_given();
        }
        let files = self.notary.notary_files.iter();
        let others = Others::read(files, &self.notary.earlier)?;
        answer(&read, &others, Vec::new(), how)
    }
}

/// What measurements are compared with.
pub(crate) struct Others {
    /// What other vantage points saw.
    notaries: Read,
    /// What was measured earlier.
    earlier: Read,
}

impl Others {
    /// Reads every file.
    ///
    /// # Errors
    /// One cannot be read, is damaged evidence, or is in no format that is known.
    pub(crate) fn read<'a>(
        notaries: impl IntoIterator<Item = &'a PathBuf>,
        earlier: &Earlier,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            notaries: read_all(notaries)?,
            earlier: read_all(&earlier.earlier_files)?,
        })
    }

    /// Adds what another vantage point answered just now.
    pub(crate) fn add_notary(&mut self, evidence: Evidence) {
        self.notaries.add(None, evidence);
    }

    /// All of them, those of other vantage points first.
    pub(crate) fn measurements(&self) -> impl Iterator<Item = &Measurement> {
        let both = [&self.notaries, &self.earlier].into_iter();
        both.flat_map(|read| &read.measurements).map(|(_, one)| one)
    }
}

fn read_all<'a>(files: impl IntoIterator<Item = &'a PathBuf>) -> anyhow::Result<Read> {
    let mut read = Read::default();
    for path in files {
        // A note is about the files that are judged.
        read.add_file(path, None)?;
    }
    Ok(read)
}

/// Judges the measurements beside the others and prints the answer; `check` ends here too, so both
/// print the same. `here` is known only if the measurements were made just now; it has
/// one entry for each.
pub(super) fn answer(
    read: &Read,
    others: &Others,
    here: Vec<Here>,
    how: &Presentation,
) -> anyhow::Result<Exit> {
    judge_and(read, others, here, |judged| {
        let document = document::Document::of(judged, read);
        let page = || text::render(judged, read, &how.words);
        output::answer(how.format, page, &document)
    })
}

/// The same with another way to print it.
pub(super) fn judge_and(
    read: &Read,
    others: &Others,
    here: Vec<Here>,
    print: impl FnOnce(&[Judged<'_>]) -> anyhow::Result<()>,
) -> anyhow::Result<Exit> {
    let notaries = others.notaries.measurements.iter().map(|(_, one)| one);
    let earlier = others.earlier.measurements.iter().map(|(_, one)| one);
    let distrust = Arc::new(DistrustSet::built_in());
    let vantages = Together::of(notaries.clone());
    let memo = Memo::with_notaries(distrust, Notaries::of(notaries)).with_vantages(vantages);
    let together = read.measurements.iter().map(|(_, one)| one);
    let together = Together::of(together.chain(earlier.clone()));
    let mut memo = memo.knowing(Notaries::earlier(earlier)).among(together);
    let mut here = here.into_iter();
    let all = read.measurements.iter().enumerate();
    let judged: Vec<Judged<'_>> = all
        .map(|(index, (evidence_ref, measurement))| {
            if read.file_starts.contains(&index) {
                memo.begin_file();
            }
            Judged {
                measurement,
                verdict: Verdict::clone(&memo.judge(measurement)),
                evidence_ref: evidence_ref.clone(),
                here: here.next(),
            }
        })
        .collect();
    print(&judged)?;
    // Evidence without measurements answers nothing, and neither does a record that is not read, one
    // that somebody may have taken out of what was signed, or a vantage point that did not answer.
    let mut not_given = read.signed_not_given.iter();
    let mut asked_here = judged.iter().filter_map(|judged| judged.here.as_ref());
    let is_part_missing = judged.is_empty()
        || read.unread_count > 0
        || not_given.any(|name| has_measurements(name))
        || asked_here.any(|here| !here.unanswered.is_empty());
    let missing = is_part_missing.then_some(Exit::Inconclusive);
    let verdicts = judged.iter().map(|judged| Exit::of(judged.verdict.code));
    Ok(Exit::strongest(verdicts.chain(missing)))
}
