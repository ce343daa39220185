//! The table of names, the worst first.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_report::{Html, NameSummary};

use super::super::{answer::Answer, facts::Facts};
use super::{answer::badge, detail, section, time};
use crate::words::Words;

/// The most names in the table of the page; the CSV file has all.
const MOST_ROWS: usize = 1_000;

const COLUMNS: [&str; 6] = [
    "report-column-name",
    "report-column-answer",
    "report-column-first",
    "report-column-last",
    "report-column-vantages",
    "report-column-measurements",
];

pub(super) fn table(facts: &Facts, words: &Words) -> Html {
    let names = &facts.summary.names;
    let labels = COLUMNS.map(|id| words.say(id));
    let head = labels.iter().map(|label| {
        let attributes = [("scope", "col"), ("role", "columnheader")];
        Html::element("th", &attributes, Html::text(label))
    });
    let head = Html::element("tr", &[("role", "row")], head.collect());
    let head = Html::element("thead", &[("role", "rowgroup")], head);
    let shown = names.iter().take(MOST_ROWS).enumerate();
    let rows = shown.map(|(index, name)| row(index, name, &labels, words));
    let rows = Html::element("tbody", &[("role", "rowgroup")], rows.collect());
    let caption = Html::of("caption", &words.say("report-names-caption"));
    let table = Html::element(
        "table",
        &[("class", "names"), ("role", "table")],
        [caption, head, rows].into_iter().collect(),
    );
    let more = names.len().saturating_sub(MOST_ROWS);
    let more = (more > 0).then(|| {
        let text = words.with("report-names-more", &[("count", more.into())]);
        Html::classed("p", "note", &text)
    });
    let content = std::iter::once(table).chain(more).collect();
    section("names", &words.say("report-names"), content)
}

fn row(index: usize, name: &NameSummary, labels: &[String; 6], words: &Words) -> Html {
    let answer = Answer::of(name.code);
    let shown = Html::foreign(&words.name(&detail::shown(name)));
    let link = format!("#{}", detail::id(index));
    let shown = match detail::has_one(index, name) {
        true => Html::element("a", &[("href", &link)], shown),
        false => shown,
    };
    let class = format!("pill pill-{}", answer.code());
    let pill = Html::classed("span", &class, &badge(answer, words));
    let seen = name.seen(name.code);
    let seen_at = |at: Option<UnixSeconds>| Html::text(&at.map_or_else(|| "–".to_owned(), time));
    let of = |count: u64, total: u64| {
        let facts = [("count", count.into()), ("total", total.into())];
        Html::text(&words.with("report-count-of", &facts))
    };
    let counts = name.counts;
    let count = counts.of(name.code);
    let cells = [
        pill,
        seen_at(seen.map(|it| it.0)),
        seen_at(seen.map(|it| it.1)),
        of(name.vantages_of(name.code) as u64, name.lanes.len() as u64),
        of(count, counts.total()),
    ];
    let head = [("scope", "row"), ("role", "rowheader")];
    let head = Html::element("th", &head, shown);
    let cells = labels.iter().skip(1).zip(cells).map(|(label, cell)| {
        let attributes = [("role", "cell"), ("data-label", label.as_str())];
        Html::element("td", &attributes, cell)
    });
    let row = std::iter::once(head).chain(cells).collect();
    Html::element("tr", &[("role", "row")], row)
}
