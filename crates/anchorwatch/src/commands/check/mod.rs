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
    words::Words,
};

mod args;
mod believers;
mod comparison;
mod document;
mod measuring;
mod text;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        self.deep.limit_names()?;
        if let Some(path) = self
            .evidence
            .as_ref()
            .filter(|path| path.symlink_metadata().is_ok())
        {
            let path = path.clone();
            return Err(Hinted::new(&Problem::ExistsAlready { path }, &Hint::NameNewFile).into());
        }
        let words = &how.words;
        let targets: Vec<Target> = self.hosts.iter().map(target).collect();
        let announcement = text::announcement(&targets, self, words);
        if self.dry_run {
            let document = document::Document::of(&targets, self);
            output::answer(how.format, || announcement, &document)?;
            return Ok(Exit::NothingFound);
        }
        output::to_stderr(&announcement);
        let (measurements, here) = measuring::measure_all(self, targets, words)?;
        let evidence = Evidence {
            software: concat!("anchorwatch ", env!("CARGO_PKG_VERSION")).to_owned(),
            measurements,
        };
        if let Some(path) = &self.evidence {
            write(path, &evidence, words)?;
        }
        let source = self
            .evidence
            .as_ref()
            .map(|path| path.display().to_string());
        let mut read = verdict::Read::default();
        read.add(source.as_deref(), evidence);
        verdict::answer(&read, here, how)
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

fn write(path: &Path, evidence: &Evidence, words: &Words) -> anyhow::Result<()> {
    anchorwatch_home::write_new_file(path, &evidence.encode())?;
    let path = path.display().to_string();
    let said = words.with("check-evidence", &[("path", path.into())]);
    output::to_stderr(&format!("{}\n", page::escaped(&said)));
    Ok(())
}
