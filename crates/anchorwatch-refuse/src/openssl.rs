//! Certificates that make OpenSSL refuse a name with a key anywhere in a chain.
//!
//! The filtered store has no root with a refused key, but a remaining root can have certified
//! the key under its old name, and a chain with that cross-certificate is trusted. OpenSSL
//! looks for an issuer in its store first, so what it finds there under that name decides:
//!
//! ```text
//! -----BEGIN TRUSTED CERTIFICATE-----
//! Certificate                              a carrier with the refused name and key
//! CertAux ::= SEQUENCE { [0] SEQUENCE OF   refused uses (X509_CERT_AUX, x_x509a.c)
//!     serverAuth, anyExtendedKeyUsage }
//! -----END TRUSTED CERTIFICATE-----
//! ```
//!
//! The DER is written here, because `openssl x509 -addreject` added trust instead in some
//! releases (CVE-2025-4575).
//!
//! **Where it is placed** was measured with OpenSSL 3.0.19: as a file in the certificates'
//! folder with its hash link, not among the local certificates, which are also read by programs
//! without refusals; and in the bundle only while it has a root with the same name
//! (`openssl/bundle.rs`). `openssl rehash` keeps the link. curl, `openssl` and Python's `ssl`
//! then refuse with «certificate rejected»; Node with `--use-openssl-ca` refuses too. The file
//! made no program trust anything: neither those nor wget, GnuTLS, Java, or Node 20 and 24 in
//! their other modes.
//!
//! **Not covered:** GnuTLS (git, wget), Java, Node in other modes and Python's `requests` still
//! trust the cross-certificate. OpenSSL also does not refuse it if the server's certificate
//! names its issuer by serial number, or its issuer's key by an unusual identifier, or if the
//! name is unknown: OpenSSL takes ours as the issuer only if everything that the certificate
//! says about its issuer matches (`X509_check_akid`). So if a remaining root could have
//! certified a refused key, this is reported (`openssl/beside.rs`). If a setting replaces the
//! bundle with another file that has a root with the same name, this is reported
//! (`openssl/elsewhere.rs`).

use std::path::Path;

use anchorwatch_home::Tree;
use anchorwatch_identity::{Certificate, NameSha256};
use anchorwatch_machine::{
    Client,
    der::{OBJECT_IDENTIFIER, SEQUENCE, context_constructed, tlv},
    distrust_cert,
};

use crate::{
    coverage::{Covered, Mechanism, Reach},
    draft::Draft,
    own_file::{self, OwnFile},
    pem_text, system_paths,
    targets::{RefusedKey, Targets},
};

mod beside;
pub(super) mod bundle;
pub(super) mod elsewhere;
pub(crate) mod name_hash;
pub(crate) mod remark;

pub(super) const MECHANISM: Mechanism = Mechanism::of_places("openssl_reject", Reach::ByNameAndKey);

/// The programs that refuse through these certificates.
const CLIENTS: [Client; 3] = [Client::Openssl, Client::Curl, Client::PythonSsl];

/// The files for a `Name` and a `SubjectPublicKeyInfo` in DER, one for each form of the key's
/// identifier; empty if either is malformed.
pub(super) fn files_of(subject: &[u8], spki: &[u8]) -> Vec<OwnFile> {
    let Some(hash) = name_hash::of(subject) else {
        return Vec::new();
    };
    let carriers = distrust_cert::of_name_and_key(subject, spki);
    let files = carriers.iter().enumerate();
    files
        .filter_map(|(index, carrier)| of_carrier(carrier, index == 0, hash))
        .collect()
}

fn of_carrier(carrier: &Certificate, is_first: bool, hash: u32) -> Option<OwnFile> {
    let subject = carrier.subject().der();
    let identifier = carrier.subject_key_identifier().filter(|_| !is_first);
    let name = [subject, identifier.unwrap_or_default()].concat();
    let (key, name) = (carrier.spki_sha256().to_string(), NameSha256::of(&name));
    let (key, name) = (key.get(..32)?, name.to_string());
    let name = name.get(..16)?;
    Some(OwnFile {
        name: own_file::name(PREFIX, &format!("{key}-{name}")),
        hash,
        content: pem(&[carrier.der(), &refused_uses()].concat()),
    })
}

/// The files for each known name of each key, and each identifier.
pub(super) fn files(targets: &Targets) -> Vec<OwnFile> {
    let of_key = |refused: &RefusedKey| {
        let pairs = refused
            .names
            .iter()
            .flat_map(|name| refused.encodings.iter().map(move |key| (name, key)));
        let files = pairs.flat_map(|(name, key)| files_of(name, key));
        files.collect::<Vec<_>>()
    };
    targets.keys.iter().flat_map(of_key).collect()
}

/// Reports what the files do, and where they have no effect.
pub(super) fn tell(tree: &Tree, targets: &Targets, draft: &mut Draft) {
    let files = files(targets);
    if files.is_empty() {
        return;
    }
    draft.covered.push(Covered {
        mechanism: MECHANISM,
        path: system_paths::folder(tree).into(),
        clients: CLIENTS.to_vec(),
    });
    beside::warn(tree, targets, draft);
}

/// Whether a path is that of such a file, whatever is there.
pub(super) fn is_path_of_one(path: &Path) -> bool {
    own_file::is_path_of_one(path, PREFIX, 32 + 1 + 16)
}

/// Programs without a specific purpose ask for any use, which the second refuses; since OpenSSL
/// 1.1.0 it also refuses every other use.
fn refused_uses() -> Vec<u8> {
    let uses = [
        tlv(OBJECT_IDENTIFIER, &SERVER_AUTH),
        tlv(OBJECT_IDENTIFIER, &ANY_EXTENDED_KEY_USAGE),
    ];
    tlv(SEQUENCE, &tlv(context_constructed(0), &uses.concat()))
}

fn pem(der: &[u8]) -> Vec<u8> {
    [HEAD, &pem_text::block(LABEL, der)].concat().into_bytes()
}

const PREFIX: &str = "anchorwatch-refuses-";
const LABEL: &str = "TRUSTED CERTIFICATE";
const HEAD: &str = "\
# Written by `anchorwatch block`; taken away by `anchorwatch undo`.
# OpenSSL refuses this name with this key, whoever certified it.
";
const TAIL: &str = "-----END TRUSTED CERTIFICATE-----\n";
/// 1.3.6.1.5.5.7.3.1 and 2.5.29.37.0 (RFC 5280 §4.2.1.12).
const SERVER_AUTH: [u8; 8] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01];
const ANY_EXTENDED_KEY_USAGE: [u8; 4] = [0x55, 0x1d, 0x25, 0x00];

#[cfg(test)]
mod tests;
