//! The signatures of trust values, in `key4.db`.
//!
//! ```text
//! table metaData   id, item1, item2
//!   password                   the salt, and a text encrypted with the password's key
//!   sig_cert_OOOOOOOO_AAAAAAAA the signature of attribute A of object O of cert9.db,
//!                              over O || A || value, numbers as 4 octets, big-endian
//! ```
//!
//! NSS checks them when it has the password's key: always with an empty password, and with
//! a primary password after it was typed in. Without a password row it checks nothing. It
//! ignores a value whose signature is wrong or missing. All of this was measured with
//! certutil 3.87. Source: NSS's `sftkdb.c`, `sftkpwd.c` (9d75dfde, 2026-05).
//!
//! A value that cannot be checked reliably here is `Unknown` and trusted as it is, so that
//! no unusual form of a signature hides a root from an audit.

use std::collections::HashMap;

use super::pass_key::{PassKey, Pbmac1};
use crate::sqlite::{Database, Error, blob};

/// The most key derivation steps for one database; reading a signature counts as one. With
/// an empty password NSS uses one round each; this limit allows some seconds.
const MAX_DERIVATION_COST: u64 = 4_000_000;

/// The signatures of a database whose password is empty.
#[derive(Debug)]
pub(crate) struct Signatures {
    key: PassKey,
    /// More than one per name only in a table that NSS did not make.
    by_name: HashMap<Vec<u8>, Vec<Vec<u8>>>,
    cost_left: u64,
}

/// The result of checking a value's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signed {
    /// Present and correct.
    Yes,
    /// Missing or wrong.
    No,
    /// In a form that this reader does not know, or too costly to check.
    Unknown,
}

impl Signatures {
    /// Reads `key4.db`; `None` if NSS would check nothing, or needs a password first.
    pub(crate) fn read(content: Vec<u8>) -> Result<Option<Self>, Error> {
        let database = Database::open(content, "metaData")?;
        let mut password = None;
        let mut by_name: HashMap<Vec<u8>, Vec<Vec<u8>>> = HashMap::new();
        database.each(|row| {
            let name = blob(row, "id");
            if name == b"password" {
                password = Some((blob(row, "item1"), blob(row, "item2")));
            } else if name.starts_with(b"sig_cert_") {
                by_name.entry(name).or_default().push(blob(row, "item1"));
            }
        })?;
        let key = password.and_then(|(salt, check)| PassKey::of_empty_password(&salt, &check));
        Ok(key.map(|key| Self {
            key,
            by_name,
            cost_left: MAX_DERIVATION_COST,
        }))
    }

    /// Checks the signature of an object's attribute.
    pub(crate) fn check(&mut self, object: u32, attribute: u32, value: &[u8]) -> Signed {
        let name = format!("sig_cert_{object:08x}_{attribute:08x}");
        let mut answer = Signed::No;
        for signature in self.by_name.get(name.as_bytes()).into_iter().flatten() {
            let signature = Pbmac1::read(signature);
            let cost = 1 + signature.as_ref().map_or(0, Pbmac1::cost);
            let Some(cost_left) = self.cost_left.checked_sub(cost) else {
                return Signed::Unknown;
            };
            self.cost_left = cost_left;
            let Some(signature) = signature else {
                answer = Signed::Unknown;
                continue;
            };
            let octets = [&object.to_be_bytes(), &attribute.to_be_bytes(), value];
            if self.key.signed(&signature, &octets) {
                return Signed::Yes;
            }
        }
        answer
    }
}

#[cfg(test)]
pub(crate) mod tests;
