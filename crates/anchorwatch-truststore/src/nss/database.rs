//! `cert9.db`: an SQLite database with PKCS#11 objects, one a row.
//!
//! ```text
//! table nssPublic    column «a» + CKA_ number in hexadecimal; ULONGs are 4 bytes, big-endian
//!   a0               CKA_CLASS: 1 certificate, ce534353 NSS trust, b trust (PKCS#11 v3.2)
//!   a11              CKA_VALUE: the certificate's DER
//!   a81, a82         CKA_ISSUER, CKA_SERIAL_NUMBER (DER): tie a trust object to a certificate
//!   ace536358        CKA_NSS_TRUST_SERVER_AUTH
//!   a62c             CKA_TRUST_SERVER_AUTH (PKCS#11 v3.2), which newer NSS writes and asks first
//! ```
//!
//! Source: NSS's `sdb.c` and `pkcs11n.h`, and databases written by certutil 3.87.
//!
//! The bytes are given, never the file: a running browser's database is not opened
//! in place.
//!
//! **Not checked:** the integrity signatures of trust values in `key4.db`. A value
//! that NSS would refuse for its signature is believed here, so this reader errs
//! towards «trusted».

use std::collections::HashMap;

use anchorwatch_identity::{Certificate, certificate};
use rusqlite::{Connection, Row, types::ValueRef};

use crate::Trust;

/// More certificates than any profile has; bounds the work on a hostile database.
const MAX_ROWS: usize = 100_000;

const CLASS_CERTIFICATE: u32 = 0x0000_0001;
const CLASS_NSS_TRUST: u32 = 0xce53_4353;
const CLASS_TRUST: u32 = 0x0000_000b;

/// What a database holds.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) certificates: Vec<(Certificate, Trust)>,
    pub(crate) unreadable: Vec<String>,
}

/// Why a database cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("the database cannot be read as SQLite")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the database has more than {MAX_ROWS} rows")]
    TooManyRows,
    #[error("nssPublic is a {kind} and not a table")]
    NotATable { kind: String },
}

/// The trust of a certificate by its issuer and serial number, in DER.
type TrustTable = HashMap<(Vec<u8>, Vec<u8>), Trust>;

pub(crate) fn read(mut content: Vec<u8>) -> Result<Rows, Error> {
    use_rollback_journal(&mut content);
    let connection = in_memory(content)?;
    refuse_programs(&connection)?;
    let mut statement = connection.prepare("SELECT * FROM nssPublic")?;
    let mut rows = statement.query([])?;

    let mut found = Rows::default();
    let mut certificates: Vec<(Certificate, Vec<u8>, Vec<u8>)> = Vec::new();
    let mut trust = TrustTable::new();
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        if count > MAX_ROWS {
            return Err(Error::TooManyRows);
        }
        match number(row, "a0") {
            Some(CLASS_CERTIFICATE) => match certificate_of(row) {
                Ok(certificate) => {
                    certificates.push((certificate, blob(row, "a81"), blob(row, "a82")))
                }
                Err(error) => found.unreadable.push(format!("a certificate row: {error}")),
            },
            Some(CLASS_NSS_TRUST) => note(&mut trust, row, nss_trust(number(row, "ace536358"))),
            Some(CLASS_TRUST) => note(&mut trust, row, pkcs11_trust(number(row, "a62c"))),
            _ => {}
        }
    }
    found.certificates = certificates
        .into_iter()
        .map(|(certificate, issuer, serial)| {
            let trust = trust.get(&(issuer, serial)).copied().unwrap_or(Trust::None);
            (certificate, trust)
        })
        .collect();
    Ok(found)
}

/// A database in write-ahead mode asks for a second file when it is opened; the
/// header's two version octets say which mode it is (SQLite file format §1.3).
fn use_rollback_journal(content: &mut [u8]) {
    if let Some(versions) = content.get_mut(18..20)
        && versions == [2, 2]
    {
        versions.copy_from_slice(&[1, 1]);
    }
}

fn in_memory(content: Vec<u8>) -> Result<Connection, Error> {
    let mut connection = Connection::open_in_memory()?;
    let length = content.len();
    connection.deserialize_read_exact("main", &content[..], length, true)?;
    Ok(connection)
}

/// A database can carry views, which are programs that run when they are read.
fn refuse_programs(connection: &Connection) -> Result<(), Error> {
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    let kind: String = connection.query_row(
        "SELECT type FROM sqlite_schema WHERE name = 'nssPublic'",
        [],
        |row| row.get(0),
    )?;
    if kind == "table" {
        Ok(())
    } else {
        Err(Error::NotATable { kind })
    }
}

fn certificate_of(row: &Row<'_>) -> Result<Certificate, certificate::Error> {
    Certificate::from_der(&blob(row, "a11"))
}

/// Of several objects for one certificate the one that believes counts: an audit
/// must not be calmed by a second row.
fn note(table: &mut TrustTable, row: &Row<'_>, trust: Trust) {
    let known = table
        .entry((blob(row, "a81"), blob(row, "a82")))
        .or_insert(trust);
    *known = match (*known, trust) {
        (Trust::Trusted, _) | (_, Trust::Trusted) => Trust::Trusted,
        (Trust::Distrusted, _) | (_, Trust::Distrusted) => Trust::Distrusted,
        (Trust::None, Trust::None) => Trust::None,
    };
}

/// `CKT_NSS_TRUSTED` (a leaf), `CKT_NSS_TRUSTED_DELEGATOR` (an anchor), `CKT_NSS_NOT_TRUSTED`.
fn nss_trust(value: Option<u32>) -> Trust {
    match value {
        Some(0xce53_4351 | 0xce53_4352) => Trust::Trusted,
        Some(0xce53_435a) => Trust::Distrusted,
        _ => Trust::None,
    }
}

/// `CKT_TRUSTED`, `CKT_TRUST_ANCHOR`, `CKT_NOT_TRUSTED` of PKCS#11 v3.2.
fn pkcs11_trust(value: Option<u32>) -> Trust {
    match value {
        Some(1 | 2) => Trust::Trusted,
        Some(3) => Trust::Distrusted,
        _ => Trust::None,
    }
}

fn number(row: &Row<'_>, column: &str) -> Option<u32> {
    blob(row, column).try_into().ok().map(u32::from_be_bytes)
}

/// The bytes of a column; nothing where the table has no such column or it is empty.
fn blob(row: &Row<'_>, column: &str) -> Vec<u8> {
    match row.get_ref(column) {
        Ok(ValueRef::Blob(bytes) | ValueRef::Text(bytes)) => bytes.to_vec(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
