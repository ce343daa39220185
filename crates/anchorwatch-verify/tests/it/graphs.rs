//! Decisions on generated graphs of authorities: compared with the expected ones, and how one
//! change may affect them.

use std::{cell::Cell, collections::BTreeSet};

use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_policy::{DistrustEntry, DistrustSet, EntrySource};
use anchorwatch_verify::{Anchors, Decision};
use proptest::{
    prelude::*,
    test_runner::{TestCaseError, TestRunner},
};

use crate::{
    graph::{
        Graph, IDENTITIES, PRIVATE_NAME, PUBLIC_NAME, Shape, Trust, decide,
        expected::{self, SelfIssued},
        identity, shapes,
    },
    pki::ORDINARY,
};

const NAMES: [&str; 2] = [PUBLIC_NAME, PRIVATE_NAME];

fn is_trusted(decision: &Decision) -> bool {
    matches!(decision, Decision::Trusted(_))
}

/// Runs `check` on so many graphs, the same ones each time. It returns how often its result was
/// not trivial, which must reach the given rate per graph.
///
/// Twice as many in an optimised build, such as the test command's.
fn over_graphs<S: Strategy>(
    cases: u32,
    least: f64,
    more: S,
    check: impl Fn(&Graph, S::Value) -> Result<u32, TestCaseError>,
) {
    let cases = if cfg!(debug_assertions) {
        cases
    } else {
        2 * cases
    };
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    };
    let said = Cell::new(0_u32);
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let run = runner.run(&(shapes(), more), |(shape, more): (Shape, _)| {
        let graph = Graph::of(shape);
        said.set(said.get() + check(&graph, more)?);
        Ok(())
    });
    run.unwrap_or_else(|failure| panic!("{failure}"));
    let often = f64::from(said.get()) / f64::from(cases);
    assert!(
        often >= least,
        "only {often} answers of a graph say anything"
    );
}

/// 400 graphs, two names each.
#[test]
fn a_graph_is_trusted_exactly_if_a_path_without_a_fault_exists_and_by_such_a_path() {
    over_graphs(400, 0.2, Just(()), |graph, ()| {
        let mut trusted = 0;
        for name in NAMES {
            let paths = expected::paths(&graph.shape, name, SelfIssued::Counted);
            let Decision::Trusted(verified) = graph.decide(name) else {
                prop_assert!(paths.is_empty(), "{name}: refused, though {paths:?}");
                continue;
            };
            trusted += 1;
            let certificates = |path: &expected::Path| {
                let between = path.between.iter().map(|link| &graph.links[*link]);
                between.cloned().collect::<Vec<_>>()
            };
            let used: Vec<_> = verified.path()[1..]
                .iter()
                .map(|element| element.der().clone())
                .collect();
            let root_of = |path: &expected::Path| {
                Certificate::from_der(&graph.links[path.root])
                    .unwrap()
                    .spki_sha256()
            };
            let path = paths.iter().find(|path| {
                certificates(path) == used && root_of(path) == verified.anchor().spki_sha256
            });
            prop_assert!(path.is_some(), "{name}: by none of {paths:?}");
        }
        Ok(trusted)
    });
}

/// 80 graphs: an entry for any one key.
#[test]
fn an_added_entry_turns_no_refusal_into_acceptance_and_leaves_no_path_with_its_key() {
    over_graphs(80, 0.05, any::<prop::sample::Index>(), |graph, which| {
        let all: Vec<_> = graph
            .chain()
            .into_iter()
            .chain(graph.links.clone())
            .collect();
        let key = Certificate::from_der(&all[which.index(all.len())])
            .unwrap()
            .spki_sha256();
        let mut turned = 0;
        for name in NAMES {
            let entry = DistrustEntry::of_key(key, EntrySource::Owner);
            let before = is_trusted(&graph.decide(name));
            let after = graph.decide_under(DistrustSet::from_iter([entry]), name);
            prop_assert!(before || !is_trusted(&after), "{name}");
            turned += u32::from(before && !is_trusted(&after));
            if let Decision::Trusted(verified) = after {
                let keys = verified.path().iter().map(|element| element.spki_sha256());
                let mut keys = keys.chain([verified.anchor().spki_sha256]);
                prop_assert!(keys.all(|used| used != key), "{name}");
            }
        }
        Ok(turned)
    });
}

/// 80 graphs: strangers' certificates with the same names, before, between and after the others.
#[test]
fn a_strangers_certificates_change_no_decision() {
    let places =
        prop::collection::vec((0..7_usize, 0..7_usize, any::<prop::sample::Index>()), 1..4);
    over_graphs(80, 0.2, places, |graph, places| {
        let mut chain = graph.chain();
        for (subject, issuer, at) in places {
            let (subject, issuer) = (identity(subject).rekeyed(), identity(issuer).rekeyed());
            let surplus = issuer.certify(&subject, ORDINARY);
            chain.insert(1 + at.index(chain.len()), surplus);
        }
        let mut trusted = 0;
        for name in NAMES {
            let after = decide(graph.anchors(), DistrustSet::default(), &chain, name);
            let before = is_trusted(&graph.decide(name));
            prop_assert_eq!(before, is_trusted(&after), "{}", name);
            trusted += u32::from(before);
        }
        Ok(trusted)
    });
}

/// 80 graphs: certificates signed by identities that no public root vouches for, including a
/// local root's key.
#[test]
fn what_no_public_root_vouches_for_makes_no_public_name_trusted_whatever_it_signs() {
    let signed = prop::collection::vec(0..7_usize, 1..4);
    over_graphs(80, 0.2, signed, |graph, signed| {
        let vouched_for = vouched_for_by_public_roots(graph);
        let mut chain = graph.chain();
        for issuer in (0..7).filter(|place| !vouched_for.contains(place)) {
            for subject in &signed {
                chain.push(identity(issuer).certify(&identity(*subject), ORDINARY));
            }
        }
        let before = is_trusted(&graph.decide(PUBLIC_NAME));
        let after = decide(graph.anchors(), DistrustSet::default(), &chain, PUBLIC_NAME);
        prop_assert!(before || !is_trusted(&after));
        Ok(u32::from(!before && chain.len() > graph.chain().len()))
    });
}

/// The identities reachable by signatures from a public root, whatever their flaws.
fn vouched_for_by_public_roots(graph: &Graph) -> BTreeSet<usize> {
    let links = || graph.shape.links.iter();
    let roots = links().filter(|(_, trust)| *trust == Trust::Public);
    let mut reached: BTreeSet<usize> = roots.map(|(link, _)| link.subject).collect();
    for _ in 0..IDENTITIES.len() {
        let more = links().filter(|(link, _)| reached.contains(&link.issuer));
        let more: Vec<usize> = more.map(|(link, _)| link.subject).collect();
        reached.extend(more);
    }
    reached
}

/// 80 graphs.
#[test]
fn the_order_in_which_the_server_sends_changes_no_decision() {
    over_graphs(80, 0.2, any::<u64>(), |graph, seed| {
        let mut chain = graph.chain();
        let (_, rest) = chain.split_first_mut().unwrap();
        rest.rotate_left(usize::try_from(seed % 97).unwrap() % rest.len().max(1));
        if seed % 2 == 0 {
            rest.reverse();
        }
        let mut trusted = 0;
        for name in NAMES {
            let before = is_trusted(&graph.decide(name));
            let after = decide(graph.anchors(), DistrustSet::default(), &chain, name);
            prop_assert_eq!(before, is_trusted(&after), "{}", name);
            trusted += u32::from(before);
        }
        Ok(trusted)
    });
}

/// 80 graphs: one local root more.
#[test]
fn an_added_local_root_changes_no_decision_on_a_public_name() {
    over_graphs(80, 0.05, 0..7_usize, |graph, place| {
        let (public, mut local) = (graph.roots(Trust::Public), graph.roots(Trust::Local));
        local.push(Certificate::from_der(&identity(place).root(ORDINARY)).unwrap());
        let (more, _) = Anchors::of(&public, &local);
        let before = graph.decide(PUBLIC_NAME);
        let after = decide(more, DistrustSet::default(), &graph.chain(), PUBLIC_NAME);
        prop_assert_eq!(is_trusted(&before), is_trusted(&after));
        if let (Decision::Trusted(before), Decision::Trusted(after)) = (&before, &after) {
            prop_assert_eq!(before, after);
        }
        Ok(u32::from(is_trusted(&before)))
    });
}

/// 80 graphs, each without one of its roots. A local copy of a removed public root counts as
/// local and may then vouch for private names, but never for public ones.
#[test]
fn a_removed_root_turns_no_refusal_into_trust() {
    over_graphs(80, 0.05, any::<prop::sample::Index>(), |graph, which| {
        let (public, local) = (graph.roots(Trust::Public), graph.roots(Trust::Local));
        let without = |roots: &[Certificate], gone: &SpkiSha256| {
            let kept = roots.iter().filter(|root| root.spki_sha256() != *gone);
            kept.cloned().collect::<Vec<_>>()
        };
        let all: Vec<_> = public.iter().chain(&local).collect();
        if all.is_empty() {
            return Ok(0);
        }
        let gone = all[which.index(all.len())].spki_sha256();
        let (fewer, _) = Anchors::of(&without(&public, &gone), &without(&local, &gone));
        let mut turned = 0;
        for name in NAMES {
            let before = is_trusted(&graph.decide(name));
            let after = decide(fewer.clone(), DistrustSet::default(), &graph.chain(), name);
            prop_assert!(before || !is_trusted(&after), "{}", name);
            turned += u32::from(before && !is_trusted(&after));
        }
        Ok(turned)
    });
}
