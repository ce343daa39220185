//! Mozilla's roots for TLS servers, from the crate `webpki-root-certs`.

use webpki_root_certs::TLS_SERVER_ROOT_CERTS;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::fact;

/// Returns the hashes of the keys, sorted, without duplicates.
pub(super) fn keys() -> Vec<[u8; 32]> {
    let mut keys: Vec<_> = roots()
        .map(|root| fact::sha256(root.public_key().raw))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

pub(super) fn key_table(keys: &[[u8; 32]]) -> String {
    let rows = keys
        .iter()
        .map(|key| format!("SpkiSha256::from_bytes({key:?})"));
    fact::table("PUBLIC_PROGRAM_KEYS", "SpkiSha256", rows)
}

pub(super) fn subject_table() -> String {
    let rows = roots().map(|root| format!("&{:?}", root.subject().as_raw()));
    fact::table("PUBLIC_PROGRAM_SUBJECTS", "&[u8]", rows)
}

fn roots() -> impl Iterator<Item = X509Certificate<'static>> {
    TLS_SERVER_ROOT_CERTS.iter().map(|der| {
        X509Certificate::from_der(der)
            .unwrap_or_else(|error| panic!("a public root: {error}"))
            .1
    })
}
