//! Which issuers and keys came for which names, and when first and last.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use anchorwatch_evidence::Measurement;
use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_policy::ReferenceName;

use crate::domain::registered_domain;

/// The most handshakes that are looked at: each of another certificate takes some microseconds.
const MOST_HANDSHAKES: usize = 200_000;

/// The most lists of other certificates that are kept for one issuer.
const MOST_RESTS: usize = 3;

/// A name and a port.
pub(super) type Target = (String, u16);

/// By name, the first and the last time.
pub(super) type ByTarget<'a> = BTreeMap<Target, Span<'a>>;

/// What came for the name of a measurement, with a proven key.
#[derive(Debug, Clone)]
pub(super) struct Shown<'a> {
    pub(super) measurement: &'a Measurement,
    pub(super) sent: &'a [Vec<u8>],
    /// The number of the issuer.
    pub(super) issuer: usize,
    pub(super) domain: String,
}

/// The first and the last time that something came.
#[derive(Debug)]
pub(super) struct Span<'a> {
    pub(super) first: Shown<'a>,
    last: Shown<'a>,
}

/// One issuer, by its name.
#[derive(Debug, Default)]
struct Issuer<'a> {
    by_target: ByTarget<'a>,
    rests: BTreeSet<&'a [Vec<u8>]>,
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    issuers: Vec<Issuer<'a>>,
    numbers: HashMap<Vec<u8>, usize>,
    keys: HashMap<SpkiSha256, ByTarget<'a>>,
    /// Whether there are more handshakes than are looked at.
    pub(super) is_cut: bool,
}

/// The number of its issuer's name, and its key.
type Read = (usize, SpkiSha256);

impl<'a> Index<'a> {
    pub(super) fn of(all: &[&'a Measurement]) -> Self {
        let mut index = Self::default();
        let mut read: HashMap<&'a [u8], Option<Read>> = HashMap::new();
        let mut left = MOST_HANDSHAKES;
        for &measurement in all {
            let target = target(measurement);
            let domain = registered_domain(&measurement.target.host);
            let mut seen = HashSet::new();
            let shown = measurement
                .handshakes()
                .filter(|it| it.purpose.sends_target_name() && it.is_key_proven == Some(true));
            for handshake in shown {
                if left == 0 {
                    index.is_cut = true;
                    return index;
                }
                left -= 1;
                let sent = handshake.peer_certificates.as_slice();
                let Some((own, rest)) = sent.split_first() else {
                    continue;
                };
                if !seen.insert(sent) {
                    continue;
                }
                let known = read.entry(own).or_insert_with(|| index.read(own));
                let Some((issuer, key)) = *known else {
                    continue;
                };
                let shown = Shown {
                    measurement,
                    sent,
                    issuer,
                    domain: domain.clone(),
                };
                index.add(shown, rest, &target, key);
            }
        }
        index
    }

    fn read(&mut self, own: &[u8]) -> Option<Read> {
        let own = Certificate::from_der(own).ok()?;
        let issuer = own.issuer().der().to_vec();
        let next = self.issuers.len();
        let number = *self.numbers.entry(issuer).or_insert(next);
        if number == next {
            self.issuers.push(Issuer::default());
        }
        Some((number, own.spki_sha256()))
    }

    fn add(&mut self, shown: Shown<'a>, rest: &'a [Vec<u8>], target: &Target, key: SpkiSha256) {
        if let Some(issuer) = self.issuers.get_mut(shown.issuer) {
            if !rest.is_empty() && issuer.rests.len() < MOST_RESTS {
                issuer.rests.insert(rest);
            }
            keep(&mut issuer.by_target, target, shown.clone());
        }
        keep(self.keys.entry(key).or_default(), target, shown);
    }

    pub(super) fn of_issuer(&self, own: &Certificate) -> Option<&ByTarget<'a>> {
        let number = self.numbers.get(own.issuer().der())?;
        self.issuers.get(*number).map(|it| &it.by_target)
    }

    pub(super) fn of_key(&self, own: &Certificate) -> Option<&ByTarget<'a>> {
        self.keys.get(&own.spki_sha256())
    }

    /// What came along with certificates of this issuer.
    pub(super) fn rests(&self, issuer: usize) -> impl Iterator<Item = &'a [Vec<u8>]> + '_ {
        let issuer = self.issuers.get(issuer);
        issuer.into_iter().flat_map(|it| it.rests.iter().copied())
    }
}

impl<'a> Span<'a> {
    pub(super) fn ends(&self) -> [&Shown<'a>; 2] {
        [&self.first, &self.last]
    }
}

fn keep<'a>(all: &mut ByTarget<'a>, target: &Target, shown: Shown<'a>) {
    let at = |one: &Shown<'_>| one.measurement.measured_at;
    match all.get_mut(target) {
        Some(span) if at(&shown) < at(&span.first) => span.first = shown,
        Some(span) if at(&shown) > at(&span.last) => span.last = shown,
        Some(_) => {}
        None => {
            let last = shown.clone();
            all.insert(target.clone(), Span { first: shown, last });
        }
    }
}

/// The name in the form in which it is compared, and the port.
pub(super) fn target(measurement: &Measurement) -> Target {
    let name = ReferenceName::parse(&measurement.target.host);
    (name.to_string(), measurement.target.port)
}
