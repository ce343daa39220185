//! Signs what a run keeps.
//!
//! A segment is signed by what this process wrote into it, and an earlier one by what the earlier
//! note says, or without a note by what was there when the run went on. What has changed until the
//! end is refused, and what came from elsewhere is named and not signed.
//!
//! **Not covered:** what someone with the rights of this user changed before the run went on, if no
//! note was there. Whoever can delete the note can do that, so a copy of it belongs elsewhere.

use std::collections::BTreeMap;

use anchorwatch_evidence::{
    Bundle, BundleProblem, MAX_BUNDLE_FILES, MAX_EVIDENCE_BYTES, SEGMENT_MEASUREMENTS,
};
use anchorwatch_home::RecordFolder;
use anchorwatch_note::{MAX_NOTE_BYTES, SigningKey};

use super::{
    run_plan::{EXCLUDED, RUN, TARGETS},
    store::{Hash, Numbers},
    targets::MAX_LIST_BYTES,
};
use crate::signature::{SignedBundle, not_as_signed};

/// The name of the note.
pub(super) const NOTE: &str = "run.note";

/// What says what was asked.
const LISTS: [&str; 3] = [RUN, TARGETS, EXCLUDED];

/// The largest file that is signed, in bytes: nobody could read a larger segment or list.
const MAX_SIGNED_BYTES: u64 = if MAX_LIST_BYTES > MAX_EVIDENCE_BYTES {
    MAX_LIST_BYTES
} else {
    MAX_EVIDENCE_BYTES
};

/// What the run's note says about its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Signed {
    /// There is no note.
    No,
    /// There is one of an earlier time, and not everything that the folder has is in it.
    InPart,
    /// The note was written just now.
    By {
        /// The key, in its text form.
        key: String,
        /// The segments that are not in the note, because this run did not write them.
        left_out: Vec<String>,
    },
}

impl Signed {
    /// The segments that are not in the note of just now.
    pub(super) fn left_out(&self) -> &[String] {
        match self {
            Self::By { left_out, .. } => left_out,
            Self::No | Self::InPart => &[],
        }
    }
}

/// What the folder had when the run began or went on, and may be signed.
pub(super) struct Began<'a> {
    key: &'a SigningKey,
    files: BTreeMap<String, Hash>,
    /// Whether a note says so. What it does not name is then not signed.
    pub(super) is_signed: bool,
}

/// Checks, before anything is measured, that a note can name everything that will be.
///
/// # Errors
/// It cannot.
fn check_possible(numbers: Numbers) -> Result<(), BundleProblem> {
    let of_round = numbers.targets.saturating_mul(numbers.per_visit);
    let segments = of_round.div_ceil(SEGMENT_MEASUREMENTS as u64).max(1);
    let max = MAX_BUNDLE_FILES as u64;
    if segments.saturating_mul(numbers.rounds) > max - LISTS.len() as u64 {
        return Err(BundleProblem::TooManyFiles { max });
    }
    Ok(())
}

impl<'a> Began<'a> {
    /// Looks, before anything is measured, at what the folder has, and checks that nothing was
    /// changed since it was signed last.
    ///
    /// # Errors
    /// Something was, another key has signed it, or no note can name what the run will have.
    pub(super) fn of(
        folder: &RecordFolder,
        key: &'a SigningKey,
        numbers: Numbers,
    ) -> anyhow::Result<Self> {
        check_possible(numbers)?;
        let mut files = BTreeMap::new();
        for name in names(folder)? {
            let hash = folder.file_sha256(&name, MAX_SIGNED_BYTES)?;
            files.insert(name, hash);
        }
        let note = match folder.read(NOTE, MAX_NOTE_BYTES as u64) {
            Ok(octets) => Some(named(folder, key, &octets, &files)?),
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Self {
            key,
            is_signed: note.is_some(),
            files: note.unwrap_or(files),
        })
    }
}

/// What the earlier note names, if the files are still as it says (`now`).
fn named(
    folder: &RecordFolder,
    key: &SigningKey,
    note: &[u8],
    now: &BTreeMap<String, Hash>,
) -> anyhow::Result<BTreeMap<String, Hash>> {
    let known = [key.verifier().clone()];
    let earlier = SignedBundle::read(&folder.path().join(NOTE), note, &known)?;
    let mut named = BTreeMap::new();
    for (name, hash) in earlier.files().files() {
        let refused = |why| Err(not_as_signed(&folder.path().join(name), why));
        let name = name.to_owned();
        match now.get(&name) {
            Some(found) if found == hash => {}
            Some(_) => return refused(BundleProblem::OtherFile { name }),
            None => return refused(BundleProblem::MissingFile { name }),
        }
        named.insert(name, *hash);
    }
    Ok(named)
}

/// Signs what the run has, if there is a key: what it began with, and what it has `completed`. An
/// answer is due even if that fails.
pub(super) fn end(
    folder: &RecordFolder,
    began: Option<Began<'_>>,
    completed: BTreeMap<String, Hash>,
) -> (Signed, Option<anyhow::Error>) {
    let signed = match began {
        Some(began) => sign(folder, began, completed),
        None => earlier(folder),
    };
    match signed {
        Ok(signed) => (signed, None),
        Err(why) => (earlier(folder).unwrap_or(Signed::No), Some(why)),
    }
}

/// Whether there is an earlier note, for a run that is not signed now.
fn earlier(folder: &RecordFolder) -> anyhow::Result<Signed> {
    let has_note = folder.names()?.iter().any(|name| name == NOTE);
    Ok(if has_note { Signed::InPart } else { Signed::No })
}

/// Signs what the run has, and replaces an earlier note. What has changed meanwhile is refused.
fn sign(
    folder: &RecordFolder,
    began: Began<'_>,
    completed: BTreeMap<String, Hash>,
) -> anyhow::Result<Signed> {
    let Began { key, mut files, .. } = began;
    files.extend(completed);
    let (mut bundle, mut left_out) = (Bundle::default(), Vec::new());
    for name in names(folder)? {
        let Some(hash) = files.remove(&name) else {
            left_out.push(name);
            continue;
        };
        if folder.file_sha256(&name, MAX_SIGNED_BYTES)? != hash {
            let path = folder.path().join(&name);
            return Err(not_as_signed(&path, BundleProblem::OtherFile { name }));
        }
        bundle.add_hash(&name, hash)?;
    }
    if let Some((name, _)) = files.pop_first() {
        let path = folder.path().join(&name);
        return Err(not_as_signed(&path, BundleProblem::MissingFile { name }));
    }
    let note = key.sign(&bundle.encode())?;
    folder.write(NOTE, note.as_bytes())?;
    let key = key.verifier().to_string();
    Ok(Signed::By { key, left_out })
}

/// The lists, the description and the complete segments.
fn names(folder: &RecordFolder) -> anyhow::Result<impl Iterator<Item = String>> {
    let complete = folder.records()?.into_iter().filter(|it| it.is_complete);
    let lists = LISTS.map(str::to_owned).into_iter();
    Ok(lists.chain(complete.map(RecordFolder::name_of)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An Ed25519 private key in PKCS #8 (RFC 8410 §7), of 32 octets 1.
    fn key() -> String {
        let label = "PRIVATE KEY";
        let body = "MC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB";
        format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    }

    const OLD: &str = "000001.jsonl";

    /// A folder with one segment, and a key.
    fn scene() -> (tempfile::TempDir, RecordFolder, SigningKey) {
        let above = tempfile::tempdir().unwrap();
        let folder = RecordFolder::open_or_make(&above.path().join("run")).unwrap();
        for name in LISTS.into_iter().chain([OLD]) {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        let name = anchorwatch_note::KeyName::parse("example.org/test").unwrap();
        let key = SigningKey::from_pkcs8_pem(key().as_bytes(), name).unwrap();
        (above, folder, key)
    }

    fn begin<'a>(folder: &RecordFolder, key: &'a SigningKey) -> Began<'a> {
        let numbers = Numbers {
            per_visit: 1,
            targets: 1,
            rounds: 1,
        };
        Began::of(folder, key, numbers).unwrap()
    }

    fn write(folder: &RecordFolder, name: &str, content: &str) {
        std::fs::write(folder.path().join(name), content).unwrap();
    }

    fn left_out(signed: &Signed) -> Vec<&str> {
        signed.left_out().iter().map(String::as_str).collect()
    }

    #[test]
    fn what_changes_while_the_run_goes_on_is_not_signed() {
        for name in LISTS.into_iter().chain([OLD]) {
            let (_above, folder, key) = scene();
            let first = begin(&folder, &key);
            sign(&folder, first, BTreeMap::new()).unwrap();
            let note = folder.read(NOTE, 1 << 20).unwrap();
            let began = begin(&folder, &key);
            write(&folder, name, "other");
            assert!(sign(&folder, began, BTreeMap::new()).is_err());
            let began = Began {
                key: &key,
                files: BTreeMap::from([(name.to_owned(), [7; 32])]),
                is_signed: false,
            };
            std::fs::remove_file(folder.path().join(name)).unwrap();
            assert!(sign(&folder, began, BTreeMap::new()).is_err());
            assert_eq!(folder.read(NOTE, 1 << 20).unwrap(), note);
        }
    }

    #[test]
    fn a_segment_is_signed_as_it_was_written_and_a_foreign_one_is_left_out() {
        let (_above, folder, key) = scene();
        let began = begin(&folder, &key);
        write(&folder, "000002.jsonl", "written");
        write(&folder, "900000.jsonl", "foreign");
        let hash = folder.file_sha256("000002.jsonl", 99).unwrap();
        let completed = || BTreeMap::from([("000002.jsonl".to_owned(), hash)]);
        let signed = sign(&folder, began, completed()).unwrap();
        assert_eq!(left_out(&signed), ["900000.jsonl"]);
        // A note is what counts from then on.
        let began = begin(&folder, &key);
        assert!(began.is_signed);
        let signed = sign(&folder, began, BTreeMap::new()).unwrap();
        assert_eq!(left_out(&signed), ["900000.jsonl"]);
        let began = begin(&folder, &key);
        write(&folder, "000002.jsonl", "changed");
        assert!(sign(&folder, began, completed()).is_err());
    }
}
