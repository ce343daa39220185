//! Entries of one kind with the same conditions.

use anchorwatch_policy::distrust::Limits;

use crate::{
    EntryKind, ListProblem, MAX_ENTRIES, Role, condition::Conditions, index::Index, item::Item,
    kind::CRITICAL, octets::Reader, record::Records,
};

/// The flag of entries that refuse every path.
pub(crate) const PUBLIC: u8 = 1;

/// A group. It borrows its octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group<'a> {
    pub(crate) head: &'a [u8],
    /// What its entries match and where they apply; `None` if that is not known, and then they
    /// match nothing.
    pub(crate) meaning: Option<(EntryKind, Limits)>,
    pub(crate) is_public: bool,
    pub(crate) count: usize,
    pub(crate) index: Index<'a>,
    records: &'a [u8],
    /// How the records are divided; `None`: not at all.
    form: Option<EntryKind>,
}

/// A head whose outer form is right.
struct Head<'a> {
    octets: &'a [u8],
    kind: u8,
    flags: u8,
    conditions: Conditions,
    has_conditions: bool,
}

impl<'a> Head<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, ListProblem> {
        let from = *reader;
        let kind = reader.u8()?;
        let flags = reader.u8()?;
        let conditions = reader.block()?;
        let length = reader.offset() - from.offset();
        Ok(Self {
            octets: from.rest().get(..length).unwrap_or_default(),
            kind,
            flags,
            has_conditions: !conditions.is_empty(),
            conditions: Conditions::read(conditions)?,
        })
    }

    /// The kind, if this version knows it and the flags.
    fn known_kind(&self) -> Option<EntryKind> {
        let kind = EntryKind::from_octet(self.kind)?;
        (self.flags & !PUBLIC == 0).then_some(kind)
    }

    /// What the entries mean. Only a kind, a flag or a type of condition that is not known may be
    /// critical.
    fn meaning(self, role: Role, at: usize) -> Result<Option<(EntryKind, Limits)>, ListProblem> {
        let offset = at as u64;
        let kind = self.known_kind();
        let is_critical = self.kind & CRITICAL != 0;
        let is_public = self.flags & PUBLIC != 0;
        if role == Role::Quick && (is_public || kind == Some(EntryKind::Withdrawn)) {
            return Err(ListProblem::NotQuick { offset });
        }
        if kind == Some(EntryKind::Withdrawn) && (is_public || self.has_conditions) {
            return Err(ListProblem::Value { offset });
        }
        match (kind, self.conditions) {
            (Some(_), Conditions::Known(_)) if is_critical => Err(ListProblem::Value { offset }),
            (Some(kind), Conditions::Known(limits)) => Ok(Some((kind, limits))),
            _ if is_critical => Err(ListProblem::Critical {
                kind: u64::from(self.kind & !CRITICAL),
            }),
            _ => Ok(None),
        }
    }
}

impl<'a> Group<'a> {
    /// Reads a group of at most so many entries.
    pub(crate) fn read(
        reader: &mut Reader<'a>,
        role: Role,
        max_entries: usize,
    ) -> Result<Self, ListProblem> {
        let at = reader.offset();
        let head = Head::read(reader)?;
        let octets = head.octets;
        let is_public = head.flags & PUBLIC != 0;
        let meaning = head.meaning(role, at)?;
        let form = meaning.as_ref().map(|(kind, _)| *kind);
        let records = reader.block()?;
        let (count, index) = checked(form, records, max_entries)?;
        Ok(Self {
            head: octets,
            meaning,
            is_public,
            count,
            index,
            records: records.rest(),
            form,
        })
    }

    /// Whether the entries may refuse something: neither unknown nor withdrawals.
    pub(crate) fn refuses(&self) -> bool {
        let kind = self.meaning.as_ref().map(|(kind, _)| *kind);
        kind.is_some_and(|kind| kind != EntryKind::Withdrawn)
    }

    /// The entries, in order.
    pub(crate) fn items(&self) -> impl Iterator<Item = Item<'a>> + use<'a> {
        let head = self.head;
        // They were all read before.
        let records = Records::new(self.form, Reader::at(self.records, 0)).map_while(Result::ok);
        records.map(move |record| Item {
            head,
            prefix: record.prefix,
            rest: record.rest,
        })
    }
}

/// Reads every record once: their number, and where to look them up.
fn checked<'a>(
    form: Option<EntryKind>,
    octets: Reader<'a>,
    max_entries: usize,
) -> Result<(usize, Index<'a>), ListProblem> {
    let mut records = Records::new(form, octets);
    let mut index = Index::new(form, octets.rest());
    let mut last = None;
    let mut count = 0;
    while let Some(record) = records.next() {
        let record = record?;
        let offset = records.offset() as u64;
        if last.is_some_and(|last| record <= last) {
            return Err(ListProblem::Order { offset });
        }
        if count == max_entries {
            let max = MAX_ENTRIES as u64;
            return Err(ListProblem::TooMany { max });
        }
        last = Some(record);
        count += 1;
        index.add(record);
    }
    if count == 0 {
        return Err(octets.value());
    }
    Ok((count, index))
}
