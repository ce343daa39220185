//! What the usable notaries saw together.

use std::{collections::BTreeSet, net::IpAddr, rc::Rc};

use anchorwatch_identity::Certificate;

use super::{
    problem::NotaryProblem,
    seen::{Seen, SeenChain},
};
use crate::joint::Joint;

/// What was seen elsewhere, and what was seen before.
#[derive(Debug, Default)]
pub(crate) struct OtherViews {
    /// What other vantage points saw; `None` if nobody was asked.
    pub(crate) notary: Option<NotaryView>,
    /// What was seen earlier; `None` if nothing was given.
    pub(crate) earlier: Option<NotaryView>,
    /// What the measurements that were given with it add.
    pub(crate) joint: Joint,
}

impl OtherViews {
    /// How many chains were not judged, because it would have been too much.
    pub(crate) fn left_out(&self) -> u64 {
        let both = self.notary.iter().chain(&self.earlier);
        both.map(|view| view.left_out).sum()
    }
}

/// What the usable notaries saw.
#[derive(Debug)]
pub(crate) struct NotaryView {
    /// How many are usable.
    pub(crate) count: u64,
    /// The chains that a public root vouches for.
    pub(crate) seen: Vec<Rc<SeenChain>>,
    /// Which notaries were used, by their places.
    pub(crate) places: Vec<usize>,
    /// The addresses of the target there.
    addresses: Vec<Rc<Seen>>,
    /// Why the others are not usable.
    pub(crate) problem: NotaryProblem,
    /// How many chains were not judged, because it would have been too much.
    pub(crate) left_out: u64,
}

impl Default for NotaryView {
    fn default() -> Self {
        Self {
            count: 0,
            seen: Vec::new(),
            places: Vec::new(),
            addresses: Vec::new(),
            problem: NotaryProblem::OtherTarget,
            left_out: 0,
        }
    }
}

impl NotaryView {
    pub(super) fn add(&mut self, place: usize, seen: &Rc<Seen>) {
        self.count += 1;
        self.places.push(place);
        self.seen.extend(seen.chains.iter().cloned());
        self.addresses.push(Rc::clone(seen));
    }

    /// The first that was seen, if none has this key or this issuer.
    pub(crate) fn other_than(&self, own: &Certificate) -> Option<&SeenChain> {
        let is_known = self.has_key_of(own) || self.has_issuer_of(own);
        let first = self.seen.first().filter(|_| !is_known)?;
        Some(first)
    }

    /// Whether one of them saw this key.
    pub(crate) fn has_key_of(&self, own: &Certificate) -> bool {
        let mut seen = self.seen.iter();
        seen.any(|one| one.own.spki_der() == own.spki_der())
    }

    /// The certificates that came with the target's own, each list once: several may have seen the
    /// same.
    pub(crate) fn rests(&self) -> impl Iterator<Item = &[Vec<u8>]> {
        let all: BTreeSet<&[Vec<u8>]> = self.seen.iter().map(|seen| &*seen.rest).collect();
        all.into_iter()
    }

    /// Whether one of them saw a certificate by the same issuer.
    fn has_issuer_of(&self, own: &Certificate) -> bool {
        let mut seen = self.seen.iter();
        seen.any(|one| one.own.issuer().is_same_as(own.issuer()))
    }

    /// Whether the target had this address at one of them.
    pub(crate) fn has_address(&self, address: IpAddr) -> bool {
        let mut seen = self.addresses.iter();
        seen.any(|one| one.addresses.contains(&address))
    }
}
