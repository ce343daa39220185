//! Checking a path allocates no memory, wherever path building does it.
#![expect(unsafe_code, reason = "an allocator is an unsafe trait")]
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    time::Duration,
};

use anchorwatch_bench::{Chain, KeyKind, entries};
use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_policy::{DistrustEntry, DistrustSet, EntrySource, ReferenceName};
use anchorwatch_verify::{Anchors, Policy, RuleId};
use rustls_pki_types::{TrustAnchor, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, VerifiedPath};

struct Counting;

thread_local! {
    /// For this thread only, because other tests run at the same time.
    static ALLOCATION_COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is passed on unchanged to the system's allocator; counting uses a cell of
// the thread that needs no allocation itself.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATION_COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's guarantees are those of the system's allocator.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's guarantees are those of the system's allocator.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Returns what the check allocated inside webpki's callback, and the rule it named.
fn asked(
    policy: &Policy,
    roots: &[TrustAnchor<'_>],
    chain: &Chain,
    name: &str,
) -> (usize, Option<RuleId>) {
    let name = ReferenceName::parse(name);
    let check = policy.check(&name, chain.at);
    let seen = Cell::new(None);
    let leaf = EndEntityCert::try_from(&chain.sent[0]).unwrap();
    let at = Duration::from_secs(u64::try_from(chain.at.get()).unwrap());
    let ask = |path: &VerifiedPath<'_>| {
        let before = ALLOCATION_COUNT.with(Cell::get);
        let violation = check.violation(path);
        let count = ALLOCATION_COUNT.with(Cell::get) - before;
        seen.set(Some((count, violation.map(|violation| violation.rule))));
        Ok(())
    };
    leaf.verify_for_usage(
        ALL_VERIFICATION_ALGS,
        roots,
        &chain.sent[1..],
        UnixTime::since_unix_epoch(at),
        KeyUsage::server_auth(),
        None,
        Some(&ask),
    )
    .unwrap();
    seen.get().unwrap()
}

#[test]
fn the_counter_counts() {
    let before = ALLOCATION_COUNT.with(Cell::get);
    let boxed = std::hint::black_box(Box::new(1_u8));
    assert_eq!(ALLOCATION_COUNT.with(Cell::get) - before, 1);
    drop(boxed);
}

#[test]
fn a_clean_path_is_checked_without_an_allocation_however_many_entries_there_are() {
    for kind in KeyKind::ALL {
        let chain = Chain::new(kind).unwrap();
        for size in [0, 2000, 100_000] {
            let policy = chain.policy(entries(size));
            let roots = policy.anchors().public_trust_anchors();
            let outcome = asked(&policy, roots, &chain, Chain::NAME);
            assert_eq!(outcome, (0, None), "{kind:?}, {size}");
        }
    }
}

#[test]
fn a_refused_path_is_checked_without_an_allocation() {
    let chain = Chain::new(KeyKind::P256).unwrap();
    for der in chain.sent.iter().chain([&chain.root]) {
        let key = Certificate::from_der(der).unwrap().spki_sha256();
        let entry = DistrustEntry::of_key(key, EntrySource::Owner);
        let policy = chain.policy([entry].into_iter().collect());
        let roots = policy.anchors().public_trust_anchors();
        // Data about a public root is looked up with the first path to it.
        let (_, first) = asked(&policy, roots, &chain, Chain::NAME);
        let (count, second) = asked(&policy, roots, &chain, Chain::NAME);
        let refused = Some(RuleId::DistrustedKey);
        assert_eq!((first, count, second), (refused, 0, refused));
    }
}

#[test]
fn a_local_root_is_checked_without_an_allocation() {
    let chain = Chain::new(KeyKind::P256).unwrap();
    let root = Certificate::from_der(&chain.root).unwrap();
    let other = DistrustEntry::of_key(SpkiSha256::of(b"other"), EntrySource::Owner);
    let distrust: DistrustSet = [other].into_iter().collect();
    let policy = Policy::new(Anchors::of(&[], &[root]).0, distrust);
    let roots = policy.anchors().local_trust_anchors();
    let for_public = Some(RuleId::LocalRootPrivateNamesOnly);
    assert_eq!(asked(&policy, roots, &chain, Chain::NAME), (0, for_public));
    // The check does not look at the name in the certificate.
    assert_eq!(asked(&policy, roots, &chain, "wiki.intranet"), (0, None));
}

#[test]
fn a_root_outside_the_policy_is_refused() {
    let chain = Chain::new(KeyKind::P256).unwrap();
    let other = Chain::new(KeyKind::P256).unwrap();
    let policy = other.policy(DistrustSet::default());
    let with_it = chain.policy(DistrustSet::default());
    let roots = with_it.anchors().public_trust_anchors();
    let (_, rule) = asked(&policy, roots, &chain, Chain::NAME);
    assert_eq!(rule, Some(RuleId::LocalRootPrivateNamesOnly));
}
