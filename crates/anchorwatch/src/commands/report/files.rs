//! Finds the files of measurements, and who made them.

use std::{
    collections::HashSet,
    ffi::OsStr,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use anchorwatch_note::VerifierKey;
use serde_json::Value;

use super::signed::{self, Hash, Refused, SignedFiles};
use crate::{
    input,
    problem::{Hint, Hinted, Problem},
};

/// The most files of one report.
const MAX_FILES: usize = 100_000;

/// The largest description of a run that is read, in bytes: it is a few lines.
const MAX_RUN_BYTES: u64 = 1 << 20;

/// The longest name of a vantage point that is kept, in characters.
const MAX_LABEL_CHARACTERS: usize = 80;

/// The name of the file that describes a run.
const RUN: &str = "run.json";

/// How the schema of such a file begins, whatever its version.
const RUN_SCHEMA: &str = "anchorwatch.run/";

/// A file of measurements.
#[derive(Debug, Clone)]
pub(crate) struct InputFile {
    pub(crate) path: PathBuf,
    /// Who measured, if the run or the folder says so.
    pub(crate) vantage: Option<String>,
    /// What it must be, if only signed files are read.
    pub(crate) signed: Option<Hash>,
}

/// What the folders have.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// In the order of the folders, and of their names.
    pub(crate) files: Vec<InputFile>,
    /// Files that a running or killed measurement has not completed.
    pub(crate) unfinished: Vec<PathBuf>,
    /// Folders that are too deep, and were not looked into.
    pub(crate) skipped: Vec<PathBuf>,
    /// What is not used because it is not as it was signed.
    pub(crate) refused: Refused,
    /// The names of those who signed what is read, if only signed files are.
    pub(crate) signers: Vec<String>,
    seen: HashSet<FileId>,
    seen_unfinished: HashSet<FileId>,
    /// How many files and folders there were to read or to name, each as often as it was met.
    met: usize,
}

/// The device and the number of a file on it: the same whatever links lead there.
type FileId = (u64, u64);

impl Found {
    /// Looks into the folders, and into the folders directly inside them. What is found twice, by a
    /// link or because a folder is given twice, counts once: else one measurement would look like
    /// two. **Not checked:** copies. If keys are `known`, only what they signed is read, and copies
    /// are found by their content once it is read: a link to a file of another folder must not take
    /// the place of the signed one. A folder in which there is nothing is named.
    ///
    /// # Errors
    /// A folder cannot be read, or there are too many files.
    pub(crate) fn of(folders: &[PathBuf], known: &[VerifierKey]) -> anyhow::Result<Self> {
        let mut found = Self::default();
        for folder in folders {
            let before = (found.met, found.refused.len());
            let mut inner = Vec::new();
            found.add(folder, known, &mut inner)?;
            let mut deeper = Vec::new();
            for folder in inner {
                found.add(&folder, known, &mut deeper)?;
            }
            found.met += deeper.len();
            found.skipped.extend(deeper);
            if before == (found.met, found.refused.len()) {
                // Its name alone: the path above can name the person who measured.
                let name = name_of(folder).map_or_else(|| folder.clone(), PathBuf::from);
                let nothing = Problem::NoMeasurements;
                found.refused.push((name, nothing.into()));
            }
        }
        // A link, or another argument, may have led there.
        let Self { skipped, seen, .. } = &mut found;
        skipped.retain(|path| id_of(path).is_none_or(|id| seen.insert(id)));
        Ok(found)
    }

    /// Adds the files of a folder; the folders in it are put into `inner`.
    fn add(
        &mut self,
        folder: &Path,
        known: &[VerifierKey],
        inner: &mut Vec<PathBuf>,
    ) -> anyhow::Result<()> {
        let entries = entries(folder)?;
        self.seen.extend(id_of(folder));
        let signed =
            (!known.is_empty()).then(|| SignedFiles::of(&entries, known, &mut self.refused));
        let description = entries
            .iter()
            .find(|path| path.file_name() == Some(OsStr::new(RUN)))
            .and_then(|path| Some((path, description(path, signed.as_ref())?)));
        let (run, label) = description.unzip();
        // Nobody signs what a folder is called.
        let name = || signed.is_none().then(|| name_of(folder)).flatten();
        let vantage = label.flatten().or_else(name);
        let first = self.files.len();
        for path in &entries {
            let kind = path.extension().and_then(OsStr::to_str);
            if Some(path) == run {
                continue;
            } else if path.is_dir() {
                inner.push(path.clone());
            } else if kind == Some("part") {
                self.add_unfinished(path);
            } else if matches!(kind, Some("jsonl" | "json")) {
                self.add_file(path, vantage.as_ref(), signed.as_ref());
            }
        }
        if let Some(signed) = signed {
            self.check_rest(folder, first, signed);
        }
        let max = MAX_FILES as u64;
        anyhow::ensure!(
            self.files.len() <= MAX_FILES,
            Hinted::new(&Problem::TooManyFiles { max }, &Hint::GiveFewerFiles)
        );
        Ok(())
    }

    /// What has the name of an unfinished file is read nowhere, so it takes no other file's place.
    fn add_unfinished(&mut self, path: &Path) {
        self.met += 1;
        if id_of(path).is_none_or(|id| self.seen_unfinished.insert(id)) {
            self.unfinished.push(path.to_owned());
        }
    }

    fn add_file(&mut self, path: &Path, vantage: Option<&String>, signed: Option<&SignedFiles>) {
        self.met += 1;
        if signed.is_none() && !self.is_new(path) {
            return;
        }
        match signed.map(|it| it.hash_of(path)).transpose() {
            Ok(signed) => self.files.push(InputFile {
                path: path.to_owned(),
                vantage: vantage.cloned(),
                signed,
            }),
            Err(why) => self.refused.push((path.to_owned(), why)),
        }
    }

    /// What is signed and is no evidence, or is not there; `first` is the folder's first file.
    fn check_rest(&mut self, folder: &Path, first: usize, signed: SignedFiles) {
        let evidence = self.files.get(first..).unwrap_or_default();
        let evidence: Vec<PathBuf> = evidence.iter().map(|it| it.path.clone()).collect();
        signed.check_rest(folder, &evidence, &mut self.refused);
        let SignedFiles { signers, .. } = signed;
        let new = signers.into_iter().filter(|it| !self.signers.contains(it));
        let new: Vec<String> = new.collect();
        self.signers.extend(new);
    }

    /// Whether no file found before is the same one. What cannot be looked at is new: reading it
    /// says why.
    fn is_new(&mut self, path: &Path) -> bool {
        id_of(path).is_none_or(|id| self.seen.insert(id))
    }
}

fn id_of(path: &Path) -> Option<FileId> {
    let found = path.metadata().ok()?;
    Some((found.dev(), found.ino()))
}

/// The folder's name, whatever link leads there.
fn name_of(folder: &Path) -> Option<String> {
    let real = folder.canonicalize().ok()?;
    Some(real.file_name()?.to_string_lossy().into_owned())
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let refused = |error: std::io::Error| {
        let path = folder.to_owned();
        Hinted::new(&Problem::CannotRead { path }, &Hint::CheckPath).because(error)
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(refused)? {
        paths.push(entry.map_err(refused)?.path());
        let max = MAX_FILES as u64;
        anyhow::ensure!(
            paths.len() <= 2 * MAX_FILES,
            Hinted::new(&Problem::TooManyFiles { max }, &Hint::GiveFewerFiles)
        );
    }
    paths.sort();
    Ok(paths)
}

/// The vantage point's name with its network and country, if the file describes a run: by its
/// schema, or by having nothing but them. Everything else is read as a measurement, or named. One
/// that is not as it was signed describes nothing.
#[expect(clippy::option_option, reason = "a run may name no vantage point")]
fn description(run: &Path, signed: Option<&SignedFiles>) -> Option<Option<String>> {
    let content = input::found(run, MAX_RUN_BYTES).ok()?;
    if let Some(signed) = signed {
        signed::check(run, signed.hash_of(run).ok()?, &content).ok()?;
    }
    let run: Value = serde_json::from_slice(&content).ok()?;
    let keys = ["vantage", "probe_asn", "probe_cc"];
    let is_one = match run.get("schema").and_then(Value::as_str) {
        Some(schema) => schema.starts_with(RUN_SCHEMA),
        None => run
            .as_object()?
            .keys()
            .all(|it| keys.contains(&it.as_str())),
    };
    let text = |key: &str| run.get(key).and_then(Value::as_str).map(str::trim);
    let told = keys.map(text);
    let parts: Vec<&str> = told
        .into_iter()
        .flatten()
        .filter(|it| !it.is_empty())
        .collect();
    let label: String = parts.join(" ").chars().take(MAX_LABEL_CHARACTERS).collect();
    is_one.then_some(Some(label).filter(|label| !label.is_empty()))
}
