//! Proofs in one file: the vector, sigsum's real one, and attacks.

use anchorwatch_note::MAX_NOTE_BYTES;
use anchorwatch_transparency::{
    CheckpointProblem, LogProof, LogProofProblem, MAX_EXTRA_BYTES, MAX_LOG_PROOF_BYTES,
    MAX_PROOF_HASHES, Policy, TreeHash,
};
use proptest::prelude::*;

use crate::{
    keys::{NOW, ORIGIN, checkpoint, log, signed},
    sigsum_proof::{PROVED_AT, Proof, policy},
    vectors::{CHECKPOINT, POLICY},
};

const VECTOR: &str = include_str!("../../vectors/tlog-proof");
const ENTRY: &[u8] = b"entry 777";

fn vector_policy() -> Policy {
    Policy::parse(POLICY.as_bytes()).unwrap()
}

#[test]
fn the_vector_proves_its_entry_and_no_other() {
    let proof = LogProof::parse(VECTOR.as_bytes()).unwrap();
    assert_eq!(proof.to_string(), VECTOR);
    assert_eq!(proof.extra(), ENTRY);
    let policy = vector_policy();
    let proven = proof.verify(ENTRY, &policy, NOW).unwrap();
    assert_eq!((proven.entry(), proven.index()), (ENTRY, 777));
    assert_eq!(proven.checkpoint().origin(), ORIGIN);
    let other = proof.verify(b"entry 778", &policy, NOW);
    assert_eq!(other, Err(LogProofProblem::Inclusion));
}

#[test]
fn the_real_proof_with_eight_cosignatures_is_verified() {
    let real = Proof::real();
    let ours = real.log_proof();
    let entry = real.entry();
    let proof = LogProof::parse(ours.as_bytes()).unwrap();
    let proven = proof.verify(&entry, &policy(), PROVED_AT).unwrap();
    assert_eq!(proven.index(), 381_381);
    assert_eq!(proven.checkpoint().head().size, 381_382);
    assert_eq!(proven.checkpoint().cosigned().len(), 8);
}

#[test]
fn a_proof_for_another_index_is_refused() {
    let policy = vector_policy();
    for index in ["0", "776", "778", "999", "1000", "9223372036854775807"] {
        let other = VECTOR.replace("index 777", &format!("index {index}"));
        let proof = LogProof::parse(other.as_bytes()).unwrap();
        assert!(proof.verify(ENTRY, &policy, NOW).is_err(), "{index}");
    }
}

#[test]
fn a_proof_under_a_checkpoint_that_nobody_cosigned_is_refused() {
    let proof = LogProof::parse(VECTOR.as_bytes()).unwrap();
    let (head, _) = VECTOR.split_once("\n\n").unwrap();
    let (text, _) = CHECKPOINT.split_once("\n\n").unwrap();
    let unseen = anchorwatch_transparency::Checkpoint::parse(&format!("{text}\n")).unwrap();
    let unseen = signed(&unseen, &[(&log(), NOW)]);
    let unseen = LogProof::parse(format!("{head}\n\n{unseen}").as_bytes()).unwrap();
    let why = CheckpointProblem::Quorum { cosigners: vec![] };
    let refused = unseen.verify(ENTRY, &vector_policy(), NOW);
    assert_eq!(refused, Err(LogProofProblem::Checkpoint { why }));
    assert!(proof.verify(ENTRY, &vector_policy(), NOW).is_ok());
}

#[test]
fn a_proof_of_another_form_is_refused() {
    let hash = TreeHash::of_leaf(b"").to_string();
    let note = signed(&checkpoint(ORIGIN, 7, 1), &[(&log(), NOW)]);
    let first = "c2sp.org/tlog-proof@v1";
    let good = format!("{first}\nindex 0\n{hash}\n\n{note}");
    assert_eq!(LogProof::parse(good.as_bytes()).unwrap().to_string(), good);
    let hashes = format!("{hash}\n").repeat(MAX_PROOF_HASHES + 1);
    for bad in [
        String::new(),
        format!("{first}\nindex 0\n{hash}\n{note}"),
        format!("{first} \nindex 0\n\n{note}"),
        format!("c2sp.org/tlog-proof@v2\nindex 0\n\n{note}"),
        format!("{first}\nindex 00\n\n{note}"),
        format!("{first}\nindex -1\n\n{note}"),
        format!("{first}\nindex 9223372036854775808\n\n{note}"),
        format!("{first}\nextra \nindex 0\n\n{note}"),
        format!("{first}\nextra YQ\nindex 0\n\n{note}"),
        format!("{first}\nextra YQ==Yg==\nindex 0\n\n{note}"),
        format!("{first}\nindex 0\nextra YQ==\n\n{note}"),
        format!("{first}\nextra YQ==\nextra YQ==\nindex 0\n\n{note}"),
        format!("{first}\n{hash}\n\n{note}"),
        format!("{first}\nindex 0\n{}\n\n{note}", hash.trim_end_matches('=')),
        format!("{first}\nindex 0\n{hashes}\n{note}"),
        format!("{first}\r\nindex 0\n\n{note}"),
    ] {
        let read = LogProof::parse(bad.as_bytes());
        assert_eq!(read, Err(LogProofProblem::Form), "{bad:?}");
    }
    let no_note = format!("{first}\nindex 0\n\n{ORIGIN}\n");
    let read = LogProof::parse(no_note.as_bytes());
    assert!(matches!(read, Err(LogProofProblem::Checkpoint { .. })));
}

#[test]
fn an_oversized_proof_is_refused() {
    let max = MAX_LOG_PROOF_BYTES as u64;
    let long = vec![b'a'; MAX_LOG_PROOF_BYTES + 1];
    assert_eq!(
        LogProof::parse(&long),
        Err(LogProofProblem::TooLong { max })
    );
    let leaf = TreeHash::of_leaf(b"");
    let note = signed(&checkpoint(ORIGIN, 7, 1), &[(&log(), NOW)]);
    let new = |extra: usize, hashes: usize| {
        LogProof::new(&vec![1; extra], 0, &vec![leaf; hashes], &note).is_ok()
    };
    assert!(new(MAX_EXTRA_BYTES, MAX_PROOF_HASHES));
    assert!(!new(MAX_EXTRA_BYTES + 1, 0) && !new(0, MAX_PROOF_HASHES + 1));
}

// Whatever can be made can be read again.
const _: () =
    assert!(MAX_LOG_PROOF_BYTES > MAX_NOTE_BYTES + MAX_EXTRA_BYTES / 3 * 4 + 64 * 45 + 64);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_change_of_one_octet_proves_anything_else(place in any::<prop::sample::Index>(), other in any::<u8>()) {
        let mut octets = VECTOR.as_bytes().to_vec();
        let place = place.index(octets.len());
        prop_assume!(octets[place] != other);
        octets[place] = other;
        let verified = LogProof::parse(&octets).map(|it| {
            // Data beside the proof is nobody's word.
            let is_extra = it.extra() != ENTRY;
            it.verify(ENTRY, &vector_policy(), NOW + 60).is_err() || is_extra
        });
        let is_log_line = |it: &str| it.contains(ORIGIN);
        let changed = String::from_utf8_lossy(&octets).into_owned();
        // One of the log's two signatures may become that of an unknown key; the other is enough.
        let lines = VECTOR.lines().zip(changed.lines());
        let differs = lines.filter(|(old, new)| old != new).map(|(old, _)| old);
        let is_of_one_log_key = differs.into_iter().all(|it| it.starts_with('\u{2014}') && is_log_line(it));
        prop_assert!(is_of_one_log_key || verified.is_err() || verified == Ok(true), "{}", place);
    }

    #[test]
    fn both_give_the_same_verdict_on_a_changed_real_proof(
        part in 0_usize..4,
        which in 0_usize..10,
        octet in 0_usize..32,
        bit in 0_u8..8,
    ) {
        let mut proof = Proof::real();
        match part {
            0 => proof.hashes[which][octet] ^= 1 << bit,
            1 => proof.index ^= 1 << octet,
            2 => drop(proof.hashes.remove(which)),
            _ => proof.root[octet] ^= 1 << bit,
        }
        let ours = LogProof::parse(proof.log_proof().as_bytes());
        let ours = ours.and_then(|it| it.verify(&proof.entry(), &policy(), PROVED_AT).map(|_| ()));
        prop_assert_eq!(ours.is_ok(), proof.is_accepted_by_sigsum());
        prop_assert!(ours.is_err());
    }
}
