//! A witness, by its vector and against attacks.

use anchorwatch_note::MAX_SIGNATURES;
use anchorwatch_transparency::{
    AddCheckpoint, Checkpoint, CheckpointProblem, CheckpointSigner, LogProofProblem,
    MAX_ADD_CHECKPOINT_BYTES, MAX_PROOF_HASHES, SignatureKind, SignedCheckpoint, Tree, TreeHash,
    TreeHead, Witness, WitnessProblem, WitnessRecord, origin_hash, prove_consistency, root,
};
use proptest::prelude::*;

use crate::{
    keys::{NOW, ORIGIN, checkpoint, head, log, policy, signed, signer, witness},
    trees::entry,
};

const VECTOR: &str = include_str!("../../vectors/add-checkpoint");
const EARLIER: &str = include_str!("../../vectors/earlier-checkpoint");

pub(crate) fn ml_dsa(name: &str, seed: u8) -> CheckpointSigner {
    signer(name, SignatureKind::MlDsa44Cosignature, seed)
}

/// A witness that signs with both kinds of keys.
pub(crate) fn both_kinds() -> Witness {
    let own = vec![witness("w.example", 7), ml_dsa("w.example", 8)];
    let logs = vec![log().key().clone(), ml_dsa(ORIGIN, 2).key().clone()];
    Witness::new(own, logs).unwrap()
}

fn tree(size: u64, fork_at: u64) -> Tree {
    let fork = |it: u64| {
        if it < fork_at {
            entry(it)
        } else {
            entry(it + 1000)
        }
    };
    let entries: Vec<Vec<u8>> = (0..size).map(fork).collect();
    Tree::of_entries(entries.iter().map(Vec::as_slice))
}

fn note_of(tree: &Tree, size: u64) -> String {
    let root = root(tree, size).unwrap();
    let head = TreeHead { size, root };
    let checkpoint = Checkpoint::new(ORIGIN, head, &[]).unwrap();
    signed(&checkpoint, &[(&log(), NOW)])
}

pub(crate) fn request(tree: &Tree, old: u64, new: u64) -> AddCheckpoint {
    let hashes = prove_consistency(tree, old, new).unwrap();
    AddCheckpoint::new(old, &hashes, &note_of(tree, new)).unwrap()
}

fn ask(last: Option<&WitnessRecord>, body: &str) -> Result<WitnessRecord, WitnessProblem> {
    let request = AddCheckpoint::parse(body.as_bytes())?;
    both_kinds().cosign(&request, last, NOW)
}

#[test]
fn the_vector_is_cosigned_after_the_earlier_one() {
    let request = AddCheckpoint::parse(VECTOR.as_bytes()).unwrap();
    assert_eq!(request.to_string(), VECTOR);
    assert_eq!(request.unverified_origin(), ORIGIN);
    let conflict = ask(None, VECTOR);
    assert_eq!(conflict, Err(WitnessProblem::Conflict { size: 0 }));
    let earlier = ask(None, &format!("old 0\n\n{EARLIER}")).unwrap();
    let record = both_kinds().cosign(&request, Some(&earlier), NOW).unwrap();
    assert_eq!((record.origin(), record.head().size), (ORIGIN, 1000));
    let signed = SignedCheckpoint::parse(record.note().as_bytes()).unwrap();
    let (old, new) = (witness("w.example", 7), ml_dsa("w.example", 8));
    for own in [old, new] {
        let verified = signed.verify(&policy(&[&own], "quorum a\n"), NOW);
        assert_eq!(verified.unwrap().quorum_since(), Some(NOW));
    }
    let kept = both_kinds().read_record(record.note());
    assert_eq!(kept, Ok(record));
}

#[test]
fn the_answer_is_the_witnesss_own_lines() {
    let record = both_kinds().cosign(&request(&tree(9, 9), 0, 9), None, NOW);
    let record = record.unwrap();
    assert_eq!(record.response().lines().count(), 2);
    let own = "\u{2014} w.example ";
    assert!(record.response().lines().all(|it| it.starts_with(own)));
    assert!(record.note().ends_with(record.response()));
    // SHA-256 of the origin, as `sha256sum` prints it.
    let folder = "16b4a11825991a5905d565d5df5ca3a0c7131f1739ef15ec554e1412045cf12a";
    assert_eq!(origin_hash(record.origin()), folder);
}

#[test]
fn a_fork_is_never_cosigned() {
    let (one, other) = (tree(20, 20), tree(20, 5));
    let last = both_kinds().cosign(&request(&one, 0, 9), None, NOW);
    let last = last.unwrap();
    let fork = |why: LogProofProblem| Err(WitnessProblem::Proof { why });
    let ask = |request: &AddCheckpoint| both_kinds().cosign(request, Some(&last), NOW);
    assert_eq!(
        ask(&request(&other, 9, 20)),
        fork(LogProofProblem::Consistency)
    );
    let same_size = ask(&request(&other, 9, 9));
    assert_eq!(same_size, fork(LogProofProblem::Forked { size: 9 }));
    // With the hashes of the tree that it knows, for the root of the other one.
    let hashes = prove_consistency(&one, 9, 20).unwrap();
    let mixed = AddCheckpoint::new(9, &hashes, &note_of(&other, 20)).unwrap();
    assert_eq!(ask(&mixed), fork(LogProofProblem::Consistency));
    assert!(ask(&request(&one, 9, 20)).is_ok());
}

#[test]
fn an_older_tree_is_never_cosigned() {
    let one = tree(20, 20);
    let last = both_kinds().cosign(&request(&one, 0, 9), None, NOW);
    let last = last.unwrap();
    let conflict = Err(WitnessProblem::Conflict { size: 9 });
    for (old, new) in [(0, 5), (5, 5), (0, 20), (5, 20), (10, 20)] {
        let asked = both_kinds().cosign(&request(&one, old, new), Some(&last), NOW);
        assert_eq!(asked, conflict, "{old} {new}");
    }
    let shrunk = AddCheckpoint::new(9, &[], &note_of(&one, 5));
    assert_eq!(shrunk, Err(WitnessProblem::OldSize { old: 9, new: 5 }));
}

#[test]
fn an_empty_tree_has_one_root_and_needs_no_proof() {
    let bogus = signed(&checkpoint(ORIGIN, 0, 7), &[(&log(), NOW)]);
    let why = CheckpointProblem::EmptyTree;
    let refused = WitnessProblem::Checkpoint { why };
    assert_eq!(refused.status(), 422);
    let body = format!("old 0\n\n{bogus}");
    assert_eq!(ask(None, &body), Err(refused.clone()));
    let empty = ask(None, &format!("old 0\n\n{}", note_of(&tree(0, 0), 0))).unwrap();
    assert_eq!(ask(Some(&empty), &body), Err(refused));
    let note = note_of(&tree(5, 5), 5);
    let hash = TreeHash::of_empty_tree();
    for last in [None, Some(&empty)] {
        let with_hash = ask(last, &format!("old 0\n{hash}\n\n{note}"));
        let why = LogProofProblem::Consistency;
        assert_eq!(with_hash, Err(WitnessProblem::Proof { why }));
        assert!(ask(last, &format!("old 0\n\n{note}")).is_ok());
    }
}

#[test]
fn a_log_that_is_not_known_or_did_not_sign_is_refused() {
    let head = checkpoint(ORIGIN, 7, 1);
    let other = checkpoint("log.example/other", 7, 1);
    let body =
        |it: &Checkpoint, by: &CheckpointSigner| format!("old 0\n\n{}", signed(it, &[(by, NOW)]));
    let status = |body: &str| ask(None, body).unwrap_err().status();
    let unknown = signer("log.example/other", SignatureKind::Ed25519, 9);
    assert_eq!(status(&body(&other, &unknown)), 404);
    // A known log's key cannot speak for another origin.
    assert_eq!(status(&body(&other, &log())), 404);
    assert_eq!(status(&body(&head, &witness("w.example", 7))), 403);
    let stranger = signer(ORIGIN, SignatureKind::Ed25519, 9);
    assert_eq!(status(&body(&head, &stranger)), 403);
    let changed = body(&head, &log()).replace("\n7\n", "\n8\n");
    assert_eq!(status(&changed), 403);
    assert!(ask(None, &body(&head, &log())).is_ok());
}

#[test]
fn lines_that_nobody_cosigns_are_refused() {
    let extended = Checkpoint::new(ORIGIN, head(7, 1), &["extra"]).unwrap();
    for by in [log(), ml_dsa(ORIGIN, 2)] {
        let body = format!("old 0\n\n{}", signed(&extended, &[(&by, NOW)]));
        assert_eq!(ask(None, &body).unwrap_err().status(), 400);
    }
    let body = format!("old 0\n\n{}", signed(&extended, &[(&log(), NOW)]));
    assert_eq!(ask(None, &body), Err(WitnessProblem::Extension));
}

/// The flaw that sunlight's test calls ANT-2026-SAPGR4D6.
#[test]
fn a_forged_line_of_the_witness_is_not_kept() {
    let one = tree(9, 9);
    let own = witness("w.example", 7).sign(&checkpoint(ORIGIN, 1, 1), NOW);
    let poisoned = format!("old 0\n\n{}{}", note_of(&one, 5), own.unwrap());
    let record = ask(None, &poisoned).unwrap();
    assert!(both_kinds().read_record(record.note()).is_ok());
    assert!(
        both_kinds()
            .cosign(&request(&one, 5, 9), Some(&record), NOW)
            .is_ok()
    );
}

#[test]
fn repeated_lines_leave_a_record_that_can_be_read() {
    let one = tree(9, 9);
    let note = note_of(&one, 5);
    let line = note.lines().last().unwrap();
    let lines = format!("{line}\n").repeat(MAX_SIGNATURES - 1);
    let record = ask(None, &format!("old 0\n\n{note}{lines}")).unwrap();
    assert_eq!(record.note().matches('\u{2014}').count(), 3);
    assert!(
        both_kinds()
            .cosign(&request(&one, 5, 9), Some(&record), NOW)
            .is_ok()
    );
}

#[test]
fn a_record_that_was_altered_or_is_of_another_log_stops_the_witness() {
    let one = tree(9, 9);
    let record = both_kinds().cosign(&request(&one, 0, 5), None, NOW);
    let record = record.unwrap();
    let read = |note: &str| both_kinds().read_record(note);
    for altered in [
        record.note().replace("\n5\n", "\n4\n"),
        note_of(&one, 5),
        String::new(),
        record.note().replace("w.example", "v.example"),
    ] {
        assert_eq!(read(&altered), Err(WitnessProblem::Record), "{altered}");
    }
    let other = signer("log.example/other", SignatureKind::Ed25519, 9);
    let logs = vec![log().key().clone(), other.key().clone()];
    let both = Witness::new(vec![witness("w.example", 7)], logs).unwrap();
    let note = signed(&checkpoint("log.example/other", 5, 1), &[(&other, NOW)]);
    let of_other = AddCheckpoint::new(0, &[], &note).unwrap();
    let of_other = both.cosign(&of_other, None, NOW).unwrap();
    let mixed = both.cosign(&request(&one, 5, 9), Some(&of_other), NOW);
    assert_eq!(mixed, Err(WitnessProblem::Record));
    assert!(
        both.cosign(&request(&one, 5, 9), Some(&record), NOW)
            .is_ok()
    );
}

#[test]
fn a_witness_has_its_own_keys_and_no_logs() {
    let made = |own: Vec<CheckpointSigner>, logs: &[&CheckpointSigner]| {
        let logs = logs.iter().map(|it| it.key().clone()).collect();
        Witness::new(own, logs).map(|_| ())
    };
    let key = |name: &str| {
        Err(WitnessProblem::Key {
            key: name.to_owned(),
        })
    };
    let w = || witness("w.example", 7);
    assert_eq!(made(vec![w()], &[&log()]), Ok(()));
    assert_eq!(made(vec![], &[&log()]), Err(WitnessProblem::NoKey));
    assert_eq!(made(vec![log()], &[]), key(ORIGIN));
    assert_eq!(made(vec![w()], &[&witness(ORIGIN, 9)]), key(ORIGIN));
    assert_eq!(
        made(vec![w()], &[&signer(ORIGIN, SignatureKind::Ed25519, 7)]),
        key(ORIGIN)
    );
    assert_eq!(
        made(vec![w(), witness("v.example", 7)], &[]),
        key("v.example")
    );
}

#[test]
fn a_request_of_another_form_is_refused() {
    let note = note_of(&tree(9, 9), 9);
    let hash = TreeHash::of_leaf(b"");
    let hashes = |count: usize| format!("{hash}\n").repeat(count);
    let good = format!("old 9\n{}\n{note}", hashes(MAX_PROOF_HASHES));
    let read = AddCheckpoint::parse(good.as_bytes()).unwrap();
    assert_eq!(read.to_string(), good);
    for bad in [
        String::new(),
        format!("old 9\n{note}"),
        format!("9\n\n{note}"),
        format!("old 09\n\n{note}"),
        format!("old  9\n\n{note}"),
        format!("old -0\n\n{note}"),
        format!("old 9\r\n\n{note}"),
        format!("old 9223372036854775808\n\n{note}"),
        format!("old 9\nKgAA\n\n{note}"),
        format!("old 9\n{}\n{note}", hashes(MAX_PROOF_HASHES + 1)),
    ] {
        let read = AddCheckpoint::parse(bad.as_bytes());
        assert_eq!(read, Err(WitnessProblem::Form), "{bad:?}");
    }
    let long = vec![b'a'; MAX_ADD_CHECKPOINT_BYTES + 1];
    let max = MAX_ADD_CHECKPOINT_BYTES as u64;
    assert_eq!(
        AddCheckpoint::parse(&long),
        Err(WitnessProblem::TooLong { max })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever it is asked, with whatever hashes, in whatever order.
    #[test]
    fn all_that_a_witness_cosigns_is_one_log(
        asked in proptest::collection::vec((0_usize..3, 0_usize..3, 0_u64..16, 0_u64..16), 1..24),
    ) {
        let fork_at = [16_u64, 3, 12];
        let trees = fork_at.map(|it| tree(16, it));
        let own = Witness::new(vec![witness("w.example", 7)], vec![log().key().clone()]).unwrap();
        let mut last: Option<WitnessRecord> = None;
        let mut cosigned = Vec::new();
        for (which, hashes_of, old, new) in asked {
            let (old, new) = (old.min(new), old.max(new));
            let known = last.as_ref().map_or(0, |it| it.head().size);
            // Half of the requests name the size that the witness knows.
            let old = if known <= new && which == hashes_of { known } else { old };
            let hashes = prove_consistency(&trees[hashes_of], old, new).unwrap();
            let request = AddCheckpoint::new(old, &hashes, &note_of(&trees[which], new)).unwrap();
            if let Ok(record) = own.cosign(&request, last.as_ref(), NOW) {
                prop_assert!(new >= known);
                cosigned.push((new, which));
                last = Some(record);
            }
        }
        for (early, one) in &cosigned {
            for (late, other) in cosigned.iter().filter(|(late, _)| late >= early) {
                let common = if one == other { 16 } else { fork_at[*one].min(fork_at[*other]) };
                prop_assert!(*early <= common, "{} {} {} {}", early, one, late, other);
            }
        }
    }
}
