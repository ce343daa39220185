//! `check`: is my connection to these hosts intercepted?

use std::path::Path;

use anchorwatch_evidence::{Evidence, Target};
use anchorwatch_policy::ReferenceName;

use super::verdict;
use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    host::HostPort,
    output,
    problem::{Hint, Hinted, Problem},
    signature,
};

mod args;
mod believers;
pub(crate) mod comparison;
mod document;
pub(crate) mod further;
mod keeping;
pub(crate) mod measuring;
mod notary;
mod notary_source;
mod offered;
mod owner;
mod related;
mod resolvers;
mod text;

pub(crate) use args::Args;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        self.deep.limit_names()?;
        let asked = self.asked()?;
        self.want_new_files(asked.count())?;
        let signing_key = self.sign.key()?;
        let words = &how.words;
        let targets: Vec<Target> = self.hosts.iter().map(target).collect();
        let resolvers = resolvers::addresses(&self.deep.resolver)?;
        let announcement = text::announcement(&targets, self, &resolvers, words);
        if self.dry_run {
            let question = self.question(&targets);
            let document = document::Document::of(&targets, self, &resolvers);
            let page = || announcement + &text::commands(&self.hosts_over_ssh(), &question, words);
            output::answer(how.format, page, &document)?;
            return Ok(Exit::NothingFound);
        }
        let mut others = self.others()?;
        output::to_stderr(&announcement);
        let answers = self.ask(&asked, &targets, words)?;
        for evidence in answers.seen.iter().flatten() {
            others.add_notary(evidence.clone());
        }
        let (measurements, mut here) =
            measuring::measure_all(self, targets, &others, &resolvers, words)?;
        for (here, unanswered) in here.iter_mut().zip(answers.unanswered) {
            here.unanswered = unanswered;
        }
        let evidence = Evidence {
            software: concat!("anchorwatch ", env!("CARGO_PKG_VERSION")).to_owned(),
            measurements,
        };
        let is_piped = self.is_piped();
        let kept = self.evidence.as_ref().filter(|_| !is_piped);
        if let Some(path) = kept {
            keeping::keep(path, &evidence, &answers.seen, signing_key.as_ref(), words)?;
        }
        let source = kept.map(|path| path.display().to_string());
        let encoded = is_piped.then(|| evidence.encode());
        let mut read = verdict::Read::default();
        read.add(source.as_deref(), evidence);
        match encoded {
            Some(encoded) => {
                verdict::judge_and(&read, &others, here, |_| output::answer_json(&encoded))
            }
            None => verdict::answer(&read, &others, here, how),
        }
    }
}

impl Args {
    /// Whether the evidence is the answer.
    fn is_piped(&self) -> bool {
        self.evidence.as_deref() == Some(Path::new("-"))
    }

    /// # Errors
    /// A file that would be written is there already, or a note is wanted beside none.
    fn want_new_files(&self, asked_count: usize) -> anyhow::Result<()> {
        if self.is_piped() {
            return match self.sign.sign {
                Some(_) => Err(Hinted::new(&Problem::NothingToSign, &Hint::NameNewFile).into()),
                None => Ok(()),
            };
        }
        let evidence = self.evidence.iter();
        let all = evidence.flat_map(|path| {
            let note = self.sign.sign.is_some().then(|| signature::note_path(path));
            let notaries = keeping::notary_paths(path).take(asked_count);
            std::iter::once(path.clone()).chain(note).chain(notaries)
        });
        let mut there = all.filter(|path| path.symlink_metadata().is_ok());
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
