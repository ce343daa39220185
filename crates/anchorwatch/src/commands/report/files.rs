//! Finds the files of measurements, and who made them.

use std::{
    collections::HashSet,
    ffi::OsStr,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

use serde_json::Value;

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
    seen: HashSet<FileId>,
}

/// The device and the number of a file on it: the same whatever links lead there.
type FileId = (u64, u64);

impl Found {
    /// Looks into the folders, and into the folders directly inside them. What is found twice, by a
    /// link or because a folder is given twice, counts once: else one measurement would look like
    /// two. **Not checked:** copies.
    ///
    /// # Errors
    /// A folder cannot be read, or there are too many files.
    pub(crate) fn of(folders: &[PathBuf]) -> anyhow::Result<Self> {
        let mut found = Self::default();
        for folder in folders {
            let mut inner = Vec::new();
            found.add(folder, &mut inner)?;
            let mut deeper = Vec::new();
            for folder in inner {
                found.add(&folder, &mut deeper)?;
            }
            found.skipped.extend(deeper);
        }
        // A link, or another argument, may have led there.
        let Self { skipped, seen, .. } = &mut found;
        skipped.retain(|path| id_of(path).is_none_or(|id| seen.insert(id)));
        Ok(found)
    }

    /// Adds the files of a folder; the folders in it are put into `inner`.
    fn add(&mut self, folder: &Path, inner: &mut Vec<PathBuf>) -> anyhow::Result<()> {
        let entries = entries(folder)?;
        self.seen.extend(id_of(folder));
        let description = entries
            .iter()
            .find(|path| path.file_name() == Some(OsStr::new(RUN)))
            .and_then(|path| Some((path, description(path)?)));
        let (run, label) = description.unzip();
        let vantage = label.flatten().or_else(|| name_of(folder));
        for path in &entries {
            let kind = path.extension().and_then(OsStr::to_str);
            if Some(path) == run {
                continue;
            } else if path.is_dir() {
                inner.push(path.clone());
            } else if !self.is_new(path) {
                continue;
            } else if kind == Some("part") {
                self.unfinished.push(path.clone());
            } else if matches!(kind, Some("jsonl" | "json")) {
                let (path, vantage) = (path.clone(), vantage.clone());
                self.files.push(InputFile { path, vantage });
            }
        }
        let max = MAX_FILES as u64;
        anyhow::ensure!(
            self.files.len() <= MAX_FILES,
            Hinted::new(&Problem::TooManyFiles { max }, &Hint::GiveFewerFiles)
        );
        Ok(())
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
/// schema, or by having nothing but them. Everything else is read as a measurement, or named.
#[expect(clippy::option_option, reason = "a run may name no vantage point")]
fn description(run: &Path) -> Option<Option<String>> {
    let run: Value = serde_json::from_slice(&input::file(run, MAX_RUN_BYTES).ok()?).ok()?;
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
