//! The set of entries, for looking up certificates.

use std::cmp::{Ordering, Reverse};

use anchorwatch_identity::{CertSha256, NameSha256, SpkiSha256, registry};

use super::{
    DistrustEntry, EntrySource, IssuerAndSerial, Match, MatchKind, Presented, Situation,
    WholeCertificate,
    index::{self, Index},
    serial::unsigned,
};
use crate::{Class, Response};

/// Distrust entries, indexed for look-ups.
///
/// Sorted by kind and then by what is looked up first (the key, the subject, the serial number or
/// the certificate); entries by key are in the order of keys. If two entries have the same match,
/// limits and threshold, the first one given is kept. If they differ in one of these, both are
/// kept: neither a limited entry nor one of the quick threshold can replace a stronger one.
///
/// **Trust:** a list's author chooses the entries, and can at most make a look-up cost a binary
/// search instead of one step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DistrustSet {
    entries: Vec<DistrustEntry>,
    /// One for each of [`MatchKind::ALL`].
    runs: [Run; MatchKind::ALL.len()],
}

/// The entries of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Run {
    start: usize,
    index: Index,
}

impl DistrustSet {
    /// The entries that ship with the program: every key of the registry whose class
    /// is blocked by [`Response::of`].
    #[must_use]
    pub fn built_in() -> Self {
        registry::known_roots()
            .iter()
            .filter(|known| Response::of(Class::of_conduct(known.conduct)) == Response::Block)
            .map(|known| DistrustEntry::of_key(known.spki_sha256, EntrySource::Registry(known.id)))
            .collect()
    }

    /// The same with more entries. If one of them is here already, the one that is here is kept.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = DistrustEntry>) -> Self {
        self.entries.iter().cloned().chain(more).collect()
    }

    /// Whether no entry matches a certificate, and none could if its issuer were known.
    ///
    /// For a certificate whose place in a path is not known. Limits and thresholds are not looked
    /// at.
    #[must_use]
    pub fn is_silent_about(&self, certificate: &Presented<'_>) -> bool {
        self.matching(certificate).next().is_none() && !self.depends_on_issuer_key(certificate)
    }

    /// The entry that refuses a key everywhere: under every name, at any time. If there are
    /// several, the one with the highest threshold.
    #[must_use]
    pub fn entry(&self, key: &SpkiSha256) -> Option<&DistrustEntry> {
        let first = self.by_key(key).first()?;
        first.limits.are_none().then_some(first)
    }

    /// Every entry that matches a certificate, whatever its limits and threshold.
    ///
    /// Allocates nothing. Hashes a name only if its key or serial number was found, or if there
    /// are entries by subject alone; hashes a whole certificate only if there are entries by
    /// certificate. Entries that need a fact that [`Presented`] does not have do not match; see
    /// [`depends_on_issuer_key`](Self::depends_on_issuer_key).
    pub fn matching<'s>(
        &'s self,
        certificate: &Presented<'_>,
    ) -> impl Iterator<Item = &'s DistrustEntry> + use<'s> {
        let key = certificate.key;
        let runs = [
            self.by_key(&key),
            self.by_subject_key(certificate),
            self.by_subject(certificate.subject),
            self.by_issuer_serial(certificate.issued),
            self.by_issuer_key_serial(certificate),
            self.by_certificate(certificate.whole),
        ];
        let all = runs.into_iter().flatten();
        all.filter(move |entry| !spares(&entry.matches, &key))
    }

    /// The first entry that matches a certificate and whose limits hold.
    ///
    /// **Not checked:** the [`Threshold`](super::Threshold), since only the caller knows the
    /// anchor.
    #[must_use]
    pub fn refusing(
        &self,
        certificate: &Presented<'_>,
        situation: &Situation<'_>,
    ) -> Option<&DistrustEntry> {
        self.matching(certificate)
            .find(|entry| entry.limits.hold_in(situation))
    }

    /// Whether some entry by issuer's key has the certificate's serial number, but another key,
    /// or the issuer's key is unknown: then «no match» depends on who issued it.
    #[must_use]
    pub fn depends_on_issuer_key(&self, certificate: &Presented<'_>) -> bool {
        let serial = certificate
            .issued
            .and_then(|issued| unsigned(issued.serial));
        serial.is_some_and(|serial| {
            let of_serial = self.of_unsigned_serial(serial);
            let known = certificate.issuer_key;
            !of_serial.is_empty()
                && known.is_none_or(|key| of_issuer_key(of_serial, &key).is_empty())
        })
    }

    /// All entries, sorted.
    #[must_use]
    pub fn entries(&self) -> &[DistrustEntry] {
        &self.entries
    }

    fn tagged(&self, kind: MatchKind, tag: u64) -> &[DistrustEntry] {
        let Some(run) = self.runs.get(kind.index()) else {
            return &[];
        };
        let range = run.index.range(tag);
        let (from, to) = (run.start + range.start, run.start + range.end);
        self.entries.get(from..to).unwrap_or_default()
    }

    fn has(&self, kind: MatchKind) -> bool {
        let run = self.runs.get(kind.index());
        run.is_some_and(|run| !run.index.is_empty())
    }

    fn by_key(&self, key: &SpkiSha256) -> &[DistrustEntry] {
        let tagged = self.tagged(MatchKind::Key, index::of_hash(key.as_bytes()));
        narrowed(tagged, |matches| match matches {
            Match::Key(other) => other.cmp(key),
            _ => Ordering::Less,
        })
    }

    fn by_subject_key(&self, certificate: &Presented<'_>) -> &[DistrustEntry] {
        let key = certificate.key;
        let tagged = self.tagged(MatchKind::SubjectKey, index::of_hash(key.as_bytes()));
        if tagged.is_empty() {
            return tagged;
        }
        let subject = NameSha256::of(certificate.subject);
        narrowed(tagged, |matches| match matches {
            Match::SubjectKey {
                subject: other,
                key: other_key,
            } => other.cmp(&subject).then(other_key.cmp(&key)),
            _ => Ordering::Less,
        })
    }

    fn by_subject(&self, subject: &[u8]) -> &[DistrustEntry] {
        if !self.has(MatchKind::SubjectUnlessKey) {
            return &[];
        }
        let subject = NameSha256::of(subject);
        let tag = index::of_hash(subject.as_bytes());
        narrowed(
            self.tagged(MatchKind::SubjectUnlessKey, tag),
            |matches| match matches {
                Match::SubjectUnlessKey { subject: other, .. } => other.cmp(&subject),
                _ => Ordering::Less,
            },
        )
    }

    fn by_issuer_serial(&self, issued: Option<IssuerAndSerial<'_>>) -> &[DistrustEntry] {
        let Some(IssuerAndSerial { issuer, serial }) = issued else {
            return &[];
        };
        let tagged = self.tagged(MatchKind::IssuerSerial, index::of_serial(serial));
        if tagged.is_empty() {
            return tagged;
        }
        let issuer = NameSha256::of(issuer);
        narrowed(tagged, |matches| match matches {
            Match::IssuerSerial {
                issuer: other,
                serial: other_serial,
            } => other
                .cmp(&issuer)
                .then_with(|| other_serial.as_bytes().cmp(serial)),
            _ => Ordering::Less,
        })
    }

    fn by_issuer_key_serial(&self, certificate: &Presented<'_>) -> &[DistrustEntry] {
        let serial = certificate
            .issued
            .and_then(|issued| unsigned(issued.serial));
        let (Some(serial), Some(issuer_key)) = (serial, certificate.issuer_key) else {
            return &[];
        };
        of_issuer_key(self.of_unsigned_serial(serial), &issuer_key)
    }

    /// The entries by issuer's key that have this serial number.
    fn of_unsigned_serial(&self, serial: &[u8]) -> &[DistrustEntry] {
        let tagged = self.tagged(MatchKind::IssuerKeySerial, index::of_serial(serial));
        narrowed(tagged, |matches| match matches {
            Match::IssuerKeySerial { serial: other, .. } => other.as_bytes().cmp(serial),
            _ => Ordering::Less,
        })
    }

    fn by_certificate(&self, whole: WholeCertificate<'_>) -> &[DistrustEntry] {
        if !self.has(MatchKind::Certificate) {
            return &[];
        }
        let hash = match whole {
            WholeCertificate::Hash(hash) => hash,
            WholeCertificate::Der(der) => CertSha256::of(der),
            WholeCertificate::Unknown => return &[],
        };
        let tag = index::of_hash(hash.as_bytes());
        narrowed(
            self.tagged(MatchKind::Certificate, tag),
            |matches| match matches {
                Match::Certificate(other) => other.cmp(&hash),
                _ => Ordering::Less,
            },
        )
    }
}

impl FromIterator<DistrustEntry> for DistrustSet {
    fn from_iter<I: IntoIterator<Item = DistrustEntry>>(entries: I) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        // A stable sort: of equal entries, the first one given is kept.
        entries.sort_by(order);
        entries.dedup_by(|later, earlier| order(later, earlier) == Ordering::Equal);
        let runs = MatchKind::ALL.map(|kind| {
            let start = entries.partition_point(|entry| entry.matches.kind() < kind);
            let tail = entries.get(start..).unwrap_or_default();
            let of_kind = tail
                .iter()
                .take_while(|entry| entry.matches.kind() == kind)
                .map(|entry| tag(&entry.matches));
            Run {
                start,
                index: Index::of(of_kind.collect()),
            }
        });
        Self { entries, runs }
    }
}

/// By kind and tag, so that each kind can have an index; then by the match, so that equal ones
/// are adjacent; then the strongest entry first.
fn order(one: &DistrustEntry, other: &DistrustEntry) -> Ordering {
    let kinds = one.matches.kind().cmp(&other.matches.kind());
    kinds
        .then_with(|| tag(&one.matches).cmp(&tag(&other.matches)))
        .then_with(|| inside_tag(&one.matches, &other.matches))
        .then_with(|| one.limits.cmp(&other.limits))
        .then_with(|| Reverse(one.threshold).cmp(&Reverse(other.threshold)))
}

/// Entries by issuer's key are also looked up by serial number alone, so it comes first.
fn inside_tag(one: &Match, other: &Match) -> Ordering {
    match (one, other) {
        (
            Match::IssuerKeySerial { issuer_key, serial },
            Match::IssuerKeySerial {
                issuer_key: other_key,
                serial: other_serial,
            },
        ) => serial.cmp(other_serial).then(issuer_key.cmp(other_key)),
        _ => one.cmp(other),
    }
}

fn tag(matches: &Match) -> u64 {
    match matches {
        Match::Key(key) | Match::SubjectKey { key, .. } => index::of_hash(key.as_bytes()),
        Match::SubjectUnlessKey { subject, .. } => index::of_hash(subject.as_bytes()),
        Match::IssuerSerial { serial, .. } => index::of_serial(serial.as_bytes()),
        Match::IssuerKeySerial { serial, .. } => index::of_serial(serial.as_bytes()),
        Match::Certificate(hash) => index::of_hash(hash.as_bytes()),
    }
}

/// The stretch of a sorted slice that compares as equal.
fn narrowed(entries: &[DistrustEntry], compare: impl Fn(&Match) -> Ordering) -> &[DistrustEntry] {
    let start = entries.partition_point(|entry| compare(&entry.matches) == Ordering::Less);
    let rest = entries.get(start..).unwrap_or_default();
    let count = rest.partition_point(|entry| compare(&entry.matches) == Ordering::Equal);
    rest.get(..count).unwrap_or_default()
}

/// From entries by issuer's key with one serial number, those of one key.
fn of_issuer_key<'s>(of_serial: &'s [DistrustEntry], key: &SpkiSha256) -> &'s [DistrustEntry] {
    narrowed(of_serial, |matches| match matches {
        Match::IssuerKeySerial { issuer_key, .. } => issuer_key.cmp(key),
        _ => Ordering::Less,
    })
}

/// Whether the key may have a limited name.
fn spares(matches: &Match, key: &SpkiSha256) -> bool {
    match matches {
        Match::SubjectUnlessKey { keys, .. } => keys.binary_search(key).is_ok(),
        _ => false,
    }
}
