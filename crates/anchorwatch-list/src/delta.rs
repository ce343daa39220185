//! The way from one list to another.

use std::collections::HashSet;

use crate::{
    DeltaProblem, Header, List, ListHash, ListProblem, MAX_DELTA_BYTES,
    draft::encoded,
    group::Group,
    item::{Item, write_groups},
    list::read_groups,
    octets::{Reader, put_block},
};

const MAGIC: &[u8; 8] = b"AWDIFF\x00\x01";

/// A delta, read from its octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta<'a> {
    base: ListHash,
    result: ListHash,
    header: Header,
    removed: Vec<Group<'a>>,
    added: Vec<Group<'a>>,
}

impl<'a> Delta<'a> {
    /// Writes the one delta between two lists.
    #[must_use]
    pub fn between(base: &List<'_>, result: &List<'_>) -> Vec<u8> {
        let before: HashSet<Item<'_>> = base.items().collect();
        let after: HashSet<Item<'_>> = result.items().collect();
        let removed: Vec<_> = base.items().filter(|it| !after.contains(it)).collect();
        let added: Vec<_> = result.items().filter(|it| !before.contains(it)).collect();
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(base.hash().as_bytes());
        out.extend_from_slice(result.hash().as_bytes());
        result.header().write(&mut out);
        for items in [removed, added] {
            let mut groups = Vec::new();
            write_groups(&mut groups, &items);
            put_block(&mut out, &groups);
        }
        out
    }

    /// Reads a delta.
    ///
    /// # Errors
    /// [`ListProblem`] says what is wrong, and where.
    pub fn parse(octets: &'a [u8]) -> Result<Self, ListProblem> {
        if octets.len() > MAX_DELTA_BYTES {
            let max = MAX_DELTA_BYTES as u64;
            return Err(ListProblem::TooLarge { max });
        }
        let rest = octets.strip_prefix(MAGIC).ok_or(ListProblem::OtherFile)?;
        let mut reader = Reader::at(rest, MAGIC.len());
        let base = ListHash::from_bytes(*reader.array()?);
        let result = ListHash::from_bytes(*reader.array()?);
        let header = Header::read(&mut reader)?;
        let removed = read_groups(reader.block()?, header.role())?;
        let added = read_groups(reader.block()?, header.role())?;
        reader.end()?;
        Ok(Self {
            base,
            result,
            header,
            removed,
            added,
        })
    }

    /// The list that it applies to.
    #[must_use]
    pub const fn base(&self) -> ListHash {
        self.base
    }

    /// The list that it leads to.
    #[must_use]
    pub const fn result(&self) -> ListHash {
        self.result
    }

    /// How many entries it removes and adds.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let sum = |groups: &[Group<'_>]| groups.iter().map(|group| group.count).sum();
        (sum(&self.removed), sum(&self.added))
    }

    /// Makes the list that it leads to.
    ///
    /// # Errors
    /// [`DeltaProblem`] if the delta is for another list, contradicts it, or does not lead where
    /// it says.
    pub fn apply(&self, base: &List<'_>) -> Result<Vec<u8>, DeltaProblem> {
        if base.hash() != self.base {
            return Err(DeltaProblem::OtherBase);
        }
        let mut left: HashSet<Item<'_>> = base.items().collect();
        for item in self.removed.iter().flat_map(Group::items) {
            if !left.remove(&item) {
                return Err(DeltaProblem::NotThere);
            }
        }
        for item in self.added.iter().flat_map(Group::items) {
            if !left.insert(item) {
                return Err(DeltaProblem::AlreadyThere);
            }
        }
        let mut items: Vec<_> = left.into_iter().collect();
        items.sort_unstable();
        let octets = encoded(&self.header, &items);
        if ListHash::of(&octets) != self.result {
            return Err(DeltaProblem::OtherResult);
        }
        Ok(octets)
    }
}

#[cfg(test)]
mod tests;
