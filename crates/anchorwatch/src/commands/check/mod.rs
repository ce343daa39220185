//! `check`: is my connection to these hosts intercepted?

use std::path::Path;

use anchorwatch_evidence::{Evidence, Target};
use anchorwatch_policy::ReferenceName;

use super::verdict;
use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    host::HostPort,
    output, page,
    problem::{Hint, Hinted, Problem},
    signature,
    words::Words,
};

mod args;
mod believers;
pub(crate) mod comparison;
mod document;
pub(crate) mod further;
pub(crate) mod measuring;
mod offered;
mod owner;
mod related;
mod resolvers;
mod text;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        self.deep.limit_names()?;
        self.want_new_files()?;
        let signing_key = self.sign.key()?;
        let words = &how.words;
        let targets: Vec<Target> = self.hosts.iter().map(target).collect();
        let resolvers = resolvers::addresses(&self.deep.resolver)?;
        let announcement = text::announcement(&targets, self, &resolvers, words);
        if self.dry_run {
            let document = document::Document::of(&targets, self, &resolvers);
            output::answer(how.format, || announcement, &document)?;
            return Ok(Exit::NothingFound);
        }
        let others = self.notary.read()?;
        output::to_stderr(&announcement);
        let (measurements, here) =
            measuring::measure_all(self, targets, &others, &resolvers, words)?;
        let evidence = Evidence {
            software: concat!("anchorwatch ", env!("CARGO_PKG_VERSION")).to_owned(),
            measurements,
        };
        if let Some(path) = &self.evidence {
            let encoded = evidence.encode();
            write(path, &encoded, words)?;
            if let Some(key) = &signing_key {
                let name = path.file_name().unwrap_or(path.as_os_str());
                let files = [(&*name.to_string_lossy(), encoded.as_slice())];
                signature::write(key, &files, &signature::note_path(path), words)?;
            }
        }
        let source = self
            .evidence
            .as_ref()
            .map(|path| path.display().to_string());
        let mut read = verdict::Read::default();
        read.add(source.as_deref(), evidence);
        verdict::answer(&read, &others, here, how)
    }
}

impl Args {
    /// # Errors
    /// A file that would be written is there already.
    fn want_new_files(&self) -> anyhow::Result<()> {
        let evidence = self.evidence.iter().cloned();
        let notes = self.evidence.iter().map(|path| signature::note_path(path));
        let notes = notes.filter(|_| self.sign.sign.is_some());
        let mut there = evidence
            .chain(notes)
            .filter(|path| path.symlink_metadata().is_ok());
        match there.next() {
            Some(path) => {
                let problem = Problem::ExistsAlready { path };
                Err(Hinted::new(&problem, &Hint::NameNewFile).into())
            }
            None => Ok(()),
        }
    }
}

/// Converts an internationalized name to A-labels.
fn target(host: &HostPort) -> Target {
    let name = ReferenceName::parse(&host.host);
    Target {
        host: name.dns().unwrap_or(&host.host).to_owned(),
        port: host.port,
    }
}

fn write(path: &Path, encoded: &[u8], words: &Words) -> anyhow::Result<()> {
    anchorwatch_home::write_new_file(path, encoded)?;
    let path = path.display().to_string();
    let said = words.with("check-evidence", &[("path", path.into())]);
    output::to_stderr(&format!("{}\n", page::escaped(&said)));
    Ok(())
}
