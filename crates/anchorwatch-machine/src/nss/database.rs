//! `cert9.db`: an SQLite database of PKCS#11 objects, one per row.
//!
//! ```text
//! table nssPublic    column «a» + CKA_ number in hexadecimal; ULONGs are 4 bytes, big-endian
//!   id               the object's number, to which its signatures in key4.db are tied
//!   a0               CKA_CLASS: 1 certificate, ce534353 NSS trust, b trust (PKCS#11 v3.2)
//!   a11              CKA_VALUE: the certificate's DER
//!   a81, a82         CKA_ISSUER, CKA_SERIAL_NUMBER (DER): tie a trust object to a certificate
//!   ace536358        CKA_NSS_TRUST_SERVER_AUTH
//!   a62c             CKA_TRUST_SERVER_AUTH (PKCS#11 v3.2), which newer NSS asks first
//! ```
//!
//! Source: NSS's `sdb.c`, `sftkdb.c` (9d75dfde, 2026-05) and `pkcs11n.h`, and databases
//! written by certutil 3.87 and by Firefox 140.10 ESR. Both write trust only as ce534353
//! (also for Firefox's policy `Certificates.Install`); b is in NSS's source of 2026.
//!
//! A trust object also counts without its certificate: NSS then trusts the certificate when
//! a server sends it (measured with vfychain 3.87).
//!
//! **Not checked:** whether the trust object's hash matches the certificate, as NSS does. A
//! trust object that NSS ignores for that reason is trusted here.

use std::collections::{HashMap, HashSet};

use anchorwatch_identity::{Certificate, certificate};
use anchorwatch_remark::{Remark as _, Told};
use rusqlite::Row;

use super::{
    remark::NssRemark,
    signature::{Signatures, Signed},
};
use crate::{
    Trust,
    sqlite::{Database, Error, blob},
};

const CLASS_CERTIFICATE: u32 = 0x0000_0001;
const CLASS_NSS_TRUST: u32 = 0xce53_4353;
const CLASS_TRUST: u32 = 0x0000_000b;
const ATTRIBUTE_NSS_SERVER_AUTH: u32 = 0xce53_6358;
const ATTRIBUTE_SERVER_AUTH: u32 = 0x0000_062c;

/// The content of a database.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) certificates: Vec<(Certificate, Trust)>,
    pub(crate) unreadable: Vec<Told>,
}

/// What the trust objects say about one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said {
    trust: Trust,
    /// Whether an object has a value that NSS ignores because of its signature.
    has_forged: bool,
}

/// By the certificate's issuer and serial number, in DER.
type TrustTable = HashMap<(Vec<u8>, Vec<u8>), Said>;

/// Reads the rows. A trust value with a wrong signature is not trusted, and is reported.
pub(crate) fn read(content: Vec<u8>, mut signatures: Option<Signatures>) -> Result<Rows, Error> {
    let database = Database::open(content, "nssPublic")?;
    let mut found = Rows::default();
    let mut certificates: Vec<(Certificate, Vec<u8>, Vec<u8>)> = Vec::new();
    let mut table = TrustTable::new();
    let mut held = HashSet::new();
    database.each(|row| match number(row, "a0") {
        Some(CLASS_CERTIFICATE) => match certificate_of(row) {
            Ok(certificate) => {
                certificates.push((certificate, blob(row, "a81"), blob(row, "a82")));
            }
            Err(error) => {
                let why = (&error).into();
                let remark = NssRemark::CertificateRow { why };
                found.unreadable.push(remark.told());
            }
        },
        Some(CLASS_NSS_TRUST) => {
            let trust = nss_trust(number(row, "ace536358"));
            let said = heeded(row, trust, ATTRIBUTE_NSS_SERVER_AUTH, signatures.as_mut());
            note(&mut table, row, said);
        }
        Some(CLASS_TRUST) => {
            let trust = pkcs11_trust(number(row, "a62c"));
            let said = heeded(row, trust, ATTRIBUTE_SERVER_AUTH, signatures.as_mut());
            note(&mut table, row, said);
        }
        _ => {}
    })?;
    for (certificate, issuer, serial) in certificates {
        let place = (issuer, serial);
        let said = table.get(&place).copied().unwrap_or(Said::NOTHING);
        held.insert(place);
        if said.has_forged {
            let subject = certificate.subject().to_string();
            let remark = NssRemark::UnsignedTrust { subject };
            found.unreadable.push(remark.told());
        }
        found.certificates.push((certificate, said.trust));
    }
    let is_trusted = |place: &(Vec<u8>, Vec<u8>), said: &Said| {
        said.trust == Trust::Trusted && !held.contains(place)
    };
    let unheld = table
        .iter()
        .filter(|(place, said)| is_trusted(place, said))
        .count();
    if unheld > 0 {
        let count = unheld as u64;
        let remark = NssRemark::TrustWithoutCertificate { count };
        found.unreadable.push(remark.told());
    }
    Ok(found)
}

impl Said {
    const NOTHING: Self = Self {
        trust: Trust::None,
        has_forged: false,
    };
}

fn certificate_of(row: &Row<'_>) -> Result<Certificate, certificate::Error> {
    Certificate::from_der(&blob(row, "a11"))
}

/// How NSS reads a trust value: it needs a signature, unless it says nothing.
fn heeded(
    row: &Row<'_>,
    trust: Trust,
    attribute: u32,
    signatures: Option<&mut Signatures>,
) -> Said {
    let heeded = Said {
        trust,
        has_forged: false,
    };
    let Some(signatures) = signatures.filter(|_| trust != Trust::None) else {
        return heeded;
    };
    let object = row.get::<_, i64>("id").ok().map(u32::try_from);
    let Some(Ok(object)) = object else {
        return heeded;
    };
    let value = blob(row, &format!("a{attribute:x}"));
    match signatures.check(object, attribute, &value) {
        Signed::Yes | Signed::Unknown => heeded,
        Signed::No => Said {
            trust: Trust::None,
            has_forged: true,
        },
    }
}

/// If there are several objects for one certificate, a trusting one wins: a second row must
/// not hide a root from an audit.
fn note(table: &mut TrustTable, row: &Row<'_>, said: Said) {
    let known = table
        .entry((blob(row, "a81"), blob(row, "a82")))
        .or_insert(said);
    known.has_forged |= said.has_forged;
    known.trust = match (known.trust, said.trust) {
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

#[cfg(test)]
pub(crate) mod tests;
