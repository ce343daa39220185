//! What the terminal says: the answer, and where the page is.

use std::path::Path;

use super::{answer::Answer, facts::Facts, page};
use crate::{
    page::{Page, escaped},
    words::Words,
};

/// The most names that are listed; the page has the others.
const MOST_NAMES: usize = 10;

pub(super) fn render(facts: &Facts, words: &Words) -> String {
    let mut lines = Page::of(words, &[]);
    lines.say(&page::sentence(facts, words));
    let worst = facts.summary.names.iter();
    let worst = worst.filter(|name| Answer::of(name.code).has_reasons());
    let rows: Vec<(String, String)> = worst
        .clone()
        .take(MOST_NAMES)
        .map(|name| {
            let word = words.say(&format!("verdict-word-{}", name.code.code()));
            (escaped(&words.name(&name.host)), word)
        })
        .collect();
    if !rows.is_empty() {
        lines.line("");
        lines.columns(&rows);
    }
    let more = worst.count().saturating_sub(MOST_NAMES);
    if more > 0 {
        lines.point(&words.with("report-and-more", &[("count", more.into())]));
    }
    if facts.is_part_missing() {
        lines.head(&words.say("report-part-missing"));
    }
    if !facts.signed_by.is_empty() {
        lines.say(&signed(facts, words));
    }
    lines.finish()
}

/// Who signed what is in the report.
pub(super) fn signed(facts: &Facts, words: &Words) -> String {
    let keys = escaped(&facts.signed_by.join(", "));
    words.with("report-signed", &[("keys", keys.into())])
}

/// Where the page and the tables are.
pub(super) fn written(out: &Path, csv: Option<&Path>, words: &Words) -> String {
    let path = out.display().to_string();
    let page = words.with("report-written", &[("path", path.into())]);
    let tables = csv.map(|folder| {
        let path = folder.display().to_string();
        words.with("report-written-tables", &[("path", path.into())])
    });
    match tables {
        Some(tables) => format!("{page}; {tables}"),
        None => page,
    }
}
