//! One object of `cert9.db` with all of its attributes, as in its row.

use std::collections::{BTreeMap, HashMap, HashSet};

use anchorwatch_machine::sqlite::MAX_ROWS;
use rusqlite::{Connection, Row, ToSql, types::ValueRef};

use super::error::Error;
use crate::nss::remark::DatabaseProblem;

pub(super) const CLASS_CERTIFICATE: u32 = 0x0000_0001;
pub(super) const CLASS_NSS_TRUST: u32 = 0xce53_4353;
pub(super) const CLASS_TRUST: u32 = 0x0000_000b;

/// The largest number of an object (`SFTK_OBJ_ID_MASK`); NSS finds no larger one.
pub(super) const MAX_NUMBER: u32 = 0x3fff_ffff;

/// An attribute's value in SQLite's own types, so that it is restored exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// The type of all values that NSS writes.
    Blob(Vec<u8>),
    Text(Vec<u8>),
    Integer(i64),
    /// The bits of the number.
    Real(u64),
}

/// A row. Missing attributes have no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) number: u32,
    /// By column: `a11` is CKA_VALUE.
    pub(super) attributes: BTreeMap<String, Value>,
}

/// Issuer and serial number in DER, which tie trust to a certificate.
pub(super) type Place = (Vec<u8>, Vec<u8>);

/// The certificates and trust objects of a database.
#[derive(Debug, Default)]
pub(super) struct Objects {
    list: Vec<Object>,
    /// Positions in the list by number, and by issuer and serial number: a hostile database has
    /// a hundred thousand of each.
    by_number: HashMap<u32, usize>,
    by_place: HashMap<Place, Vec<usize>>,
    /// The numbers in use by objects of any class.
    pub(super) numbers: HashSet<u32>,
    /// The table's columns except the number.
    pub(super) columns: HashSet<String>,
    /// Rows that NSS cannot find by a number.
    pub(super) without_number: usize,
}

impl Objects {
    /// Reads them from the database that is attached under this name.
    pub(super) fn read(connection: &Connection, schema: &'static str) -> Result<Self, Error> {
        let mut statement = connection.prepare(&format!("SELECT * FROM {schema}.nssPublic"))?;
        let names: Vec<String> = statement
            .column_names()
            .map(|name| name.to_ascii_lowercase())
            .collect();
        let mut found = Self {
            columns: names.iter().filter(|name| *name != "id").cloned().collect(),
            ..Self::default()
        };
        if let Some(odd) = found.columns.iter().find(|name| !is_attribute(name)) {
            let column = odd.clone();
            return Err(Error::OddSchema {
                what: DatabaseProblem::ForeignColumn { column },
            });
        }
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            if count > MAX_ROWS {
                return Err(anchorwatch_machine::sqlite::Error::TooManyRows.into());
            }
            found.take(row, &names)?;
        }
        Ok(found)
    }

    fn take(&mut self, row: &Row<'_>, names: &[String]) -> Result<(), Error> {
        let Some(number) = number_of(row) else {
            self.without_number += 1;
            return Ok(());
        };
        if !self.numbers.insert(number) {
            let number = format!("{number:08x}");
            return Err(Error::OddSchema {
                what: DatabaseProblem::NumberTwice { number },
            });
        }
        let mut attributes = BTreeMap::new();
        for (index, name) in names.iter().enumerate().filter(|(_, name)| *name != "id") {
            if let Some(value) = row.get_ref(index).ok().and_then(Value::of) {
                attributes.insert(name.clone(), value);
            }
        }
        let object = Object { number, attributes };
        if matches!(
            object.class(),
            Some(CLASS_CERTIFICATE | CLASS_NSS_TRUST | CLASS_TRUST)
        ) {
            let index = self.list.len();
            self.by_number.insert(number, index);
            self.by_place.entry(object.place()).or_default().push(index);
            self.list.push(object);
        }
        Ok(())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Object> {
        self.list.iter()
    }

    pub(super) fn numbered(&self, number: u32) -> Option<&Object> {
        self.list.get(*self.by_number.get(&number)?)
    }

    /// The objects of a certificate, of any class.
    pub(super) fn at(&self, place: &Place) -> impl Iterator<Item = &Object> {
        let indices = self.by_place.get(place).into_iter().flatten();
        indices.filter_map(|index| self.list.get(*index))
    }
}

impl Object {
    pub(super) fn class(&self) -> Option<u32> {
        self.ulong("a0")
    }

    pub(super) fn is_trust(&self) -> bool {
        matches!(self.class(), Some(CLASS_NSS_TRUST | CLASS_TRUST))
    }

    pub(super) fn place(&self) -> Place {
        (self.octets("a81").to_vec(), self.octets("a82").to_vec())
    }

    pub(super) fn ulong(&self, column: &str) -> Option<u32> {
        self.octets(column).try_into().ok().map(u32::from_be_bytes)
    }

    /// The octets of an attribute; empty if it is missing.
    pub(super) fn octets(&self, column: &str) -> &[u8] {
        match self.attributes.get(column) {
            Some(Value::Blob(octets) | Value::Text(octets)) => octets,
            _ => &[],
        }
    }
}

impl Value {
    pub(super) fn ulong(number: u32) -> Self {
        Self::Blob(number.to_be_bytes().to_vec())
    }

    fn of(value: ValueRef<'_>) -> Option<Self> {
        Some(match value {
            ValueRef::Null => return None,
            ValueRef::Integer(number) => Self::Integer(number),
            ValueRef::Real(number) => Self::Real(number.to_bits()),
            ValueRef::Text(octets) => Self::Text(octets.to_vec()),
            ValueRef::Blob(octets) => Self::Blob(octets.to_vec()),
        })
    }

    pub(super) fn octets(&self) -> &[u8] {
        match self {
            Self::Blob(octets) | Self::Text(octets) => octets,
            Self::Integer(_) | Self::Real(_) => &[],
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        let value = match self {
            Self::Blob(octets) => ValueRef::Blob(octets),
            Self::Text(octets) => ValueRef::Text(octets),
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(bits) => ValueRef::Real(f64::from_bits(*bits)),
        };
        Ok(rusqlite::types::ToSqlOutput::Borrowed(value))
    }
}

/// Whether a column is named `a` and a hexadecimal number. NSS makes no others, and only these
/// ever become part of a statement.
pub(super) fn is_attribute(column: &str) -> bool {
    column.strip_prefix('a').is_some_and(|number| {
        (1..=8).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// The attribute's number in a column's name.
pub(super) fn attribute_of(column: &str) -> Option<u32> {
    u32::from_str_radix(column.strip_prefix('a')?, 16).ok()
}

/// The object's number as NSS binds it when it queries the row.
fn number_of(row: &Row<'_>) -> Option<u32> {
    let number = match row.get_ref("id").ok()? {
        ValueRef::Integer(number) => number,
        // SQLite treats 5.0 and 5 as the same key.
        #[expect(clippy::cast_possible_truncation, reason = "compared just below")]
        ValueRef::Real(number) if (number as i64) as f64 == number => number as i64,
        _ => return None,
    };
    u32::try_from(number)
        .ok()
        .filter(|number| *number <= MAX_NUMBER)
}
