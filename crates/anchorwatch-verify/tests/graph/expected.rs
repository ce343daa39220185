//! The expected decision for a shape, from the shape alone: tries every path without a loop,
//! without the library's code.

use super::{Flaw, IDENTITIES, Link, PRIVATE_NAME, PUBLIC_NAME, Shape, Trust};

/// A path that may be trusted: the links between leaf and root, and the root's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) between: Vec<usize>,
    pub(crate) root: usize,
}

/// Whether an authority's certificates for its own name count against a path length below the
/// root. RFC 5280 §4.2.1.9 says no; webpki counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SelfIssued {
    Counted,
    #[allow(dead_code, reason = "only a referee asks for it")]
    Free,
}

/// Every path for this name that no rule speaks against.
pub(crate) fn paths(shape: &Shape, name: &str, self_issued: SelfIssued) -> Vec<Path> {
    let is_for_name = shape.leaf_names.contains(&name);
    if !is_for_name || shape.leaf_flaw != Flaw::Nothing {
        return Vec::new();
    }
    let mut search = Search {
        shape,
        name,
        self_issued,
        between: Vec::new(),
        found: Vec::new(),
    };
    search.extend(shape.leaf_issuer);
    search.found
}

struct Search<'a> {
    shape: &'a Shape,
    name: &'a str,
    self_issued: SelfIssued,
    between: Vec<usize>,
    found: Vec<Path>,
}

impl Search<'_> {
    /// Goes on from an issuer's name and key upwards.
    fn extend(&mut self, issuer: usize) {
        for (place, (link, trust)) in self.shape.links.iter().enumerate() {
            if link.subject != issuer {
                continue;
            }
            let is_root = may_be_root(self.shape, *trust, *link, self.name);
            if is_root && holds(self.shape, *link, self.below(SelfIssued::Free)) {
                self.found.push(Path {
                    between: self.between.clone(),
                    root: place,
                });
            }
            let is_loop = self
                .between
                .iter()
                .any(|below| self.shape.links[*below].0.subject == link.subject);
            let is_sent = self.shape.sent.contains(&place);
            if is_sent && !is_loop && holds(self.shape, *link, self.below(self.self_issued)) {
                self.between.push(place);
                self.extend(link.issuer);
                self.between.pop();
            }
        }
    }

    /// How many authorities' certificates there are so far.
    fn below(&self, self_issued: SelfIssued) -> usize {
        let name = |identity: usize| IDENTITIES[identity].0;
        let counted = self.between.iter().filter(|place| {
            let (link, _) = self.shape.links[**place];
            self_issued == SelfIssued::Counted || name(link.subject) != name(link.issuer)
        });
        counted.count()
    }
}

/// A public root always; a local one for a private name, unless its key is a public root's.
fn may_be_root(shape: &Shape, trust: Trust, link: Link, name: &str) -> bool {
    let key = |link: &Link| IDENTITIES[link.subject].1;
    let is_public_key = || {
        let mut links = shape.links.iter();
        links.any(|(other, trust)| *trust == Trust::Public && key(other) == key(&link))
    };
    match trust {
        Trust::Untrusted => false,
        Trust::Public => true,
        Trust::Local => name == PRIVATE_NAME && !is_public_key(),
    }
}

/// Whether a certificate may stand above this many other authorities' certificates.
fn holds(shape: &Shape, link: Link, below: usize) -> bool {
    match link.flaw {
        Flaw::Nothing => true,
        Flaw::PathLength(most) => below <= usize::from(most),
        Flaw::OnlyPrivateNames => !shape.leaf_names.contains(&PUBLIC_NAME),
        Flaw::NoPublicNames => !shape.leaf_names.contains(&PUBLIC_NAME),
        Flaw::Expired
        | Flaw::NotYetValid
        | Flaw::NoAuthority
        | Flaw::MayNotSign
        | Flaw::ForClientsOnly => false,
    }
}
