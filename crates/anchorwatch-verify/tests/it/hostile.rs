//! Decisions on the worst chains, and on invalid input.

use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_policy::{DistrustSet, ReferenceName};
use anchorwatch_verify::{Anchors, Decision, Inconclusive, Policy};

use crate::{
    bombs::{Bombs, NAME},
    graph::{AT, decide},
    pki::{ORDINARY, Signer},
};

/// `examples/bombs` measures the cost of each. Without the bounds on the input of path building
/// this takes minutes.
#[test]
fn a_chain_that_is_made_to_be_searched_compared_or_read_for_ever_is_decided() {
    let bombs = Bombs::new();
    for bomb in bombs.all() {
        let decision = decide(bombs.anchors(), DistrustSet::built_in(), &bomb.chain, NAME);
        let is_trusted = matches!(decision, Decision::Trusted(_));
        assert_eq!(is_trusted, bomb.is_trusted, "{}", bomb.says);
    }
}

#[test]
fn a_good_chain_behind_a_ring_of_authorities_is_still_found() {
    let bombs = Bombs::new();
    let [leaf, middle] = &bombs.ordinary()[..] else {
        panic!("two certificates")
    };
    let mut chain = vec![leaf.clone()];
    chain.extend(bombs.all().swap_remove(0).chain);
    let ask = |chain: &[_]| decide(bombs.anchors(), DistrustSet::default(), chain, NAME);
    assert!(matches!(ask(&chain), Decision::Refused(_)));
    chain.push(middle.clone());
    assert!(matches!(ask(&chain), Decision::Trusted(_)));
}

#[test]
fn without_a_certificate_or_a_root_nothing_is_decided_whatever_is_asked_for() {
    let root = Signer::new("Public");
    let parsed = Certificate::from_der(&root.root(ORDINARY)).unwrap();
    let (anchors, _) = Anchors::of(&[parsed], &[]);
    let (none, _) = Anchors::of(&[], &[]);
    for name in [NAME, "", "\0", "*.kz", "10.0.0.7"] {
        let leaf = root.leaf(&[NAME], ORDINARY);
        assert_eq!(
            decide(anchors.clone(), DistrustSet::default(), &[], name),
            Decision::Inconclusive(Inconclusive::NoCertificate)
        );
        assert_eq!(
            decide(none.clone(), DistrustSet::default(), &[leaf], name),
            Decision::Inconclusive(Inconclusive::NoAnchor)
        );
    }
}

#[test]
fn a_clock_that_is_wrong_by_any_amount_refuses_and_the_right_one_accepts() {
    let root = Signer::new("Public");
    let parsed = Certificate::from_der(&root.root(ORDINARY)).unwrap();
    let (anchors, _) = Anchors::of(&[parsed], &[]);
    let policy = Policy::new(anchors, DistrustSet::default());
    let chain = [root.leaf(&[NAME], ORDINARY)];
    let ask = |at| policy.decide(&chain, &ReferenceName::parse(NAME), UnixSeconds::new(at));
    assert!(matches!(ask(AT.get()), Decision::Trusted(_)));
    let far = [253_402_300_800, i64::MAX];
    let near = [i64::MIN, -1, 0, 1, 1_500_000_000, 2_300_000_000];
    for at in near.into_iter().chain(far) {
        assert!(matches!(ask(at), Decision::Refused(_)), "{at}");
    }
}
