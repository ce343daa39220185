//! Looks up a certificate in a list's own octets.

use std::cell::OnceCell;

use anchorwatch_identity::{CertSha256, NameSha256};
use anchorwatch_policy::distrust::{Presented, WholeCertificate};

use crate::{
    Entry, EntryKind, List, ListMatch, group::Group, index::Index, item::Item, record::Record,
};

/// A certificate, with hashes that are made when they are first asked for.
struct Asked<'p, 'c> {
    presented: &'p Presented<'c>,
    subject: OnceCell<NameSha256>,
    issuer: OnceCell<NameSha256>,
    whole: OnceCell<Option<CertSha256>>,
}

impl Asked<'_, '_> {
    fn subject(&self) -> &[u8; 32] {
        let hashed = || NameSha256::of(self.presented.subject);
        self.subject.get_or_init(hashed).as_bytes()
    }

    fn issuer(&self, name: &[u8]) -> &[u8; 32] {
        self.issuer.get_or_init(|| NameSha256::of(name)).as_bytes()
    }

    fn whole(&self) -> Option<&CertSha256> {
        let hashed = || match self.presented.whole {
            WholeCertificate::Hash(hash) => Some(hash),
            WholeCertificate::Der(der) => Some(CertSha256::of(der)),
            WholeCertificate::Unknown => None,
        };
        self.whole.get_or_init(hashed).as_ref()
    }
}

impl List<'_> {
    /// The entries that match a certificate, whatever their limits.
    ///
    /// As [`DistrustSet::matching`](anchorwatch_policy::DistrustSet::matching), without a copy of
    /// the list. Reserved kinds and what is unknown match nothing.
    #[must_use]
    pub fn matching(&self, presented: &Presented<'_>) -> Vec<Entry<'_>> {
        let asked = Asked {
            presented,
            subject: OnceCell::new(),
            issuer: OnceCell::new(),
            whole: OnceCell::new(),
        };
        let found = |group| found(group, &asked);
        self.groups.iter().flat_map(found).collect()
    }
}

fn found<'s>(group: &'s Group<'_>, asked: &Asked<'_, '_>) -> Vec<Entry<'s>> {
    let Some((kind, _)) = &group.meaning else {
        return Vec::new();
    };
    let index = &group.index;
    let key = asked.presented.key;
    let key = key.as_bytes();
    let records: Vec<Record<'s>> = match kind {
        EntryKind::Key => index.hash(key).into_iter().collect(),
        EntryKind::Certificate => {
            let hash = asked.whole().map(|it| it.as_bytes());
            hash.and_then(|hash| index.hash(hash)).into_iter().collect()
        }
        EntryKind::SubjectKey => {
            let wanted = [asked.subject().as_slice(), key].concat();
            index.stretch(|it| it.rest.cmp(&wanted)).to_vec()
        }
        EntryKind::SubjectUnlessKey => {
            let wanted = asked.subject().as_slice();
            let of_subject = index.stretch(|it| it.rest.get(..32).cmp(&Some(wanted)));
            of_subject
                .iter()
                .filter(|it| !spares(it, key))
                .copied()
                .collect()
        }
        EntryKind::IssuerSerial => match asked.presented.issued {
            None => Vec::new(),
            Some(issued) => serial(index, asked.issuer(issued.issuer), issued.serial),
        },
        EntryKind::IssuerKeySerial => {
            let issued = asked.presented.issued.and_then(|it| unsigned(it.serial));
            match (issued, asked.presented.issuer_key) {
                (Some(number), Some(key)) => serial(index, key.as_bytes(), number),
                _ => Vec::new(),
            }
        }
        EntryKind::MtcIndices | EntryKind::Withdrawn => Vec::new(),
    };
    let item = |record: &Record<'s>| Item {
        head: group.head,
        prefix: record.prefix,
        rest: record.rest,
    };
    records
        .iter()
        .filter_map(|it| group.entry(&item(it)))
        .collect()
}

/// Serial numbers are sorted by their length first, since that is their first octet.
fn serial<'a>(index: &Index<'a>, issuer: &[u8; 32], serial: &[u8]) -> Vec<Record<'a>> {
    let Ok(length) = u8::try_from(serial.len()) else {
        return Vec::new();
    };
    let wanted = (issuer.as_slice(), Some(&length), Some(serial));
    let front = |it: &Record<'a>| (it.prefix, it.rest.first(), it.rest.get(1..)).cmp(&wanted);
    index.stretch(front).to_vec()
}

/// Whether a key may have the limited name.
fn spares(record: &Record<'_>, key: &[u8; 32]) -> bool {
    let item = Item {
        head: &[],
        prefix: &[],
        rest: record.rest,
    };
    match ListMatch::of(EntryKind::SubjectUnlessKey, &item) {
        Some(ListMatch::SubjectUnlessKey { keys, .. }) => keys.binary_search(key).is_ok(),
        _ => false,
    }
}

/// A certificate's serial number as a number; `None` if it is negative.
fn unsigned(octets: &[u8]) -> Option<&[u8]> {
    if octets.first().is_some_and(|first| first & 0x80 != 0) {
        return None;
    }
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    octets.get(zeros.min(octets.len().saturating_sub(1))..)
}
