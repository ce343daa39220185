//! `anchorwatch.list-publishing/1`.

use anchorwatch_publisher::{Change, Heard, PlainEntry, Reviewed, Watched};
use anchorwatch_remark::{Remark as _, Told};
use serde::Serialize;

use super::done::{AboutList, AboutLog, AboutSet, Done, Source};
use super::witnesses::{Seen, SeenLog};
use crate::{
    commands::list::document::EntryDocument,
    document::RemarkDocument,
    words::{Language, Words},
};

#[derive(Debug, Serialize)]
pub(super) struct Document {
    schema: &'static str,
    action: &'static str,
    written: Option<String>,
    verifier_key: Option<String>,
    proposed_count: Option<usize>,
    new_count: Option<usize>,
    sources: Vec<SourceDocument>,
    items: Vec<ItemDocument>,
    watched: Vec<WatchedDocument>,
    list: Option<SignedListDocument>,
    changes: Vec<ListChangeDocument>,
    other_change_count: usize,
    signers: Vec<String>,
    delta_count: usize,
    publishers: Option<SetDocument>,
    log: Option<LogDocument>,
    seen_logs: Vec<SeenLogDocument>,
}

#[derive(Debug, Serialize)]
struct SetDocument {
    origin: String,
    epoch: u64,
    expires: String,
    delay_days: u64,
    needed_signature_count: usize,
    needed_signature_count_quick: usize,
    sha256: String,
    publishers: Vec<String>,
    added_keys: Vec<String>,
    removed_keys: Vec<String>,
    logs: Vec<String>,
}

#[derive(Debug, Serialize)]
struct LogDocument {
    origin: String,
    size: u64,
    added_count: u64,
    witnesses: Vec<WitnessDocument>,
}

#[derive(Debug, Serialize)]
struct WitnessDocument {
    name: String,
    has_cosigned: bool,
    problem: Option<RemarkDocument>,
}

#[derive(Debug, Serialize)]
struct SourceDocument {
    file: String,
    format: &'static str,
    carrier: &'static str,
    verified_spki_sha256: Vec<String>,
    not_verified: Option<RemarkDocument>,
}

#[derive(Debug, Serialize)]
struct ItemDocument {
    action: &'static str,
    entry: PlainEntryDocument,
    comments: Vec<String>,
    needs_quorum: bool,
    known: Vec<RemarkDocument>,
    against: Vec<RemarkDocument>,
}

#[derive(Debug, Serialize)]
struct WatchedDocument {
    about: String,
    role: &'static str,
    since_sequence: u64,
    entry_id: String,
    entry: PlainEntryDocument,
}

#[derive(Debug, Serialize)]
struct PlainEntryDocument {
    r#match: &'static str,
    what: String,
    is_public: bool,
    is_limited: bool,
}

#[derive(Debug, Serialize)]
struct SignedListDocument {
    origin: String,
    role: &'static str,
    epoch: u64,
    sequence: u64,
    issued: String,
    expires: String,
    sha256: String,
    entry_count: usize,
    needed_signature_count: usize,
}

#[derive(Debug, Serialize)]
struct ListChangeDocument {
    change: &'static str,
    weakens: bool,
    entry_id: String,
    entry: Option<PlainEntryDocument>,
    before: Option<PlainEntryDocument>,
}

impl Document {
    pub(super) fn of(done: &Done<'_>) -> Self {
        let english = Words::of(Language::English);
        let items = done.reviewed.iter();
        let changes = done.changes.known.iter();
        let sources = done.sources.iter();
        let seen_logs = done.seen.iter().map(|it| SeenLogDocument::of(it, &english));
        Self {
            schema: "anchorwatch.list-publishing/1",
            action: done.act.code(),
            written: done.written.as_ref().map(|it| it.display().to_string()),
            verifier_key: done.verifier_key.clone(),
            proposed_count: done.proposed.map(|(all, _)| all),
            new_count: done.proposed.map(|(_, new)| new),
            sources: sources.map(|it| SourceDocument::of(it, &english)).collect(),
            items: items.map(|it| ItemDocument::of(it, &english)).collect(),
            watched: done.watched.iter().map(WatchedDocument::of).collect(),
            list: done.list.as_ref().map(SignedListDocument::of),
            changes: changes.map(ListChangeDocument::of).collect(),
            other_change_count: done.changes.other_count,
            signers: done.signers.clone(),
            delta_count: done.delta_count,
            publishers: done.set.as_ref().map(SetDocument::of),
            log: done.log.as_ref().map(|it| LogDocument::of(it, &english)),
            seen_logs: seen_logs.collect(),
        }
    }
}

impl SetDocument {
    fn of(set: &AboutSet) -> Self {
        let (approved, quick) = set.thresholds;
        Self {
            origin: set.origin.clone(),
            epoch: set.epoch,
            expires: set.expires.to_string(),
            delay_days: set.delay_days,
            needed_signature_count: approved,
            needed_signature_count_quick: quick,
            sha256: set.hash.to_string(),
            publishers: set.publishers.clone(),
            added_keys: set.added.clone(),
            removed_keys: set.removed.clone(),
            logs: set.logs.clone(),
        }
    }
}

impl LogDocument {
    fn of(log: &AboutLog, english: &Words) -> Self {
        let witness = |it: &Heard| WitnessDocument {
            name: it.witness.clone(),
            has_cosigned: it.fault.is_none(),
            problem: it.fault.as_ref().map(|it| RemarkDocument::of(it, english)),
        };
        Self {
            origin: log.origin.clone(),
            size: log.size,
            added_count: log.added,
            witnesses: log.heard.iter().map(witness).collect(),
        }
    }
}

impl SourceDocument {
    fn of(source: &Source, english: &Words) -> Self {
        let keys = source.carrier.verified_keys().iter();
        let why = source.not_verified.as_ref();
        Self {
            file: source.path.clone(),
            format: source.format.code(),
            carrier: source.carrier.code(),
            verified_spki_sha256: keys.map(ToString::to_string).collect(),
            not_verified: why.map(|it| RemarkDocument::of(&it.told(), english)),
        }
    }
}

#[derive(Debug, Serialize)]
struct SeenLogDocument {
    origin: String,
    size: u64,
    witnesses: Vec<SeenByDocument>,
}

#[derive(Debug, Serialize)]
struct SeenByDocument {
    name: String,
    is_fork: bool,
    is_same_log: bool,
    shows: Option<RemarkDocument>,
    problem: Option<RemarkDocument>,
}

impl SeenLogDocument {
    fn of(log: &SeenLog, english: &Words) -> Self {
        let witness = |it: &Seen| {
            let view = it.view.as_ref();
            SeenByDocument {
                name: it.witness.clone(),
                is_fork: view.is_ok_and(|it| it.is_fork()),
                is_same_log: view.is_ok_and(|it| it.is_same_log()),
                shows: view.ok().map(|it| RemarkDocument::of(&it.told(), english)),
                problem: view.err().map(|it| RemarkDocument::of(it, english)),
            }
        };
        Self {
            origin: log.origin.clone(),
            size: log.size,
            witnesses: log.seen.iter().map(witness).collect(),
        }
    }
}

impl ItemDocument {
    fn of(item: &Reviewed<'_>, english: &Words) -> Self {
        let known: Vec<Told> = item.known.iter().map(|it| it.told()).collect();
        let against: Vec<Told> = item.against.iter().map(|it| it.told()).collect();
        Self {
            action: item.action.code(),
            entry: PlainEntryDocument::of(item.entry),
            comments: item.comments.to_vec(),
            needs_quorum: item.needs_quorum,
            known: RemarkDocument::all(&known, english),
            against: RemarkDocument::all(&against, english),
        }
    }
}

impl WatchedDocument {
    fn of(watched: &Watched) -> Self {
        Self {
            about: watched.about.clone(),
            role: watched.role.code(),
            since_sequence: watched.since,
            entry_id: watched.id.to_string(),
            entry: PlainEntryDocument::of(&watched.entry),
        }
    }
}

impl PlainEntryDocument {
    fn of(entry: &PlainEntry) -> Self {
        Self {
            r#match: entry.matches.kind().code(),
            what: EntryDocument::of(&entry.to_policy()).hashes(),
            is_public: entry.is_public,
            is_limited: !entry.limits.are_none(),
        }
    }
}

impl SignedListDocument {
    fn of(list: &AboutList) -> Self {
        Self {
            origin: list.origin.clone(),
            role: list.role.code(),
            epoch: list.epoch,
            sequence: list.sequence,
            issued: list.issued.to_string(),
            expires: list.expires.to_string(),
            sha256: list.hash.to_string(),
            entry_count: list.entry_count,
            needed_signature_count: list.threshold,
        }
    }
}

impl ListChangeDocument {
    fn of(change: &Change) -> Self {
        Self {
            change: change.kind.code(),
            weakens: change.kind.weakens(),
            entry_id: change.id.to_string(),
            entry: change.entry.as_ref().map(PlainEntryDocument::of),
            before: change.before.as_ref().map(PlainEntryDocument::of),
        }
    }
}
