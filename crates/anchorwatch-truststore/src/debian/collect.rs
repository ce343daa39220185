//! Gathering the certificates of one store, within bounds.

use std::{collections::HashMap, path::Path};

use anchorwatch_home::Tree;
use anchorwatch_identity::{CertSha256, Certificate, pem};

use super::{MAX_FILE_BYTES, is_no_file, with_cause};
use crate::{Anchor, Client, Store, StoreKind, Trust};

/// How many bytes are read for one store: a hundred links to one large file are read a
/// hundred times, as the programs would.
const MAX_STORE_BYTES: u64 = 512 << 20;
/// How many unreadable parts are named one by one.
const MAX_NOTES: usize = 100;

/// Who believes what a file holds.
#[derive(Debug)]
pub(super) struct Believers {
    /// A certificate in PEM.
    pub(super) pem: Vec<Client>,
    /// A file that is one certificate in DER.
    pub(super) der: Vec<Client>,
    /// Whether a program opens the file whatever is in it, so that one we cannot read
    /// may still be believed.
    pub(super) is_opened_whatever_it_is: bool,
}

impl Believers {
    pub(super) fn of_pem(pem: Vec<Client>) -> Self {
        Self {
            pem,
            der: Vec::new(),
            is_opened_whatever_it_is: false,
        }
    }

    pub(super) fn nobody() -> Self {
        Self::of_pem(Vec::new())
    }
}

/// One store while it is read.
pub(super) struct Collector {
    store: Store,
    places: HashMap<CertSha256, usize>,
    bytes_left: u64,
    unnamed: usize,
}

impl Collector {
    pub(super) fn new(tree: &Tree, kind: StoreKind, path: &str) -> Self {
        let store = Store {
            id: kind.code().to_owned(),
            kind,
            path: tree.shown(path.as_ref()),
            user: None,
            anchors: Vec::new(),
            error: None,
            unreadable: Vec::new(),
        };
        Self {
            store,
            places: HashMap::new(),
            bytes_left: MAX_STORE_BYTES,
            unnamed: 0,
        }
    }

    /// Takes in a file; one that is not there, or is none, is passed over.
    pub(super) fn take_path(
        &mut self,
        tree: &Tree,
        path: &Path,
        name: &str,
        believers: &Believers,
    ) {
        match tree.read(path, MAX_FILE_BYTES.min(self.bytes_left)) {
            Ok(content) => {
                self.bytes_left -= content.len() as u64;
                self.take(&content, name, believers);
            }
            Err(error) if error.is_not_found() || is_no_file(&error) => {}
            Err(error) => self.note_error(&error),
        }
    }

    pub(super) fn take(&mut self, content: &[u8], name: &str, believers: &Believers) {
        if let Ok((certificate, _surplus)) = Certificate::from_der_prefix(content) {
            return self.add(certificate, &believers.der);
        }
        let blocks = pem::blocks(content);
        if blocks.is_empty() && !content.is_empty() && believers.is_opened_whatever_it_is {
            self.note(format!("{name} is neither PEM nor a certificate in DER"));
        }
        for block in blocks {
            match block.certificates {
                Ok(certificates) => {
                    certificates
                        .into_iter()
                        .for_each(|certificate| self.add(certificate, &believers.pem));
                }
                Err(error) => self.note(format!("{name}: {}", with_cause(&error))),
            }
        }
    }

    pub(super) fn note_error(&mut self, error: &anchorwatch_home::Error) {
        self.note(with_cause(error));
    }

    /// Something that could not be read.
    pub(super) fn note(&mut self, what: String) {
        if self.store.unreadable.len() < MAX_NOTES {
            self.store.unreadable.push(what);
        } else {
            self.unnamed += 1;
        }
    }

    /// The store as a whole could not be read.
    pub(super) fn fail(&mut self, error: &anchorwatch_home::Error) {
        self.store.error = Some(with_cause(error));
    }

    pub(super) fn finish(mut self) -> Store {
        if self.unnamed > 0 {
            self.store.unreadable.push(format!(
                "{} more parts that could not be read",
                self.unnamed
            ));
        }
        self.store
    }

    /// The same certificate under two names (a file and its hash link) is one anchor.
    fn add(&mut self, certificate: Certificate, clients: &[Client]) {
        let anchors = &mut self.store.anchors;
        let place = *self.places.entry(certificate.sha256()).or_insert_with(|| {
            anchors.push(Anchor {
                certificate,
                trust: Trust::Trusted,
                effective_for: Vec::new(),
            });
            anchors.len() - 1
        });
        if let Some(anchor) = anchors.get_mut(place) {
            anchor.effective_for.extend(clients);
            anchor.effective_for.sort();
            anchor.effective_for.dedup();
        }
    }
}
