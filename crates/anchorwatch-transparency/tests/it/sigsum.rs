//! What sigsum 0.3.0 (Mullvad) makes of the same cosignatures and quorums.

use anchorwatch_transparency::{CheckpointProblem, Policy, SignedCheckpoint};
use data_encoding::HEXLOWER;
use proptest::prelude::*;
use sigsum::Hash;

use crate::sigsum_proof::{PROVED_AT, Proof, policy};

#[test]
fn the_real_tree_head_with_eight_cosignatures_is_verified() {
    assert!(Proof::real().is_accepted_by_sigsum());
    let note = Proof::real().checkpoint();
    let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
    let verified = signed.verify(&policy(), PROVED_AT).unwrap();
    assert_eq!(verified.cosigned().len(), 8);
    assert_eq!(verified.quorum_since(), Some(PROVED_AT));
}

#[test]
fn both_ask_for_the_same_of_its_witnesses() {
    let all = Proof::real().cosignatures;
    let policy = policy();
    for mask in 0..1_u32 << all.len() {
        let mut proof = Proof::real();
        let is_kept = |index: usize| mask >> index & 1 == 1;
        let kept = all.iter().enumerate().filter(|(it, _)| is_kept(*it));
        proof.cosignatures = kept.map(|(_, it)| it.clone()).collect();
        let note = proof.checkpoint();
        let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
        let ours = signed.verify(&policy, PROVED_AT);
        assert_eq!(ours.is_ok(), proof.is_accepted_by_sigsum(), "{mask:b}");
        assert!(matches!(
            ours,
            Ok(_) | Err(CheckpointProblem::Quorum { .. })
        ));
    }
}

/// A policy of six witnesses and three groups, in both syntaxes. Each name is in one group.
fn written(thresholds: [usize; 3], cut: usize, quorum: &str, is_vkey: bool) -> String {
    let mut text = String::new();
    for seed in 1..=6_u8 {
        let signer = crate::keys::witness(&format!("w{seed}.example"), seed);
        let public_key = HEXLOWER.encode(signer.key().public_key());
        let key = if is_vkey {
            signer.key().to_string()
        } else {
            public_key
        };
        text += &format!("witness w{seed} {key}\n");
    }
    let names: Vec<String> = (1..=6).map(|it| format!("w{it}")).collect();
    let (first, second) = names.split_at(cut);
    let [one, two, three] = thresholds;
    text += &format!("group g1 {one} {}\n", first.join(" "));
    text += &format!("group g2 {two} {} g1\n", second.join(" "));
    text + &format!("group g3 {three} g2\nquorum {quorum}\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn both_agree_on_any_quorum(
        cut in 1_usize..6,
        one in 1_usize..6,
        two in 1_usize..6,
        quorum in prop::sample::select(vec!["g1", "g2", "g3", "w1", "w6", "none"]),
        mask in 0_u32..64,
    ) {
        let thresholds = [one.min(cut), two.min(7 - cut), 1];
        let ours = written(thresholds, cut, quorum, true);
        let ours = Policy::parse(ours.as_bytes()).unwrap();
        let theirs = written(thresholds, cut, quorum, false);
        let theirs = sigsum::Policy::parse(&theirs).unwrap();
        let is_in = |index: usize| mask >> index & 1 == 1;
        let cosigners = ours.cosigners().iter().enumerate().filter(|(it, _)| is_in(*it));
        let hashes: Vec<Hash> = cosigners.map(|(_, it)| Hash::new(it.key.public_key())).collect();
        let met = ours.is_met_by(|it| hashes.contains(&Hash::new(it.key.public_key())));
        prop_assert_eq!(met, theirs.check_quorum(&hashes));
    }

    #[test]
    fn both_refuse_what_was_changed(
        part in 0_usize..4,
        which in 0_usize..8,
        octet in 0_usize..64,
        bit in 0_u8..8,
    ) {
        let mut proof = Proof::real();
        match part {
            0 => proof.signature[octet] ^= 1 << bit,
            1 => proof.cosignatures[which].octets[octet] ^= 1 << bit,
            2 => proof.cosignatures[which].time ^= 1 << (octet % 30),
            _ => proof.size ^= 1 << (octet % 40),
        }
        let note = proof.checkpoint();
        let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
        let ours = signed.verify(&policy(), u64::MAX).is_ok();
        prop_assert_eq!(ours, proof.is_accepted_by_sigsum());
        prop_assert!(!ours);
    }
}
