//! Which files of a folder are as they were when someone signed them.
//!
//! A folder can have several notes (`run.note` of a run, `FILE.note` of a check). What one of them
//! names must be in the folder, and evidence that none of them names is not read.
//!
//! **Not seen:** an older note that someone put back, together with the files of that time. Who
//! signed knows how many files the newest note names.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use anchorwatch_evidence::{BundleProblem, MAX_EVIDENCE_BYTES};
use anchorwatch_note::{MAX_NOTE_BYTES, VerifierKey};
use sha2::{Digest as _, Sha256};

use crate::{
    input,
    signature::{SignedBundle, not_as_signed},
};

/// A SHA-256.
pub(crate) type Hash = [u8; 32];

/// What the notes of a folder name.
#[derive(Debug, Default)]
pub(crate) struct SignedFiles {
    hashes: BTreeMap<String, Hash>,
    /// The names of those who signed.
    pub(crate) signers: Vec<String>,
}

/// What is not used, and why.
pub(crate) type Refused = Vec<(PathBuf, anyhow::Error)>;

impl SignedFiles {
    /// Reads the notes among the files of a folder.
    pub(crate) fn of(entries: &[PathBuf], known: &[VerifierKey], refused: &mut Refused) -> Self {
        let mut signed = Self::default();
        let is_note = |path: &&PathBuf| path.extension() == Some(OsStr::new("note"));
        for path in entries.iter().filter(is_note) {
            let note = input::found(path, MAX_NOTE_BYTES as u64)
                .and_then(|octets| SignedBundle::read(path, &octets, known));
            match note {
                Ok(note) => signed.add(path, &note, refused),
                Err(why) => refused.push((path.clone(), why)),
            }
        }
        signed
    }

    fn add(&mut self, path: &Path, note: &SignedBundle, refused: &mut Refused) {
        for signer in note.signers() {
            if !self.signers.contains(&signer) {
                self.signers.push(signer);
            }
        }
        for (name, hash) in note.files().files() {
            let earlier = self.hashes.insert(name.to_owned(), *hash);
            if earlier.is_some_and(|earlier| earlier != *hash) {
                let name = name.to_owned();
                let why = not_as_signed(path, BundleProblem::OtherFile { name });
                refused.push((path.to_owned(), why));
            }
        }
    }

    /// What a file must be.
    ///
    /// # Errors
    /// Nobody signed it.
    pub(crate) fn hash_of(&self, path: &Path) -> anyhow::Result<Hash> {
        let name = name_of(path);
        let hash = self.hashes.get(&name).copied();
        hash.ok_or_else(|| not_as_signed(path, BundleProblem::OtherFile { name }))
    }

    /// Checks what is there beside the evidence, and that everything is there.
    pub(crate) fn check_rest(&self, folder: &Path, evidence: &[PathBuf], refused: &mut Refused) {
        let evidence: Vec<String> = evidence.iter().map(|it| name_of(it)).collect();
        for (name, hash) in &self.hashes {
            if evidence.binary_search(name).is_ok() {
                continue;
            }
            let path = folder.join(name);
            let is_here = Path::new(name).file_name() == Some(OsStr::new(name));
            if !is_here || path.symlink_metadata().is_err() {
                let name = name.clone();
                let why = not_as_signed(&path, BundleProblem::MissingFile { name });
                refused.push((path, why));
                continue;
            }
            let read = input::found(&path, MAX_EVIDENCE_BYTES);
            let checked = read.and_then(|content| check(&path, *hash, &content));
            refused.extend(checked.err().map(|why| (path, why)));
        }
    }
}

/// Checks that a file's content is what was signed.
///
/// # Errors
/// It is not.
pub(crate) fn check(path: &Path, hash: Hash, content: &[u8]) -> anyhow::Result<()> {
    is_as_signed(path, hash, Sha256::digest(content).into())
}

/// The same for a file whose hash is known.
///
/// # Errors
/// It is not what was signed.
pub(crate) fn is_as_signed(path: &Path, signed: Hash, found: Hash) -> anyhow::Result<()> {
    if signed == found {
        return Ok(());
    }
    let name = name_of(path);
    Err(not_as_signed(path, BundleProblem::OtherFile { name }))
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
