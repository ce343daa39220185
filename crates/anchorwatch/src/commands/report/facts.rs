//! What a report says, before it has words.

use std::{ffi::OsStr, path::Path};

use anchorwatch_evidence::import::Unreadable;
use anchorwatch_report::{Place, Reason, Summary};
use anchorwatch_verdict::NotChecked;

use super::{
    answer::Answer,
    files::{Found, InputFile},
    reading::Reading,
};
use crate::words::Words;

/// Everything that a report is made from.
pub(crate) struct Facts {
    pub(crate) summary: Summary,
    pub(crate) files: Vec<InputFile>,
    pub(crate) vantages: Vec<Option<String>>,
    /// The files that cannot be read, and why.
    pub(crate) unread_files: Vec<(String, anyhow::Error)>,
    pub(crate) unfinished: Vec<String>,
    /// The names of those who signed what is in the report, if only signed files were read.
    pub(crate) signed_by: Vec<String>,
    /// Folders that were not looked into.
    pub(crate) skipped: Vec<String>,
    /// The records that cannot be used; of each file the first.
    pub(crate) unread_records: Vec<(String, Unreadable)>,
    pub(crate) unread_record_count: u64,
    /// How many measurements are not in the report, because there are too many.
    pub(crate) left_out: u64,
    /// In how many measurements something forbids to call the name clean.
    pub(crate) contradicted: u64,
    pub(crate) unanswered: Vec<Reason>,
    pub(crate) not_checked: Vec<(u64, NotChecked)>,
}

impl Facts {
    pub(crate) fn of(found: Found, mut reading: Reading) -> Self {
        let files = found.files;
        let path = |number: usize| {
            let file = files.get(number);
            file.map(|file| shown(&file.path)).unwrap_or_default()
        };
        let unread = reading.unread_files.into_iter();
        let unread = unread.map(|(number, error)| (path(number), error));
        let refused = found.refused.into_iter();
        let unread = refused
            .map(|(path, error)| (shown(&path), error))
            .chain(unread);
        let records = reading.unread_records.into_iter();
        let unread_records = records.map(|(number, one)| (path(number), one)).collect();
        let mut unanswered: Vec<Reason> = std::mem::take(&mut reading.tally.unanswered)
            .into_values()
            .collect();
        unanswered.sort_by_key(|reason| std::cmp::Reverse(reason.count));
        let not_checked = std::mem::take(&mut reading.tally.not_checked);
        Self {
            unread_files: unread.collect(),
            unread_records,
            unread_record_count: reading.unread_record_count,
            unfinished: found.unfinished.iter().map(|it| shown(it)).collect(),
            signed_by: found.signers,
            skipped: found.skipped.iter().map(|it| shown(it)).collect(),
            vantages: reading.vantages,
            left_out: reading.tally.left_out,
            contradicted: reading.tally.contradicted,
            unanswered,
            not_checked: not_checked.into_values().collect(),
            summary: Summary::of(reading.tally),
            files,
        }
    }

    /// The worst of all names.
    pub(crate) fn answer(&self) -> Answer {
        let worst = self.summary.names.first();
        worst.map_or(Answer::Open, |name| Answer::of(name.code))
    }

    /// Whether something that was given is not in the report, or was too much to judge.
    pub(crate) fn is_part_missing(&self) -> bool {
        let mut not_checked = self.not_checked.iter();
        let is_too_much = not_checked.any(|(_, it)| matches!(it, NotChecked::TooMuch { .. }));
        is_too_much
            || self.left_out > 0
            || self.unread_record_count > 0
            || !self.unread_files.is_empty()
            || !self.unfinished.is_empty()
            || !self.skipped.is_empty()
    }

    /// Whether everything that was given is in the report, every name has an answer from every
    /// vantage point, and no answer contradicts another one.
    pub(crate) fn is_complete(&self) -> bool {
        let summary = &self.summary;
        !self.is_part_missing()
            && !summary.names.is_empty()
            && summary.unanswered_names() == 0
            && self.contradicted == 0
    }

    /// The name of a vantage point.
    pub(crate) fn vantage(&self, number: u32, words: &Words) -> String {
        let place = usize::try_from(number).ok();
        let named = place.and_then(|place| self.vantages.get(place));
        match named.and_then(Option::as_ref) {
            Some(name) => words.name(name),
            None => words.say("report-vantage-unnamed"),
        }
    }

    /// Where a measurement is: its file, and its number in it.
    pub(crate) fn place(&self, place: Place) -> String {
        let file = usize::try_from(place.file).ok();
        let file = file.and_then(|number| self.files.get(number));
        let path = file.map(|file| shown(&file.path));
        format!("{}#{}", path.unwrap_or_default(), place.index)
    }
}

/// A file's name with that of its folder. The rest of a path can name the person who measured.
fn shown(path: &Path) -> String {
    let mut parts = path.iter().rev().take(2);
    let name = parts.next().unwrap_or_default().to_string_lossy();
    match parts.next() {
        Some(folder) if folder != OsStr::new("/") && folder != OsStr::new("..") => {
            format!("{}/{name}", folder.to_string_lossy())
        }
        _ => name.into_owned(),
    }
}
