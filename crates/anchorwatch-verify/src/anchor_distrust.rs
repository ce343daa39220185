//! The distrust entries for each root, computed before any path is built.

use std::sync::{Arc, OnceLock};

use anchorwatch_identity::{Certificate, SpkiSha256, is_signed_by, registry};
use anchorwatch_policy::{
    DistrustEntry, DistrustSet,
    distrust::{Limits, Presented, Threshold},
};

use crate::{
    Anchor, RuleId,
    anchor::{AnchorSet, Anchors},
};

/// The entries for each root of two sets, with the same indices.
#[derive(Debug)]
pub(crate) struct EntriesByAnchor {
    /// For a public root, computed with the first path to it: a program sees only a few of them.
    public: Arc<[OnceLock<AnchorEntries>]>,
    local: Vec<AnchorEntries>,
}

/// The entries for one root, whatever their limits. Most have none.
#[derive(Debug, Default, Clone)]
pub(crate) struct AnchorEntries {
    pub(crate) entries: Vec<(RuleId, DistrustEntry)>,
}

impl EntriesByAnchor {
    pub(crate) fn of(anchors: &Anchors, distrust: &DistrustSet) -> Self {
        let unknown = anchors.public.anchors.iter().map(|_| OnceLock::new());
        Self {
            public: unknown.collect(),
            local: all_local(anchors, distrust),
        }
    }

    /// For the same public roots and entries, with other local roots.
    pub(crate) fn with_local(&self, anchors: &Anchors, distrust: &DistrustSet) -> Self {
        Self {
            public: Arc::clone(&self.public),
            local: all_local(anchors, distrust),
        }
    }

    /// For the public root at an index of the set that these were made for.
    pub(crate) fn of_public(
        &self,
        place: usize,
        set: &AnchorSet,
        distrust: &DistrustSet,
    ) -> Option<&AnchorEntries> {
        let entries = self.public.get(place)?;
        // Never waited for: after a fork the one who is at it may not be there.
        Some(entries.get().unwrap_or_else(|| {
            let found = own(set, place, distrust);
            entries.get_or_init(|| found)
        }))
    }

    /// For the local root at an index.
    pub(crate) fn of_local(&self, place: usize) -> Option<&AnchorEntries> {
        self.local.get(place)
    }
}

fn all_local(anchors: &Anchors, distrust: &DistrustSet) -> Vec<AnchorEntries> {
    let set = &anchors.local;
    let places = 0..set.anchors.len();
    let mut local = places
        .map(|place| own(set, place, distrust))
        .collect::<Vec<_>>();
    signed_by_distrusted(set, distrust, &mut local);
    local
}

/// A name and key may have several certificates, and a path does not say which one it uses: an
/// entry that matches any of them counts against the root.
fn own(set: &AnchorSet, place: usize, distrust: &DistrustSet) -> AnchorEntries {
    let mut entries = AnchorEntries::default();
    let (Some(anchor), Some(trust_anchor)) = (set.anchors.get(place), set.trust_anchors.get(place))
    else {
        return entries;
    };
    let all = set.anchors.iter().zip(&set.trust_anchors);
    let twins = all.filter(|(_, other)| {
        other.subject_public_key_info == trust_anchor.subject_public_key_info
            && other.subject == trust_anchor.subject
    });
    for certificate in twins.flat_map(|(twin, _)| twin.certificates()) {
        let matching = distrust.matching(&Presented::of(certificate));
        let spelt = by_number(anchor.spki_sha256(), certificate.spki_der(), distrust);
        for entry in matching.chain(spelt) {
            let mut held = entries.entries.iter();
            if !held.any(|(_, other)| other == entry) {
                let against = (RuleId::of(entry), entry.clone());
                entries.entries.push(against);
            }
        }
    }
    entries
}

/// The entry for a known key that is encoded differently here: another exponent, a compressed
/// point. The same private key works for both.
pub(crate) fn by_number<'d>(
    key: SpkiSha256,
    spki_der: &[u8],
    distrust: &'d DistrustSet,
) -> Option<&'d DistrustEntry> {
    let known = registry::known_key_in(spki_der)?;
    if known.spki_sha256 == key {
        return None;
    }
    distrust.entry(&known.spki_sha256)
}

/// A local root that a distrusted key signed is as bad as that key, and so are the roots that it
/// signed. The key is from the registry or in the same store.
fn signed_by_distrusted(
    set: &AnchorSet,
    distrust: &DistrustSet,
    entries_by_anchor: &mut [AnchorEntries],
) {
    let by_known = |certificate: &Certificate| {
        let known = registry::known_signer(certificate)?;
        distrust.entry(&known.spki_sha256).cloned()
    };
    for (anchor, entries) in set.anchors.iter().zip(entries_by_anchor.iter_mut()) {
        let entry = anchor.certificates().iter().find_map(by_known);
        entries.add_signer(entry);
    }
    // Each round follows one more signature; there are no more rounds than roots.
    for _ in 0..set.anchors.len() {
        let bad: Vec<(&Anchor, DistrustEntry)> = set
            .anchors
            .iter()
            .zip(entries_by_anchor.iter())
            .filter_map(|(anchor, entries)| Some((anchor, entries.unlimited()?.clone())))
            .collect();
        let mut is_new = false;
        for (anchor, entries) in set.anchors.iter().zip(entries_by_anchor.iter_mut()) {
            if entries.unlimited().is_none() {
                let signer = bad.iter().find(|(bad, _)| has_signed(bad, anchor));
                is_new |= signer.is_some();
                entries.add_signer(signer.map(|(_, entry)| entry.clone()));
            }
        }
        if !is_new {
            return;
        }
    }
}

fn has_signed(signer: &Anchor, anchor: &Anchor) -> bool {
    let [by, ..] = signer.certificates() else {
        return false;
    };
    anchor.certificates().iter().any(|certificate| {
        certificate.issuer().der() == by.subject().der() && is_signed_by(certificate, by.spki_der())
    })
}

impl AnchorEntries {
    fn add_signer(&mut self, entry: Option<DistrustEntry>) {
        let rule = RuleId::AnchorSignedByDistrustedKey;
        self.entries.extend(entry.map(|entry| (rule, entry)));
    }

    /// The entry by key without limits, for this root or its signer.
    fn unlimited(&self) -> Option<&DistrustEntry> {
        let mut by_key = self.entries.iter().filter(|(rule, _)| {
            matches!(
                rule,
                RuleId::DistrustedKey | RuleId::AnchorSignedByDistrustedKey
            )
        });
        by_key
            .find(|(_, entry)| entry.limits == Limits::default())
            .map(|(_, entry)| entry)
    }
}

/// Whether an entry may take effect on a path to a root of this kind: one publisher must be able
/// to stop an imposed root at once, but not to switch off a site under a public one.
pub(crate) fn may_take_effect(entry: &DistrustEntry, is_anchor_local: bool) -> bool {
    is_anchor_local || entry.threshold == Threshold::High
}
