//! Collects the certificates of one store, within limits.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use anchorwatch_container::certificate_file;
use anchorwatch_home::{Error, Tree};
use anchorwatch_identity::{
    CertSha256,
    certificate_file::{Form, Found},
    problem::{CertificateFileProblem, GnutlsProblem, OpensslProblem},
};
use anchorwatch_remark::Remark;

use crate::{Anchor, Client, Store, Trust, distrust_cert, read_problem::ReadProblem};

mod loading;

use loading::Loading;

/// The largest file of certificates that is read, in bytes; Debian's bundle has 220 KB.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// The most bytes read for one store: a hundred links to one large file are read a hundred
/// times, as the programs would.
const MAX_STORE_BYTES: u64 = 512 << 20;
/// The most unreadable parts that are reported one by one.
const MAX_NOTES: usize = 100;

anchorwatch_remark::remarks! {
    /// A remark on a store of certificates, or on a part of it.
    pub enum StoreRemark {
        /// A named pipe.
        "store_named_pipe" => NamedPipe {
            /// The path.
            path: PathBuf,
        },
        /// A file of which OpenSSL loads nothing.
        "store_openssl_loads_nothing" => OpensslLoadsNothing {
            /// The file.
            name: String,
            /// What OpenSSL stumbles over.
            why: OpensslProblem,
        },
        /// A file of which OpenSSL loads only the beginning.
        "store_openssl_stops" => OpensslStops {
            /// The file.
            name: String,
            /// The byte at which it takes the file to end.
            offset: u64,
        },
        /// A file of which GnuTLS loads nothing.
        "store_gnutls_loads_nothing" => GnutlsLoadsNothing {
            /// The file.
            name: String,
            /// What GnuTLS stumbles over.
            why: GnutlsProblem,
        },
        /// A file that holds something else.
        "store_neither_pem_nor_der" => NeitherPemNorDer {
            /// The file.
            name: String,
        },
        /// A part of a file.
        "store_part" => Part {
            /// The file.
            name: String,
            /// What is wrong with it.
            why: CertificateFileProblem,
        },
        /// A file without a certificate that can be read.
        "store_without_certificate" => WithoutCertificate {
            /// The file.
            name: String,
        },
        /// Parts that are counted and not named.
        "store_more_parts" => MoreParts {
            /// How many.
            count: u64,
        },
        /// A folder inside too many others.
        "store_nested_too_deep" => NestedTooDeep {
            /// The folder.
            path: PathBuf,
        },
        /// A folder with more names than are looked at.
        "store_names_limit" => NamesLimit {
            /// How many are looked at.
            max: u64,
        },
    }
}

/// Who trusts the content of a file.
#[derive(Debug)]
pub(crate) struct TrustedBy {
    /// A certificate in PEM.
    pub(crate) pem: Vec<Client>,
    /// A certificate in DER, or in a PKCS #12 without a password.
    pub(crate) der: Vec<Client>,
    /// Whether OpenSSL loads the file by its own name, and so all of it or nothing.
    pub(crate) is_a_named_file: bool,
    /// Whether a program opens the file whatever it contains, so that it may trust a file
    /// that we cannot read.
    pub(crate) is_opened_whatever_it_is: bool,
}

impl TrustedBy {
    pub(crate) fn of_pem(pem: Vec<Client>) -> Self {
        Self {
            pem,
            ..Self::nobody()
        }
    }

    /// A file that settings or a program's own defaults name.
    pub(crate) fn of_named_file(pem: Vec<Client>) -> Self {
        Self {
            is_a_named_file: true,
            is_opened_whatever_it_is: true,
            ..Self::of_pem(pem)
        }
    }

    /// Whether content other than PEM can matter. It does not to a program that opens every
    /// file of a folder only for PEM.
    fn reads_more_than_pem(&self) -> bool {
        let is_made_into_another = self.pem.is_empty() && self.der.is_empty();
        self.is_opened_whatever_it_is || is_made_into_another
    }

    /// The programs that trust a certificate in this form.
    fn of_form(&self, form: &Form) -> Vec<Client> {
        if form.is_rejected_for_servers() {
            return Vec::new();
        }
        match form {
            Form::Pem => self.pem.clone(),
            Form::TrustedPem(_) => {
                let readers = self.pem.iter().copied();
                readers
                    .filter(|one| one.reads_trusted_certificates())
                    .collect()
            }
            Form::Der | Form::Pkcs12 => self.der.clone(),
            _ => Vec::new(),
        }
    }

    /// No program reads the file where it is, but may read other files made from it.
    pub(crate) fn nobody() -> Self {
        Self {
            pem: Vec::new(),
            der: Vec::new(),
            is_a_named_file: false,
            is_opened_whatever_it_is: false,
        }
    }
}

/// A store that is being read.
pub(crate) struct Collector {
    store: Store,
    places: HashMap<CertSha256, usize>,
    bytes_left: u64,
    unnamed: usize,
}

impl Collector {
    pub(crate) fn new(store: Store) -> Self {
        Self {
            store,
            places: HashMap::new(),
            bytes_left: MAX_STORE_BYTES,
            unnamed: 0,
        }
    }

    /// Adds a file; a missing path, or one that is not a file, is skipped.
    pub(crate) fn take_path(
        &mut self,
        tree: &Tree,
        path: &Path,
        name: &str,
        trusted_by: &TrustedBy,
    ) {
        if let Some(content) = self.read(tree, path) {
            self.take(&content, name, trusted_by);
        }
    }

    /// Reads a file of the store; `None` if it is missing or not a file.
    pub(crate) fn read(&mut self, tree: &Tree, path: &Path) -> Option<Vec<u8>> {
        match tree.read(path, MAX_FILE_BYTES.min(self.bytes_left)) {
            Ok(content) => {
                self.bytes_left -= content.len() as u64;
                return Some(content);
            }
            Err(Error::NotARegularFile { path: shown }) if tree.is_pipe(path) => {
                self.note(&StoreRemark::NamedPipe { path: shown });
            }
            Err(error) if error.is_not_found() || is_no_file(&error) => {}
            Err(error) => self.note_error(&error),
        }
        None
    }

    pub(crate) fn take(&mut self, content: &[u8], name: &str, trusted_by: &TrustedBy) {
        let file = certificate_file(content);
        let loading = Loading::of(content, trusted_by);
        for remark in loading.remarks(name) {
            self.store.remarks.push(remark.told());
        }
        let is_blank = content.trim_ascii().is_empty();
        if file.parts.is_empty() && !is_blank && trusted_by.is_opened_whatever_it_is {
            let name = name.to_owned();
            self.note(&StoreRemark::NeitherPemNorDer { name });
        }
        for part in file.parts {
            for found in part.certificates {
                let mut clients = trusted_by.of_form(&found.form);
                clients.retain(|one| loading.reaches(*one, part.range.start));
                self.add(found, &clients);
            }
            for error in part.unread {
                if error.is_in_pem() || trusted_by.reads_more_than_pem() {
                    self.note(&StoreRemark::Part {
                        name: name.to_owned(),
                        why: (&error).into(),
                    });
                }
            }
        }
    }

    /// Adds the certificates of a file that no program looks for.
    pub(crate) fn take_certificates(&mut self, content: &[u8], name: &str) {
        let file = certificate_file(content);
        if file.found().next().is_none() && !content.is_empty() {
            let name = name.to_owned();
            self.note(&StoreRemark::WithoutCertificate { name });
        }
        for found in file.parts.into_iter().flat_map(|part| part.certificates) {
            self.add(found, &[]);
        }
    }

    pub(crate) fn note_error(&mut self, error: &Error) {
        self.note(&ReadProblem::from(error));
    }

    /// Records a part that could not be read.
    pub(crate) fn note(&mut self, what: &impl Remark) {
        if self.store.unreadable.len() < MAX_NOTES {
            self.store.unreadable.push(what.told());
        } else {
            self.unnamed += 1;
        }
    }

    /// The store as a whole could not be read.
    pub(crate) fn fail(&mut self, error: &Error) {
        self.store.error = Some(ReadProblem::told_of(error));
    }

    pub(crate) fn finish(mut self) -> Store {
        if self.unnamed > 0 {
            let count = self.unnamed as u64;
            let rest = StoreRemark::MoreParts { count };
            self.store.unreadable.push(rest.told());
        }
        self.store
    }

    /// The same certificate under two names (a file and its hash link) is one anchor.
    fn add(&mut self, found: Found, clients: &[Client]) {
        let Found { certificate, form } = found;
        let (trust, clients) = match form {
            // No program trusts these: they are present in order to be refused.
            _ if distrust_cert::is_one(&certificate) => (Trust::Distrusted, [].as_slice()),
            form if form.is_rejected_for_servers() => (Trust::Distrusted, [].as_slice()),
            _ => (Trust::Trusted, clients),
        };
        let anchors = &mut self.store.anchors;
        let place = *self.places.entry(certificate.sha256()).or_insert_with(|| {
            anchors.push(Anchor {
                certificate,
                trust,
                effective_for: Vec::new(),
            });
            anchors.len() - 1
        });
        if let Some(anchor) = anchors.get_mut(place) {
            // If one file rejects it and another does not, some program trusts it.
            if trust == Trust::Trusted {
                anchor.trust = trust;
            }
            anchor.effective_for.extend(clients);
            anchor.effective_for.sort();
            anchor.effective_for.dedup();
        }
    }
}

/// Whether the path leads to something that no program reads as a file: a folder, a device,
/// a loop of links.
pub fn is_no_file(error: &Error) -> bool {
    matches!(error, Error::NotARegularFile { .. }) || error.is_loop_of_links()
}

#[cfg(test)]
mod tests;
