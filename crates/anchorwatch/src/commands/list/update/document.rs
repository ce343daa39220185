//! `anchorwatch.list-update/1`.

use anchorwatch_carrier::Visit;
use anchorwatch_identity::CertSha256;
use anchorwatch_list::{Freshness, List, Role};
use anchorwatch_remark::Remark as _;
use serde::Serialize;

use super::{Changed, Updated};
use crate::{
    commands::list::document::EntryDocument,
    document::RemarkDocument,
    words::{Language, Words},
};

#[derive(Debug, Serialize)]
pub(super) struct Document {
    schema: &'static str,
    root: String,
    is_dry_run: bool,
    is_news: bool,
    origin: String,
    epoch: u64,
    approved: Option<HeldDocument>,
    quick: Option<HeldDocument>,
    entry_count: usize,
    retained_count: usize,
    waiting_count: usize,
    unused_count: usize,
    unseen_log_entry_count: u64,
    freshness: FreshnessDocument,
    is_equivocation: bool,
    in_stores: &'static str,
    left_in_stores: Vec<RemarkDocument>,
    sources: Vec<SourceDocument>,
    changes: Vec<ChangeDocument>,
}

#[derive(Debug, Serialize)]
struct HeldDocument {
    sequence: u64,
    issued: String,
    expires: String,
}

#[derive(Debug, Serialize)]
struct FreshnessDocument {
    code: &'static str,
    since: Option<String>,
}

#[derive(Debug, Serialize)]
struct SourceDocument {
    source: String,
    channel: &'static str,
    is_news: bool,
    problem: Option<String>,
    problem_coded: Option<RemarkDocument>,
    refused_tls: Vec<RefusedDocument>,
}

#[derive(Debug, Serialize)]
struct RefusedDocument {
    host: String,
    port: u16,
    cert_sha256: Option<String>,
    certificate_count: usize,
}

#[derive(Debug, Serialize)]
struct ChangeDocument {
    change: &'static str,
    r#match: &'static str,
    threshold: &'static str,
    is_limited: bool,
    source: String,
    what: String,
}

impl Document {
    pub(super) fn of(updated: &Updated) -> Self {
        let english = Words::of(Language::English);
        let state = &updated.state;
        let held = |role| state.held(role).as_ref().map(HeldDocument::of);
        Self {
            schema: "anchorwatch.list-update/1",
            root: updated.root.clone(),
            is_dry_run: updated.is_dry_run,
            is_news: updated.is_news,
            origin: state.publishers().origin().to_string(),
            epoch: state.publishers().epoch(),
            approved: held(Role::Approved),
            quick: held(Role::Quick),
            entry_count: state.entries(updated.now).len(),
            retained_count: state.retained_count(updated.now),
            waiting_count: state.waiting_count(updated.now),
            unused_count: state.unused_count(),
            unseen_log_entry_count: state.unseen_count(),
            freshness: FreshnessDocument::of(updated.freshness()),
            is_equivocation: updated.is_equivocation(),
            in_stores: updated.in_stores.code(),
            left_in_stores: RemarkDocument::all(updated.in_stores.left(), &english),
            sources: (updated.visits.iter())
                .map(|it| SourceDocument::of(it, &english))
                .collect(),
            changes: updated.changes.iter().map(ChangeDocument::of).collect(),
        }
    }
}

impl HeldDocument {
    fn of(list: &List<'_>) -> Self {
        let header = list.header();
        Self {
            sequence: header.sequence,
            issued: header.issued.to_string(),
            expires: header.expires.to_string(),
        }
    }
}

/// The code of how current the lists are, and a time that goes with it.
pub(super) fn freshness(it: Freshness) -> (&'static str, Option<String>) {
    match it {
        Freshness::Nothing => ("nothing", None),
        Freshness::Current => ("current", None),
        Freshness::Unconfirmed { since } => ("unconfirmed", Some(since.to_string())),
        Freshness::Ageing { expires } => ("ageing", Some(expires.to_string())),
        Freshness::Stale { expired } => ("stale", Some(expired.to_string())),
    }
}

impl FreshnessDocument {
    fn of(it: Freshness) -> Self {
        let (code, since) = freshness(it);
        Self { code, since }
    }
}

impl SourceDocument {
    fn of(visit: &Visit, english: &Words) -> Self {
        let problem = visit.problem.as_ref().map(|it| it.told());
        let refused = visit.refused.iter().map(|one| {
            let chain = &one.handshake.peer_certificates;
            RefusedDocument {
                host: one.target.host.clone(),
                port: one.target.port,
                cert_sha256: chain.first().map(|it| CertSha256::of(it).to_string()),
                certificate_count: chain.len(),
            }
        });
        Self {
            source: visit.source.to_string(),
            channel: visit.channel.code(),
            is_news: visit.is_news,
            problem: problem.as_ref().map(|it| english.remark(it)),
            problem_coded: problem.as_ref().map(|it| RemarkDocument::of(it, english)),
            refused_tls: refused.collect(),
        }
    }
}

impl ChangeDocument {
    fn of(changed: &Changed) -> Self {
        let entry = &changed.entry;
        Self {
            change: changed.change.code(),
            r#match: entry.matches.kind().code(),
            threshold: entry.threshold.code(),
            is_limited: !entry.limits.are_none(),
            source: entry.source.to_string(),
            what: EntryDocument::of(entry).hashes(),
        }
    }
}
