//! Counts what was found.

use std::{collections::BTreeMap, net::SocketAddr};

use anchorwatch_evidence::{Failure, Measurement, Purpose, TcpConnect};
use anchorwatch_verdict::{RuleId, Verdict, VerdictCode};

use crate::exit::Exit;

/// How many findings are named; the evidence has them all.
const MOST_NAMED: usize = 10;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By verdict and the rule that decided.
    counts: BTreeMap<(VerdictCode, Option<RuleId>), u64>,
    /// The first findings.
    pub(super) named: Vec<Found>,
    /// How many targets were left out because every address of theirs is excluded.
    pub(super) excluded: u64,
    /// How many were left out because an opt-out list has them.
    pub(super) opted_out: u64,
    /// In how many measurements nothing was sent, because every address had failed too often.
    pub(super) backed_off: u64,
    /// How many are recorded and not judged.
    pub(super) not_judged: u64,
}

/// What many measurements say together. What says nothing is never clean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// There is something to explain.
    Found,
    /// Some are clean, and the others say nothing.
    PartlyUnclear,
    /// None says anything.
    Unclear,
    /// There are no measurements.
    NothingMeasured,
    /// They are recorded, and nobody has judged them yet.
    NotJudged,
    /// All are clean.
    Clean,
}

impl Answer {
    /// The name in JSON.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::PartlyUnclear => "partly_unclear",
            Self::Unclear => "unclear",
            Self::NothingMeasured => "nothing_measured",
            Self::NotJudged => "not_judged",
            Self::Clean => "clean",
        }
    }

    /// The message that says what to do next.
    pub(super) const fn next(self) -> &'static str {
        match self {
            Self::Found => "measure-next-found",
            Self::PartlyUnclear => "measure-next-unclear",
            Self::Unclear => "measure-next-all-unclear",
            Self::NothingMeasured => "measure-next-nothing",
            Self::NotJudged => "measure-next-not-judged",
            Self::Clean => "measure-next-none",
        }
    }
}

/// One finding.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) address: Option<SocketAddr>,
    pub(super) measured_at: String,
    pub(super) verdict: VerdictCode,
    pub(super) confidence: f64,
    pub(super) signer: Option<String>,
}

impl Tally {
    /// `verdict`: `None` if it is not judged now.
    pub(super) fn add(&mut self, measurement: &Measurement, verdict: Option<&Verdict>) {
        if is_backed_off(measurement) {
            self.backed_off += 1;
        }
        let Some(verdict) = verdict else {
            self.not_judged += 1;
            return;
        };
        let rule = verdict.hits.first().map(|hit| hit.rule);
        *self.counts.entry((verdict.code, rule)).or_default() += 1;
        if is_found(verdict.code) && self.named.len() < MOST_NAMED {
            self.named.push(Found::of(measurement, verdict));
        }
    }

    /// How many measurements have this verdict.
    pub(super) fn count(&self, code: VerdictCode) -> u64 {
        let counts = self.counts.iter();
        counts
            .filter(|((it, _), _)| *it == code)
            .map(|(_, count)| count)
            .sum()
    }

    /// The rules that decided on a verdict, and how often.
    pub(super) fn rules(&self, code: VerdictCode) -> impl Iterator<Item = (RuleId, u64)> + '_ {
        let counts = self.counts.iter();
        counts.filter_map(move |((it, rule), count)| {
            rule.filter(|_| *it == code).map(|rule| (rule, *count))
        })
    }

    /// How many measurements are recorded, whether they are judged or not.
    pub(super) fn measured(&self) -> u64 {
        self.judged() + self.not_judged
    }

    fn judged(&self) -> u64 {
        self.counts.values().sum()
    }

    /// How many findings there are.
    pub(super) fn found(&self) -> u64 {
        let codes = VerdictCode::ALL.into_iter();
        codes
            .filter(|it| is_found(*it))
            .map(|it| self.count(it))
            .sum()
    }

    /// What the measurements say together.
    pub(super) fn answer(&self) -> Answer {
        let (clean, measured) = (self.count(VerdictCode::NotSeen), self.measured());
        let unclear = self.count(VerdictCode::Inconclusive);
        match measured {
            0 => Answer::NothingMeasured,
            _ if self.not_judged > 0 => Answer::NotJudged,
            // Inspection that was consented to and faults are no findings, and not clean either.
            _ if clean + unclear < measured => Answer::Found,
            _ if clean == measured => Answer::Clean,
            _ if unclear == measured => Answer::Unclear,
            _ => Answer::PartlyUnclear,
        }
    }

    /// The exit code of what was measured. `is_complete` is false if something was not.
    pub(super) fn exit(&self, is_complete: bool) -> Exit {
        let of = |code| (self.count(code) > 0).then_some(code);
        let verdicts = VerdictCode::ALL.into_iter().filter_map(of);
        let exits = verdicts.map(Exit::of);
        let is_answer = is_complete && self.judged() > 0;
        let missing = (!is_answer).then_some(Exit::Inconclusive);
        Exit::strongest(exits.chain(missing))
    }
}

/// Whether the network interferes, or may. What the owner consented to, and what the site or a list of
/// roots causes, are counted by themselves.
fn is_found(code: VerdictCode) -> bool {
    code <= VerdictCode::CaptivePortal
}

/// Whether no connection was even tried, because of earlier failures of the address.
fn is_backed_off(measurement: &Measurement) -> bool {
    let connects = &measurement.tcp_connect;
    let is_left = |it: &TcpConnect| it.failure == Some(Failure::BackedOff);
    !connects.is_empty() && connects.iter().all(is_left)
}

impl Found {
    fn of(measurement: &Measurement, verdict: &Verdict) -> Self {
        let target = &measurement.target;
        let handshakes = measurement.tls_handshakes.iter();
        let mut own = handshakes.filter(|it| it.purpose == Purpose::Target);
        Self {
            name: format!("{}:{}", target.host, target.port),
            address: own.next().and_then(|it| it.address),
            measured_at: measurement.measured_at.to_string(),
            verdict: verdict.code,
            confidence: verdict.confidence.ratio(),
            signer: verdict.signer.clone(),
        }
    }
}

#[cfg(test)]
impl Tally {
    /// So many measurements of each verdict.
    pub(super) fn of_counts(counts: &[(VerdictCode, u64)]) -> Self {
        let counts = counts.iter();
        Self {
            counts: counts
                .map(|(code, count)| ((*code, None), *count))
                .collect(),
            ..Self::default()
        }
    }
}
