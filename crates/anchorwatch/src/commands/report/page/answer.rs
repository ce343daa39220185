//! The first screen: the answer, and what to do.

use anchorwatch_report::Html;
use anchorwatch_verdict::{Missed, VerdictCode};

use super::super::{answer::Answer, facts::Facts};
use super::{section, time};
use crate::{commands::verdict::if_cut_off, words::Words};

/// The most vantage points that the first screen names.
const MOST_VANTAGES: usize = 3;

/// What to do where the question is open.
const OPEN: [&str; 2] = ["report-do-measure", "report-do-no-install"];

/// The answer in one sentence.
pub(in super::super) fn sentence(facts: &Facts, words: &Words) -> String {
    let summary = &facts.summary;
    if summary.names.is_empty() {
        return words.say("report-answer-none");
    }
    let answer = facts.answer();
    let count = summary.count_of(answer.verdict());
    let numbers = [
        ("count", count.into()),
        ("total", summary.names.len().into()),
    ];
    words.with(answer.sentence(), &numbers)
}

pub(super) fn hero(facts: &Facts, words: &Words) -> Html {
    let answer = facts.answer();
    let badge = Html::classed("p", "badge", &badge(answer, words));
    let sentence = Html::of("h1", &sentence(facts, words));
    let since = times(facts, answer, words);
    let since = since.map(|text| Html::classed("p", "since", &text));
    let missing = facts
        .is_part_missing()
        .then(|| Html::classed("p", "missing", &words.say("report-part-missing")));
    let open = facts.summary.unanswered_names();
    let open = (open > 0 && answer != Answer::Open).then(|| {
        let text = words.with("report-sites-open", &[("count", open.into())]);
        Html::classed("p", "open", &text)
    });
    let numbers = Html::element("dl", &[], numbers(facts, answer, words));
    let parts = [badge, sentence].into_iter().chain(since).chain(open);
    let parts = parts.chain([numbers]).chain(missing);
    let class = format!("hero hero-{}", answer.code());
    Html::element("header", &[("class", &class)], parts.collect())
}

pub(super) fn badge(answer: Answer, words: &Words) -> String {
    words.say(answer.badge())
}

/// Since when, or over which time.
fn times(facts: &Facts, answer: Answer, words: &Words) -> Option<String> {
    let seen = facts.summary.seen(answer.verdict());
    let (id, (from, to)) = match answer {
        Answer::Clean | Answer::Open => ("report-span", facts.summary.span?),
        _ => ("report-since", seen?),
    };
    let facts = [("from", time(from).into()), ("to", time(to).into())];
    Some(words.with(id, &facts))
}

/// How sure, from how many measurements, and from where.
fn numbers(facts: &Facts, answer: Answer, words: &Words) -> Html {
    let summary = &facts.summary;
    let counts = summary.counts;
    let shown = counts.of(answer.verdict());
    let of = [("count", shown.into()), ("total", counts.total().into())];
    let measurements = words.with("report-number-measurements", &of);
    let saw = vantages_of(facts, answer.verdict());
    let of = [
        ("count", saw.len().into()),
        ("total", summary.vantage_count.into()),
    ];
    let mut vantages = words.with("report-number-vantages", &of);
    if !saw.is_empty() && answer != Answer::Clean {
        let mut names: Vec<String> = saw.iter().map(|it| facts.vantage(*it, words)).collect();
        let more = names.len().saturating_sub(MOST_VANTAGES);
        names.truncate(MOST_VANTAGES);
        if more > 0 {
            names.push(words.with("report-and-more", &[("count", more.into())]));
        }
        vantages = format!("{vantages}: {}", names.join(", "));
    }
    let sure = summary.confidence_of(answer.verdict());
    let sure = sure.filter(|_| answer != Answer::Open).map(|confidence| {
        let facts = [("confidence", confidence.to_string().into())];
        (
            "report-label-sure",
            words.with("report-number-sure", &facts),
        )
    });
    let missed = summary.fewest_clean().filter(|_| answer == Answer::Clean);
    let missed = missed.map(|tries| {
        let [often, seldom] = Missed::with_tries(tries);
        let facts = [
            ("tries", tries.into()),
            ("acts", often.acts_percent.into()),
            ("missed", often.missed_percent.into()),
            ("acts_seldom", seldom.acts_percent.into()),
            ("missed_seldom", seldom.missed_percent.into()),
        ];
        (
            "report-label-tries",
            words.with("report-number-tries", &facts),
        )
    });
    let rows = [
        ("report-label-measurements", measurements),
        ("report-label-vantages", vantages),
    ];
    let rows = sure.into_iter().chain(rows).chain(missed);
    rows.map(|(label, text)| {
        let row = [Html::of("dt", &words.say(label)), Html::of("dd", &text)];
        Html::element("div", &[], row.into_iter().collect())
    })
    .collect()
}

/// The vantage points that saw this.
fn vantages_of(facts: &Facts, code: VerdictCode) -> Vec<u32> {
    let lanes = facts.summary.names.iter().flat_map(|name| &name.lanes);
    let saw = lanes.filter(|lane| lane.tries.iter().any(|it| it.code == code));
    let mut all: Vec<u32> = saw.map(|lane| lane.vantage).collect();
    all.sort_unstable();
    all.dedup();
    all
}

pub(super) fn to_do(facts: &Facts, words: &Words) -> Html {
    let whom = match facts.answer() {
        Answer::Read | Answer::Suspected | Answer::Misled | Answer::CutOff => {
            Html::of("p", &words.say("report-do-whom"))
        }
        _ => Html::default(),
    };
    let steps = steps(facts).into_iter();
    let steps: Html = steps.map(|step| Html::of("li", &words.say(step))).collect();
    let steps = Html::element("ol", &[], steps);
    let content = [whom, steps].into_iter().collect();
    section("to-do", &words.say("verdict-to-do"), content)
}

/// The messages that say what to do.
fn steps(facts: &Facts) -> Vec<&'static str> {
    match facts.answer() {
        Answer::Read => vec![
            "report-do-log-in",
            "report-do-leave",
            "report-do-renew",
            "report-do-refuse",
            "report-do-no-install",
        ],
        Answer::Suspected => vec![
            "report-do-log-in",
            "report-do-compare",
            "report-do-no-install",
        ],
        Answer::Misled => vec![
            "verdict-if-misled",
            "report-do-elsewhere",
            "report-do-no-install",
        ],
        Answer::CutOff => cut_off(facts),
        Answer::SlowedDown => vec!["verdict-if-throttled", "report-do-measure"],
        Answer::Portal => vec!["verdict-if-portal", "report-do-measure"],
        Answer::Consented => vec!["report-do-consent", "report-do-withdraw"],
        Answer::SiteFault => vec!["report-do-fault", "report-do-no-install"],
        Answer::StaleRoots => vec!["report-do-roots"],
        // Who was not asked or was not heard may be read.
        Answer::Clean if !facts.is_complete() => OPEN.to_vec(),
        Answer::Clean => vec!["report-do-nothing", "report-do-repeat"],
        Answer::Open => OPEN.to_vec(),
    }
}

/// Where only some kind of connection is cut off, the site loads.
fn cut_off(facts: &Facts) -> Vec<&'static str> {
    let names = facts.summary.names.iter();
    let cut = names.filter(|name| Answer::of(name.code) == Answer::CutOff);
    let witnesses = cut.filter_map(|name| name.tally.best.as_ref());
    let steps = witnesses.map(|it| match if_cut_off(&it.verdict) {
        "verdict-if-cut-off" => "report-do-elsewhere",
        of_some => of_some,
    });
    let mut steps: Vec<_> = steps.collect();
    steps.sort_unstable();
    steps.dedup();
    steps.push("report-do-no-install");
    steps
}
