//! A list, read from its octets.

use crate::{
    Entry, EntryId, EntryKind, Header, ListHash, ListProblem, MAX_ENTRIES, MAX_LIST_BYTES, Role,
    group::Group, item::Item, octets::Reader,
};

pub(crate) const MAGIC: &[u8; 8] = b"AWLIST\x00\x01";

/// A list. It borrows the octets that it was read from, and look-ups search in them.
///
/// **Not checked:** who made it. What is read here means nothing until
/// [`verify()`](crate::verify()) says whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<'a> {
    octets: &'a [u8],
    header: Header,
    pub(crate) groups: Vec<Group<'a>>,
    entry_count: usize,
}

impl<'a> List<'a> {
    /// Reads a list. Only the one encoding of a list is accepted.
    ///
    /// # Errors
    /// [`ListProblem`] says what is wrong, and where. Nothing is skipped.
    pub fn parse(octets: &'a [u8]) -> Result<Self, ListProblem> {
        if octets.len() > MAX_LIST_BYTES {
            let max = MAX_LIST_BYTES as u64;
            return Err(ListProblem::TooLarge { max });
        }
        let rest = octets.strip_prefix(MAGIC).ok_or(ListProblem::OtherFile)?;
        let mut reader = Reader::at(rest, MAGIC.len());
        let header = Header::read(&mut reader)?;
        let groups = read_groups(reader, header.role())?;
        let entry_count = groups.iter().map(|group| group.count).sum();
        Ok(Self {
            octets,
            header,
            groups,
            entry_count,
        })
    }

    /// What the list says about itself.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The octets.
    #[must_use]
    pub const fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// The hash of the octets.
    #[must_use]
    pub fn hash(&self) -> ListHash {
        ListHash::of(self.octets)
    }

    /// How many entries it has; what is unknown counts as one for each group.
    #[must_use]
    pub const fn entry_count(&self) -> usize {
        self.entry_count
    }

    /// How many groups this program does not know: they match nothing.
    #[must_use]
    pub fn unknown_count(&self) -> usize {
        let unknown = self.groups.iter().filter(|group| group.meaning.is_none());
        unknown.count()
    }

    /// How many entries are of a kind.
    #[must_use]
    pub fn count_of(&self, kind: EntryKind) -> usize {
        let is_it = |group: &&Group<'_>| group.meaning.as_ref().is_some_and(|it| it.0 == kind);
        self.groups.iter().filter(is_it).map(|it| it.count).sum()
    }

    /// The entries that this program knows, in the order of the list.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.groups.iter().flat_map(Group::entries)
    }

    /// The entries of the quick list that this list takes back.
    pub fn withdrawn(&self) -> impl Iterator<Item = EntryId> + use<'_, 'a> {
        let is_it = |it: &&Group<'_>| matches!(it.meaning, Some((EntryKind::Withdrawn, _)));
        let items = self.groups.iter().filter(is_it).flat_map(Group::items);
        items.filter_map(|item| item.rest.try_into().ok().map(EntryId::from_bytes))
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = Item<'a>> + use<'_, 'a> {
        self.groups.iter().flat_map(Group::items)
    }
}

/// Reads groups to the end.
pub(crate) fn read_groups(
    mut reader: Reader<'_>,
    role: Role,
) -> Result<Vec<Group<'_>>, ListProblem> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut left = MAX_ENTRIES;
    while !reader.is_empty() {
        let out_of_order = reader.order();
        let group = Group::read(&mut reader, role, left)?;
        if groups.last().is_some_and(|last| last.head >= group.head) {
            return Err(out_of_order);
        }
        left -= group.count;
        groups.push(group);
    }
    Ok(groups)
}

#[cfg(test)]
mod tests;
