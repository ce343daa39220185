//! Reads files of measurements: our own evidence, or another program's format.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anchorwatch_evidence::{
    Evidence, FormatError, MAX_EVIDENCE_BYTES, Measurement,
    import::{self, ImportError, Imported, Network, Unreadable},
};

use crate::{
    input,
    problem::{Hint, Hinted, Problem},
    signature::SignedBundle,
};

/// The beginning of the name of our schema.
const SCHEMA_NAME: &[u8] = b"anchorwatch.evidence/";

/// Where to look for it.
const HEAD_BYTES: usize = 64;

/// The measurements of some files, and what of them cannot be used.
#[derive(Default)]
pub(crate) struct Read {
    /// Each with the name of its file and its place in it, if it is kept in one.
    pub(crate) measurements: Vec<(Option<String>, Measurement)>,
    /// With which of them a file begins. Each file is judged with a bound of its own.
    pub(crate) file_starts: BTreeSet<usize>,
    /// For each, its number in its file: of evidence from 0, of others' records from 1.
    pub(crate) numbers: Vec<u32>,
    /// From which network the measurement of this place in `measurements` was made, if known.
    pub(crate) networks: BTreeMap<usize, Network>,
    /// The records that cannot be used, each with the name of its file; of each file the first
    /// ones.
    pub(crate) unread: Vec<(String, Unreadable)>,
    /// Who signed all of these files, if that was asked.
    pub(crate) signed_by: Vec<String>,
    /// The names of what they signed too, and was not given.
    pub(crate) signed_not_given: Vec<String>,
    /// How many cannot be used.
    pub(crate) unread_count: u64,
}

impl Read {
    /// Adds what one file holds.
    ///
    /// # Errors
    /// The file cannot be read, is damaged evidence, is in no format that is known, or is not among
    /// those that were signed.
    pub(crate) fn add_file(
        &mut self,
        path: &Path,
        signed: Option<&mut SignedBundle>,
    ) -> anyhow::Result<()> {
        let bytes = input::file(path, MAX_EVIDENCE_BYTES)?;
        if let Some(signed) = signed {
            signed.check(path, &bytes)?;
        }
        self.add_content(path, &bytes)
    }

    /// Adds what a file's content holds.
    ///
    /// # Errors
    /// It is damaged evidence, or in no format that is known.
    pub(crate) fn add_content(&mut self, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
        self.file_starts.insert(self.measurements.len());
        let name = path.display().to_string();
        match Evidence::decode(bytes) {
            Ok(evidence) => self.add(Some(&name), evidence),
            Err(error @ FormatError::Text { .. }) if !is_ours(bytes) => {
                match import::read(bytes) {
                    Ok(imported) => self.add_imported(&name, imported),
                    // An empty file, for one.
                    Err(ImportError::UnknownFormat) if bytes.len() < HEAD_BYTES => {
                        return Err(unreadable(path, error));
                    }
                    Err(other) => return Err(unreadable(path, other)),
                }
            }
            Err(error) => return Err(unreadable(path, error)),
        }
        Ok(())
    }

    /// Adds evidence of our own, and the name of the file that it is in.
    pub(crate) fn add(&mut self, file: Option<&str>, evidence: Evidence) {
        let all = evidence.measurements.into_iter().enumerate();
        self.measurements.extend(all.map(|(index, measurement)| {
            self.numbers.push(number(index as u64));
            let place = file.map(|name| format!("{name}#{index}"));
            (place, measurement)
        }));
    }

    fn add_imported(&mut self, file: &str, imported: Imported) {
        let all = imported.measurements.into_iter();
        let first = self.measurements.len();
        let networks = &imported.networks;
        self.measurements
            .extend(all.enumerate().map(|(place, (record, measurement))| {
                self.numbers.push(number(record));
                let network = networks.get(&record).cloned();
                self.networks.extend(network.map(|it| (first + place, it)));
                let place = format!("{file}:{record}");
                (Some(place), measurement)
            }));
        let unread = imported.unreadable.into_iter();
        self.unread.extend(unread.map(|one| (file.to_owned(), one)));
        self.unread_count += imported.unreadable_count;
    }
}

fn number(place: u64) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Whether this is evidence of our own, however damaged: its schema comes first.
fn is_ours(bytes: &[u8]) -> bool {
    let mut head = bytes.windows(SCHEMA_NAME.len()).take(HEAD_BYTES);
    head.any(|window| window == SCHEMA_NAME)
}

fn unreadable(path: &Path, error: impl std::error::Error + Send + Sync + 'static) -> anyhow::Error {
    let path = path.to_owned();
    Hinted::new(&Problem::EvidenceUnreadable { path }, &Hint::MeasureAgain)
        .because(error)
        .into()
}
