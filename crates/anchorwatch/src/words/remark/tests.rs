use std::{collections::BTreeSet, path::PathBuf};

use anchorwatch_evidence::{
    BundleProblem, Failure, FormatError, Stage,
    import::{ImportError, RecordProblem},
};
use anchorwatch_identity::registry;
use anchorwatch_policy::ReasonCode;
use anchorwatch_remark::{Fact as _, IoProblem, List, TextProblem, Told, Value};
use anchorwatch_verdict::{NotaryProblem, ServerKey};
use anchorwatch_verify::{Inconclusive, RefusalReason, ct};

use crate::{
    commands::audit::document::FindingReason,
    problem::{BaselineProblem, Hint, Mistyped, Problem, misuse::Misuse},
    vantage::VantageProblem,
    words::{
        Language, Words,
        tests::{messages, variables},
    },
};

/// The lists of this program: a row each.
const LISTS: &[List] = &[
    List::of::<IoProblem>(""),
    List::of::<Problem>(""),
    List::of::<Hint>(""),
    List::of::<Misuse>(""),
    List::of::<BaselineProblem>(""),
    List::of::<FindingReason>(""),
    List::of::<Mistyped>(""),
    List::of::<TextProblem>(""),
    List::of::<FormatError>(""),
    List::of::<ImportError>(""),
    List::of::<RecordProblem>(""),
    List::of::<BundleProblem>(""),
    List::of::<VantageProblem>(""),
];

/// Every list of remarks. The libraries' are in their `remark.rs`.
fn lists() -> impl Iterator<Item = &'static List> {
    let libraries = [
        anchorwatch_home::REMARKS,
        anchorwatch_image::REMARKS,
        anchorwatch_list::REMARKS,
        anchorwatch_carrier::REMARKS,
        anchorwatch_note::REMARKS,
        anchorwatch_policy::REMARKS,
        anchorwatch_publisher::REMARKS,
        anchorwatch_machine::remark::REMARKS,
        anchorwatch_refuse::REMARKS,
        anchorwatch_transparency::REMARKS,
        anchorwatch_verdict::REMARKS,
    ];
    LISTS.iter().chain(libraries.into_iter().flatten())
}

/// Every code that can be used as a fact.
fn codes() -> impl Iterator<Item = String> {
    let of = |fact: &dyn Fn() -> Value| match fact() {
        Value::Remark(told) => told.code().to_owned(),
        other => panic!("{other:?}"),
    };
    let refusals = RefusalReason::ALL.map(|one| of(&|| one.to_value()));
    let undecided = Inconclusive::ALL.map(|one| of(&|| one.to_value()));
    let logs = ct::Status::ALL.map(|one| of(&|| one.to_value()));
    let keys = ServerKey::ALL.map(|one| of(&|| one.to_value()));
    let notaries = NotaryProblem::ALL.map(|one| of(&|| one.to_value()));
    let stages = Stage::ALL.map(|one| of(&|| one.to_value()));
    let failures = Failure::names().into_iter().chain(["unknown_failure"]);
    let failures = failures.map(Failure::remark_code);
    let operators = registry::known_roots()
        .iter()
        .map(|known| known.operator_code);
    let operators: BTreeSet<&str> = operators.collect();
    let operators = operators.into_iter().map(|code| format!("operator_{code}"));
    let reasons = ReasonCode::ALL.map(|one| format!("reason_{}", one.code()));
    let all = refusals.into_iter().chain(undecided).chain(logs);
    all.chain(reasons)
        .chain(keys)
        .chain(notaries)
        .chain(stages)
        .chain(failures)
        .chain(operators)
}

/// The messages of all remarks.
pub(in crate::words) fn ids() -> impl Iterator<Item = String> {
    let listed = lists().flat_map(|list| list.codes);
    let listed = listed.map(|code| (*code).to_owned());
    listed.chain(codes()).map(|code| format!("remark-{code}"))
}

#[test]
fn every_remark_has_a_message_in_every_language_with_exactly_its_facts() {
    for language in Language::ALL {
        let messages = messages(language);
        for list in lists() {
            for (code, facts) in list.codes.iter().zip(list.facts) {
                let message = messages.get(&format!("remark-{code}"));
                let message = message.unwrap_or_else(|| panic!("{}: {code}", language.tag()));
                let facts: BTreeSet<&str> = facts.iter().copied().collect();
                assert_eq!(variables(message), facts, "{} {code}", language.tag());
            }
        }
    }
}

#[test]
fn no_two_lists_have_the_same_code_and_no_message_is_of_none() {
    let all: Vec<String> = ids().collect();
    let each: BTreeSet<String> = ids().collect();
    assert_eq!(all.len(), each.len());
    for id in messages(Language::English).into_keys() {
        assert!(!id.starts_with("remark-") || each.contains(&id), "{id}");
    }
}

#[test]
fn a_remark_is_a_clause_so_that_it_can_be_a_cause() {
    for language in Language::ALL {
        for id in ids() {
            let messages = messages(language);
            // A company's name can end with the full stop of an abbreviation.
            let is_name = id.starts_with("remark-operator_");
            assert!(is_name || !messages[&id].trim_end().ends_with('.'), "{id}");
        }
    }
}

/// A remark that is in no list: words/remark.rs finds messages by code alone.
fn told(code: &'static str, value: Value) -> Told {
    Told::of(code).with("says", value)
}

#[test]
fn a_fact_is_said_as_its_kind_asks_in_the_language() {
    let list = |texts: &[&str]| {
        let texts = texts.iter().map(|&text| text.to_owned()).collect();
        told("io_other", Value::List(texts))
    };
    let said = |language, told: &Told| Words::of(language).remark(told);
    let three = list(&["curl", "git", "wget"]);
    assert!(said(Language::English, &three).ends_with(": curl, git and wget"));
    assert!(said(Language::Kazakh, &three).ends_with(": curl, git және wget"));
    assert!(said(Language::Russian, &three).ends_with(": curl, git и wget"));
    assert!(said(Language::English, &list(&["curl"])).ends_with(": curl"));
    assert!(said(Language::English, &list(&[])).ends_with(": none"));
    let number = told("io_other", Value::Number(21));
    assert!(said(Language::English, &number).ends_with(": 21"));
    let cause = told("io_other", Value::Remark(Told::of("io_no_space")));
    assert_eq!(
        said(Language::Russian, &cause),
        "сообщение операционной системы: не осталось свободного места"
    );
}

#[test]
fn a_hostile_fact_neither_rules_the_terminal_nor_is_read_as_a_message() {
    let hostile = "\u{1b}[2J { $says }\n{ remark-io_no_space }";
    for value in [
        Value::Text(hostile.to_owned()),
        Value::Path(PathBuf::from(hostile)),
        Value::List(vec![hostile.to_owned()]),
    ] {
        let text = Words::of(Language::English).remark(&told("io_other", value));
        assert!(
            text.ends_with("\\u{1b}[2J { $says }\\n{ remark-io_no_space }"),
            "{text}"
        );
    }
}

#[test]
fn a_cause_without_end_is_cut() {
    let mut endless = Told::of("io_no_space");
    for _ in 0..100 {
        endless = told("io_other", Value::Remark(endless));
    }
    let text = Words::of(Language::English).remark(&endless);
    assert!(text.len() < 1000 && text.ends_with("io_other"), "{text}");
}

#[test]
fn a_document_has_the_code_the_english_words_and_the_facts() {
    use crate::document::RemarkDocument;
    let inner = told("io_other", Value::Path("/srv/x".into()));
    let remark = told("io_other", Value::Remark(inner)).with("count", Value::Number(2));
    let document = RemarkDocument::of(&remark, &Words::of(Language::English));
    let says = "the operating system says";
    assert_eq!(
        serde_json::to_value(document).unwrap(),
        serde_json::json!({
            "code": "io_other",
            "text": format!("{says}: {says}: /srv/x"),
            "facts": {
                "count": 2,
                "says": {
                    "code": "io_other",
                    "text": format!("{says}: /srv/x"),
                    "facts": { "says": "/srv/x" },
                },
            },
        })
    );
}
