//! The received certificates, for JSON documents.

use anchorwatch_identity::{Certificate, is_self_signed};
use data_encoding::HEXLOWER;
use serde::Serialize;

/// How many certificates are listed; a normal chain has three.
const MOST_CERTIFICATES: usize = 64;
/// How many names of one certificate are listed.
const MOST_NAMES: usize = 100;

/// One received certificate.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum ChainDocument {
    Read(Box<CertificateDocument>),
    NotRead { error: String },
}

#[derive(Debug, Serialize)]
pub(crate) struct CertificateDocument {
    subject: String,
    issuer: String,
    names: Vec<String>,
    /// The number of names, in case not all are listed.
    name_count: usize,
    not_before: String,
    not_after: String,
    serial_hex: String,
    cert_sha256: String,
    spki_sha256: String,
    /// Whether it is signed with its own key.
    is_self_signed: bool,
}

/// The chain as received, the server's own certificate first.
pub(crate) fn of<'a>(chain: impl IntoIterator<Item = &'a [u8]>) -> Vec<ChainDocument> {
    let chain = chain.into_iter().take(MOST_CERTIFICATES);
    chain
        .map(|der| match Certificate::from_der(der) {
            Ok(certificate) => ChainDocument::Read(Box::new(CertificateDocument::of(&certificate))),
            Err(error) => ChainDocument::NotRead {
                error: error.to_string(),
            },
        })
        .collect()
}

impl CertificateDocument {
    fn of(certificate: &Certificate) -> Self {
        let mut names = certificate.server_names();
        let name_count = names.len();
        names.truncate(MOST_NAMES);
        Self {
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            names,
            name_count,
            not_before: certificate.validity().not_before.to_string(),
            not_after: certificate.validity().not_after.to_string(),
            serial_hex: HEXLOWER.encode(certificate.serial()),
            cert_sha256: certificate.sha256().to_string(),
            spki_sha256: certificate.spki_sha256().to_string(),
            is_self_signed: is_self_signed(certificate),
        }
    }
}
