//! The public roots that ship with this program, and which of them an entry is about.

use std::sync::OnceLock;

use anchorwatch_identity::{CertSha256, Certificate, NameSha256, SpkiSha256};
use anchorwatch_policy::distrust::Match;

/// A public root.
struct Root {
    title: String,
    certificate: CertSha256,
    key: SpkiSha256,
    subject: NameSha256,
    issuer: NameSha256,
    serial: Vec<u8>,
}

/// The names of the public roots that an entry matches.
pub(crate) fn matched(matches: &Match) -> Vec<String> {
    named(|root| match matches {
        Match::Key(key) => root.key == *key,
        Match::SubjectKey { subject, key } => root.subject == *subject && root.key == *key,
        Match::SubjectUnlessKey { subject, keys } => {
            root.subject == *subject && !keys.contains(&root.key)
        }
        Match::IssuerSerial { issuer, serial } => {
            root.issuer == *issuer && root.serial == serial.as_bytes()
        }
        Match::Certificate(hash) => root.certificate == *hash,
        _ => false,
    })
}

/// The names of the public roots that issued what an entry matches, by name or key.
pub(crate) fn issuers(matches: &Match) -> Vec<String> {
    named(|root| match matches {
        Match::IssuerSerial { issuer, .. } => root.subject == *issuer,
        Match::IssuerKeySerial { issuer_key, .. } => root.key == *issuer_key,
        _ => false,
    })
}

fn named(is_it: impl Fn(&Root) -> bool) -> Vec<String> {
    let roots = shipped().iter().filter(|root| is_it(root));
    roots.map(|root| root.title.clone()).collect()
}

fn shipped() -> &'static [Root] {
    static ROOTS: OnceLock<Vec<Root>> = OnceLock::new();
    ROOTS.get_or_init(|| {
        let all = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
        let read = all.filter_map(|der| Certificate::from_der(der).ok());
        read.map(|root| Root {
            title: root.subject().to_string(),
            certificate: root.sha256(),
            key: root.spki_sha256(),
            subject: root.subject().sha256(),
            issuer: root.issuer().sha256(),
            serial: root.serial().to_vec(),
        })
        .collect()
    })
}
