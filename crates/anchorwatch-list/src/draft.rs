//! Writes a list.

use std::collections::HashSet;

use anchorwatch_policy::{
    DistrustEntry,
    distrust::{Match, Threshold},
};

use crate::{
    Entry, EntryId, EntryKind, Header, List, ListProblem,
    condition::Conditions,
    group::PUBLIC,
    item::{Item, OwnedItem, write_groups},
    list::MAGIC,
    octets::{put_block, put_varint},
};

/// Entries of a list that is being made, in any order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDraft {
    header: Header,
    items: Vec<OwnedItem>,
}

impl ListDraft {
    /// A list without entries.
    #[must_use]
    pub const fn new(header: Header) -> Self {
        let items = Vec::new();
        Self { header, items }
    }

    /// All entries of a list, those that this program does not know too, under another header.
    #[must_use]
    pub fn from_list(list: &List<'_>, header: Header) -> Self {
        let items = list.items().map(OwnedItem::from).collect();
        Self { header, items }
    }

    /// Adds an entry. One of the high threshold is public.
    pub fn add(&mut self, entry: &DistrustEntry) {
        let (kind, prefix, rest) = record(&entry.matches);
        let flags = match entry.threshold {
            Threshold::Quick => 0,
            Threshold::High => PUBLIC,
        };
        self.items.push(OwnedItem {
            head: head(kind, flags, &Conditions::write(&entry.limits)),
            prefix,
            rest,
        });
    }

    /// Takes back an entry of the quick list.
    pub fn withdraw(&mut self, entry: EntryId) {
        self.items.push(OwnedItem {
            head: head(EntryKind::Withdrawn, 0, &[]),
            prefix: Vec::new(),
            rest: entry.as_bytes().to_vec(),
        });
    }

    /// Adds indices of a log of Merkle Tree Certificates: a reserved kind that no client uses yet.
    pub fn add_mtc_indices(&mut self, log: &[u8], start: u64, end: u64) {
        // A longer identifier becomes an empty one, which no reader takes.
        let length = u8::try_from(log.len()).unwrap_or(0);
        let rest = [&[length], log, &start.to_be_bytes(), &end.to_be_bytes()].concat();
        self.items.push(OwnedItem {
            head: head(EntryKind::MtcIndices, 0, &[]),
            prefix: Vec::new(),
            rest,
        });
    }

    /// Leaves an entry out.
    pub fn remove(&mut self, entry: &Entry<'_>) {
        let id = entry.id();
        self.items.retain(|item| item.borrow().id() != id);
    }

    /// Leaves all entries with these identifiers out.
    pub fn remove_all(&mut self, ids: &HashSet<EntryId>) {
        self.items.retain(|item| !ids.contains(&item.borrow().id()));
    }

    /// The list's octets: one encoding, whatever the order in which entries were added.
    ///
    /// # Errors
    /// [`ListProblem`] if no reader would take the list: it is too large, has a date before 1970,
    /// a name without labels, or an entry that its role may not have.
    pub fn encode(&self) -> Result<Vec<u8>, ListProblem> {
        let mut items: Vec<Item<'_>> = self.items.iter().map(OwnedItem::borrow).collect();
        items.sort_unstable();
        items.dedup();
        let octets = encoded(&self.header, &items);
        List::parse(&octets)?;
        Ok(octets)
    }
}

/// The octets of a list of sorted items, each once.
pub(crate) fn encoded(header: &Header, items: &[Item<'_>]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    header.write(&mut out);
    write_groups(&mut out, items);
    out
}

fn head(kind: EntryKind, flags: u8, conditions: &[u8]) -> Vec<u8> {
    let mut out = vec![kind.octet(), flags];
    put_block(&mut out, conditions);
    out
}

/// A match as kind and flat form, in two parts.
fn record(matches: &Match) -> (EntryKind, Vec<u8>, Vec<u8>) {
    let serial = |octets: &[u8]| {
        // The types allow at most 255 octets.
        let length = u8::try_from(octets.len()).unwrap_or(0);
        [&[length], octets].concat()
    };
    let whole = |kind, rest: &[u8]| (kind, Vec::new(), rest.to_vec());
    match matches {
        Match::Key(key) => whole(EntryKind::Key, key.as_bytes()),
        Match::Certificate(hash) => whole(EntryKind::Certificate, hash.as_bytes()),
        Match::SubjectKey { subject, key } => {
            let rest = [subject.as_bytes().as_slice(), key.as_bytes()].concat();
            (EntryKind::SubjectKey, Vec::new(), rest)
        }
        Match::SubjectUnlessKey { subject, keys } => {
            let mut keys = keys.clone();
            keys.sort_unstable();
            keys.dedup();
            let mut rest = subject.as_bytes().to_vec();
            put_varint(&mut rest, keys.len());
            rest.extend(keys.iter().flat_map(|key| key.as_bytes()));
            (EntryKind::SubjectUnlessKey, Vec::new(), rest)
        }
        Match::IssuerSerial { issuer, serial: it } => {
            let prefix = issuer.as_bytes().to_vec();
            (EntryKind::IssuerSerial, prefix, serial(it.as_bytes()))
        }
        Match::IssuerKeySerial {
            issuer_key,
            serial: it,
        } => {
            let prefix = issuer_key.as_bytes().to_vec();
            (EntryKind::IssuerKeySerial, prefix, serial(it.as_bytes()))
        }
        // A kind that the format does not have becomes a record that no reader takes.
        _ => whole(EntryKind::Key, &[]),
    }
}
