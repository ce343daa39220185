//! One entry as octets: what sets, deltas and the memory of a client compare.

use crate::{
    EntryId,
    kind::EntryKind,
    octets::{put_block, put_varint},
};

/// An entry: the head of its group, and its record in flat form, in two parts.
///
/// The order is that of the format, since only parts of one length are followed by others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Item<'a> {
    pub(crate) head: &'a [u8],
    /// What several records share: 32 octets, or none.
    pub(crate) prefix: &'a [u8],
    pub(crate) rest: &'a [u8],
}

impl Item<'_> {
    pub(crate) fn id(&self) -> EntryId {
        EntryId::of(&[self.head, self.prefix, self.rest])
    }
}

/// Writes sorted items, each once, as groups.
pub(crate) fn write_groups(out: &mut Vec<u8>, items: &[Item<'_>]) {
    for group in items.chunk_by(|one, other| one.head == other.head) {
        let Some(first) = group.first() else { continue };
        let kind = first.head.first().copied().and_then(EntryKind::from_octet);
        out.extend_from_slice(first.head);
        let mut records = Vec::new();
        match kind {
            Some(kind) if kind.shares_prefix() && !first.prefix.is_empty() => {
                for issuer in group.chunk_by(|one, other| one.prefix == other.prefix) {
                    records.extend(issuer.iter().take(1).flat_map(|it| it.prefix));
                    put_varint(&mut records, issuer.len());
                    records.extend(issuer.iter().flat_map(|it| it.rest));
                }
            }
            _ => records.extend(group.iter().flat_map(|it| it.rest)),
        }
        put_block(out, &records);
    }
}

/// An entry that is kept when the list that it came from is gone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OwnedItem {
    pub(crate) head: Vec<u8>,
    pub(crate) prefix: Vec<u8>,
    pub(crate) rest: Vec<u8>,
}

impl OwnedItem {
    pub(crate) fn borrow(&self) -> Item<'_> {
        Item {
            head: &self.head,
            prefix: &self.prefix,
            rest: &self.rest,
        }
    }
}

impl From<Item<'_>> for OwnedItem {
    fn from(item: Item<'_>) -> Self {
        Self {
            head: item.head.to_vec(),
            prefix: item.prefix.to_vec(),
            rest: item.rest.to_vec(),
        }
    }
}
