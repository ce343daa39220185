//! `anchorwatch.report/1`.

use std::path::Path;

use anchorwatch_report::{Counts, LaneSummary, NameSummary};
use anchorwatch_verdict::{RULES_VERSION, VerdictCode};
use serde::Serialize;

use super::facts::Facts;
use crate::{
    problem,
    words::{Language, Words},
};

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    rules_version: u32,
    /// The worst verdict of any name.
    verdict: &'static str,
    out: String,
    measurements: CountsDocument,
    vantage_count: usize,
    names: Vec<NameDocument>,
    signers: Vec<SignerDocument>,
    /// Who signed what is in the report, if only signed files were read.
    signed_by: Vec<String>,
    unread_files: Vec<UnreadDocument>,
    unfinished_files: Vec<String>,
    skipped_folders: Vec<String>,
    unread_record_count: u64,
    left_out_count: u64,
}

#[derive(Debug, Serialize)]
struct CountsDocument {
    total: u64,
    intercepted: u64,
    suspected: u64,
    dns_tampered: u64,
    censored_or_down: u64,
    throttled: u64,
    captive_portal: u64,
    inspected_with_consent: u64,
    site_fault: u64,
    stale_roots: u64,
    not_seen: u64,
    inconclusive: u64,
}

#[derive(Debug, Serialize)]
struct NameDocument {
    name: String,
    port: u16,
    verdict: &'static str,
    confidence: f64,
    measurements: CountsDocument,
    witness: Option<String>,
    vantages: Vec<VantageDocument>,
}

#[derive(Debug, Serialize)]
struct VantageDocument {
    vantage: String,
    measurements: CountsDocument,
    episodes: Vec<EpisodeDocument>,
}

/// When somebody read: it began between `clean_before` and `first`, and ended between `last` and
/// `clean_after`.
#[derive(Debug, Serialize)]
struct EpisodeDocument {
    clean_before: Option<String>,
    first: Option<String>,
    last: Option<String>,
    clean_after: Option<String>,
}

#[derive(Debug, Serialize)]
struct SignerDocument {
    subject: String,
    spki_sha256: Option<String>,
    known_id: Option<&'static str>,
    name_count: usize,
    domain_count: usize,
}

#[derive(Debug, Serialize)]
struct UnreadDocument {
    file: String,
    why: String,
}

impl Document {
    pub(crate) fn of(facts: &Facts, out: &Path) -> Self {
        let english = Words::of(Language::English);
        let summary = &facts.summary;
        let names = summary.names.iter();
        let signers = summary.signers.iter();
        let unread = facts.unread_files.iter();
        Self {
            schema: "anchorwatch.report/1",
            rules_version: RULES_VERSION,
            verdict: facts.answer().verdict().code(),
            out: out.display().to_string(),
            measurements: CountsDocument::of(summary.counts),
            vantage_count: summary.vantage_count,
            names: names
                .map(|it| NameDocument::of(it, facts, &english))
                .collect(),
            signers: signers
                .map(|it| SignerDocument {
                    subject: it.subject.clone(),
                    spki_sha256: it.spki_sha256.map(|key| key.to_string()),
                    known_id: it.known.map(|known| known.id),
                    name_count: it.names,
                    domain_count: it.domains,
                })
                .collect(),
            signed_by: facts.signed_by.clone(),
            unread_files: unread
                .map(|(file, error)| UnreadDocument {
                    file: file.clone(),
                    why: problem::clauses(error, &english).join(": "),
                })
                .collect(),
            unfinished_files: facts.unfinished.clone(),
            skipped_folders: facts.skipped.clone(),
            unread_record_count: facts.unread_record_count,
            left_out_count: facts.left_out,
        }
    }
}

impl CountsDocument {
    fn of(counts: Counts) -> Self {
        Self {
            total: counts.total(),
            intercepted: counts.of(VerdictCode::Intercepted),
            suspected: counts.of(VerdictCode::Suspected),
            dns_tampered: counts.of(VerdictCode::DnsTampered),
            censored_or_down: counts.of(VerdictCode::CensoredOrDown),
            throttled: counts.of(VerdictCode::Throttled),
            captive_portal: counts.of(VerdictCode::CaptivePortal),
            inspected_with_consent: counts.of(VerdictCode::InspectedWithConsent),
            site_fault: counts.of(VerdictCode::SiteFault),
            stale_roots: counts.of(VerdictCode::StaleRoots),
            not_seen: counts.of(VerdictCode::NotSeen),
            inconclusive: counts.of(VerdictCode::Inconclusive),
        }
    }
}

impl NameDocument {
    fn of(name: &NameSummary, facts: &Facts, english: &Words) -> Self {
        let witness = name.tally.best.as_ref();
        let lanes = name.lanes.iter();
        Self {
            name: name.host.clone(),
            port: name.port,
            verdict: name.code.code(),
            confidence: name.confidence.ratio(),
            measurements: CountsDocument::of(name.counts),
            witness: witness.map(|it| facts.place(it.place)),
            vantages: lanes
                .map(|lane| VantageDocument::of(lane, facts, english))
                .collect(),
        }
    }
}

impl VantageDocument {
    fn of(lane: &LaneSummary, facts: &Facts, english: &Words) -> Self {
        let time = |place: Option<usize>| {
            let found = place.and_then(|place| lane.answered.get(place));
            found.map(|it| it.at.to_string())
        };
        let episodes = lane.episodes.iter();
        Self {
            vantage: facts.vantage(lane.vantage, english),
            measurements: CountsDocument::of(lane.counts),
            episodes: episodes
                .map(|it| EpisodeDocument {
                    clean_before: time(it.clean_before),
                    first: time(Some(it.first)),
                    last: time(Some(it.last)),
                    clean_after: time(it.clean_after),
                })
                .collect(),
        }
    }
}
