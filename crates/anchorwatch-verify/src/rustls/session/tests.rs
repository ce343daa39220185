use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_lab::{Root, clock};
use anchorwatch_policy::{DistrustEntry, DistrustSet, EntrySource};

use super::*;
use crate::Anchors;

fn policy(root: &Root, distrust: DistrustSet) -> Arc<Policy> {
    let root = Certificate::from_der(root.der()).unwrap();
    Arc::new(Policy::new(Anchors::of(&[root], &[]).0, distrust))
}

fn name(number: usize) -> ServerName<'static> {
    ServerName::try_from(format!("n{number}.example.kz")).unwrap()
}

fn now() -> UnixSeconds {
    UnixSeconds::new(clock::now_unix_s())
}

/// A chain for all names, accepted.
fn accepted(policy: &Policy, root: &Root) -> VerifiedChain {
    let chain = root.issue(&["*.example.kz"]).unwrap();
    let reference = ReferenceName::parse("n0.example.kz");
    match policy.decide(chain.certificates(), &reference, now()) {
        Decision::Trusted(verified) => verified,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_name_that_was_never_accepted_and_one_beyond_the_limit_resume_nothing() {
    let root = Root::company("Public").unwrap();
    let policy = policy(&root, DistrustSet::default());
    let sessions = Sessions::new(Arc::clone(&policy));
    let chain = accepted(&policy, &root);
    for number in 0..=MAX_NAMES {
        assert!(!sessions.may_resume(&name(number)));
        sessions.accepted(name(number), &chain, now(), &policy);
    }
    assert!(sessions.may_resume(&name(MAX_NAMES - 1)));
    assert!(!sessions.may_resume(&name(MAX_NAMES)));
}

#[test]
fn a_name_with_too_many_chains_resumes_nothing_and_the_same_chain_counts_once() {
    let root = Root::company("Public").unwrap();
    let policy = policy(&root, DistrustSet::default());
    let sessions = Sessions::new(Arc::clone(&policy));
    let same = accepted(&policy, &root);
    for number in 0..MAX_CHAINS {
        sessions.accepted(name(0), &same, now(), &policy);
        sessions.accepted(name(1), &accepted(&policy, &root), now(), &policy);
        assert!(sessions.may_resume(&name(1)), "{number}");
    }
    sessions.accepted(name(1), &accepted(&policy, &root), now(), &policy);
    assert!(!sessions.may_resume(&name(1)));
    assert!(sessions.may_resume(&name(0)));
    let kept: usize = same.path().iter().map(|element| element.der().len()).sum();
    assert_eq!(sessions.known().octet_count, kept);
}

#[test]
fn a_chain_that_the_policy_before_accepted_while_a_new_one_came_is_judged_by_the_new_one() {
    let root = Root::company("Public").unwrap();
    let before = policy(&root, DistrustSet::default());
    let sessions = Sessions::new(Arc::clone(&before));
    let chain = accepted(&before, &root);
    let key = SpkiSha256::of(&root.spki_der());
    let distrusting = [DistrustEntry::of_key(key, EntrySource::Owner)];
    let after = policy(&root, distrusting.into_iter().collect());
    // The handshake began before and ends after.
    sessions.replace(after);
    sessions.accepted(name(0), &chain, now(), &before);
    assert!(!sessions.may_resume(&name(0)));
    // With the earlier policy, the same chain is accepted again.
    sessions.replace(Arc::clone(&before));
    assert!(sessions.may_resume(&name(0)));
}
