//! Signs what a run keeps.
//!
//! **Not covered:** what someone with the rights of this user changed before it was signed. A run
//! that goes on is signed again only if everything that its note names is as it was; whoever can
//! delete the note can change that too, so a copy of it belongs elsewhere.

use std::collections::BTreeMap;

use anchorwatch_evidence::{Bundle, BundleProblem, MAX_BUNDLE_FILES, SEGMENT_MEASUREMENTS};
use anchorwatch_home::RecordFolder;
use anchorwatch_note::{MAX_NOTE_BYTES, SigningKey};

use super::{
    run_plan::{EXCLUDED, RUN, TARGETS},
    store::Numbers,
};
use crate::signature::{SignedBundle, not_as_signed};

/// The name of the note.
pub(super) const NOTE: &str = "run.note";

/// What says what was asked.
const LISTS: [&str; 3] = [RUN, TARGETS, EXCLUDED];

/// What the run's note says about its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Signed {
    /// There is no note.
    No,
    /// There is one of an earlier time, and not everything that the folder has is in it.
    InPart,
    /// This key has signed everything, in its text form.
    By(String),
}

/// Checks, before anything is measured, that a note can name everything that will be.
///
/// # Errors
/// It cannot.
pub(super) fn check_possible(numbers: Numbers) -> Result<(), BundleProblem> {
    let of_round = numbers.targets.saturating_mul(numbers.per_visit);
    let segments = of_round.div_ceil(SEGMENT_MEASUREMENTS as u64).max(1);
    let max = MAX_BUNDLE_FILES as u64;
    if segments.saturating_mul(numbers.rounds) > max - LISTS.len() as u64 {
        return Err(BundleProblem::TooManyFiles { max });
    }
    Ok(())
}

/// Checks, before a run goes on, that nothing was changed since it was signed last.
///
/// # Errors
/// Something was, or another key has signed it.
pub(super) fn check_earlier(folder: &RecordFolder, key: &SigningKey) -> anyhow::Result<()> {
    let octets = match folder.read(NOTE, MAX_NOTE_BYTES as u64) {
        Ok(octets) => octets,
        Err(error) if error.is_not_found() => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let path = folder.path().join(NOTE);
    let known = [key.verifier().clone()];
    let earlier = SignedBundle::read(&path, &octets, &known)?;
    let now: BTreeMap<_, _> = contents(folder)?.into_iter().collect();
    for (name, hash) in earlier.files().files() {
        let refused = |why| Err(not_as_signed(&folder.path().join(name), why));
        let name = name.to_owned();
        match now.get(&name) {
            Some(found) if found == hash => {}
            Some(_) => return refused(BundleProblem::OtherFile { name }),
            None => return refused(BundleProblem::MissingFile { name }),
        }
    }
    Ok(())
}

/// Signs the folder of a run that has ended, if there is a key.
///
/// # Errors
/// Something cannot be read, or the note cannot be written.
pub(super) fn end(folder: &RecordFolder, key: Option<&SigningKey>) -> anyhow::Result<Signed> {
    if let Some(key) = key {
        return sign(folder, key);
    }
    let has_note = folder.names()?.iter().any(|name| name == NOTE);
    Ok(if has_note { Signed::InPart } else { Signed::No })
}

/// Signs everything that is complete, in place of an earlier note.
fn sign(folder: &RecordFolder, key: &SigningKey) -> anyhow::Result<Signed> {
    let mut bundle = Bundle::default();
    for (name, hash) in contents(folder)? {
        bundle.add_hash(&name, hash)?;
    }
    let note = key.sign(&bundle.encode())?;
    folder.write(NOTE, note.as_bytes())?;
    Ok(Signed::By(key.verifier().to_string()))
}

/// The SHA-256 of the lists, the description and the complete segments.
fn contents(folder: &RecordFolder) -> anyhow::Result<Vec<(String, [u8; 32])>> {
    let lists = LISTS.map(str::to_owned);
    let records = folder.records()?;
    let complete = records.into_iter().filter(|it| it.is_complete);
    let names = lists.into_iter().chain(complete.map(RecordFolder::name_of));
    names
        .map(|name| {
            let hash = folder.file_sha256(&name)?;
            Ok((name, hash))
        })
        .collect()
}
