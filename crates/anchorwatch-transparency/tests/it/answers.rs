//! What a log does with a witness's answer, and attacks by witnesses.

use anchorwatch_note::{Signature, key_id};
use anchorwatch_transparency::{
    AddCheckpoint, CheckpointKey, CheckpointProblem, CheckpointSigner, MAX_AHEAD_SECONDS,
    SignedCheckpoint, WitnessProblem, add_cosignatures, conflict_size,
};
use aws_lc_rs::signature::{ML_DSA_44_SIGNING, PqdsaKeyPair};

use crate::{
    keys::{NOW, ORIGIN, checkpoint, log, policy, signed, witness},
    witnesses::{both_kinds, ml_dsa},
};

fn note() -> String {
    signed(&checkpoint(ORIGIN, 7, 1), &[(&log(), NOW)])
}

fn line(signer: &CheckpointSigner, at: u64) -> String {
    signer.sign(&checkpoint(ORIGIN, 7, 1), at).unwrap()
}

fn add(note: &str, answer: &str, keys: &[&CheckpointKey]) -> Result<String, WitnessProblem> {
    add_cosignatures(note, answer.as_bytes(), keys, NOW)
}

#[test]
fn the_answers_of_two_witnesses_meet_a_quorum() {
    let (a, b) = (witness("w.example", 7), witness("b.example", 9));
    let request = AddCheckpoint::new(0, &[], &note()).unwrap();
    let answer = both_kinds().cosign(&request, None, NOW).unwrap();
    let two_kinds = [a.key(), ml_dsa("w.example", 8).key()].map(Clone::clone);
    let two_kinds: Vec<&CheckpointKey> = two_kinds.iter().collect();
    let one = add(&note(), answer.response(), &two_kinds).unwrap();
    assert_eq!(one.lines().count(), note().lines().count() + 2);
    let policy = policy(&[&a, &b], "group all all a b\nquorum all\n");
    let verify = |note: &str| {
        let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
        signed.verify(&policy, NOW).map(|it| it.quorum_since())
    };
    assert!(verify(&one).is_err());
    let both = add(&one, &line(&b, NOW), &[b.key()]).unwrap();
    assert_eq!(verify(&both), Ok(Some(NOW)));
}

#[test]
fn a_newer_cosignature_takes_the_place_of_the_older() {
    let a = witness("a.example", 7);
    let mut note = note();
    let lines = note.lines().count() + 1;
    for at in NOW..NOW + 5 {
        note = add(&note, &line(&a, at), &[a.key()]).unwrap();
        assert_eq!(note.lines().count(), lines);
    }
    assert!(note.ends_with(&line(&a, NOW + 4)));
    let two = [line(&a, NOW + 9), line(&a, NOW + 8)].concat();
    let note = add(&note, &two, &[a.key()]).unwrap();
    assert!(note.ends_with(&line(&a, NOW + 9)));
}

#[test]
fn an_answer_that_is_more_than_signatures_is_refused() {
    let a = witness("a.example", 7);
    let good = line(&a, NOW);
    for bad in [
        String::new(),
        "\n".to_owned(),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        format!("{good}\n{good}"),
        format!("another text\n\n{good}"),
        format!("\n{good}"),
        format!("{good}<html>\n"),
        good.replace('\u{2014}', "-"),
    ] {
        let added = add(&note(), &bad, &[a.key()]);
        assert_eq!(added, Err(WitnessProblem::Answer), "{bad:?}");
    }
    assert!(add(&note(), &good, &[a.key()]).is_ok());
    let many = good.repeat(101);
    assert_eq!(add(&note(), &many, &[a.key()]), Err(WitnessProblem::Answer));
    let not_text = add_cosignatures(&note(), b"\xff\n", &[a.key()], NOW);
    assert_eq!(not_text, Err(WitnessProblem::Answer));
}

#[test]
fn lines_by_others_are_left_out() {
    let (a, b) = (witness("a.example", 7), witness("b.example", 9));
    let mixed = [line(&b, NOW), line(&a, NOW), line(&log(), NOW)].concat();
    let added = add(&note(), &mixed, &[a.key()]).unwrap();
    assert_eq!(added, note() + &line(&a, NOW));
    let only_others = add(&note(), &line(&b, NOW), &[a.key()]);
    assert_eq!(only_others, Err(WitnessProblem::Answer));
}

#[test]
fn a_cosignature_of_another_tree_log_or_time_is_refused() {
    let a = witness("a.example", 7);
    let wrong = Err(WitnessProblem::Checkpoint {
        why: CheckpointProblem::Signature {
            key: "a.example".to_owned(),
        },
    });
    for other in [
        checkpoint(ORIGIN, 8, 1),
        checkpoint(ORIGIN, 7, 2),
        checkpoint("log.example/other", 7, 1),
    ] {
        let other = a.sign(&other, NOW).unwrap();
        assert_eq!(add(&note(), &other, &[a.key()]), wrong);
        // A right one beside it does not help.
        let both = other + &line(&a, NOW);
        assert_eq!(add(&note(), &both, &[a.key()]), wrong);
    }
    let latest = NOW + MAX_AHEAD_SECONDS;
    assert!(add(&note(), &line(&a, latest), &[a.key()]).is_ok());
    let late = add(&note(), &line(&a, latest + 1), &[a.key()]);
    assert_eq!(late, Err(WitnessProblem::Answer));
}

/// A cosignature with ML-DSA-44 and the time 0, written from the specification: it says nothing
/// about when.
fn without_time(key: &CheckpointKey) -> String {
    let field = |it: &str| [&[u8::try_from(it.len()).unwrap()], it.as_bytes()].concat();
    let message = [
        b"subtree/v1\n\0".to_vec(),
        field(key.name().as_str()),
        vec![0; 8],
        field(ORIGIN),
        vec![0; 8],
        7_u64.to_be_bytes().to_vec(),
        vec![1; 32],
    ];
    let pair = PqdsaKeyPair::from_seed(&ML_DSA_44_SIGNING, &[8; 32]).unwrap();
    let mut signature = vec![0; ML_DSA_44_SIGNING.signature_len()];
    pair.sign(&message.concat(), &mut signature).unwrap();
    let id = key_id(key.name(), 0x06, key.public_key());
    Signature::line(key.name(), id, &[vec![0; 8], signature].concat())
}

#[test]
fn a_cosignature_without_a_time_is_no_answer() {
    let w = ml_dsa("w.example", 8);
    let untimed = without_time(w.key());
    let added = add(&note(), &untimed, &[w.key()]);
    assert_eq!(added, Err(WitnessProblem::Answer));
    // It is a right one, and counts in a checkpoint without saying when.
    let policy = policy(&[&w], "quorum a\n");
    let note = note() + &untimed;
    let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
    let verified = signed.verify(&policy, NOW).unwrap();
    assert_eq!(verified.quorum_since(), Some(0));
}

#[test]
fn the_size_of_a_conflict_has_one_form() {
    assert_eq!(conflict_size(b"0\n"), Some(0));
    assert_eq!(conflict_size(b"20852014\n"), Some(20_852_014));
    for bad in [
        &b""[..],
        b"\n",
        b"7",
        b"07\n",
        b"7\n\n",
        b"7\r\n",
        b"-7\n",
        b"\xff\n",
    ] {
        assert_eq!(conflict_size(bad), None, "{bad:?}");
    }
}
