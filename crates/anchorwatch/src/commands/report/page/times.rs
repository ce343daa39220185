//! The time lines of a name: one for each vantage point.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_report::{Counts, Episode, Html, LaneSummary, NameSummary, columns, svg};
use anchorwatch_verdict::VerdictCode;

use super::super::{answer::Answer, facts::Facts, tables};
use super::{answer::badge, table_link, time};
use crate::words::Words;

/// The most vantage points that have a line.
const MOST_LANES: usize = 12;

/// The most episodes that are named beside a line.
const MOST_EPISODES: usize = 6;

/// The fewest tries from which it is said that nothing was seen.
const FEW_TRIES: u64 = 3;

pub(super) fn figure(index: usize, name: &NameSummary, facts: &Facts, words: &Words) -> Html {
    let Some((from, to)) = facts.summary.span else {
        return Html::default();
    };
    let mut lanes: Vec<&LaneSummary> = name.lanes.iter().collect();
    lanes.sort_by_key(|lane| std::cmp::Reverse(lane.counts.of(VerdictCode::Intercepted)));
    let left_out = lanes.len().saturating_sub(MOST_LANES);
    let lanes = lanes.into_iter().take(MOST_LANES);
    let mut content: Html = lanes
        .map(|lane| one(lane, (from, to), facts, words))
        .collect();
    let ends = [from, to].map(|end| Html::of("span", &time(end)));
    let axis = [("class", "axis"), ("aria-hidden", "true")];
    content.push(Html::element("p", &axis, ends.into_iter().collect()));
    content.push(legend(name.counts, words));
    if left_out > 0 {
        let text = words.with("report-lanes-more", &[("count", left_out.into())]);
        content.push(Html::classed("p", "note", &text));
    }
    let caption = Html::of("figcaption", &words.say("report-times-caption"));
    let table = tables::times_of(name, facts, words);
    let file = format!("times-{}.csv", index + 1);
    let link = table_link(&table, &file, words);
    let figure = [caption, content, link].into_iter().collect();
    Html::element("figure", &[("class", "times")], figure)
}

fn one(
    lane: &LaneSummary,
    (from, to): (UnixSeconds, UnixSeconds),
    facts: &Facts,
    words: &Words,
) -> Html {
    let vantage = facts.vantage(lane.vantage, words);
    let said = said(lane, words);
    let title = words.with(
        "report-times-title",
        &[("vantage", vantage.as_str().into())],
    );
    let columns = columns(&lane.tries, from, to);
    let picture = svg::timeline(&columns, &title, &said.join(" "));
    let label = Html::element("p", &[("class", "lane")], Html::foreign(&vantage));
    let said: Html = said
        .iter()
        .map(|text| Html::classed("p", "said", text))
        .collect();
    [label, picture, said].into_iter().collect()
}

/// What a line shows, in words.
fn said(lane: &LaneSummary, words: &Words) -> Vec<String> {
    let counts = lane.counts;
    let numbers = [
        ("count", counts.of(VerdictCode::Intercepted).into()),
        ("total", counts.total().into()),
    ];
    let worst = counts.worst().unwrap_or(VerdictCode::Inconclusive);
    let answer = Answer::of(worst);
    if answer != Answer::Read {
        let clean = counts.of(VerdictCode::NotSeen);
        let (id, count) = match answer {
            Answer::Clean if clean < FEW_TRIES => ("report-lane-few", clean),
            // How many say something: none.
            Answer::Open => (answer.of_lane(), clean),
            _ => (answer.of_lane(), counts.of(worst)),
        };
        let numbers = [("count", count.into()), ("total", counts.total().into())];
        return vec![words.with(id, &numbers)];
    }
    let mut all = vec![words.with(answer.of_lane(), &numbers)];
    if lane.episodes.is_empty() {
        all.push(words.say("report-lane-alone"));
    }
    let episodes = lane.episodes.iter().take(MOST_EPISODES);
    all.extend(episodes.map(|episode| dated(lane, *episode, words)));
    let more = lane.episodes.len().saturating_sub(MOST_EPISODES);
    if more > 0 {
        all.push(words.with("report-episodes-more", &[("count", more.into())]));
    }
    all
}

/// From when to when.
fn dated(lane: &LaneSummary, episode: Episode, words: &Words) -> String {
    let at = |place: usize| {
        let found = lane.answered.get(place);
        found.map_or_else(|| "?".to_owned(), |it| time(it.at))
    };
    let first = ("first", at(episode.first).into());
    let last = ("last", at(episode.last).into());
    let before = episode.clean_before.map(at);
    let after = episode.clean_after.map(at);
    let began = match before {
        Some(before) => words.with("report-began-between", &[("before", before.into()), first]),
        None => words.with("report-began-before", &[first]),
    };
    let ended = match after {
        Some(after) => words.with("report-ended-between", &[last, ("after", after.into())]),
        None => words.with("report-still-read", &[last]),
    };
    format!("{began} {ended}")
}

/// What each height means, so that no colour is needed: those that the name's lines show.
fn legend(counts: Counts, words: &Words) -> Html {
    let shown = Answer::ALL.into_iter();
    let shown = shown.filter(|it| counts.of(it.verdict()) > 0);
    let entries = shown.map(|answer| {
        let class = format!("key key-bar-{}", answer.code());
        let key = [("class", class.as_str()), ("aria-hidden", "true")];
        let key = Html::element("span", &key, Html::default());
        let entry = [key, Html::text(&badge(answer, words))];
        Html::element("li", &[], entry.into_iter().collect())
    });
    Html::element("ul", &[("class", "legend")], entries.collect())
}
