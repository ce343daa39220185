//! `report`: one page that says what many measurements show.

use std::{path::Path, sync::Arc};

use anchorwatch_home::NewFolder;
use anchorwatch_policy::DistrustSet;
use anchorwatch_verdict::VerdictCode;

use crate::{
    commands::{Command, Presentation},
    exit::Exit,
    output, page as lines,
    problem::{Hint, Hinted, Problem},
    progress::Progress,
};

mod answer;
mod args;
mod document;
mod facts;
mod files;
mod page;
mod reading;
mod signed;
mod tables;
mod text;

pub(crate) use args::Args;
use facts::Facts;
use files::Found;

impl Command for Args {
    fn run(&self, how: &Presentation) -> anyhow::Result<Exit> {
        for path in [Some(&self.out), self.csv.as_ref()].into_iter().flatten() {
            refuse_existing(path)?;
        }
        let facts = {
            let _shown = Progress::start(how.words.say("report-reading"));
            let found = Found::of(&self.folders, &self.signed_by)?;
            let distrust = Arc::new(DistrustSet::built_in());
            let reading = reading::read_all(&found.files, &distrust);
            Facts::of(found, reading)
        };
        let tables = tables::all(&facts, &how.words);
        let page = page::render(&facts, &tables, &how.words);
        let folder = self.csv.as_deref();
        let folder = folder.map(|it| tables::write(it, &tables)).transpose()?;
        // If there is no room for the page, the tables are not there either.
        anchorwatch_home::write_new_file(&self.out, page.as_bytes())?;
        folder.map_or(Ok(()), NewFolder::place)?;
        let said = text::written(&self.out, self.csv.as_deref(), &how.words);
        output::to_stderr(&format!("{}\n", lines::escaped(&said)));
        let document = document::Document::of(&facts, &self.out);
        output::answer(how.format, || text::render(&facts, &how.words), &document)?;
        Ok(exit(&facts))
    }
}

fn refuse_existing(path: &Path) -> anyhow::Result<()> {
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    let path = path.to_owned();
    Err(Hinted::new(&Problem::ExistsAlready { path }, &Hint::NameNewFile).into())
}

/// As for `verdict`; what was not read leaves the question open. A single measurement without an answer
/// does not, if others of the name have one.
fn exit(facts: &Facts) -> Exit {
    let counts = facts.summary.counts;
    let codes = VerdictCode::ALL.into_iter();
    let codes = codes.filter(|it| *it != VerdictCode::Inconclusive && counts.of(*it) > 0);
    let codes = codes.map(Exit::of);
    let missing = (!facts.is_complete()).then_some(Exit::Inconclusive);
    Exit::strongest(codes.chain(missing))
}
