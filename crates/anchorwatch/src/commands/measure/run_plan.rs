//! What a run measures, as its folder keeps it.

use std::io::{BufRead as _, Cursor};

use anchorwatch_evidence::Target;
use anchorwatch_home::{RecordFolder, content_sha256};

use super::{
    args::Args,
    document::{run::RunDocument, settings::Settings},
    exclusion::Exclusions,
    targets::{self, MAX_LIST_BYTES, MAX_NAMES, TargetList},
};
use crate::{
    input,
    problem::{Hint, Hinted, Problem},
};

pub(super) const RUN: &str = "run.json";
pub(super) const TARGETS: &str = "targets.txt";
pub(super) const EXCLUDED: &str = "exclude.txt";

/// The largest `run.json`, in bytes: a hundred names of 255 octets, and some lines.
const MAX_RUN_BYTES: u64 = 1 << 20;

/// What was asked for.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) list: TargetList,
    pub(super) names: Vec<String>,
    pub(super) exclusions: Exclusions,
    excluded_text: Vec<u8>,
    pub(super) bad_names: super::lines::BadLines,
}

impl Asked {
    /// Reads the files that the arguments name.
    pub(super) fn read(args: &Args) -> anyhow::Result<Self> {
        let optional = |path: &Option<std::path::PathBuf>| match path {
            Some(path) => input::file(path, MAX_LIST_BYTES),
            None => Ok(Vec::new()),
        };
        let excluded_text = optional(&args.exclude)?;
        let exclusions = Exclusions::read(&excluded_text);
        if let Some(path) = &args.exclude {
            exclusions.refuse_bad_lines(path)?;
        }
        let list = TargetList::read(&optional(&args.targets)?, &exclusions);
        if list.count == 0 {
            let path = args.targets.clone().unwrap_or_default();
            return Err(Hinted::new(&Problem::NoTargets { path }, &Hint::SeeHelp).into());
        }
        let (names, bad_names) = targets::names(&optional(&args.names)?);
        if let Some(path) = args.names.clone() {
            let (count, most) = (names.len() as u64, MAX_NAMES as u64);
            if !(1..=most).contains(&count) {
                let problem = Problem::NamesOutOfRange { path, count, most };
                return Err(Hinted::new(&problem, &Hint::SeeHelp).into());
            }
        }
        Ok(Self {
            list,
            names,
            exclusions,
            excluded_text,
            bad_names,
        })
    }

    /// How many lines of the lists cannot be read.
    pub(super) fn unreadable(&self) -> u64 {
        self.list.bad.count + self.bad_names.count
    }
}

/// A run that has a folder.
#[derive(Debug)]
pub(super) struct RunPlan {
    pub(super) document: RunDocument,
    pub(super) exclusions: Exclusions,
}

impl RunPlan {
    /// Begins a run in an empty folder, or goes on with the same one.
    pub(super) fn begin(folder: &RecordFolder, asked: Asked, args: &Args) -> anyhow::Result<Self> {
        let hashes = (
            content_sha256(asked.list.text.as_bytes()),
            content_sha256(&asked.excluded_text),
        );
        let unreadable = asked.unreadable();
        let settings = Settings::of(args, Settings::default())?;
        let (count, names) = (asked.list.count, &asked.names);
        let document = RunDocument::of(args, count, names, hashes, unreadable, settings.clone());
        match folder.read(RUN, MAX_RUN_BYTES) {
            Ok(content) => {
                let mut begun = Self::read(folder, &content)?;
                if begun.document.asks_the_same(&document) {
                    // Lines that were wrong may be gone from the lists by now.
                    begun.document.unreadable_lines = unreadable;
                    let opt_out = begun.document.settings.opt_out.take();
                    begun.document.settings = settings;
                    // Who was left alone stays so until another list is given.
                    let kept = &mut begun.document.settings.opt_out;
                    *kept = kept.take().or(opt_out);
                    return Ok(begun);
                }
                let path = folder.path().to_owned();
                Err(Hinted::new(&Problem::OtherRunInFolder { path }, &Hint::NewFolder).into())
            }
            Err(error) if error.is_not_found() => {
                let is_ours = |name: &String| {
                    let name = name.strip_suffix(".part").unwrap_or(name);
                    [RUN, TARGETS, EXCLUDED].contains(&name)
                };
                if !folder.names()?.iter().all(is_ours) {
                    let path = folder.path().to_owned();
                    return Err(
                        Hinted::new(&Problem::ExistsAlready { path }, &Hint::NewFolder).into(),
                    );
                }
                // The last one makes the run complete; a run that was killed before has sent nothing.
                folder.write(TARGETS, asked.list.text.as_bytes())?;
                folder.write(EXCLUDED, &asked.excluded_text)?;
                folder.write_new(RUN, &document.encode()?)?;
                let exclusions = asked.exclusions;
                Ok(Self {
                    document,
                    exclusions,
                })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The run that a folder has.
    pub(super) fn of(folder: &RecordFolder) -> anyhow::Result<Self> {
        let content = folder.read(RUN, MAX_RUN_BYTES).map_err(|error| {
            let path = folder.path().to_owned();
            Hinted::new(&Problem::NoRunInFolder { path }, &Hint::GiveRunFolder).because(error)
        })?;
        Self::read(folder, &content)
    }

    fn read(folder: &RecordFolder, content: &[u8]) -> anyhow::Result<Self> {
        let damaged = |file: &str| {
            let path = folder.path().join(file);
            Hinted::new(&Problem::RunDamaged { path }, &Hint::NewFolder)
        };
        let document = RunDocument::decode(content).ok_or_else(|| damaged(RUN))?;
        let is_as_begun = |file: &str, hash: &str| -> anyhow::Result<Vec<u8>> {
            let content = folder.read(file, MAX_LIST_BYTES)?;
            if content_sha256(&content) == hash {
                Ok(content)
            } else {
                Err(damaged(file).into())
            }
        };
        let targets = is_as_begun(TARGETS, &document.targets_sha256)?;
        let lines = targets.iter().filter(|octet| **octet == b'\n');
        if lines.count() as u64 != document.targets {
            return Err(damaged(RUN).into());
        }
        let excluded = is_as_begun(EXCLUDED, &document.exclude_sha256)?;
        Ok(Self {
            document,
            exclusions: Exclusions::read(&excluded),
        })
    }

    /// How many measurements a visit to one target gives.
    pub(super) fn per_visit(&self) -> u64 {
        self.document.names.len().max(1) as u64
    }

    /// The targets with their numbers from 0. Only those that were asked for are visited: the file
    /// is checked each time, because it lies there for as long as the run takes.
    pub(super) fn targets(
        &self,
        folder: &RecordFolder,
    ) -> anyhow::Result<impl Iterator<Item = anyhow::Result<(u64, Target)>> + use<>> {
        let path = folder.path().join(TARGETS);
        let damaged = move || {
            let path = path.clone();
            Hinted::new(&Problem::RunDamaged { path }, &Hint::NewFolder)
        };
        let text = folder.read(TARGETS, MAX_LIST_BYTES)?;
        if content_sha256(&text) != self.document.targets_sha256 {
            return Err(damaged().into());
        }
        let lines = Cursor::new(text).lines();
        Ok((0..).zip(lines).map(move |(number, line)| {
            let target = line.ok().and_then(|line| targets::parse(&line));
            Ok((number, target.ok_or_else(&damaged)?))
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_targets_than_those_that_were_asked_for_are_never_visited() {
        let above = tempfile::tempdir().unwrap();
        let folder = RecordFolder::open_or_make(&above.path().join("run")).unwrap();
        let (asked, other) = ("192.0.2.1:443\n", "192.0.2.2:443\n");
        folder.write(TARGETS, asked.as_bytes()).unwrap();
        folder.write(EXCLUDED, b"").unwrap();
        let document = serde_json::json!({
            "schema": "anchorwatch.run/1", "software": "a test", "begun_at": "now",
            "vantage": null, "probe_asn": null, "probe_cc": null,
            "targets": 1, "targets_sha256": content_sha256(asked.as_bytes()), "names": [],
            "exclude_sha256": content_sha256(b""), "is_deep": false, "rounds": 2, "every_s": 0,
        });
        let document = document.to_string();
        folder.write(RUN, document.as_bytes()).unwrap();
        let plan = RunPlan::of(&folder).unwrap();
        assert_eq!(plan.targets(&folder).unwrap().count(), 1);
        // Between two rounds.
        folder.write(TARGETS, other.as_bytes()).unwrap();
        assert!(plan.targets(&folder).is_err());
    }
}
