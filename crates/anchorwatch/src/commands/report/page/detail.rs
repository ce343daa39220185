//! A section for each name about which there is something to explain.

use anchorwatch_remark::Remark as _;
use anchorwatch_report::{Html, NameSummary, Witness};

use super::super::{answer::Answer, facts::Facts};
use super::{answer::badge, pair, path, points, section, time, times};
use crate::{commands::verdict::plain, page::sentence, words::Words};

/// The most names that have a section of their own.
const MOST_SECTIONS: usize = 40;

/// The anchor of a name's section.
pub(super) fn id(index: usize) -> String {
    format!("name-{}", index + 1)
}

/// The name, with its port unless that is the usual one.
pub(super) fn shown(name: &NameSummary) -> String {
    match name.port {
        443 => name.host.clone(),
        port => format!("{}:{port}", name.host),
    }
}

/// Whether a name has a section.
pub(super) fn has_one(index: usize, name: &NameSummary) -> bool {
    index < MOST_SECTIONS && Answer::of(name.code).has_reasons()
}

pub(super) fn sections(facts: &Facts, words: &Words) -> Html {
    let names = facts.summary.names.iter().enumerate();
    let shown = names.filter(|(index, name)| has_one(*index, name));
    let sections: Html = shown
        .map(|(index, name)| one(index, name, facts, words))
        .collect();
    if sections.is_empty() {
        return sections;
    }
    let found = facts.summary.names.iter();
    let found = found.filter(|it| Answer::of(it.code).has_reasons());
    let more = found.count().saturating_sub(MOST_SECTIONS);
    let more = (more > 0).then(|| {
        let text = words.with("report-details-more", &[("count", more.into())]);
        Html::classed("p", "note", &text)
    });
    let content = std::iter::once(sections).chain(more).collect();
    section("details", &words.say("report-details"), content)
}

fn one(index: usize, name: &NameSummary, facts: &Facts, words: &Words) -> Html {
    let answer = Answer::of(name.code);
    let class = format!("pill pill-{}", answer.code());
    let title = [
        Html::foreign(&words.name(&shown(name))),
        Html::text(" "),
        Html::classed("span", &class, &badge(answer, words)),
    ];
    let mut article = Html::element("h3", &[], title.into_iter().collect());
    let witness = name.tally.best.as_ref();
    if let Some(witness) = witness {
        article.push(Html::of("p", &plain(&witness.verdict, words)));
    }
    article.push(times::figure(index, name, facts, words));
    if let Some(witness) = witness {
        article.push(path::figure(index, witness, words));
        article.push(pair::table(name, witness, words));
        article.push(reasons(witness, words));
        let place = facts.place(witness.place);
        let said = [
            ("place", words.name(&place).into()),
            ("time", time(witness.at).into()),
        ];
        let text = words.with("report-witness", &said);
        article.push(Html::classed("p", "witness", &text));
    }
    Html::element("article", &[("id", &id(index))], article)
}

/// Why, and what speaks against it.
fn reasons(witness: &Witness, words: &Words) -> Html {
    let verdict = &witness.verdict;
    let hits = verdict.hits.iter().map(|hit| sentence(&words.hit(hit)));
    let against = verdict.against.iter();
    let against = against.map(|it| sentence(&words.remark(&it.told())));
    let lists = [
        ("verdict-why", points(hits)),
        ("verdict-against", points(against)),
    ];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
    lists
        .map(|(title, list)| {
            let part = [Html::of("h4", &words.say(title)), list];
            Html::element("div", &[("class", "reasons")], part.into_iter().collect())
        })
        .collect()
}
