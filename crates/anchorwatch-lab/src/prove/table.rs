//! The report for people, in 80 columns.

use std::fmt::Write as _;

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
            unjudged_count: unjudged,
            not_back_count: not_back,
        } = self.counts();
        let clients = self.rows.len();
        let back = clients - not_back;
        let kept = readers - harmed;
        push_line(
            text,
            &format!(
                "Fooled on pages whose key is blocked: {before} of {all} before, {after} of {all} after."
            ),
        );
        push_line(
            text,
            &format!(
                "Fooled by the re-keyed root, which no list knows: {rekeyed} of {readers} clients."
            ),
        );
        push_line(
            text,
            &format!(
                "The company's page after the block: not refused by {kept} of {readers} clients."
            ),
        );
        push_line(
            text,
            &format!(
                "As before after undo: {back} of {clients} clients; {} files differ.",
                self.not_brought_back.len()
            ),
        );
        if unjudged > 0 {
            push_line(text, &format!("Not judged: {unjudged} answers."));
        }
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
