//! Judges each distinct measurement once.
//!
//! Measurements of one name differ mostly in when they were made and how long they took. Two of
//! them are judged alike if everything that [`judge`] looks at is equal, and if no moment at which
//! a decision can change lies between them.
//!
//! **What counts:** every field but two. How long a step took is not looked at by any rule, unless it is
//! a transfer; and a ClientHello, which is new for each connection, is compared only with what a server
//! says that it received. [`Key`] names every field, so that a new one has to be decided on here.
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
use crate::{
    Against, Notaries, Together, Verdict,
    budget::{self, Budget},
    joint::Joint,
    notary::OtherViews,
    verdict::judge_within,
};

/// The most verdicts that are kept; each takes some kilobytes.
const MAX_VERDICTS: usize = 40_000;

/// The most octets of certificates and keys that are kept to recognise measurements.
const MAX_KEPT_BYTES: usize = 128 << 20;

/// The most steps for the measurements of one file, each counted once: less than a minute. A file of a
/// run has at most 2,000 measurements, and with six different refused chains each they need less.
const MAX_FILE_STEPS: u64 = 400_000;

/// Judges measurements, and remembers how. The verdicts are those of [`judge_with`](crate::judge_with).
pub struct Memo<'n> {
    distrust: Arc<DistrustSet>,
    notaries: Notaries<'n>,
    earlier: Notaries<'n>,
    together: Together<'n>,
    other_vantages: Together<'n>,
    certificates: Certificates,
    verdicts: HashMap<Key, Entry>,
    key_bytes: usize,
    judged: u64,
    /// The number of the file, and how many steps it may still cause; at first without a bound.
    file: u64,
    steps_left: u64,
}

struct Entry {
    verdict: Arc<Verdict>,
    /// What it cost.
    steps: u64,
    /// The last file to which that was counted.
    file: u64,
}

impl<'n> Memo<'n> {
    /// `distrust` has the distrusted keys.
    #[must_use]
    pub fn new(distrust: Arc<DistrustSet>) -> Self {
        Self::with_notaries(distrust, Notaries::default())
    }

    /// The same, beside what other vantage points saw.
    #[must_use]
    pub fn with_notaries(distrust: Arc<DistrustSet>, notaries: Notaries<'n>) -> Self {
        Self {
            distrust,
            notaries,
            earlier: Notaries::default(),
            together: Together::default(),
            other_vantages: Together::default(),
            certificates: Certificates::default(),
            verdicts: HashMap::new(),
            key_bytes: 0,
            judged: 0,
            file: 0,
            steps_left: u64::MAX,
        }
    }

    /// The same, knowing what was measured earlier ([`Notaries::earlier`]).
    #[must_use]
    pub fn knowing(self, earlier: Notaries<'n>) -> Self {
        Self { earlier, ..self }
    }

    /// The same, among the measurements that were given with those that are judged.
    #[must_use]
    pub fn among(self, together: Together<'n>) -> Self {
        Self { together, ..self }
    }

    /// The same, with those that other vantage points made: they can show the same interception.
    #[must_use]
    pub fn with_vantages(self, other_vantages: Together<'n>) -> Self {
        Self {
            other_vantages,
            ..self
        }
    }

    /// The measurements that follow are of another file. What is in it causes only so much work; beyond
    /// that, a measurement is [too much to judge](crate::RuleId::TooMuchToJudge).
    pub fn begin_file(&mut self) {
        self.begin_file_of(MAX_FILE_STEPS);
    }

    pub(crate) fn begin_file_of(&mut self, steps: u64) {
        self.file += 1;
        self.steps_left = steps;
    }

    /// The verdict of [`judge_with`](crate::judge_with), and what the [others](Self::among) add to it.
    pub fn judge(&mut self, measurement: &Measurement) -> Arc<Verdict> {
        let alone = self.judge_joint(measurement, Joint::default());
        let others = &self.other_vantages;
        let joint = Joint {
            is_seen_elsewhere: others.show_the_same(measurement, &alone, &self.distrust),
            ..self.together.joint(measurement, &alone, &self.distrust)
        };
        match joint == Joint::default() {
            true => alone,
            false => self.judge_joint(measurement, joint),
        }
    }

    fn judge_joint(&mut self, measurement: &Measurement, joint: Joint) -> Arc<Verdict> {
        let kept = self.certificates.bytes().saturating_add(self.key_bytes);
        if self.verdicts.len() >= MAX_VERDICTS || kept > MAX_KEPT_BYTES {
            // The certificates' numbers are parts of the keys, so both go.
            self.verdicts.clear();
            self.certificates = Certificates::default();
            self.key_bytes = 0;
        }
        let views = OtherViews {
            notary: self.notaries.view(measurement, &self.distrust),
            earlier: self.earlier.view(measurement, &self.distrust),
            joint,
        };
        let key = Key::of(measurement, &views, &mut self.certificates);
        if let Some(known) = self.verdicts.get_mut(&key)
            && (known.file == self.file || self.steps_left > 0)
        {
            if known.file != self.file {
                known.file = self.file;
                self.steps_left = self.steps_left.saturating_sub(known.steps);
            }
            return dated(&known.verdict, measurement.measured_at);
        }
        self.judge_new(measurement, views, key)
    }

    fn judge_new(
        &mut self,
        measurement: &Measurement,
        views: OtherViews,
        key: Key,
    ) -> Arc<Verdict> {
        self.judged += 1;
        let is_spent = self.steps_left == 0;
        let budget = Budget::of(if is_spent { 0 } else { budget::MOST_STEPS });
        let verdict = judge_within(measurement, &self.distrust, views, &budget);
        let (verdict, steps) = (Arc::new(verdict), budget.used());
        // What was cut short because of the file says nothing about the measurement.
        if !is_spent {
            self.steps_left = self.steps_left.saturating_sub(steps);
            self.key_bytes = self.key_bytes.saturating_add(key.bytes());
            let entry = Entry {
                verdict: Arc::clone(&verdict),
                steps,
                file: self.file,
            };
            self.verdicts.insert(key, entry);
        }
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
