//! `key4.db` beside the database: the key that signs trust, and the existing signatures.

use std::{cell::Cell, collections::BTreeMap};

use anchorwatch_identity::CertSha256;
use anchorwatch_machine::{
    nss::pass_key::{PassKey, Pbmac1},
    sqlite::{MAX_ROWS, blob},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    error::Error,
    object::{Objects, Value, attribute_of},
    record::{SignatureState, Step},
    schema::SIGNED_ATTRIBUTES,
    state_match::Now,
};

/// The most hash rounds for one database, with one for looking up each signature. NSS uses one
/// round per signature if the password is empty.
const MAX_COST: u64 = 4_000_000;

/// Who can sign a trust value.
#[derive(Debug)]
pub(super) enum Signer {
    /// Not needed: there is no `key4.db`, or it has no password yet. NSS checks nothing.
    NotNeeded,
    /// Anyone: the password is empty.
    EmptyPassword(PassKey),
    /// Only someone who knows the password, and we do not. NSS trusts unsigned values until the
    /// password is entered, and ignores them afterwards.
    PrimaryPassword,
}

/// The signatures by object and attribute, and who can make new ones.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) signer: Signer,
    /// Identifies the password: changes whenever the password does.
    pub(super) password: Option<String>,
    signatures: BTreeMap<(u32, u32), Vec<u8>>,
    cost_left: Cell<u64>,
}

impl Keys {
    /// For a folder without `key4.db`.
    pub(super) fn none() -> Self {
        Self {
            signer: Signer::NotNeeded,
            password: None,
            signatures: BTreeMap::new(),
            cost_left: Cell::new(MAX_COST),
        }
    }

    /// Reads them from the database that is attached under this name.
    pub(super) fn read(connection: &Connection, schema: &'static str) -> Result<Self, Error> {
        let mut found = Self::none();
        let mut statement =
            connection.prepare(&format!("SELECT id, item1, item2 FROM {schema}.metaData"))?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            if count > MAX_ROWS {
                return Err(anchorwatch_machine::sqlite::Error::TooManyRows.into());
            }
            let name = blob(row, "id");
            let (first, second) = (blob(row, "item1"), blob(row, "item2"));
            if name == b"password" {
                let octets = [first.as_slice(), &second].concat();
                found.password = Some(CertSha256::of(&octets).to_string());
                found.signer = match PassKey::of_empty_password(&first, &second) {
                    Some(key) => Signer::EmptyPassword(key),
                    None => Signer::PrimaryPassword,
                };
            } else if let Some(place) = place_of(&name) {
                found.signatures.insert(place, first);
            }
        }
        Ok(found)
    }

    fn affords(&self, signature: &Pbmac1<'_>) -> bool {
        let left = self.cost_left.get().checked_sub(signature.cost() + 1);
        if let Some(left) = left {
            self.cost_left.set(left);
        }
        left.is_some()
    }

    pub(super) fn signature(&self, object: u32, attribute: u32) -> Option<&[u8]> {
        self.signatures.get(&(object, attribute)).map(Vec::as_slice)
    }

    /// The signed attributes of an object, with their signatures.
    pub(super) fn of_object(&self, object: u32) -> impl Iterator<Item = (u32, &[u8])> {
        self.signatures
            .range((object, 0)..=(object, u32::MAX))
            .map(|((_, attribute), signature)| (*attribute, signature.as_slice()))
    }

    /// Whether an object that has its earlier state also has its earlier signatures, as far as
    /// this can be known: what the owner of the password has signed since is right.
    pub(super) fn are_as_before(&self, objects: &Objects, step: &Step) -> bool {
        if objects.now(step) != Now::Before {
            return true;
        }
        let object = objects.numbered(step.number);
        let Some(before) = &step.before else {
            // The object was added by this program and is deleted again.
            return objects.numbers.contains(&step.number)
                || self.of_object(step.number).next().is_none();
        };
        let Some(object) = object else {
            return true;
        };
        let is_same_password = self.password == before.password;
        before.attributes.keys().all(|column| {
            let Some(attribute) = attribute_of(column).filter(is_signed) else {
                return true;
            };
            let now = self.signature(step.number, attribute);
            let was = before.signatures.get(&attribute);
            let is_same = now == was.map(|(_, octets)| octets.as_slice());
            match (object.attributes.get(column), was) {
                _ if is_same => true,
                (Some(value), Some((SignatureState::Signed, _))) => {
                    self.standing((step.number, attribute), value, now) != SignatureState::Missigned
                }
                (Some(value), None) if now.is_some() => {
                    self.standing((step.number, attribute), value, now) == SignatureState::Signed
                }
                _ => !is_same_password,
            }
        })
    }

    /// How NSS treats the value if this is its signature.
    pub(super) fn standing(
        &self,
        (object, attribute): (u32, u32),
        value: &Value,
        signature: Option<&[u8]>,
    ) -> SignatureState {
        let Signer::EmptyPassword(key) = &self.signer else {
            return SignatureState::Unchecked;
        };
        let Some(octets) = signature else {
            return SignatureState::Missigned;
        };
        let signed = [
            &object.to_be_bytes(),
            &attribute.to_be_bytes(),
            value.octets(),
        ];
        match Pbmac1::read(octets).filter(|signature| self.affords(signature)) {
            None => SignatureState::Unchecked,
            Some(signature) if key.signed(&signature, &signed) => SignatureState::Signed,
            Some(_) => SignatureState::Missigned,
        }
    }
}

/// Writes or deletes the signature of an object's attribute.
pub(super) fn put(
    connection: &Connection,
    schema: &'static str,
    (object, attribute): (u32, u32),
    signature: Option<&[u8]>,
) -> Result<(), Error> {
    let name = format!("sig_cert_{object:08x}_{attribute:08x}");
    let known: Option<Vec<u8>> = connection
        .query_row(
            &format!("SELECT item1 FROM {schema}.metaData WHERE id = ?"),
            [&name],
            |row| Ok(blob(row, "item1")),
        )
        .optional()?;
    if known.as_deref() == signature {
        return Ok(());
    }
    connection.execute(
        &format!("DELETE FROM {schema}.metaData WHERE id = ?"),
        [&name],
    )?;
    if let Some(signature) = signature {
        connection.execute(
            &format!("INSERT INTO {schema}.metaData (id, item1) VALUES (?, ?)"),
            params![name, signature],
        )?;
    }
    Ok(())
}

fn is_signed(attribute: &u32) -> bool {
    SIGNED_ATTRIBUTES.contains(attribute)
}

fn place_of(name: &[u8]) -> Option<(u32, u32)> {
    let name = std::str::from_utf8(name).ok()?.strip_prefix("sig_cert_")?;
    let (object, attribute) = name.split_once('_')?;
    let is_plain = |number: &str| {
        number.len() == 8
            && number
                .bytes()
                .all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit))
    };
    if !is_plain(object) || !is_plain(attribute) {
        return None;
    }
    Some((
        u32::from_str_radix(object, 16).ok()?,
        u32::from_str_radix(attribute, 16).ok()?,
    ))
}
