//! `anchorwatch.verdict/1`.

use anchorwatch_evidence::Measurement;
use anchorwatch_verdict::{RULES_VERSION, ServerKey, Verdict};
use serde::Serialize;

use crate::document::{
    NotChecked,
    chain::{self, ChainDocument},
};

/// A measurement with its verdict, and where its evidence is stored.
pub(crate) struct Judged<'a> {
    pub(crate) measurement: &'a Measurement,
    pub(crate) verdict: Verdict,
    pub(crate) evidence_ref: Option<String>,
    /// The variables that name a proxy to other programs, set where this was measured.
    pub(crate) proxy_variables: Vec<&'static str>,
}

impl Judged<'_> {
    /// The certificates of the handshake that says most: the last one with any.
    pub(crate) fn chain(&self) -> impl Iterator<Item = &[u8]> {
        let handshakes = self.measurement.tls_handshakes.iter().rev();
        let shown = handshakes
            .map(|handshake| &handshake.peer_certificates)
            .find(|chain| !chain.is_empty());
        shown.into_iter().flatten().map(Vec::as_slice)
    }

    /// What was not looked at, and why: what could not be read first.
    pub(crate) fn not_checked(&self) -> Vec<NotChecked> {
        let unread = self.measurement.anchors.local_unreadable.iter();
        let unread = unread.map(|why| NotChecked {
            what: "a store of this machine".to_owned(),
            why: why.clone(),
        });
        let proxy = self.proxy_variables.first().map(|variable| NotChecked {
            what: format!("the way through the proxy that {variable} names"),
            why: "this program connects directly and does not use it".to_owned(),
        });
        let fixed = self.verdict.not_checked.iter();
        let fixed = fixed.map(|entry| NotChecked {
            what: entry.what.to_owned(),
            why: entry.why.to_owned(),
        });
        unread.chain(proxy).chain(fixed).collect()
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    rules_version: u32,
    targets: Vec<TargetDocument>,
}

#[derive(Debug, Serialize)]
struct TargetDocument {
    target: String,
    measured_at: String,
    verdict: &'static str,
    confidence: f64,
    signer: Option<String>,
    /// Whether the server proved that it holds the key; null where no certificate came.
    server_key: Option<&'static str>,
    rules: Vec<RuleDocument>,
    against: Vec<String>,
    /// Where on the path the answer came from is not measured yet.
    interceptor: Option<()>,
    evidence_ref: Option<String>,
    not_checked: Vec<NotChecked>,
    /// What the server sent, its own certificate first; empty where none came.
    chain: Vec<ChainDocument>,
    /// How many certificates came, in case not all are shown.
    chain_count: usize,
    /// How each step failed that did, in the order of the steps.
    failures: Vec<FailureDocument>,
}

#[derive(Debug, Serialize)]
struct FailureDocument {
    step: &'static str,
    code: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct RuleDocument {
    id: &'static str,
    says: String,
    confidence: f64,
}

impl Document {
    pub(crate) fn of(judged: &[Judged<'_>]) -> Self {
        let targets = judged.iter().map(TargetDocument::of).collect();
        Self {
            schema: "anchorwatch.verdict/1",
            rules_version: RULES_VERSION,
            targets,
        }
    }
}

impl TargetDocument {
    fn of(judged: &Judged<'_>) -> Self {
        let Judged {
            measurement,
            verdict,
            evidence_ref,
            ..
        } = judged;
        let hits = verdict.hits.iter();
        Self {
            target: format!("{}:{}", measurement.target.host, measurement.target.port),
            measured_at: measurement.measured_at.to_string(),
            verdict: verdict.code.code(),
            confidence: verdict.confidence.ratio(),
            signer: verdict.signer.clone(),
            server_key: verdict.server_key.map(ServerKey::code),
            rules: hits
                .map(|hit| RuleDocument {
                    id: hit.rule.id(),
                    says: hit.says.clone(),
                    confidence: hit.confidence.ratio(),
                })
                .collect(),
            against: verdict.against.clone(),
            interceptor: None,
            evidence_ref: evidence_ref.clone(),
            not_checked: judged.not_checked(),
            chain: chain::of(judged.chain()),
            chain_count: judged.chain().count(),
            failures: failures(measurement),
        }
    }
}

fn failures(measurement: &Measurement) -> Vec<FailureDocument> {
    let queries = measurement.queries.iter();
    let connects = measurement.tcp_connect.iter();
    let handshakes = measurement.tls_handshakes.iter();
    let queries = queries.map(|it| ("look_up", &it.failure));
    let connects = connects.map(|it| ("connection", &it.failure));
    let handshakes = handshakes.map(|it| ("handshake", &it.failure));
    queries
        .chain(connects)
        .chain(handshakes)
        .filter_map(|(step, failure)| {
            let failure = failure.as_ref()?;
            Some(FailureDocument {
                step,
                code: failure.to_string(),
                text: failure.says(),
            })
        })
        .collect()
}
