//! The names in order, the worst first, and since when each was read.

use std::collections::{BTreeMap, BTreeSet};

use anchorwatch_identity::{Certificate, SpkiSha256, UnixSeconds, registry::KnownKey};
use anchorwatch_verdict::{Confidence, Gathered, VerdictCode, registered_domain};

use crate::{Counts, Episode, Lane, NameTally, Tally, Try, episodes};

/// What was counted, in order.
#[derive(Debug)]
pub struct Summary {
    /// The worst first; of equals, by name.
    pub names: Vec<NameSummary>,
    /// What all measurements show.
    pub counts: Counts,
    /// The first and the last measurement.
    pub span: Option<(UnixSeconds, UnixSeconds)>,
    /// How many vantage points measured.
    pub vantage_count: usize,
    /// How many of them saw that somebody reads.
    pub vantages_reading: usize,
    /// Who signed in place of the servers' authorities, the one of most names first.
    pub signers: Vec<Signer>,
}

/// One name, with what all vantage points saw.
#[derive(Debug)]
pub struct NameSummary {
    /// The name.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The worst that was seen.
    pub code: VerdictCode,
    /// How sure the witness is, and a little more if others agree with it ([`Gathered`]).
    pub confidence: Confidence,
    /// What its measurements show.
    pub counts: Counts,
    /// Each vantage point, by its number.
    pub lanes: Vec<LaneSummary>,
    /// The measurement that shows it best, and the server's own certificates.
    pub tally: NameTally,
}

/// One name as one vantage point saw it.
#[derive(Debug)]
pub struct LaneSummary {
    /// The number of the vantage point.
    pub vantage: u32,
    /// In the order of time.
    pub tries: Vec<Try>,
    /// What they show.
    pub counts: Counts,
    /// How many handshakes ended with a proven key.
    pub handshakes: u64,
    /// When somebody read. The places are those of `answered`.
    pub episodes: Vec<Episode>,
    /// The tries that say whether somebody reads, in the order of time.
    pub answered: Vec<Try>,
}

/// Somebody who signed in place of the servers' authorities.
#[derive(Debug)]
pub struct Signer {
    /// The subject, RFC 4514.
    pub subject: String,
    /// The key, if a signature shows it.
    pub spki_sha256: Option<SpkiSha256>,
    /// What the registry says about the key.
    pub known: Option<&'static KnownKey>,
    /// For how many names.
    pub names: usize,
    /// Under how many registered domains these are.
    pub domains: usize,
}

impl Summary {
    /// Orders what was counted.
    #[must_use]
    pub fn of(tally: Tally) -> Self {
        let names = tally.names.into_iter();
        let mut names: Vec<NameSummary> = names
            .map(|((host, port), tally)| NameSummary::of(host, port, tally))
            .collect();
        names.sort_by(|one, other| one.rank().cmp(&other.rank()));
        let mut counts = Counts::default();
        for name in &names {
            counts.add_all(name.counts);
        }
        let lanes = || names.iter().flat_map(|name| &name.lanes);
        let first = lanes().filter_map(|it| it.tries.first()).map(|it| it.at);
        let last = lanes().filter_map(|it| it.tries.last()).map(|it| it.at);
        let vantages = |is_counted: fn(&&LaneSummary) -> bool| {
            let mut all: Vec<u32> = lanes().filter(is_counted).map(|it| it.vantage).collect();
            all.sort_unstable();
            all.dedup();
            all.len()
        };
        Self {
            span: first.min().zip(last.max()),
            vantage_count: vantages(|_| true),
            vantages_reading: vantages(|it| it.counts.of(VerdictCode::Intercepted) > 0),
            signers: gathered(&mut names),
            counts,
            names,
        }
    }

    /// How many names have this as their worst.
    #[must_use]
    pub fn count_of(&self, code: VerdictCode) -> usize {
        self.names.iter().filter(|it| it.code == code).count()
    }

    /// How sure the surest witness of this is.
    #[must_use]
    pub fn confidence_of(&self, code: VerdictCode) -> Option<Confidence> {
        let names = self.names.iter().filter(|it| it.code == code);
        names.map(|it| it.confidence).max()
    }

    /// The first and the last measurement that shows this.
    #[must_use]
    pub fn seen(&self, code: VerdictCode) -> Option<(UnixSeconds, UnixSeconds)> {
        let names = self.names.iter().filter_map(|it| it.seen(code));
        names.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
    }

    /// The fewest handshakes with a proven key that one vantage point made with one name, where
    /// all of them were clean.
    #[must_use]
    pub fn fewest_clean(&self) -> Option<u64> {
        let lanes = self.names.iter().flat_map(|name| &name.lanes);
        let clean = lanes.filter(|it| it.counts.worst() == Some(VerdictCode::NotSeen));
        clean.map(|it| it.handshakes).min()
    }

    /// How many names gave no answer at all to one of the vantage points, or to each. An answer
    /// elsewhere says nothing about that one's connections.
    #[must_use]
    pub fn unanswered_names(&self) -> usize {
        let names = self.names.iter();
        let open = names.filter(|name| name.lanes.iter().any(LaneSummary::is_unanswered));
        open.count()
    }
}

impl NameSummary {
    fn of(host: String, port: u16, mut tally: NameTally) -> Self {
        let lanes = std::mem::take(&mut tally.lanes);
        let lanes: Vec<LaneSummary> = lanes
            .into_iter()
            .map(|(vantage, lane)| LaneSummary::of(vantage, lane))
            .collect();
        let mut counts = Counts::default();
        for lane in &lanes {
            counts.add_all(lane.counts);
        }
        let best = tally.best.as_ref().map(|best| &best.verdict);
        Self {
            host,
            port,
            code: best.map_or(VerdictCode::Inconclusive, |it| it.code),
            confidence: best.map_or(Confidence::hundredths(0), |it| it.confidence),
            counts,
            lanes,
            tally,
        }
    }

    /// Who signed in the server's place: who is known by a signature, or else whom the certificate
    /// names.
    fn signer(&self) -> Option<Signed> {
        let witness = self.tally.best.as_ref();
        let witness = witness.filter(|_| self.code <= VerdictCode::Suspected)?;
        let named = || {
            let own = Certificate::from_der(witness.chain.first()?).ok()?;
            Some(own.issuer().to_string())
        };
        let signer = witness.verdict.signer.clone();
        let is_known = signer.is_some();
        let subject = signer.or_else(named)?;
        let key = witness.signing_key();
        Some(Signed {
            id: (subject, key.map(|key| key.spki_sha256)),
            known: key.and_then(|key| key.known),
            is_known,
        })
    }

    /// Its signer signed names under so many domains.
    fn gather(&mut self, domains: usize) {
        let Some(witness) = &self.tally.best else {
            return;
        };
        let seen = self.seen(VerdictCode::Intercepted);
        let gathered = Gathered {
            seconds: seen.map_or(0, |(first, last)| first.get().abs_diff(last.get())),
            domains,
            vantages: self.vantages_of(VerdictCode::Intercepted),
        };
        self.confidence = gathered.confidence(&witness.verdict);
    }

    fn rank(&self) -> impl Ord + '_ {
        let read = std::cmp::Reverse(self.counts.of(VerdictCode::Intercepted));
        (self.code, read, &self.host, self.port)
    }

    /// The first and the last measurement that shows this.
    #[must_use]
    pub fn seen(&self, code: VerdictCode) -> Option<(UnixSeconds, UnixSeconds)> {
        let tries = self.lanes.iter().flat_map(|it| &it.tries);
        let shown = tries.filter(|it| it.code == code).map(|it| (it.at, it.at));
        shown.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
    }

    /// How many vantage points saw this.
    #[must_use]
    pub fn vantages_of(&self, code: VerdictCode) -> usize {
        let lanes = self.lanes.iter();
        let saw = lanes.filter(|it| it.tries.iter().any(|it| it.code == code));
        saw.count()
    }
}

impl LaneSummary {
    fn of(vantage: u32, lane: Lane) -> Self {
        let mut tries = lane.tries;
        tries.sort_unstable();
        let mut counts = Counts::default();
        for one in &tries {
            counts.add(one.code);
        }
        let is_answer =
            |it: &&Try| matches!(it.code, VerdictCode::Intercepted | VerdictCode::NotSeen);
        let answered: Vec<Try> = match counts.of(VerdictCode::Intercepted) {
            // Nothing to date.
            0 => Vec::new(),
            _ => tries.iter().filter(is_answer).copied().collect(),
        };
        let series: Vec<bool> = answered
            .iter()
            .map(|it| it.code == VerdictCode::Intercepted)
            .collect();
        Self {
            vantage,
            counts,
            handshakes: lane.handshakes,
            episodes: episodes(&series),
            answered,
            tries,
        }
    }

    /// Whether no measurement of this vantage point says anything about the connection.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        self.counts.total() == self.counts.inconclusive()
    }
}

/// Who signed, by subject and key.
type SignerId = (String, Option<SpkiSha256>);

/// Who signed what came for a name.
struct Signed {
    id: SignerId,
    /// What the registry says about the key.
    known: Option<&'static KnownKey>,
    /// Whether a signature says so.
    is_known: bool,
}

/// Finds the signers, and makes surer what several names, vantage points or times show.
fn gathered(names: &mut [NameSummary]) -> Vec<Signer> {
    let signed: Vec<Option<Signed>> = names.iter().map(NameSummary::signer).collect();
    let mut domains: BTreeMap<&SignerId, BTreeSet<String>> = BTreeMap::new();
    let mut all: BTreeMap<&SignerId, Signer> = BTreeMap::new();
    for (name, signed) in names.iter().zip(&signed) {
        let Some(signed) = signed else { continue };
        let of_it = domains.entry(&signed.id).or_default();
        of_it.insert(registered_domain(&name.host));
        if signed.is_known {
            let (subject, spki_sha256) = &signed.id;
            let signer = all.entry(&signed.id).or_insert_with(|| Signer {
                subject: subject.clone(),
                spki_sha256: *spki_sha256,
                known: signed.known,
                names: 0,
                domains: 0,
            });
            signer.names += 1;
        }
    }
    let count = |id: &SignerId| domains.get(id).map_or(0, BTreeSet::len);
    for (name, signed) in names.iter_mut().zip(&signed) {
        name.gather(signed.as_ref().map_or(0, |it| count(&it.id)));
    }
    let mut all: Vec<Signer> = all
        .into_iter()
        .map(|(id, signer)| Signer {
            domains: count(id),
            ..signer
        })
        .collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.names));
    all
}
