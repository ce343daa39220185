//! The JSON of the normal form.

use anchorwatch_identity::{SpkiSha256, UnixSeconds};
use serde::{Deserialize, Serialize};

use super::{
    SCHEMA,
    entry::{EntryDocument, LimitsDocument, SourceDocument},
    matching::MatchDocument,
};
use crate::{
    distrust::{
        DistrustEntry, DnsSuffix, EntrySource, Limits, ListSource, MAX_SUFFIXES, NameLimit,
        Threshold,
    },
    import::{EntryProblem, Error, Imported, ListFormat, MAX_RECORDS, MadeFrom, Part, Place},
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema: String,
    made_from: Vec<MadeFromDocument>,
    entries: Vec<EntryDocument>,
    known_interception: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MadeFromDocument {
    format: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sequence: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stale_after: Option<String>,
    verified_spki_sha256: Vec<String>,
    unusable_count: usize,
}

pub(super) fn write(lists: &[Imported]) -> Vec<u8> {
    let mut known: Vec<SpkiSha256> = lists
        .iter()
        .flat_map(|list| list.known_interception.iter().copied())
        .collect();
    known.sort();
    known.dedup();
    let document = Document {
        schema: SCHEMA.to_owned(),
        made_from: lists.iter().flat_map(made_from).collect(),
        entries: lists
            .iter()
            .flat_map(|list| list.entries.iter().map(EntryDocument::of))
            .collect(),
        known_interception: known.iter().map(ToString::to_string).collect(),
    };
    // Only strings and numbers in structs, so serialising cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// What a list was made from; for a normal form, what it claims.
fn made_from(list: &Imported) -> Vec<MadeFromDocument> {
    if list.format == ListFormat::Entries {
        return list.made_from.iter().map(MadeFromDocument::of).collect();
    }
    vec![MadeFromDocument::of(&MadeFrom {
        format: list.format,
        sequence: list.sequence,
        dated: list.dated,
        stale_after: list.stale_after,
        verified_keys: list.carrier.verified_keys().to_vec(),
        unusable_count: list.unusable.len(),
    })]
}

pub(super) fn read(bytes: &[u8]) -> Result<Imported, Error> {
    let document: Document =
        serde_json::from_slice(bytes).map_err(|error| Error::json(Part::Entries, &error))?;
    let wrong = |index: usize, why| Error::Entry {
        index: index as u64,
        why,
    };
    if document.schema != SCHEMA {
        return Err(Error::UnknownFormat);
    }
    if document.entries.len() > MAX_RECORDS || document.known_interception.len() > MAX_RECORDS {
        return Err(Error::TooManyRecords {
            max: MAX_RECORDS as u64,
        });
    }
    let mut imported = Imported::unverified(ListFormat::Entries);
    for (index, entry) in document.entries.iter().enumerate() {
        let entry = entry.read().map_err(|why| wrong(index, why))?;
        imported.entries.push(entry);
    }
    for (index, key) in document.known_interception.iter().enumerate() {
        let key = super::matching::hash(key)
            .ok_or_else(|| wrong(index, EntryProblem::KnownInterception))?;
        imported
            .known_interception
            .push(SpkiSha256::from_bytes(key));
    }
    imported.known_interception.sort();
    imported.known_interception.dedup();
    for (index, made_from) in document.made_from.iter().enumerate() {
        let made_from = made_from
            .read()
            .ok_or_else(|| wrong(index, EntryProblem::MadeFrom))?;
        imported.made_from.push(made_from);
    }
    Ok(imported)
}

impl MadeFromDocument {
    fn of(made_from: &MadeFrom) -> Self {
        Self {
            format: made_from.format.code().to_owned(),
            sequence: made_from.sequence,
            dated: made_from.dated.map(|time| time.to_string()),
            stale_after: made_from.stale_after.map(|time| time.to_string()),
            verified_spki_sha256: made_from
                .verified_keys
                .iter()
                .map(ToString::to_string)
                .collect(),
            unusable_count: made_from.unusable_count,
        }
    }

    fn read(&self) -> Option<MadeFrom> {
        let keys = self.verified_spki_sha256.iter();
        let keys = keys.map(|key| super::matching::hash(key).map(SpkiSha256::from_bytes));
        Some(MadeFrom {
            format: ListFormat::from_code(&self.format)?,
            sequence: self.sequence,
            dated: time(self.dated.as_deref()).ok()?,
            stale_after: time(self.stale_after.as_deref()).ok()?,
            verified_keys: keys.collect::<Option<_>>()?,
            unusable_count: self.unusable_count,
        })
    }
}

impl EntryDocument {
    fn of(entry: &DistrustEntry) -> Self {
        Self {
            limits: (!entry.limits.are_none()).then(|| LimitsDocument::of(&entry.limits)),
            threshold: entry.threshold.code().to_owned(),
            source: SourceDocument::of(&entry.source),
            ..MatchDocument::give(&entry.matches)
        }
    }

    fn read(&self) -> Result<DistrustEntry, EntryProblem> {
        let limits = self.limits.as_ref().map(LimitsDocument::read).transpose()?;
        Ok(DistrustEntry {
            matches: MatchDocument::take(self)?,
            limits: limits.unwrap_or_default(),
            threshold: Threshold::from_code(&self.threshold).ok_or(EntryProblem::Threshold)?,
            source: self.source.read()?,
        })
    }
}

impl LimitsDocument {
    fn of(limits: &Limits) -> Self {
        let texts = |suffixes: &[DnsSuffix]| {
            let texts = suffixes.iter().map(|suffix| suffix.as_str().to_owned());
            Some(texts.collect())
        };
        let (names_inside, names_outside) = match &limits.names {
            None => (None, None),
            Some(NameLimit::Inside(suffixes)) => (texts(suffixes), None),
            Some(NameLimit::Outside(suffixes)) => (None, texts(suffixes)),
        };
        Self {
            names_inside,
            names_outside,
            leaf_not_before_after: limits.leaf_after.map(|time| time.to_string()),
            scts_after: limits.scts_after.map(|time| time.to_string()),
        }
    }

    fn read(&self) -> Result<Limits, EntryProblem> {
        let names = match (&self.names_inside, &self.names_outside) {
            (None, None) => None,
            (Some(inside), None) => Some(NameLimit::Inside(suffixes(inside)?)),
            (None, Some(outside)) => Some(NameLimit::Outside(suffixes(outside)?)),
            (Some(_), Some(_)) => return Err(EntryProblem::TwoLists),
        };
        let limits = Limits {
            names,
            leaf_after: time(self.leaf_not_before_after.as_deref())?,
            scts_after: time(self.scts_after.as_deref())?,
        };
        if limits.are_none() {
            return Err(EntryProblem::EmptyLimits);
        }
        Ok(limits)
    }
}

fn suffixes(texts: &[String]) -> Result<Vec<DnsSuffix>, EntryProblem> {
    if !(1..=MAX_SUFFIXES).contains(&texts.len()) {
        return Err(EntryProblem::SuffixCount);
    }
    let read = texts.iter().map(|text| {
        DnsSuffix::parse(text)
            .filter(|suffix| suffix.as_str() == text)
            .ok_or(EntryProblem::Suffix)
    });
    read.collect()
}

fn time(text: Option<&str>) -> Result<Option<UnixSeconds>, EntryProblem> {
    let Some(text) = text else { return Ok(None) };
    UnixSeconds::parse_rfc3339(text)
        .ok()
        .filter(|time| time.to_string() == text)
        .map(Some)
        .ok_or(EntryProblem::Time)
}

impl SourceDocument {
    fn of(source: &EntrySource) -> Self {
        let mut document = Self {
            list: source.list().to_owned(),
            ..Self::default()
        };
        match source {
            EntrySource::Registry(id) => document.id = Some((*id).to_owned()),
            EntrySource::Owner => {}
            EntrySource::List(list) => {
                document.sequence = list.sequence;
                document.id.clone_from(&list.record);
                document.says.clone_from(&list.says);
            }
            // Signed lists have a format of their own, and are not taken in this one.
            EntrySource::Signed(signed) => {
                document.id = Some(data_encoding::HEXLOWER.encode(&signed.entry));
            }
        }
        document
    }

    fn read(&self) -> Result<EntrySource, EntryProblem> {
        let source = match (self.list.as_str(), &self.id, self.sequence) {
            ("registry", Some(id), None) => {
                let known = anchorwatch_identity::registry::known_roots();
                let known = known.iter().find(|known| known.id == id);
                EntrySource::Registry(known.ok_or(EntryProblem::NotInRegistry)?.id)
            }
            ("owner", None, None) => EntrySource::Owner,
            (code, record, sequence) => {
                let format = ListFormat::from_code(code).ok_or(EntryProblem::Source)?;
                let is_right = match format.place() {
                    Place::Sequence => sequence.is_some() && record.is_none(),
                    Place::Record => sequence.is_none() && record.is_some(),
                    Place::Nothing => sequence.is_none() && record.is_none(),
                    Place::Earlier => false,
                };
                if !is_right {
                    return Err(EntryProblem::Source);
                }
                EntrySource::List(ListSource {
                    format: format.code(),
                    sequence,
                    record: record.clone(),
                    says: self.says.clone(),
                })
            }
        };
        let may_say = matches!(&source, EntrySource::List(list) if list.record.is_some());
        if self.says.is_some() && !may_say {
            return Err(EntryProblem::Says);
        }
        Ok(source)
    }
}
