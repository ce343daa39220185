//! The part of x509-limbo that is in the corpus, case by case.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_identity::UnixSeconds;
use serde_json::Value;

use crate::{
    harness::{self, Answer, Outcome},
    json,
};

mod divergences;

use divergences::{DIVERGENCES, Divergence};

/// 2026-11-22, when the file was made: the time of cases without one.
const MADE_AT: UnixSeconds = UnixSeconds::new(1_795_305_600);

struct Run {
    answers: Vec<Answer>,
    /// What the suite expects, by identifier.
    expected: BTreeMap<String, Outcome>,
}

fn run() -> Option<Run> {
    let suite = json("corpora/limbo/limbo.json")?;
    let outcome = |case: &Value| match case["expected_result"].as_str() {
        Some("SUCCESS") => Outcome::Success,
        Some("FAILURE") => Outcome::Failure,
        other => panic!("{other:?} is not expected of a case"),
    };
    let cases = suite["testcases"].as_array().unwrap().iter();
    Some(Run {
        answers: harness::answer(&suite, MADE_AT).unwrap(),
        expected: cases
            .map(|case| (case["id"].as_str().unwrap().to_owned(), outcome(case)))
            .collect(),
    })
}

impl Run {
    /// The cases on which this crate and the suite differ, with this crate's answer.
    fn diverging(&self) -> BTreeMap<&str, Outcome> {
        self.answers
            .iter()
            .filter(|answer| answer.outcome != Outcome::Skipped)
            .filter(|answer| self.expected[&answer.id] != answer.outcome)
            .map(|answer| (answer.id.as_str(), answer.outcome))
            .collect()
    }

    fn count(&self, ours: Outcome, expected: Outcome) -> usize {
        let answers = self.answers.iter();
        answers
            .filter(|answer| answer.outcome == ours && self.expected[&answer.id] == expected)
            .count()
    }
}

#[test]
fn every_divergence_from_the_suite_is_listed_with_its_reason_and_none_that_is_gone() {
    let Some(run) = run() else { return };
    let found = run.diverging();
    for Divergence { id, ours, why } in DIVERGENCES {
        assert_eq!(found.get(id), Some(ours), "{id}: {why:?}");
    }
    let listed: BTreeSet<&str> = DIVERGENCES.iter().map(|listed| listed.id).collect();
    assert_eq!(listed.len(), DIVERGENCES.len(), "an identifier twice");
    assert_eq!(found.into_keys().collect::<BTreeSet<_>>(), listed);
}

#[test]
fn the_counts_are_those_of_the_document() {
    let Some(run) = run() else { return };
    use Outcome::{Failure, Skipped, Success};
    let counts = [
        run.answers.len(),
        run.count(Success, Success) + run.count(Failure, Failure),
        run.count(Success, Failure),
        run.count(Failure, Success),
        run.count(Skipped, Success) + run.count(Skipped, Failure),
    ];
    assert_eq!(counts, [173, 107, 39, 2, 25]);
}

/// This crate shares the differences in rustls-webpki's own list (rustls/webpki,
/// `third-party/x509-limbo/exceptions.json` at 1bff41a41a01, 2026-08-07), except those that the
/// checks of roots remove.
#[test]
fn the_divergences_are_those_that_webpki_lists_less_what_we_ask_of_roots_and_one_more() {
    let Some(run) = run() else { return };
    let listed = json("corpora/limbo/webpki_exceptions.json").unwrap();
    let judged: BTreeSet<&str> = run
        .answers
        .iter()
        .filter(|answer| answer.outcome != Outcome::Skipped)
        .map(|answer| answer.id.as_str())
        .collect();
    let webpkis: BTreeSet<&str> = listed
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .filter(|id| judged.contains(id))
        .collect();
    let ours: BTreeSet<&str> = run.diverging().into_keys().collect();
    let gone: Vec<&&str> = webpkis.difference(&ours).collect();
    let more: Vec<&&str> = ours.difference(&webpkis).collect();
    assert_eq!(
        (gone, more),
        (
            vec![
                &"rfc5280::root-inconsistent-ca-extensions",
                &"rfc5280::validity::expired-root"
            ],
            vec![&"rfc5280::leaf-ku-keycertsign"]
        )
    );
}

#[test]
fn a_result_has_the_form_of_the_protocol() {
    let suite = serde_json::json!({ "version": 1, "testcases": [{
        "id": "a::client",
        "validation_kind": "CLIENT",
        "expected_result": "FAILURE",
    }]});
    let answers = harness::answer(&suite, MADE_AT).unwrap();
    let expected = serde_json::json!({
        "version": 1,
        "harness": "anchorwatch",
        "results": [{
            "id": "a::client",
            "actual_result": "SKIPPED",
            "context": "a client's certificate",
        }],
    });
    assert_eq!(harness::document(&answers), expected);
    for broken in [
        serde_json::json!({}),
        serde_json::json!({"testcases": [{}]}),
    ] {
        assert!(harness::answer(&broken, MADE_AT).is_err(), "{broken}");
    }
}
