//! The measurement that shows something best.

use std::{cmp::Reverse, sync::Arc};

use anchorwatch_evidence::{Measurement, Purpose};
use anchorwatch_identity::{
    Certificate, SpkiSha256, UnixSeconds, is_signed_by,
    registry::{KnownKey, known_signer},
};
use anchorwatch_verdict::{Confidence, Verdict, VerdictCode};

/// Where a measurement is: the number of its file, and its own in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the file, in the order in which they were given.
    pub file: u32,
    /// For evidence, which measurement, from 0; for others' files, which record, from 1.
    pub index: u32,
}

/// A measurement with its verdict.
#[derive(Debug, Clone)]
pub struct Witness {
    /// Where it is.
    pub place: Place,
    /// When it began.
    pub at: UnixSeconds,
    /// What it shows.
    pub verdict: Arc<Verdict>,
    /// What came, if it is kept: the chain that shows it, the server's own certificate first.
    pub chain: Vec<Vec<u8>>,
    /// What came for other names from the same server.
    pub for_other_names: Vec<Vec<u8>>,
    /// The vantage point's roots that signed the chain, or that it names.
    pub local_roots: Vec<Vec<u8>>,
}

/// A key that signed in place of the server's authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SigningKey {
    /// The key.
    pub spki_sha256: SpkiSha256,
    /// What the registry says about it.
    pub known: Option<&'static KnownKey>,
}

impl Witness {
    pub(crate) fn of(place: Place, measurement: &Measurement, verdict: &Arc<Verdict>) -> Self {
        let shown = verdict.shown_by;
        let shown = shown.and_then(|index| measurement.handshake(index));
        let controls = measurement
            .handshakes()
            .filter(|it| it.purpose == Purpose::TargetControl);
        let mut for_other_names: Vec<_> = controls
            .filter_map(|it| it.peer_certificates.first().cloned())
            .collect();
        for_other_names.dedup();
        for_other_names.truncate(MOST_OF_OTHERS);
        let chain = shown.map(|it| it.peer_certificates.clone());
        let mut chain = chain.unwrap_or_default();
        chain.truncate(MOST_OF_CHAIN);
        let mut local_roots = measurement.anchors.local.clone();
        local_roots.truncate(MOST_OF_OTHERS);
        Self {
            place,
            at: measurement.measured_at,
            verdict: Arc::clone(verdict),
            chain,
            for_other_names,
            local_roots,
        }
    }

    /// The strongest first; of equals, the earliest.
    pub(crate) fn rank(&self) -> Rank {
        rank(&self.verdict, self.at, self.place)
    }

    /// How many octets of certificates it keeps.
    pub(crate) fn bytes(&self) -> usize {
        let all = self.chain.iter().chain(&self.for_other_names);
        all.chain(&self.local_roots).map(Vec::len).sum()
    }

    /// The same without certificates.
    pub(crate) fn without_certificates(mut self) -> Self {
        self.chain.clear();
        self.for_other_names.clear();
        self.local_roots.clear();
        self
    }

    /// The key that signed what came, if a signature shows it. Only for what is read, or may be.
    #[must_use]
    pub fn signing_key(&self) -> Option<SigningKey> {
        if self.verdict.code > VerdictCode::Suspected {
            return None;
        }
        let sent: Vec<Certificate> = self.chain.iter().filter_map(|it| read(it)).collect();
        if let Some(known) = sent.iter().find_map(known_signer) {
            return Some(SigningKey {
                spki_sha256: known.spki_sha256,
                known: Some(known),
            });
        }
        let roots = self.local_roots.iter().filter_map(|it| read(it));
        let sent_roots = sent.iter().skip(1).cloned();
        let mut all = roots.chain(sent_roots);
        let signer = all.find(|root| {
            let mut signed = sent.iter();
            signed.any(|it| it.der() != root.der() && is_signed_by(it, root.spki_der()))
        })?;
        Some(SigningKey {
            spki_sha256: signer.spki_sha256(),
            known: None,
        })
    }
}

/// The smallest is the best witness.
pub(crate) type Rank = (VerdictCode, Reverse<Confidence>, UnixSeconds, Place);

/// Chains have two to four certificates.
const MOST_OF_CHAIN: usize = 8;

/// Two servers' certificates, or two roots, are enough to compare with.
const MOST_OF_OTHERS: usize = 2;

pub(crate) fn rank(verdict: &Verdict, at: UnixSeconds, place: Place) -> Rank {
    (verdict.code, Reverse(verdict.confidence), at, place)
}

fn read(der: &[u8]) -> Option<Certificate> {
    Certificate::from_der(der).ok()
}
