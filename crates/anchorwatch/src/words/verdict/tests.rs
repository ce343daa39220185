use std::collections::BTreeSet;

use anchorwatch_evidence::Failure;
use anchorwatch_identity::registry::known_roots;
use anchorwatch_remark::Remark;
use anchorwatch_verdict::{NotChecked, Operator, Saw, VerdictCode};
use anchorwatch_verify::Inconclusive;

use crate::{
    commands::verdict::document::NotRead,
    words::{
        Language, Words,
        tests::{messages, variables},
    },
};

/// The codes of what is not checked, and their facts.
fn unchecked() -> Vec<(&'static str, BTreeSet<&'static str>)> {
    let codes = [NotChecked::CODES, NotRead::CODES].concat();
    let facts = [NotChecked::FACTS, NotRead::FACTS].concat();
    let facts = facts.iter().map(|names| names.iter().copied().collect());
    codes.into_iter().zip(facts).collect()
}

/// The messages of verdicts and decisions that are found by code and are not remarks.
pub(in crate::words) fn ids() -> impl Iterator<Item = String> {
    let unchecked = unchecked().into_iter();
    let unchecked = unchecked.flat_map(|(code, _)| {
        let id = format!("unchecked-{code}");
        [format!("{id}-why"), id]
    });
    let undecided = Inconclusive::ALL.map(|why| format!("decision-inconclusive-{}", why.code()));
    let verdicts = VerdictCode::ALL.map(VerdictCode::code);
    let verdicts = verdicts.into_iter().flat_map(|code| {
        [
            format!("verdict-word-{code}"),
            format!("verdict-plain-{code}"),
        ]
    });
    unchecked.chain(undecided).chain(verdicts)
}

#[test]
fn what_is_not_checked_and_why_name_its_facts_in_every_language() {
    for language in Language::ALL {
        let there = messages(language);
        for (code, facts) in unchecked() {
            let both = [format!("unchecked-{code}"), format!("unchecked-{code}-why")];
            let named = both.iter().flat_map(|id| variables(&there[id]));
            let named: BTreeSet<&str> = named.collect();
            assert_eq!(named, facts, "{} {code}", language.tag());
        }
    }
}

#[test]
fn a_remark_inside_a_remark_is_said_in_the_same_language() {
    let saw = Saw::NotConnected {
        host: "x.example".to_owned(),
        failure: Failure::unknown("odd thing"),
    };
    for (language, said) in [
        (Language::English, "the system says: odd thing"),
        (Language::Kazakh, "жүйе былай дейді: odd thing"),
        (Language::Russian, "система сообщает: odd thing"),
    ] {
        let text = Words::of(language).remark(&saw.told());
        assert!(text.contains("x.example") && text.ends_with(said), "{text}");
    }
}

#[test]
fn whoever_has_a_known_key_is_named_in_the_reader_s_language() {
    let mut known = known_roots().iter();
    let known = known.find(|known| known.id == "kz-qaznet-2016").unwrap();
    let saw = Saw::SignedByInterceptionKey {
        known_id: known.id.to_owned(),
        operator: Operator::of(known),
    };
    for (language, name) in [
        (Language::English, known.operator),
        (Language::Kazakh, "Қазақстан Республикасының Үкіметі"),
        (Language::Russian, "Правительство Республики Казахстан"),
    ] {
        let text = Words::of(language).remark(&saw.told());
        assert!(text.contains(name), "{text}");
    }
}
