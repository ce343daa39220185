//! How p11-kit's trust module reads its folders and files.
//!
//! The module has a list of places, such as `/etc/pki/ca-trust/source` and then
//! `/usr/share/pki/ca-trust-source`; each is a separate token.
//!
//! ```text
//! PLACE, a file                  every certificate in it is a root
//! PLACE, a folder                its files in the order of their names; what they say about
//!                                themselves counts (`.p11-kit`, TRUSTED CERTIFICATE)
//!   anchors/                     every certificate in it is a root, unless it says that it
//!                                is refused
//!   blocklist/                   every certificate in it is refused (`blacklist/` before
//!                                p11-kit 0.23.21)
//! ```
//!
//! Subfolders of these folders are not read. Three readers disagree about a certificate
//! that is both a root and refused (measured with p11-kit 0.24.1, GnuTLS 3.7.9 and NSS
//! 3.87):
//!
//! | reader | trusts a root, unless |
//! |---|---|
//! | GnuTLS | the same certificate is refused in any token |
//! | NSS | the first token that says something about the same certificate refuses it; within one token the last statement counts, and `blocklist/` is read last |
//! | `trust extract`, and so OpenSSL, Java and other readers of extracted files | a certificate with the same key, or issuer and serial number, is refused in any token |
//!
//! If one certificate is refused, GnuTLS and NSS still trust another one with the same key,
//! and the extracted files do not show it: that is a remark.
//!
//! **Not covered:** p11-kit extensions that restrict what a root is for, except extended
//! key usages: such a root is reported as trusted without limits. If a key has two lists of
//! usages, NSS and `trust` use one; here each counts. GnuTLS also refuses a root that
//! shares name and key with a refused certificate; it is reported as trusted.
//!
//! Source: p11-kit's `trust/token.c`, `trust/parser.c`, `trust/enumerate.c` and
//! `trust/builder.c` (commit a1478884, 2026-07-10), and runs of the programs named.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use anchorwatch_home::{Entry, EntryKind, Error, Tree};
use anchorwatch_identity::{CertSha256, Certificate, SpkiSha256};

use anchorwatch_remark::Remark as _;

use crate::{Anchor, Client, Store, Trust, store_builder::Collector};
use statement::{Place, Said, Statement};

pub(crate) mod remark;
mod statement;

use remark::P11KitRemark;

/// More files than any folder of roots has; Fedora's have five, a company's some dozens.
const MAX_FILES: usize = 10_000;

/// A place that the module reads, and the store that represents it.
#[derive(Debug)]
pub(crate) struct TokenPath {
    pub(crate) path: PathBuf,
    pub(crate) store: Store,
}

/// The programs that read the module's tokens, by how they read them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Readers<'a> {
    pub(crate) gnutls: &'a [Client],
    pub(crate) nss: &'a [Client],
}

/// Reads the places of one module, in their order. A place that does not exist has no
/// store.
pub(crate) fn read(tree: &Tree, places: Vec<TokenPath>, readers: Readers<'_>) -> Vec<Store> {
    let tokens: Vec<Token> = places
        .into_iter()
        .filter_map(|place| Token::read(tree, place))
        .collect();
    let refused = Refused::of(&tokens);
    let judged = |token: &Token| token.judged(&tokens, &refused, readers);
    tokens.iter().map(judged).collect()
}

/// One place as it was read.
struct Token {
    store: Store,
    statements: Vec<Statement>,
    /// For each key with an attached list of extended key usages: whether servers are in
    /// it.
    uses: HashMap<SpkiSha256, bool>,
}

impl Token {
    fn read(tree: &Tree, place: TokenPath) -> Option<Self> {
        let TokenPath { path, store } = place;
        let mut collector = Collector::new(store);
        let mut statements = Vec::new();
        match tree.list(&path) {
            Ok(entries) => {
                let folders = folders(&path, &entries);
                for (folder, place) in folders {
                    for file in files(tree, &mut collector, &folder) {
                        statements.extend(statement::of_file(tree, &mut collector, &file, place));
                    }
                }
            }
            Err(_)
                if tree
                    .identity(&path)
                    .is_err_and(|error| error.is_not_found()) =>
            {
                return None;
            }
            Err(error) if !is_no_folder(&error) => collector.fail(&error),
            Err(_) => {
                statements.extend(statement::of_file(
                    tree,
                    &mut collector,
                    &path,
                    Place::Anchors,
                ));
            }
        }
        let mut uses = HashMap::new();
        for (key, has_servers) in statements.iter().filter_map(Statement::uses) {
            *uses.entry(key).or_insert(false) |= has_servers;
        }
        Some(Self {
            store: collector.finish(),
            statements,
            uses,
        })
    }

    /// The store, with each reader's trust in its certificates.
    fn judged(&self, tokens: &[Self], refused: &Refused, readers: Readers<'_>) -> Store {
        let mut store = self.store.clone();
        let mut known = HashSet::new();
        for certificate in self.statements.iter().filter_map(Statement::certificate) {
            if !known.insert(certificate.sha256()) {
                continue;
            }
            let views = Views::of(certificate, tokens, refused);
            let trust = match self.last_word(certificate) {
                Some(Said::Root) if views.any() => Trust::Trusted,
                Some(Said::Root) if refused.refuses(certificate) => Trust::Distrusted,
                Some(Said::Refused) => Trust::Distrusted,
                _ => Trust::None,
            };
            let trusted_by = views.trusted_by(readers);
            store
                .anchors
                .push(Anchor::new(certificate.clone(), trust, &trusted_by));
            if trust == Trust::Trusted && !views.extracted {
                let subject = certificate.subject().to_string();
                let remark = P11KitRemark::RefusedTwin { subject };
                store.remarks.push(remark.told());
            }
        }
        store
    }

    /// The token's last statement about a certificate's trust, if any.
    fn last_word(&self, certificate: &Certificate) -> Option<Said> {
        let about = |statement: &&Statement| {
            statement.is_about(certificate) && statement.said != Said::Nothing
        };
        let mut statements = self.statements.iter().filter(about);
        // A refusal by issuer and serial number is a separate object from the certificate's
        // own, and NSS finds it first.
        if statements.clone().any(|one| one.certificate().is_none()) {
            return Some(Said::Refused);
        }
        statements.next_back().map(|statement| statement.said)
    }

    /// Whether it allows a certificate to be used for TLS servers.
    fn has_servers(&self, certificate: &Certificate) -> bool {
        let attached = self.uses.get(&certificate.spki_sha256());
        attached.copied().unwrap_or(true)
    }
}

/// Who trusts a certificate for TLS servers.
struct Views {
    gnutls: bool,
    nss: bool,
    extracted: bool,
}

impl Views {
    fn of(certificate: &Certificate, tokens: &[Token], refused: &Refused) -> Self {
        let is_root = |token: &&Token| {
            token.has_servers(certificate)
                && token.statements.iter().any(|statement| {
                    statement.said == Said::Root && statement.is_about(certificate)
                })
        };
        let is_root_somewhere = tokens.iter().any(|token| is_root(&token));
        let first = tokens
            .iter()
            .find_map(|token| Some((token, token.last_word(certificate)?)));
        Self {
            gnutls: is_root_somewhere && !refused.names(certificate),
            nss: first
                .is_some_and(|(token, said)| said == Said::Root && token.has_servers(certificate)),
            extracted: is_root_somewhere && !refused.refuses(certificate),
        }
    }

    fn trusted_by(&self, readers: Readers<'_>) -> Vec<Client> {
        let gnutls = readers.gnutls.iter().filter(|_| self.gnutls);
        let nss = readers.nss.iter().filter(|_| self.nss);
        let mut trusted_by: Vec<Client> = gnutls.chain(nss).copied().collect();
        trusted_by.sort();
        trusted_by.dedup();
        trusted_by
    }

    const fn any(&self) -> bool {
        self.gnutls || self.nss || self.extracted
    }
}

/// Everything that any token refuses.
#[derive(Default)]
struct Refused {
    certificates: HashSet<CertSha256>,
    /// Issuers and serial numbers named without a certificate, and those of refused
    /// certificates.
    named: HashSet<(Vec<u8>, Vec<u8>)>,
    serials: HashSet<(Vec<u8>, Vec<u8>)>,
    keys: HashSet<SpkiSha256>,
}

impl Refused {
    fn of(tokens: &[Token]) -> Self {
        let mut refused = Self::default();
        let all = tokens.iter().flat_map(|token| &token.statements);
        for statement in all.filter(|statement| statement.said == Said::Refused) {
            refused.keys.extend(statement.key());
            if let Some(certificate) = statement.certificate() {
                refused.certificates.insert(certificate.sha256());
                refused.serials.insert(serial_of(certificate));
            } else if let Some(serial) = statement.serial() {
                refused.named.insert(serial);
            }
        }
        refused
    }

    /// Whether the certificate itself is refused.
    fn names(&self, certificate: &Certificate) -> bool {
        self.certificates.contains(&certificate.sha256())
            || self.named.contains(&serial_of(certificate))
    }

    /// Whether it is refused, or another certificate with its key or with its issuer and
    /// serial number is.
    fn refuses(&self, certificate: &Certificate) -> bool {
        self.names(certificate)
            || self.serials.contains(&serial_of(certificate))
            || self.keys.contains(&certificate.spki_sha256())
    }
}

fn serial_of(certificate: &Certificate) -> (Vec<u8>, Vec<u8>) {
    (
        certificate.issuer().der().to_vec(),
        certificate.serial().to_vec(),
    )
}

/// The folders of a place, in the order in which they are read. Which of the blocklist's
/// two names p11-kit reads depends on its version; if both exist, assume a current one.
fn folders(path: &Path, entries: &[Entry]) -> Vec<(PathBuf, Place)> {
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    let refused = if has("blacklist") && !has("blocklist") {
        "blacklist"
    } else {
        "blocklist"
    };
    vec![
        (path.to_owned(), Place::Beside),
        (path.join("anchors"), Place::Anchors),
        (path.join(refused), Place::Refused),
    ]
}

fn files(tree: &Tree, collector: &mut Collector, folder: &Path) -> Vec<PathBuf> {
    let entries = match tree.list(folder) {
        Ok(entries) => entries,
        Err(error) => {
            if !error.is_not_found() && !is_no_folder(&error) {
                collector.note_error(&error);
            }
            return Vec::new();
        }
    };
    if entries.len() > MAX_FILES {
        collector.note(&P11KitRemark::FilesLimit {
            path: tree.display_path(folder),
            max: MAX_FILES as u64,
        });
    }
    let files = entries.into_iter().take(MAX_FILES);
    files
        .filter(|entry| entry.kind != EntryKind::Directory)
        .map(|entry| folder.join(entry.name))
        .collect()
}

fn is_no_folder(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == std::io::ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests;
