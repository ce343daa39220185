//! Gathering the certificates of one store, within bounds.

use std::{collections::HashMap, path::Path};

use anchorwatch_home::{Error, Tree};
use anchorwatch_identity::{CertSha256, Certificate, pem};

use crate::{Anchor, Client, Store, Trust, block, reading::with_cause};

/// The largest file of certificates that is read, in bytes; Debian's bundle has 220 KB.
pub(crate) const MAX_FILE_BYTES: u64 = 64 << 20;

/// How many bytes are read for one store: a hundred links to one large file are read a
/// hundred times, as the programs would.
const MAX_STORE_BYTES: u64 = 512 << 20;
/// How many unreadable parts are named one by one.
const MAX_NOTES: usize = 100;

/// Who believes what a file holds.
#[derive(Debug)]
pub(crate) struct Believers {
    /// A certificate in PEM.
    pub(crate) pem: Vec<Client>,
    /// A file that is one certificate in DER.
    pub(crate) der: Vec<Client>,
    /// Whether a program opens the file whatever is in it, so that one we cannot read
    /// may still be believed.
    pub(crate) is_opened_whatever_it_is: bool,
}

impl Believers {
    pub(crate) fn of_pem(pem: Vec<Client>) -> Self {
        Self {
            pem,
            der: Vec::new(),
            is_opened_whatever_it_is: false,
        }
    }

    pub(crate) fn nobody() -> Self {
        Self::of_pem(Vec::new())
    }
}

/// One store while it is read.
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

    /// Takes in a file; one that is not there, or is none, is passed over.
    pub(crate) fn take_path(
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

    pub(crate) fn take(&mut self, content: &[u8], name: &str, believers: &Believers) {
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

    pub(crate) fn note_error(&mut self, error: &Error) {
        self.note(with_cause(error));
    }

    /// Something that could not be read.
    pub(crate) fn note(&mut self, what: String) {
        if self.store.unreadable.len() < MAX_NOTES {
            self.store.unreadable.push(what);
        } else {
            self.unnamed += 1;
        }
    }

    /// The store as a whole could not be read.
    pub(crate) fn fail(&mut self, error: &Error) {
        self.store.error = Some(with_cause(error));
    }

    pub(crate) fn finish(mut self) -> Store {
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
        // Nobody believes these: they stand there in order to be refused.
        let (trust, clients) = if block::is_carrier(&certificate) {
            (Trust::Distrusted, [].as_slice())
        } else {
            (Trust::Trusted, clients)
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
            anchor.effective_for.extend(clients);
            anchor.effective_for.sort();
            anchor.effective_for.dedup();
        }
    }
}

/// Whether the path leads to something that no program reads as a file: a folder, a
/// device, a loop of links.
pub(crate) fn is_no_file(error: &Error) -> bool {
    matches!(error, Error::NotARegularFile { .. }) || error.is_loop_of_links()
}
