//! `anchorwatch.list/1`.

use anchorwatch_policy::{
    DistrustEntry,
    distrust::MatchKind,
    import::{Imported, MadeFrom, Unusable, source_codes},
};
use anchorwatch_remark::Remark as _;
use serde::Serialize;

use crate::{
    commands::list::{Answer, Asked, Detail, Listed},
    document::RemarkDocument,
    words::{Language, Words},
};

mod entry;

pub(crate) use entry::{EntryDocument, KnownKeyDocument};

#[derive(Debug, Serialize)]
pub(crate) struct Document {
    schema: &'static str,
    lists: Vec<ListDocument>,
    certificates: Vec<CertificateDocument>,
    /// With --all: every key in the registry, including those that no entry refuses.
    #[serde(skip_serializing_if = "Option::is_none")]
    known_keys: Option<Vec<KnownKeyDocument>>,
}

#[derive(Debug, Serialize)]
struct ListDocument {
    /// null for the built-in entries.
    file: Option<String>,
    format: Option<&'static str>,
    /// `built_in`, `unverified`, or the carrier whose signatures were verified.
    carrier: &'static str,
    verified_spki_sha256: Vec<String>,
    /// Why nobody vouches for the bytes, or null.
    not_verified: Option<RemarkDocument>,
    sequence: Option<i32>,
    dated: Option<String>,
    stale_after: Option<String>,
    is_stale: bool,
    entry_count: usize,
    limited_entry_count: usize,
    /// Entries that repeat an earlier one.
    repeated_entry_count: usize,
    counts: Vec<CountDocument>,
    /// With --all: every entry, in the order of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    entries: Option<Vec<EntryDocument>>,
    known_interception_count: usize,
    made_from: Vec<MadeFromDocument>,
    unusable: Vec<UnusableDocument>,
}

#[derive(Debug, Serialize)]
struct CountDocument {
    r#match: &'static str,
    source: &'static str,
    count: usize,
}

/// The list that a normal form was made from, as it claims.
#[derive(Debug, Serialize)]
struct MadeFromDocument {
    format: &'static str,
    sequence: Option<i32>,
    dated: Option<String>,
    stale_after: Option<String>,
    verified_spki_sha256: Vec<String>,
    unusable_count: usize,
}

#[derive(Debug, Serialize)]
struct UnusableDocument {
    record: String,
    record_coded: RemarkDocument,
    error: String,
    error_coded: RemarkDocument,
}

#[derive(Debug, Serialize)]
struct CertificateDocument {
    cert_sha256: String,
    spki_sha256: String,
    subject: String,
    subject_der_sha256: String,
    /// One per list, in the same order.
    answers: Vec<AnswerDocument>,
}

#[derive(Debug, Serialize)]
struct AnswerDocument {
    file: Option<String>,
    matches: Vec<MatchDocument>,
    depends_on_issuer: bool,
    is_known_for_interception: bool,
}

#[derive(Debug, Serialize)]
struct MatchDocument {
    r#match: &'static str,
    threshold: &'static str,
    is_limited: bool,
    source: String,
    /// The publisher's own words.
    says: Option<String>,
}

impl Document {
    pub(crate) fn of(lists: &[Listed], asked: &[Asked<'_>], detail: Detail) -> Self {
        let is_built_in = lists.iter().any(|listed| listed.file.is_none());
        let english = Words::of(Language::English);
        Self {
            schema: "anchorwatch.list/1",
            lists: lists
                .iter()
                .map(|listed| ListDocument::of(listed, detail, &english))
                .collect(),
            certificates: asked.iter().map(CertificateDocument::of).collect(),
            known_keys: (detail == Detail::Entries && is_built_in).then(KnownKeyDocument::all),
        }
    }
}

impl ListDocument {
    fn of(listed: &Listed, detail: Detail, english: &Words) -> Self {
        let entries = listed.entries();
        let list = listed.file.as_ref().map(|file| &file.list);
        let keys = list.map_or(&[][..], |list| list.carrier.verified_keys());
        let unusable = list.map_or(&[][..], |list| &list.unusable);
        let made_from = list.map_or(&[][..], |list| &list.made_from);
        Self {
            file: listed.file.as_ref().map(|file| file.path.clone()),
            format: list.map(|list| list.format.code()),
            carrier: list.map_or("built_in", |list| list.carrier.code()),
            verified_spki_sha256: keys.iter().map(ToString::to_string).collect(),
            not_verified: list
                .and_then(Imported::not_verified)
                .map(|why| RemarkDocument::of(&why.told(), english)),
            sequence: list.and_then(|list| list.sequence),
            dated: list
                .and_then(|list| list.dated)
                .map(|time| time.to_string()),
            stale_after: list
                .and_then(|list| list.stale_after)
                .map(|time| time.to_string()),
            is_stale: listed.is_stale,
            entry_count: entries.len(),
            limited_entry_count: entries.iter().filter(|it| !it.limits.are_none()).count(),
            repeated_entry_count: listed.repeated_count(),
            counts: counts(entries),
            entries: (detail == Detail::Entries)
                .then(|| entries.iter().map(EntryDocument::of).collect()),
            known_interception_count: list.map_or(0, |list| list.known_interception.len()),
            made_from: made_from.iter().map(MadeFromDocument::of).collect(),
            unusable: unusable
                .iter()
                .map(|it| UnusableDocument::of(it, english))
                .collect(),
        }
    }
}

/// One row per kind and source present, in the order of the kinds.
fn counts(entries: &[DistrustEntry]) -> Vec<CountDocument> {
    let pairs = MatchKind::ALL
        .into_iter()
        .flat_map(|kind| source_codes().map(move |source| (kind, source)));
    let rows = pairs.map(|(kind, source)| CountDocument {
        r#match: kind.code(),
        source,
        count: entries
            .iter()
            .filter(|it| it.matches.kind() == kind && it.source.list() == source)
            .count(),
    });
    rows.filter(|row| row.count > 0).collect()
}

impl MadeFromDocument {
    fn of(made_from: &MadeFrom) -> Self {
        let keys = made_from.verified_keys.iter();
        Self {
            format: made_from.format.code(),
            sequence: made_from.sequence,
            dated: made_from.dated.map(|time| time.to_string()),
            stale_after: made_from.stale_after.map(|time| time.to_string()),
            verified_spki_sha256: keys.map(ToString::to_string).collect(),
            unusable_count: made_from.unusable_count,
        }
    }
}

impl UnusableDocument {
    fn of(unusable: &Unusable, english: &Words) -> Self {
        let (record, why) = (unusable.record.told(), unusable.why.told());
        Self {
            record: english.remark(&record),
            record_coded: RemarkDocument::of(&record, english),
            error: english.remark(&why),
            error_coded: RemarkDocument::of(&why, english),
        }
    }
}

impl CertificateDocument {
    fn of(asked: &Asked<'_>) -> Self {
        let certificate = asked.certificate;
        Self {
            cert_sha256: certificate.sha256().to_string(),
            spki_sha256: certificate.spki_sha256().to_string(),
            subject: certificate.subject().to_string(),
            subject_der_sha256: certificate.subject().sha256().to_string(),
            answers: asked.answers.iter().map(AnswerDocument::of).collect(),
        }
    }
}

impl AnswerDocument {
    fn of(answer: &Answer<'_>) -> Self {
        Self {
            file: answer.list.file.as_ref().map(|file| file.path.clone()),
            matches: answer
                .matches
                .iter()
                .map(|it| MatchDocument::of(it))
                .collect(),
            depends_on_issuer: answer.depends_on_issuer,
            is_known_for_interception: answer.is_known_for_interception,
        }
    }
}

impl MatchDocument {
    fn of(entry: &DistrustEntry) -> Self {
        Self {
            r#match: entry.matches.kind().code(),
            threshold: entry.threshold.code(),
            is_limited: !entry.limits.are_none(),
            source: entry.source.to_string(),
            says: entry.source.says().map(str::to_owned),
        }
    }
}
