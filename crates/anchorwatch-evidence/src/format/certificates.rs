//! Certificates of an evidence file: each once, named by its hash.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

use anchorwatch_identity::{Certificate, problem::CertificateProblem};
use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::FormatError;
use crate::Measurement;

/// OONI's encoding of octets in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BinaryDocument {
    data: String,
    format: BinaryFormat,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BinaryFormat {
    Base64,
}

impl BinaryDocument {
    pub(super) fn of(octets: &[u8]) -> Self {
        Self {
            data: BASE64.encode(octets),
            format: BinaryFormat::Base64,
        }
    }

    pub(super) fn read(&self, index: u64) -> Result<Vec<u8>, FormatError> {
        let octets = BASE64.decode(self.data.as_bytes());
        octets.map_err(|_| FormatError::Base64 { index })
    }
}

/// The line of a certificate.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CertificateDocument {
    sha256: String,
    data: String,
    format: BinaryFormat,
}

/// A certificate in a measurement: by its hash, or, in the first schema, as it is.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Reference {
    Hash(String),
    Inline(BinaryDocument),
}

impl Reference {
    pub(super) fn all_of(all: &[Vec<u8>]) -> Vec<Self> {
        all.iter().map(|der| Self::Hash(sha256(der))).collect()
    }

    pub(super) fn read_all(
        all: &[Self],
        index: u64,
        known: &Known,
    ) -> Result<Vec<Vec<u8>>, FormatError> {
        let read = all.iter().map(|one| match one {
            Self::Inline(octets) => octets.read(index),
            Self::Hash(sha256) => known.get(sha256, index),
        });
        read.collect()
    }
}

/// The most octets of certificates in all chains of a file together: a certificate is copied for
/// each chain that names it. Ten thousand measurements of three handshakes need a fifth.
const MAX_CHAIN_BYTES: usize = 512 << 20;

/// The certificates that were read so far.
pub(super) struct Known {
    all: BTreeMap<String, Vec<u8>>,
    /// How many octets they have together, and how many they may.
    kept: usize,
    max_kept: usize,
    copied: Cell<usize>,
    max_copied: usize,
    /// The hashes of those that are roots and can be read: each is asked once.
    readable: RefCell<BTreeSet<String>>,
}

impl Default for Known {
    fn default() -> Self {
        Self::bounded(usize::MAX, MAX_CHAIN_BYTES)
    }
}

impl Known {
    /// With so many octets of certificates at most, and so many in all chains together.
    pub(super) fn bounded(max_kept: usize, max_copied: usize) -> Self {
        Self {
            all: BTreeMap::new(),
            kept: 0,
            max_kept,
            copied: Cell::new(0),
            max_copied,
            readable: RefCell::default(),
        }
    }

    /// Whether the octets that a reference stands for are a certificate.
    pub(super) fn check(
        &self,
        reference: &Reference,
        der: &[u8],
    ) -> Result<(), CertificateProblem> {
        let hash = match reference {
            Reference::Hash(sha256) => Some(sha256),
            Reference::Inline(_) => None,
        };
        let mut readable = self.readable.borrow_mut();
        if hash.is_some_and(|sha256| readable.contains(sha256)) {
            return Ok(());
        }
        Certificate::from_der(der).map_err(|error| CertificateProblem::from(&error))?;
        readable.extend(hash.cloned());
        Ok(())
    }

    /// What was copied so far is not in memory any more.
    pub(super) fn begin_measurement(&mut self) {
        self.copied.set(0);
    }

    pub(super) fn add(&mut self, certificate: CertificateDocument) -> Result<(), FormatError> {
        let CertificateDocument {
            sha256: given,
            data,
            format: BinaryFormat::Base64,
        } = certificate;
        let der = BASE64.decode(data.as_bytes()).ok();
        match der.filter(|der| sha256(der) == given) {
            Some(der) => {
                self.kept = self.kept.saturating_add(der.len());
                if self.kept > self.max_kept {
                    let max = self.max_kept as u64;
                    return Err(FormatError::CertificatesTooLarge { max });
                }
                self.all.insert(given, der);
                Ok(())
            }
            None => Err(FormatError::Hash { sha256: given }),
        }
    }

    fn get(&self, sha256: &str, index: u64) -> Result<Vec<u8>, FormatError> {
        let der = self.all.get(sha256).ok_or_else(|| {
            let sha256 = sha256.to_owned();
            FormatError::CertificateMissing { index, sha256 }
        })?;
        let copied = self.copied.get().saturating_add(der.len());
        self.copied.set(copied);
        if copied > self.max_copied {
            let max = self.max_copied as u64;
            return Err(FormatError::ChainsTooLarge { max });
        }
        Ok(der.clone())
    }
}

/// The certificates that were written so far.
#[derive(Default)]
pub(super) struct Written(BTreeSet<String>);

impl Written {
    /// A certificate that the file has already.
    pub(super) fn has(&mut self, sha256: String) {
        self.0.insert(sha256);
    }

    /// Those of the measurement that no line has yet.
    pub(super) fn new_ones(&mut self, measurement: &Measurement) -> Vec<CertificateDocument> {
        let new = measurement.certificates().filter_map(|der| {
            let sha256 = sha256(der);
            self.0.insert(sha256.clone()).then(|| CertificateDocument {
                sha256,
                data: BASE64.encode(der),
                format: BinaryFormat::Base64,
            })
        });
        new.collect()
    }
}

/// The hash that a certificate's line gives.
pub(super) fn sha256_of(certificate: &CertificateDocument) -> &str {
    &certificate.sha256
}

fn sha256(der: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(der))
}
