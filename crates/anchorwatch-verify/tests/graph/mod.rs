//! Graphs of cross-signed authorities: their shape, the expected decision, and the certificates.
//!
//! A name and a key form an identity; a certificate says that one identity vouches for another.
//! Among seven identities there are twins of one name and twins of one key, so any pair of
//! certificates may cross-sign, loop, repeat or lead nowhere.

use std::sync::{Arc, LazyLock};

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::{Anchors, Decision, Policy, ct};
use proptest::prelude::*;
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, KeyPair,
    KeyUsagePurpose, NameConstraints,
};
use rustls_pki_types::CertificateDer;

use crate::pki::{Signer, year};

pub(crate) mod expected;

/// 2026-06-01.
pub(crate) const AT: UnixSeconds = UnixSeconds::new(1_780_272_000);
pub(crate) const PUBLIC_NAME: &str = "www.example.kz";
pub(crate) const PRIVATE_NAME: &str = "wiki.intranet";

/// Name and key of each identity. The first two are meant as roots.
pub(crate) const IDENTITIES: [(usize, usize); 7] =
    [(0, 0), (1, 1), (2, 2), (3, 3), (2, 4), (4, 2), (0, 5)];

/// A flaw or restriction of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    Nothing,
    Expired,
    NotYetValid,
    /// Not an authority.
    NoAuthority,
    PathLength(u8),
    /// Name constraints: only names under `intranet`.
    OnlyPrivateNames,
    /// Name constraints: no names under `kz`.
    NoPublicNames,
    /// Only for roots, since webpki does not check it in others.
    MayNotSign,
    ForClientsOnly,
}

/// A certificate: one identity vouches for another, by index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub(crate) subject: usize,
    pub(crate) issuer: usize,
    pub(crate) flaw: Flaw,
}

/// Whether a certificate is a root too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    Untrusted,
    Public,
    Local,
}

#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) links: Vec<(Link, Trust)>,
    /// The links that the server sends, in its order; some twice, some not at all.
    pub(crate) sent: Vec<usize>,
    pub(crate) leaf_issuer: usize,
    pub(crate) leaf_flaw: Flaw,
    pub(crate) leaf_names: &'static [&'static str],
}

/// The certificates of a shape.
pub(crate) struct Graph {
    pub(crate) shape: Shape,
    pub(crate) leaf: CertificateDer<'static>,
    pub(crate) links: Vec<CertificateDer<'static>>,
}

/// Shapes of four to eleven certificates of authorities.
pub(crate) fn shapes() -> impl Strategy<Value = Shape> {
    let any = || 0..IDENTITIES.len();
    // The first two are meant as roots, so they issue half of the others.
    let issuer = prop_oneof![0..2_usize, any()];
    let link = (any(), issuer, flaws()).prop_map(|(subject, issuer, flaw)| Link {
        subject,
        issuer,
        flaw,
    });
    let trust = prop_oneof![
        6 => Just(Trust::Untrusted),
        1 => Just(Trust::Public),
        1 => Just(Trust::Local),
    ];
    let others = prop::collection::vec((link, trust), 2..10);
    (root(0), root(1), others, leaves()).prop_flat_map(|(first, second, others, leaf)| {
        let links: Vec<_> = [first, second].into_iter().chain(others).collect();
        let all: Vec<usize> = (0..links.len()).collect();
        let missing = prop::collection::vec(prop::bool::weighted(0.1), links.len());
        let twice = prop::option::weighted(0.2, 0..links.len());
        let sent = (Just(all).prop_shuffle(), missing, twice);
        sent.prop_map(move |(order, missing, twice)| Shape {
            links: links.clone(),
            sent: order
                .into_iter()
                .filter(|link| !missing[*link])
                .chain(twice)
                .collect(),
            leaf_issuer: leaf.0,
            leaf_flaw: leaf.1,
            leaf_names: leaf.2,
        })
    })
}

fn flaws() -> impl Strategy<Value = Flaw> + Clone {
    prop_oneof![
        30 => Just(Flaw::Nothing),
        2 => Just(Flaw::Expired),
        1 => Just(Flaw::NotYetValid),
        1 => Just(Flaw::NoAuthority),
        3 => (0..2_u8).prop_map(Flaw::PathLength),
        1 => Just(Flaw::OnlyPrivateNames),
        1 => Just(Flaw::NoPublicNames),
        1 => Just(Flaw::ForClientsOnly),
    ]
}

/// A root's own certificate.
fn root(place: usize) -> impl Strategy<Value = (Link, Trust)> {
    let flaw = prop_oneof![4 => flaws(), 1 => Just(Flaw::MayNotSign)];
    let trust = prop_oneof![Just(Trust::Public), Just(Trust::Local)];
    (flaw, trust).prop_map(move |(flaw, trust)| {
        let link = Link {
            subject: place,
            issuer: place,
            flaw,
        };
        (link, trust)
    })
}

/// The issuer, flaw and names of the server's certificate.
fn leaves() -> impl Strategy<Value = (usize, Flaw, &'static [&'static str])> {
    let flaws = prop_oneof![
        30 => Just(Flaw::Nothing),
        1 => Just(Flaw::Expired),
        1 => Just(Flaw::NotYetValid),
        1 => Just(Flaw::ForClientsOnly),
    ];
    let names = prop_oneof![
        2 => Just(&[PUBLIC_NAME, PRIVATE_NAME][..]),
        1 => Just(&[PUBLIC_NAME][..]),
        1 => Just(&[PRIVATE_NAME][..]),
    ];
    (2..IDENTITIES.len(), flaws, names)
}

impl Graph {
    pub(crate) fn of(shape: Shape) -> Self {
        let links = shape.links.iter();
        Self {
            links: links
                .map(|(link, _)| {
                    let subject = identity(link.subject);
                    identity(link.issuer).certify(&subject, &|params| link.flaw.apply(params))
                })
                .collect(),
            leaf: identity(shape.leaf_issuer)
                .leaf(shape.leaf_names, &|params| shape.leaf_flaw.apply(params)),
            shape,
        }
    }

    /// What the server sends.
    pub(crate) fn chain(&self) -> Vec<CertificateDer<'static>> {
        let sent = self.shape.sent.iter().map(|link| self.links[*link].clone());
        [self.leaf.clone()].into_iter().chain(sent).collect()
    }

    pub(crate) fn roots(&self, trust: Trust) -> Vec<Certificate> {
        self.shape
            .links
            .iter()
            .zip(&self.links)
            .filter(|((_, is), _)| *is == trust)
            .map(|(_, der)| Certificate::from_der(der).unwrap())
            .collect()
    }

    pub(crate) fn anchors(&self) -> Anchors {
        let (public, local) = (self.roots(Trust::Public), self.roots(Trust::Local));
        let (anchors, unusable) = Anchors::of(&public, &local);
        assert!(unusable.is_empty());
        anchors
    }

    pub(crate) fn decide(&self, name: &str) -> Decision {
        self.decide_under(DistrustSet::default(), name)
    }

    pub(crate) fn decide_under(&self, distrust: DistrustSet, name: &str) -> Decision {
        decide(self.anchors(), distrust, &self.chain(), name)
    }
}

pub(crate) fn decide(
    anchors: Anchors,
    distrust: DistrustSet,
    chain: &[CertificateDer<'_>],
    name: &str,
) -> Decision {
    let policy = Policy::new(anchors, distrust).with_transparency(ct::Mode::Off);
    policy.decide(chain, &ReferenceName::parse(name), AT)
}

impl Flaw {
    pub(crate) fn apply(self, params: &mut CertificateParams) {
        match self {
            Self::Nothing => {}
            Self::Expired => params.not_after = year(2025),
            Self::NotYetValid => params.not_before = year(2030),
            Self::NoAuthority => params.is_ca = IsCa::ExplicitNoCa,
            Self::PathLength(most) => {
                params.is_ca = IsCa::Ca(BasicConstraints::Constrained(most));
            }
            Self::OnlyPrivateNames => {
                params.name_constraints = Some(NameConstraints {
                    permitted_subtrees: vec![GeneralSubtree::DnsName("intranet".to_owned())],
                    excluded_subtrees: Vec::new(),
                });
            }
            Self::NoPublicNames => {
                params.name_constraints = Some(NameConstraints {
                    permitted_subtrees: Vec::new(),
                    excluded_subtrees: vec![GeneralSubtree::DnsName("kz".to_owned())],
                });
            }
            Self::MayNotSign => params.key_usages = vec![KeyUsagePurpose::CrlSign],
            Self::ForClientsOnly => {
                params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
            }
        }
    }
}

/// The same name and key for every call.
pub(crate) fn identity(place: usize) -> Signer {
    static KEYS: LazyLock<[Arc<KeyPair>; 6]> =
        LazyLock::new(|| std::array::from_fn(|_| Arc::new(KeyPair::generate().unwrap())));
    let (name, key) = IDENTITIES[place];
    Signer::of(&format!("Authority {name}"), Arc::clone(&KEYS[key]))
}
