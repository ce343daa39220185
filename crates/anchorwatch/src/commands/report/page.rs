//! The page: HTML without script, and without anything from elsewhere.

mod answer;
mod detail;
mod names;
mod pair;
mod path;
mod signers;
mod style;
mod times;
mod unknown;

use anchorwatch_identity::UnixSeconds;
use anchorwatch_report::Html;
pub(super) use answer::sentence;

use super::{
    facts::Facts,
    tables::{self, Tables},
    text,
};
use crate::words::Words;

/// Nothing is loaded and nothing runs, whatever the page contains.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

pub(super) fn render(facts: &Facts, tables: &Tables, words: &Words) -> String {
    let mut main: Html = [
        answer::hero(facts, words),
        answer::to_do(facts, words),
        names::table(facts, words),
        signers::cards(facts, words),
        detail::sections(facts, words),
        unknown::lists(facts, words),
        method(facts, words),
    ]
    .into_iter()
    .collect();
    main.push(data(tables, words));
    let body = [
        Html::classed("p", "maker", &words.say("report-maker")),
        Html::element("main", &[], main),
        Html::element("footer", &[], Html::of("p", &words.say("report-privacy"))),
    ];
    let body = Html::element("body", &[], body.into_iter().collect());
    let html = [head(facts, words), body].into_iter().collect();
    let language = [("lang", words.language().tag())];
    Html::element("html", &language, html).document()
}

fn head(facts: &Facts, words: &Words) -> Html {
    let viewport = [
        ("name", "viewport"),
        ("content", "width=device-width, initial-scale=1"),
    ];
    let policy = [
        ("http-equiv", "Content-Security-Policy"),
        ("content", POLICY),
    ];
    let referrer = [("name", "referrer"), ("content", "no-referrer")];
    let parts = [
        Html::void("meta", &[("charset", "utf-8")]),
        Html::void("meta", &policy),
        Html::void("meta", &viewport),
        Html::void("meta", &referrer),
        Html::void(
            "meta",
            &[("name", "color-scheme"), ("content", "light dark")],
        ),
        Html::of("title", &sentence(facts, words)),
        Html::element("style", &[], Html::constant(style::SHEET)),
    ];
    Html::element("head", &[], parts.into_iter().collect())
}

/// A time for people, in UTC to the minute. The tables have the seconds.
fn time(at: UnixSeconds) -> String {
    let text = at.to_string();
    match text.get(..16).zip(text.get(16..)) {
        // RFC 3339: 2019-07-17T08:00:00Z.
        Some((minute, _)) if text.len() == 20 => minute.replace('T', " "),
        _ => text,
    }
}

/// A section with its heading, which screen readers list.
fn section(id: &str, title: &str, content: Html) -> Html {
    let title = Html::element("h2", &[], Html::text(title));
    Html::element(
        "section",
        &[("id", id)],
        [title, content].into_iter().collect(),
    )
}

fn points(all: impl IntoIterator<Item = String>) -> Html {
    let points: Html = all.into_iter().map(|it| Html::of("li", &it)).collect();
    if points.is_empty() {
        return points;
    }
    Html::element("ul", &[], points)
}

/// A link that saves a table, whose text is in the page.
fn table_link(table: &anchorwatch_report::Csv, file: &str, words: &Words) -> Html {
    if table.as_str().len() > tables::MOST_EMBEDDED {
        return Html::classed("p", "note", &words.say("report-table-too-long"));
    }
    let link = table.data_link();
    let attributes = [("href", link.as_str()), ("download", file)];
    let facts = [("file", file.into())];
    let text = Html::text(&words.with("report-table-save", &facts));
    Html::element(
        "p",
        &[("class", "save")],
        Html::element("a", &attributes, text),
    )
}

fn method(facts: &Facts, words: &Words) -> Html {
    let rules = [("rules", anchorwatch_verdict::RULES_VERSION.into())];
    let signed = (!facts.signed_by.is_empty()).then(|| text::signed(facts, words));
    let said = [
        words.say("report-method-judged"),
        words.say("report-method-counted"),
        words.say("report-method-dated"),
        words.say("report-method-confidence"),
        words.say("report-method-limits"),
        words.with("report-method-rules", &rules),
    ];
    let points = points(said.into_iter().chain(signed));
    section("method", &words.say("report-method"), points)
}

fn data(tables: &Tables, words: &Words) -> Html {
    let links = tables
        .iter()
        .map(|(file, table)| table_link(table, file, words));
    let intro = Html::of("p", &words.say("report-data-intro"));
    let content = std::iter::once(intro).chain(links).collect();
    section("data", &words.say("report-data"), content)
}
