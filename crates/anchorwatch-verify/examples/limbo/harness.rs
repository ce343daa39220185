//! The protocol of x509-limbo (its `limbo-schema.json`, 2026-06-29), and this crate's answers.

use std::{error::Error, fmt};

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::{Anchors, Decision, Policy, ct};
use rustls_pki_types::{CertificateDer, pem::PemObject};
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The answer to one case.
pub(crate) struct Answer {
    pub(crate) id: String,
    pub(crate) outcome: Outcome,
    /// The reason, as a code of this crate.
    pub(crate) context: String,
}

/// The possible results of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Success,
    Failure,
    Skipped,
}

/// The suite does not follow its schema.
#[derive(Debug)]
pub(crate) struct NotASuite(String);

/// Answers every case of a suite, in order; `now` is the time of cases without one.
pub(crate) fn answer(suite: &Value, now: UnixSeconds) -> Result<Vec<Answer>, NotASuite> {
    let cases = suite["testcases"].as_array();
    let cases = cases.ok_or_else(|| NotASuite("no `testcases`".to_owned()))?;
    cases.iter().map(|case| answer_one(case, now)).collect()
}

/// The results in the protocol's format.
pub(crate) fn document(answers: &[Answer]) -> Value {
    let result = |answer: &Answer| {
        json!({
            "id": answer.id,
            "actual_result": answer.outcome.to_string(),
            "context": answer.context,
        })
    };
    json!({
        "version": 1,
        "harness": "anchorwatch",
        "results": answers.iter().map(result).collect::<Vec<_>>(),
    })
}

fn answer_one(case: &Value, now: UnixSeconds) -> Result<Answer, NotASuite> {
    let id = text(case, "id")?.to_owned();
    if let Some(why) = out_of_scope(case) {
        return Ok(Answer {
            id,
            outcome: Outcome::Skipped,
            context: why.to_owned(),
        });
    }
    let (outcome, context) = match decide(case, now)? {
        Decision::Trusted(_) => (Outcome::Success, "trusted"),
        Decision::Refused(refusal) => (Outcome::Failure, refusal.reason.code()),
        Decision::Inconclusive(why) => (Outcome::Failure, why.code()),
    };
    Ok(Answer {
        id,
        outcome,
        context: context.to_owned(),
    })
}

/// Why a case cannot be answered, if it cannot.
fn out_of_scope(case: &Value) -> Option<&'static str> {
    let is_given = |key: &str| case[key].as_array().is_some_and(|all| !all.is_empty());
    let usages = case["extended_key_usage"].as_array();
    let is_for_servers = usages.is_none_or(|all| all.iter().all(|usage| usage == "serverAuth"));
    let rules = [
        (
            case["validation_kind"] != "SERVER",
            "a client's certificate",
        ),
        (
            is_given("crls"),
            "an authority's own revocations are not asked",
        ),
        (
            !case["max_chain_depth"].is_null(),
            "there is no depth to set",
        ),
        (
            is_given("signature_algorithms"),
            "there are no algorithms to set",
        ),
        (is_given("key_usage"), "there is no key usage to set"),
        (!is_for_servers, "a usage other than a server's"),
        (
            case["expected_peer_name"].is_null(),
            "no name to decide for",
        ),
    ];
    rules
        .into_iter()
        .find_map(|(is_asked, why)| is_asked.then_some(why))
}

fn decide(case: &Value, now: UnixSeconds) -> Result<Decision, NotASuite> {
    let at = match case["validation_time"].as_str() {
        None => now,
        Some(time) => OffsetDateTime::parse(time, &Rfc3339)
            .map(|time| UnixSeconds::new(time.unix_timestamp()))
            .map_err(|_| NotASuite(format!("{time} is no time")))?,
    };
    let mut chain = vec![certificate(text(case, "peer_certificate")?)?];
    chain.extend(certificates(case, "untrusted_intermediates")?);
    // An unreadable certificate is not a root, as in a store.
    let roots: Vec<Certificate> = certificates(case, "trusted_certs")?
        .iter()
        .filter_map(|der| Certificate::from_der(der).ok())
        .collect();
    let (anchors, _unusable) = Anchors::of(&roots, &[]);
    let policy = Policy::new(anchors, DistrustSet::default()).with_transparency(ct::Mode::Off);
    let name = ReferenceName::parse(text(&case["expected_peer_name"], "value")?);
    Ok(policy.decide(&chain, &name, at))
}

fn certificates(case: &Value, key: &str) -> Result<Vec<CertificateDer<'static>>, NotASuite> {
    let all = case[key].as_array().into_iter().flatten();
    all.map(|pem| certificate(pem.as_str().unwrap_or_default()))
        .collect()
}

fn certificate(pem: &str) -> Result<CertificateDer<'static>, NotASuite> {
    CertificateDer::from_pem_slice(pem.as_bytes())
        .map_err(|error| NotASuite(format!("a certificate that is no PEM: {error}")))
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str, NotASuite> {
    let text = value[key].as_str();
    text.ok_or_else(|| NotASuite(format!("a case without `{key}`")))
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Success => "SUCCESS",
            Self::Failure => "FAILURE",
            Self::Skipped => "SKIPPED",
        })
    }
}

impl fmt::Display for NotASuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a suite of test cases: {}", self.0)
    }
}

impl Error for NotASuite {}
