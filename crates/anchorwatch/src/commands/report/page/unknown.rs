//! What is not known, and why: never hidden.

use anchorwatch_remark::Remark as _;
use anchorwatch_report::Html;

use super::super::facts::Facts;
use super::{points, section};
use crate::{problem, words::Words};

/// The most files, and the most records, that the page names; it counts the others.
const MOST_NAMED: usize = 50;

pub(super) fn lists(facts: &Facts, words: &Words) -> Html {
    let parts = [
        ("report-unread-files", unread_files(facts, words)),
        ("report-unfinished", paths(&facts.unfinished, words)),
        ("report-skipped", paths(&facts.skipped, words)),
        ("report-unread-records", unread_records(facts, words)),
        ("report-left-out", left_out(facts, words)),
        ("report-unanswered", unanswered(facts, words)),
        ("verdict-not-checked", not_checked(facts, words)),
    ];
    let parts = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
    let mut content: Html = parts
        .map(|(title, lines)| {
            let part = [Html::of("h3", &words.say(title)), points(lines)];
            part.into_iter().collect::<Html>()
        })
        .collect();
    if content.is_empty() {
        let id = match facts.summary.names.is_empty() {
            true => "report-answer-none",
            false => "report-nothing-unknown",
        };
        content = Html::of("p", &words.say(id));
    }
    section("unknown", &words.say("report-unknown"), content)
}

/// The first of a list, and how many more there are.
fn bounded(mut lines: Vec<String>, total: u64, words: &Words) -> Vec<String> {
    lines.truncate(MOST_NAMED);
    let more = total.saturating_sub(lines.len() as u64);
    if more > 0 {
        lines.push(words.with("report-and-more", &[("count", more.into())]));
    }
    lines
}

fn unread_files(facts: &Facts, words: &Words) -> Vec<String> {
    let files = facts.unread_files.iter().take(MOST_NAMED);
    let lines = files.map(|(path, error)| {
        // The first clause says only which file.
        let clauses = problem::clauses(error, words);
        let why = match clauses.as_slice() {
            [_, causes @ ..] if !causes.is_empty() => causes.join(": "),
            all => all.join(": "),
        };
        let path = words.name(path);
        format!("{path}: {why}")
    });
    bounded(lines.collect(), facts.unread_files.len() as u64, words)
}

fn paths(all: &[String], words: &Words) -> Vec<String> {
    let first = all.iter().take(MOST_NAMED);
    let first = first.map(|path| words.name(path));
    bounded(first.collect(), all.len() as u64, words)
}

fn unread_records(facts: &Facts, words: &Words) -> Vec<String> {
    let records = facts.unread_records.iter().take(MOST_NAMED);
    let lines = records.map(|(path, one)| {
        let facts = [
            ("file", words.name(path).into()),
            ("record", one.record.into()),
            ("why", words.remark(&one.why.told()).into()),
        ];
        words.with("verdict-not-read-record", &facts)
    });
    bounded(lines.collect(), facts.unread_record_count, words)
}

fn left_out(facts: &Facts, words: &Words) -> Vec<String> {
    let count = facts.left_out;
    let line = || words.with("report-left-out-count", &[("count", count.into())]);
    (count > 0).then(line).into_iter().collect()
}

fn unanswered(facts: &Facts, words: &Words) -> Vec<String> {
    let lines = facts.unanswered.iter().map(|reason| {
        let said = [
            ("count", reason.count.into()),
            ("why", words.remark(&reason.saw.told()).into()),
            ("place", words.name(&facts.place(reason.place)).into()),
        ];
        words.with("report-unanswered-why", &said)
    });
    lines.collect()
}

fn not_checked(facts: &Facts, words: &Words) -> Vec<String> {
    let lines = facts.not_checked.iter().map(|(count, one)| {
        let (what, why) = words.unchecked(&one.told());
        let said = [
            ("count", (*count).into()),
            ("what", what.into()),
            ("why", why.into()),
        ];
        words.with("report-not-checked-in", &said)
    });
    lines.collect()
}
