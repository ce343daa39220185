//! The tables that go with the page, as CSV. Their columns are in English, for programs.

use std::path::Path;

use anchorwatch_home::NewFolder;
use anchorwatch_report::{Csv, NameSummary, columns};
use anchorwatch_verdict::VerdictCode;

use super::facts::Facts;
use crate::words::Words;

/// The longest table that is put into the page, in bytes. `--csv` writes any.
pub(super) const MOST_EMBEDDED: usize = 2 << 20;

/// Each table with the name of its file.
pub(super) type Tables = [(&'static str, Csv); 3];

/// The tables of all names.
pub(super) fn all(facts: &Facts, words: &Words) -> Tables {
    [
        ("names.csv", names(facts, words)),
        ("episodes.csv", episodes(facts, words)),
        ("times.csv", times(facts, words)),
    ]
}

/// Writes every table into a new folder, which is there once it is placed.
///
/// # Errors
/// The folder or a file cannot be made.
pub(super) fn write(folder: &Path, tables: &Tables) -> anyhow::Result<NewFolder> {
    use crate::problem::{Hint, Hinted, Problem};
    let files = tables.each_ref();
    let files = files.map(|(file, table)| (*file, table.as_str().as_bytes()));
    let written = NewFolder::write(folder, &files);
    Ok(written.map_err(|error| {
        let path = folder.to_owned();
        Hinted::new(&Problem::CannotWrite { path }, &Hint::CheckPath).because(error)
    })?)
}

/// Each name at each vantage point, with its witness.
fn names(facts: &Facts, words: &Words) -> Csv {
    let before = [
        "name",
        "port",
        "vantage",
        "verdict",
        "first",
        "last",
        "measurements",
    ];
    let mut table = with_counts(&before, &["confidence_of_name", "witness_of_name"]);
    for name in &facts.summary.names {
        let witness = name.tally.best.as_ref();
        let witness = witness.map(|it| facts.place(it.place)).unwrap_or_default();
        for lane in &name.lanes {
            let worst = lane.tries.iter().map(|it| it.code).min();
            let worst = worst.unwrap_or(VerdictCode::Inconclusive);
            let ends = [lane.tries.first(), lane.tries.last()];
            let [first, last] = ends.map(|end| end.map(|it| it.at.to_string()).unwrap_or_default());
            let counts = lane.counts;
            let mut row = vec![
                name.host.clone(),
                name.port.to_string(),
                facts.vantage(lane.vantage, words),
                worst.code().to_owned(),
                first,
                last,
                counts.total().to_string(),
            ];
            row.extend(VerdictCode::ALL.map(|code| counts.of(code).to_string()));
            row.extend([name.confidence.to_string(), witness.clone()]);
            table.row(&row);
        }
    }
    table
}

/// From when to when each name was read.
fn episodes(facts: &Facts, words: &Words) -> Csv {
    let mut table = Csv::new(&[
        "name",
        "port",
        "vantage",
        "clean_before",
        "first",
        "last",
        "clean_after",
        "witness_of_first",
    ]);
    for name in &facts.summary.names {
        for lane in &name.lanes {
            let time = |place: Option<usize>| {
                let found = place.and_then(|place| lane.answered.get(place));
                found.map(|it| it.at.to_string()).unwrap_or_default()
            };
            for episode in &lane.episodes {
                let witness = lane.answered.get(episode.first);
                table.row(&[
                    name.host.clone(),
                    name.port.to_string(),
                    facts.vantage(lane.vantage, words),
                    time(episode.clean_before),
                    time(Some(episode.first)),
                    time(Some(episode.last)),
                    time(episode.clean_after),
                    witness.map(|it| facts.place(it.place)).unwrap_or_default(),
                ]);
            }
        }
    }
    table
}

/// A table that counts each verdict in a column of its own, under its code.
fn with_counts(before: &[&str], after: &[&str]) -> Csv {
    let counts = VerdictCode::ALL.map(VerdictCode::code);
    Csv::new(&[before, &counts, after].concat())
}

fn empty_times() -> Csv {
    with_counts(&["name", "port", "vantage", "from"], &[])
}

/// The time lines of all names.
fn times(facts: &Facts, words: &Words) -> Csv {
    let mut table = empty_times();
    for name in &facts.summary.names {
        add_times(&mut table, name, facts, words);
    }
    table
}

/// The time lines of one name.
pub(super) fn times_of(name: &NameSummary, facts: &Facts, words: &Words) -> Csv {
    let mut table = empty_times();
    add_times(&mut table, name, facts, words);
    table
}

fn add_times(table: &mut Csv, name: &NameSummary, facts: &Facts, words: &Words) {
    let Some((from, to)) = facts.summary.span else {
        return;
    };
    for lane in &name.lanes {
        for column in columns(&lane.tries, from, to) {
            let counts = column.counts;
            let mut row = vec![
                name.host.clone(),
                name.port.to_string(),
                facts.vantage(lane.vantage, words),
                column.from.to_string(),
            ];
            row.extend(VerdictCode::ALL.map(|code| counts.of(code).to_string()));
            table.row(&row);
        }
    }
}
