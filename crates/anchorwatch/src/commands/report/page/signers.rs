//! Who signed in place of the servers' authorities, and the command that refuses the key.

use anchorwatch_report::{Html, Signer};

use super::super::facts::Facts;
use super::section;
use crate::words::Words;

/// The most signers that are shown; the table of names has the rest.
const MOST_SIGNERS: usize = 20;

pub(super) fn cards(facts: &Facts, words: &Words) -> Html {
    let signers = &facts.summary.signers;
    if signers.is_empty() {
        return Html::default();
    }
    let shown = signers.iter().take(MOST_SIGNERS);
    let cards = shown.map(|signer| card(signer, words));
    let more = signers.len().saturating_sub(MOST_SIGNERS);
    let more = (more > 0).then(|| {
        let text = words.with("report-signers-more", &[("count", more.into())]);
        Html::classed("p", "note", &text)
    });
    let content = cards.chain(more).collect();
    section("signers", &words.say("report-signers"), content)
}

fn card(signer: &Signer, words: &Words) -> Html {
    let title = Html::element("h3", &[], Html::foreign(&words.name(&signer.subject)));
    let counts = [
        ("count", signer.names.into()),
        ("domains", signer.domains.into()),
    ];
    let names = words.with("report-signer-names", &counts);
    let known = match signer.known {
        Some(known) => {
            let facts = [
                ("id", known.id.into()),
                ("operator", words.operator(known.operator_code).into()),
            ];
            words.with("report-signer-known", &facts)
        }
        None => words.say("report-signer-unknown"),
    };
    let mut card: Html = [title, Html::of("p", &known), Html::of("p", &names)]
        .into_iter()
        .collect();
    match signer.spki_sha256 {
        Some(key) => {
            let said = Html::of("p", &words.say("report-signer-refuse"));
            let command = match signer.known {
                Some(_) => "anchorwatch block --apply".to_owned(),
                None => format!("anchorwatch block --key {key} --apply"),
            };
            card.push(said);
            card.push(Html::element("pre", &[], Html::of("code", &command)));
        }
        None => card.push(Html::of("p", &words.say("report-signer-no-key"))),
    }
    Html::element("div", &[("class", "card")], card)
}
