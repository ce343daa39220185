//! The normal form: entries of any source as JSON, schema `anchorwatch.entries/1`.
//!
//! ```json
//! {
//!   "schema": "anchorwatch.entries/1",
//!   "made_from": [{"format": "crlset", "sequence": 9941, "verified_spki_sha256": [],
//!                  "unusable_count": 0}],
//!   "entries": [
//!     {"match": "key", "spki_sha256": "75da…", "threshold": "quick",
//!      "source": {"list": "crlset", "sequence": 9941}}
//!   ],
//!   "known_interception": ["8e12…"]
//! }
//! ```
//!
//! The schema comes first, so that the form can be recognised. An entry's `match` determines its
//! members:
//!
//! | match | members |
//! |---|---|
//! | `key` | `spki_sha256` |
//! | `subject_key` | `subject_der_sha256`, `spki_sha256` |
//! | `subject_unless_key` | `subject_der_sha256`, `allowed_spki_sha256` |
//! | `issuer_serial` | `issuer_der_sha256`, `serial_hex` (content octets verbatim) |
//! | `issuer_key_serial` | `issuer_spki_sha256`, `serial_unsigned_hex` (no leading zeros) |
//! | `certificate` | `cert_sha256` |
//!
//! `limits`, if there are any: `names_inside` or `names_outside` (DNS suffixes),
//! `leaf_not_before_after` and `scts_after` (RFC 3339, UTC, whole seconds).
//!
//! Unknown members, members that do not belong to the match, and values that are not in their
//! canonical form are refused: only programs write this form.
//!
//! **Trust:** not verified. `made_from` and the sources are its maker's claims.

mod entry;
mod format;
mod matching;

use super::{Error, Imported, json};

/// The schema's name.
pub const SCHEMA: &str = "anchorwatch.entries/1";

/// How many bytes are searched for the schema.
const FRONT: usize = 256;

pub(super) fn is_one(bytes: &[u8]) -> bool {
    let front = bytes.get(..FRONT).unwrap_or(bytes);
    let family = b"\"anchorwatch.entries/";
    json::first_octet(bytes) == Some(b'{')
        && front.windows(family.len()).any(|window| window == family)
}

/// Reads a normal form.
///
/// # Errors
/// [`Error::Json`] and [`Error::Entry`]. Nothing is skipped.
pub fn read(bytes: &[u8]) -> Result<Imported, Error> {
    format::read(bytes)
}

/// Writes lists as one normal form, in the order given. An entry in several lists is written once
/// for each, since the sources differ.
///
/// For unusable records, only the count is kept; for a carrier, the keys.
#[must_use]
pub fn write(lists: &[Imported]) -> Vec<u8> {
    format::write(lists)
}

#[cfg(test)]
mod tests;
