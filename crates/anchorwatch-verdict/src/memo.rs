//! Judges each distinct measurement once.
//!
//! Measurements of one name differ mostly in when they were made and how long they took. Two of
//! them are judged alike if everything that [`judge`] looks at is equal, and if no moment at which
//! a decision can change lies between them.
//!
//! **What counts:** every field but two. How long a step took is not looked at by any rule; and a
//! ClientHello, which is new for each connection, is compared only with what a server says that
//! it received. [`Key`] names every field, so that a new one has to be decided on here.
//!
//! **When:** a decision changes only at the moments that `verify` lists: those of the shipped roots
//! and logs, and those of the certificates in the measurement. If one of these cannot be read, the
//! exact time counts. Two reasons name the time of the measurement itself; it is put into a
//! remembered verdict.

mod key;

use std::{collections::HashMap, sync::Arc};

use anchorwatch_evidence::Measurement;
use anchorwatch_identity::UnixSeconds;
use anchorwatch_policy::DistrustSet;

use self::key::{Certificates, Key};
use crate::{Against, Verdict, judge};

/// The most verdicts that are kept; each takes some kilobytes.
const MAX_VERDICTS: usize = 40_000;

/// The most octets of certificates that are kept to recognise them.
const MAX_CERTIFICATE_BYTES: usize = 64 << 20;

/// Judges measurements, and remembers how. The verdicts are those of [`judge`].
pub struct Memo {
    distrust: Arc<DistrustSet>,
    certificates: Certificates,
    verdicts: HashMap<Key, Arc<Verdict>>,
    judged: u64,
}

impl Memo {
    /// `distrust` has the distrusted keys.
    #[must_use]
    pub fn new(distrust: Arc<DistrustSet>) -> Self {
        Self {
            distrust,
            certificates: Certificates::default(),
            verdicts: HashMap::new(),
            judged: 0,
        }
    }

    /// The verdict of [`judge`].
    pub fn judge(&mut self, measurement: &Measurement) -> Arc<Verdict> {
        let is_full = self.verdicts.len() >= MAX_VERDICTS
            || self.certificates.bytes() > MAX_CERTIFICATE_BYTES;
        if is_full {
            // The certificates' numbers are parts of the keys, so both go.
            self.verdicts.clear();
            self.certificates = Certificates::default();
        }
        let key = Key::of(measurement, &mut self.certificates);
        if let Some(known) = self.verdicts.get(&key) {
            return dated(known, measurement.measured_at);
        }
        self.judged += 1;
        let verdict = Arc::new(judge(measurement, &self.distrust));
        self.verdicts.insert(key, Arc::clone(&verdict));
        verdict
    }

    /// How many measurements had to be judged.
    #[must_use]
    pub const fn judged(&self) -> u64 {
        self.judged
    }
}

/// The verdict with this time where it names the time of its measurement.
fn dated(verdict: &Arc<Verdict>, at: UnixSeconds) -> Arc<Verdict> {
    let of_hits = verdict.hits.iter().flat_map(|hit| &hit.against);
    if !of_hits.chain(&verdict.against).any(names_time) {
        return Arc::clone(verdict);
    }
    let mut dated = Verdict::clone(verdict);
    let of_hits = dated.hits.iter_mut().flat_map(|hit| &mut hit.against);
    for reason in of_hits.chain(&mut dated.against) {
        if let Against::NotRenewedOrWrongClock { now, .. } | Against::WrongClock { now, .. } =
            reason
        {
            *now = at.to_string();
        }
    }
    Arc::new(dated)
}

const fn names_time(reason: &Against) -> bool {
    matches!(
        reason,
        Against::NotRenewedOrWrongClock { .. } | Against::WrongClock { .. }
    )
}

#[cfg(test)]
mod tests;
