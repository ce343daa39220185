//! The report for people, in 80 columns.

use std::fmt::Write as _;

use super::phase::Scope;
use super::report::{Cell, Counts, Moment, Report, Row};
use super::twin::Twin;
use crate::client::Answer;

/// The columns after the client's name; the company's page ends the line.
const COLUMNS: [Twin; 6] = [
    Twin::Original,
    Twin::Reissued,
    Twin::Renamed,
    Twin::CrossSigned,
    Twin::Returned,
    Twin::Rekeyed,
];
/// The columns of the table of names: the re-keyed root's pages, and the company's.
const NAMES: [(Twin, &str); 4] = [
    (Twin::Private, "private"),
    (Twin::Rekeyed, "public"),
    (Twin::Company, "covered"),
    (Twin::Uncovered, "other"),
];
const NAME_WIDTH: usize = 17;
const CELL_WIDTH: usize = 9;

impl Report {
    /// Returns two tables, what they leave open, and the counts.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.table(
            &mut text,
            Moment::Before,
            "The roots are installed, nothing is blocked",
        );
        self.table(
            &mut text,
            Moment::After,
            "After the block, the roots still installed",
        );
        if self.scope == Scope::Unlisted {
            self.names(&mut text);
        }
        self.notes(&mut text);
        self.closing(&mut text);
        text
    }

    fn table(&self, text: &mut String, moment: Moment, title: &str) {
        text.push_str(title);
        text.push_str("\n\n");
        let mut head = format!("{:NAME_WIDTH$}", "");
        for twin in COLUMNS {
            let _infallible = write!(head, "{:CELL_WIDTH$}", twin.code());
        }
        head.push_str("company");
        push_line(text, &head);
        for row in self.rows.iter().filter(|row| !row.reads_no_store()) {
            let mut line = format!("{:NAME_WIDTH$}", row.client.id);
            for twin in COLUMNS {
                let _infallible = write!(line, "{:CELL_WIDTH$}", word(&shown(row, moment, twin)));
            }
            line.push_str(match row.company(moment) {
                Some(Answer::Loads) => "loads",
                Some(Answer::Refuses(_)) => "REFUSED",
                Some(Answer::Broken(_)) | None => "?",
            });
            push_line(text, &line);
        }
        text.push('\n');
    }

    /// What roots that are not blocked speak for.
    fn names(&self, text: &mut String) {
        text.push_str("After the block, roots that no list knows and what they may speak for\n\n");
        let mut head = format!("{:NAME_WIDTH$}", "");
        for (_, title) in NAMES {
            let _infallible = write!(head, "{title:CELL_WIDTH$}");
        }
        push_line(text, &head);
        for row in self.rows.iter().filter(|row| !row.reads_no_store()) {
            let mut line = format!("{:NAME_WIDTH$}", row.client.id);
            for (twin, _) in NAMES {
                let word = match row.after(twin) {
                    Some(Answer::Loads) => "loads",
                    Some(Answer::Refuses(_)) => "refused",
                    Some(Answer::Broken(_)) | None => "?",
                };
                let _infallible = write!(line, "{word:CELL_WIDTH$}");
            }
            push_line(text, &line);
        }
        text.push('\n');
    }

    fn notes(&self, text: &mut String) {
        let strangers: Vec<_> = self
            .rows
            .iter()
            .filter(|row| row.reads_no_store())
            .collect();
        for row in &strangers {
            let is_fooled = |moment| {
                let mut all = COLUMNS.iter().map(move |twin| row.cell(moment, *twin));
                all.any(|cell| cell != Cell::ReadsNoStore)
            };
            let but = if is_fooled(Moment::Before) || is_fooled(Moment::After) {
                "; not every page could be judged"
            } else {
                ""
            };
            push_line(
                text,
                &format!("{:NAME_WIDTH$}does not read this store{but}", row.client.id),
            );
        }
        for (client, why) in &self.absent {
            push_line(
                text,
                &format!("{:NAME_WIDTH$}not asked: {}", client.id, shortened(why)),
            );
        }
        for row in &self.rows {
            if let Some(why) = first_unjudged(row) {
                push_line(
                    text,
                    &format!(
                        "{:NAME_WIDTH$}not judged: {}",
                        row.client.id,
                        shortened(&why)
                    ),
                );
            }
        }
        if !(strangers.is_empty() && self.absent.is_empty()) {
            text.push('\n');
        }
        text.push_str(LEGEND);
        if self.scope == Scope::Unlisted {
            text.push_str(LEGEND_OF_NAMES);
        }
        text.push('\n');
    }

    fn closing(&self, text: &mut String) {
        let Counts {
            should_refuse_count: all,
            fooled_before_count: before,
            fooled_count: after,
            rekeyed_fooled_count: rekeyed,
            reader_count: readers,
            harmed_count: harmed,
            uncovered_count: uncovered,
            unjudged_count: unjudged,
            not_back_count: not_back,
        } = self.counts();
        let clients = self.rows.len();
        let back = clients - not_back;
        let refuses_company = |row: &&Row| {
            !row.reads_no_store() && matches!(row.company(Moment::After), Some(Answer::Refuses(_)))
        };
        let kept = readers - self.rows.iter().filter(refuses_company).count();
        let differing = self.not_brought_back.len();
        let mut say = |line: String| push_line(text, &line);
        say(format!(
            "Fooled on pages whose key is blocked: {before} of {all} before, {after} of {all} after."
        ));
        say(format!(
            "Fooled by the re-keyed root, which no list knows: {rekeyed} of {readers} clients."
        ));
        say(format!(
            "The company's page after the block: not refused by {kept} of {readers} clients."
        ));
        if self.scope == Scope::Unlisted {
            say(format!(
                "Its page for a name that is not covered: loads in {uncovered} clients."
            ));
        }
        say(format!(
            "As before after undo: {back} of {clients} clients; {differing} files differ."
        ));
        if harmed > 0 {
            say(format!(
                "Clients that lost a page which should load: {harmed}."
            ));
        }
        if unjudged > 0 {
            say(format!("Not judged: {unjudged} answers."));
        }
        self.what_went_wrong(text);
    }

    fn what_went_wrong(&self, text: &mut String) {
        if let Some(error) = &self.undo_error {
            push_line(text, &format!("Undo failed: {error}"));
        }
        for path in &self.not_brought_back {
            push_line(text, &format!("not brought back: {path}"));
        }
        for path in &self.machine_changed {
            push_line(
                text,
                &format!("CHANGED ON THE MACHINE ITSELF MEANWHILE: {path}"),
            );
        }
    }
}

const LEGEND: &str = "\
original   the certificate that the block was told
reissued   another certificate of the same name and key
renamed    the same key under another name
crossed    the same key, vouched for by another installed root: alone, or with
           a root of the same name installed beside; the worse of both
returned   the same key under a new name, installed after the block
rekeyed    the same name over a key that the block was not told
company    a good root that must go on working
";

const LEGEND_OF_NAMES: &str = "\
private    a private name, under the root of rekeyed
public     a public name, under the same root
covered    a name that a consent to the company's root covers
other      a public name that it does not cover, under the company's root
";

/// Returns what a column shows. Two twins share one, for lack of room.
fn shown(row: &Row, moment: Moment, twin: Twin) -> Cell {
    let cell = row.cell(moment, twin);
    match twin {
        Twin::CrossSigned => worse(cell, row.cell(moment, Twin::Beside)),
        _ => cell,
    }
}

fn worse(one: Cell, other: Cell) -> Cell {
    let rank = |cell: &Cell| match cell {
        Cell::Fooled => 0,
        Cell::Unjudged(_) => 1,
        Cell::Refused(_) => 2,
        Cell::ReadsNoStore => 3,
    };
    if rank(&other) < rank(&one) {
        other
    } else {
        one
    }
}

fn word(cell: &Cell) -> &'static str {
    match cell {
        Cell::Fooled => "fooled",
        Cell::Refused(_) => "refused",
        Cell::ReadsNoStore => "-",
        Cell::Unjudged(_) => "?",
    }
}

fn first_unjudged(row: &Row) -> Option<String> {
    let moments = [Moment::Before, Moment::After].into_iter();
    let mut cells = moments.flat_map(|moment| COLUMNS.map(|twin| shown(row, moment, twin)));
    cells.find_map(|cell| match cell {
        Cell::Unjudged(why) => Some(why),
        Cell::Fooled | Cell::Refused(_) | Cell::ReadsNoStore => None,
    })
}

/// Shortens a text to what is left of 79 columns after a name and two words.
fn shortened(text: &str) -> String {
    const LIMIT: usize = 50;
    if text.chars().count() <= LIMIT {
        return text.to_owned();
    }
    text.chars().take(LIMIT - 1).chain(['…']).collect()
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line.trim_end());
    text.push('\n');
}
