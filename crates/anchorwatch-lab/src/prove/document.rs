//! The report for programs: `anchorwatch.prove/1`.

use serde::Serialize;

use super::phase::Scope;
use super::report::{Cell, Counts, Moment, Report, Row};
use super::twin::Twin;
use crate::client::Answer;

/// The name and version of the document.
pub const SCHEMA: &str = "anchorwatch.prove/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    clients: Vec<ClientDocument<'a>>,
    not_asked: Vec<NotAsked<'a>>,
    counts: CountsDocument,
    undo_error: Option<&'a str>,
    not_brought_back: &'a [String],
    machine_changed: &'a [String],
}

#[derive(Serialize)]
struct ClientDocument<'a> {
    id: &'a str,
    what: &'a str,
    version: &'a str,
    reads_this_store: bool,
    is_back_after_undo: bool,
    pages: Vec<PageDocument>,
    answers: Vec<AnswerDocument<'a>>,
}

/// The judgement of one twin. `is_blocked`: it must be refused after the block. `before` and
/// `after`: `fooled`, `refused`, `does_not_read_this_store` or `not_judged`.
#[derive(Serialize)]
struct PageDocument {
    twin: &'static str,
    is_blocked: bool,
    before: &'static str,
    before_text: Option<String>,
    after: &'static str,
    after_text: Option<String>,
}

/// What was measured. `answer`: `loads`, `refuses` or `broken`.
#[derive(Serialize)]
struct AnswerDocument<'a> {
    phase: &'static str,
    twin: &'static str,
    with_own_anchors: bool,
    answer: &'static str,
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct NotAsked<'a> {
    id: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct CountsDocument {
    should_refuse_count: usize,
    fooled_before_count: usize,
    fooled_count: usize,
    rekeyed_fooled_count: usize,
    reader_count: usize,
    harmed_count: usize,
    uncovered_count: usize,
    unjudged_count: usize,
    not_back_count: usize,
}

impl Report {
    /// Returns the document, on one line.
    ///
    /// # Errors
    ///
    /// Those of `serde_json`; none is known for this type.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let not_asked = self.absent.iter();
        serde_json::to_string(&Document {
            schema: SCHEMA,
            clients: self
                .rows
                .iter()
                .map(|row| client(row, self.scope))
                .collect(),
            not_asked: not_asked
                .map(|(client, why)| NotAsked { id: client.id, why })
                .collect(),
            counts: self.counts().into(),
            undo_error: self.undo_error.as_deref(),
            not_brought_back: &self.not_brought_back,
            machine_changed: &self.machine_changed,
        })
    }
}

fn client(row: &Row, scope: Scope) -> ClientDocument<'_> {
    let asked = Twin::BLOCKED.into_iter().chain([Twin::Rekeyed]);
    let measured = row.sheets.iter().flat_map(|(phase, sheet)| {
        sheet
            .iter()
            .map(|(twin, answer)| of_answer(phase.code(), *twin, answer, false))
    });
    let own = row.own_controls.iter();
    let own = own.map(|(phase, answer)| of_answer(phase.code(), Twin::Company, answer, true));
    ClientDocument {
        id: row.client.id,
        what: row.client.what,
        version: &row.version,
        reads_this_store: !row.reads_no_store(),
        is_back_after_undo: row.is_back(),
        pages: asked.map(|twin| page(row, twin, scope)).collect(),
        answers: measured.chain(own).collect(),
    }
}

fn page(row: &Row, twin: Twin, scope: Scope) -> PageDocument {
    let (before, before_text) = of_cell(row.cell(Moment::Before, twin));
    let (after, after_text) = of_cell(row.cell(Moment::After, twin));
    PageDocument {
        twin: twin.code(),
        is_blocked: scope.refuses(twin),
        before,
        before_text,
        after,
        after_text,
    }
}

fn of_cell(cell: Cell) -> (&'static str, Option<String>) {
    match cell {
        Cell::Fooled => ("fooled", None),
        Cell::Refused(text) => ("refused", Some(text)),
        Cell::ReadsNoStore => ("does_not_read_this_store", None),
        Cell::Unjudged(why) => ("not_judged", Some(why)),
    }
}

fn of_answer<'a>(
    phase: &'static str,
    twin: Twin,
    answer: &'a Answer,
    with_own_anchors: bool,
) -> AnswerDocument<'a> {
    let (kind, text) = match answer {
        Answer::Loads => ("loads", None),
        Answer::Refuses(text) => ("refuses", Some(text.as_str())),
        Answer::Broken(text) => ("broken", Some(text.as_str())),
    };
    AnswerDocument {
        phase,
        twin: twin.code(),
        with_own_anchors,
        answer: kind,
        text,
    }
}

impl From<Counts> for CountsDocument {
    fn from(counts: Counts) -> Self {
        let Counts {
            should_refuse_count,
            fooled_before_count,
            fooled_count,
            rekeyed_fooled_count,
            reader_count,
            harmed_count,
            uncovered_count,
            unjudged_count,
            not_back_count,
        } = counts;
        Self {
            should_refuse_count,
            fooled_before_count,
            fooled_count,
            rekeyed_fooled_count,
            reader_count,
            harmed_count,
            uncovered_count,
            unjudged_count,
            not_back_count,
        }
    }
}
