//! Counts verdicts by name, vantage point and time.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use anchorwatch_evidence::Measurement;
use anchorwatch_identity::UnixSeconds;
use anchorwatch_remark::Remark as _;
use anchorwatch_verdict::{NotChecked, Saw, Verdict, VerdictCode};

use crate::{Place, Witness, witness};

/// The most names that are counted separately.
pub const MAX_NAMES: usize = 200_000;

/// The most measurements that are counted; each takes 24 octets.
pub const MAX_TRIES: u64 = 10_000_000;

/// The most characters of a name that are kept: DNS allows 253. Longer ones count as one name if
/// they begin alike.
const MAX_NAME_CHARACTERS: usize = 255;

/// The most octets of certificates that are kept to be shown.
const MAX_KEPT_BYTES: usize = 32 << 20;

/// The most genuine certificates of one name that are kept.
const MOST_GENUINE: usize = 2;

/// One measurement in a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Try {
    /// When it began.
    pub at: UnixSeconds,
    /// Where it is.
    pub place: Place,
    /// What it shows.
    pub code: VerdictCode,
}

/// One name as one vantage point saw it.
#[derive(Debug, Clone, Default)]
pub struct Lane {
    /// In the order in which they were added.
    pub tries: Vec<Try>,
    /// How many handshakes ended with a proven key.
    pub handshakes: u64,
}

/// One name.
#[derive(Debug, Clone, Default)]
pub struct NameTally {
    /// By the number of the vantage point.
    pub lanes: BTreeMap<u32, Lane>,
    /// What shows the worst best.
    pub best: Option<Witness>,
    /// The server's own certificates, with when they were seen first.
    pub genuine: Vec<(UnixSeconds, Vec<u8>)>,
}

/// Why no answer came, and how often.
#[derive(Debug, Clone)]
pub struct Reason {
    /// How often.
    pub count: u64,
    /// The first time.
    pub saw: Saw,
    /// Where.
    pub place: Place,
}

/// Everything that was counted.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// By name and port.
    pub names: HashMap<(String, u16), NameTally>,
    /// What no answer was for, by its code.
    pub unanswered: BTreeMap<&'static str, Reason>,
    /// What was not checked, by its code, and in how many measurements.
    pub not_checked: BTreeMap<&'static str, (u64, NotChecked)>,
    /// In how many measurements something forbids to call the name clean.
    pub contradicted: u64,
    /// How many measurements were counted.
    pub count: u64,
    /// How many were left out, because there are too many.
    pub left_out: u64,
    kept_bytes: usize,
}

impl Tally {
    /// Adds a measurement with its verdict, made by the vantage point of this number.
    pub fn add(
        &mut self,
        vantage: u32,
        place: Place,
        measurement: &Measurement,
        verdict: &Arc<Verdict>,
    ) {
        let host = cut(&measurement.target.host);
        let key = (host, measurement.target.port);
        let is_full = self.names.len() >= MAX_NAMES && !self.names.contains_key(&key);
        if is_full || self.count >= MAX_TRIES {
            self.left_out += 1;
            return;
        }
        self.count += 1;
        self.contradicted += u64::from(verdict.forbids_not_seen());
        for one in &verdict.not_checked {
            let entry = self.not_checked.entry(one.code());
            entry.or_insert_with(|| (0, one.clone())).0 += 1;
        }
        if verdict.code == VerdictCode::Inconclusive
            && let Some(hit) = verdict.hits.first()
        {
            let entry = self.unanswered.entry(hit.saw.code());
            let saw = || Reason {
                count: 0,
                saw: hit.saw.clone(),
                place,
            };
            entry.or_insert_with(saw).count += 1;
        }
        let name = self.names.entry(key).or_default();
        let lane = name.lanes.entry(vantage).or_default();
        lane.handshakes += verdict.tries;
        lane.tries.push(Try {
            at: measurement.measured_at,
            place,
            code: verdict.code,
        });
        let room = MAX_KEPT_BYTES.saturating_sub(self.kept_bytes);
        let added = name.keep(place, measurement, verdict, room);
        self.kept_bytes = self.kept_bytes.saturating_add_signed(added);
    }

    /// Adds what another has counted. Its vantage points have their own numbers: `vantages` has
    /// for each of them the number here.
    pub fn absorb(&mut self, other: Self, vantages: &[u32]) {
        for (key, theirs) in other.names {
            let is_full = self.names.len() >= MAX_NAMES && !self.names.contains_key(&key);
            let count: u64 = theirs.lanes.values().map(|it| it.tries.len() as u64).sum();
            if is_full || self.count + count > MAX_TRIES {
                self.left_out += count;
                continue;
            }
            self.count += count;
            let room = MAX_KEPT_BYTES.saturating_sub(self.kept_bytes);
            let added = self
                .names
                .entry(key)
                .or_default()
                .absorb(theirs, vantages, room);
            self.kept_bytes = self.kept_bytes.saturating_add_signed(added);
        }
        for (code, theirs) in other.unanswered {
            match self.unanswered.get_mut(code) {
                Some(ours) => ours.count += theirs.count,
                None => {
                    self.unanswered.insert(code, theirs);
                }
            }
        }
        for (code, (count, one)) in other.not_checked {
            self.not_checked.entry(code).or_insert((0, one)).0 += count;
        }
        self.left_out += other.left_out;
        self.contradicted += other.contradicted;
    }
}

impl NameTally {
    /// Keeps what is worth showing; returns how many octets more that takes.
    fn keep(
        &mut self,
        place: Place,
        measurement: &Measurement,
        verdict: &Arc<Verdict>,
        room: usize,
    ) -> isize {
        let rank = witness::rank(verdict, measurement.measured_at, place);
        let mut added = 0;
        if self.best.as_ref().is_none_or(|best| rank < best.rank()) {
            let is_shown = verdict.code <= VerdictCode::Suspected;
            let mut best = Witness::of(place, measurement, verdict);
            if !is_shown || best.bytes() > room {
                best = best.without_certificates();
            }
            added = self.replace(best);
        }
        let shown = verdict.shown_by;
        let shown = shown.and_then(|index| measurement.handshake(index));
        if verdict.code == VerdictCode::NotSeen
            && let Some(own) = shown.and_then(|it| it.peer_certificates.first())
        {
            added += self.keep_genuine(measurement.measured_at, own, room);
        }
        added
    }

    fn keep_genuine(&mut self, at: UnixSeconds, own: &[u8], room: usize) -> isize {
        if let Some((first, _)) = self.genuine.iter_mut().find(|(_, it)| it == own) {
            *first = at.min(*first);
            return 0;
        }
        if self.genuine.len() >= MOST_GENUINE || own.len() > room {
            return 0;
        }
        self.genuine.push((at, own.to_vec()));
        signed(own.len())
    }

    fn replace(&mut self, best: Witness) -> isize {
        let added = signed(best.bytes());
        let before = self.best.replace(best);
        added - before.map_or(0, |before| signed(before.bytes()))
    }

    fn absorb(&mut self, other: Self, vantages: &[u32], room: usize) -> isize {
        for (number, theirs) in other.lanes {
            let place = usize::try_from(number).ok();
            let vantage = place.and_then(|place| vantages.get(place)).copied();
            let vantage = vantage.unwrap_or(number);
            let lane = self.lanes.entry(vantage).or_default();
            lane.handshakes += theirs.handshakes;
            if lane.tries.is_empty() {
                lane.tries = theirs.tries;
            } else {
                lane.tries.extend(theirs.tries);
            }
        }
        let mut added = 0;
        if let Some(theirs) = other.best
            && self
                .best
                .as_ref()
                .is_none_or(|ours| theirs.rank() < ours.rank())
        {
            let theirs = match theirs.bytes() > room {
                true => theirs.without_certificates(),
                false => theirs,
            };
            added = self.replace(theirs);
        }
        for (at, own) in other.genuine {
            added += self.keep_genuine(at, &own, room);
        }
        added
    }
}

fn signed(bytes: usize) -> isize {
    isize::try_from(bytes).unwrap_or(isize::MAX)
}

fn cut(host: &str) -> String {
    host.chars().take(MAX_NAME_CHARACTERS).collect()
}

#[cfg(test)]
mod tests;
