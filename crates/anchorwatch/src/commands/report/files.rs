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
    /// Descriptions of runs that cannot be read.
    pub(crate) unreadable_runs: Vec<(PathBuf, anyhow::Error)>,
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
            found.add(folder, true)?;
        }
        Ok(found)
    }

    fn add(&mut self, folder: &Path, is_outer: bool) -> anyhow::Result<()> {
        let entries = entries(folder)?;
        let vantage = self.vantage(folder, &entries);
        let mut inner = Vec::new();
        for path in entries {
            let kind = path.extension().and_then(OsStr::to_str);
            if path.file_name() == Some(OsStr::new(RUN)) {
                continue;
            } else if path.is_dir() {
                inner.push(path);
            } else if !self.is_new(&path) {
                continue;
            } else if kind == Some("part") {
                self.unfinished.push(path);
            } else if matches!(kind, Some("jsonl" | "json")) {
                let vantage = vantage.clone();
                self.files.push(InputFile { path, vantage });
            }
        }
        let max = MAX_FILES as u64;
        anyhow::ensure!(
            self.files.len() <= MAX_FILES,
            Hinted::new(&Problem::TooManyFiles { max }, &Hint::GiveFewerFiles)
        );
        for path in inner.iter().filter(|_| is_outer) {
            self.add(path, false)?;
        }
        Ok(())
    }

    /// Whether no file found before is the same one. What cannot be looked at is new: reading it
    /// says why.
    fn is_new(&mut self, path: &Path) -> bool {
        let found = path.metadata();
        found.map_or(true, |it| self.seen.insert((it.dev(), it.ino())))
    }

    /// What the run says, or else the folder's name.
    fn vantage(&mut self, folder: &Path, entries: &[PathBuf]) -> Option<String> {
        let run = folder.join(RUN);
        let told = match entries.contains(&run) {
            true => label_of(&run),
            false => Ok(None),
        };
        let told = told.unwrap_or_else(|error| {
            if self.is_new(&run) {
                self.unreadable_runs.push((run, error));
            }
            None
        });
        let name = || {
            let real = folder.canonicalize().ok()?;
            Some(real.file_name()?.to_string_lossy().into_owned())
        };
        told.or_else(name)
    }
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

/// The vantage point's name with its network and country, if the run tells one of them.
fn label_of(run: &Path) -> anyhow::Result<Option<String>> {
    let run: Value = serde_json::from_slice(&input::file(run, MAX_RUN_BYTES)?)?;
    let text = |key: &str| run.get(key).and_then(Value::as_str).map(str::trim);
    let told = ["vantage", "probe_asn", "probe_cc"].map(text);
    let parts: Vec<&str> = told
        .into_iter()
        .flatten()
        .filter(|it| !it.is_empty())
        .collect();
    let label: String = parts.join(" ").chars().take(MAX_LABEL_CHARACTERS).collect();
    Ok(Some(label).filter(|label| !label.is_empty()))
}
