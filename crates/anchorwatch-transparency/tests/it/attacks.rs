//! Attacks on checkpoints and policies, each with a twin that differs in one thing.

use anchorwatch_transparency::{
    Checkpoint, CheckpointProblem, CheckpointSigner, MAX_AHEAD_SECONDS, MAX_POLICY_BYTES,
    MAX_POLICY_ITEMS, MAX_TREE_SIZE, Policy, PolicyProblem, SignatureKind, SignedCheckpoint,
    TreeHash, VerifiedCheckpoint,
};

use crate::keys::{NOW, ORIGIN, checkpoint, head, log, policy, signed, signer, witness};

fn verify(note: &str, policy: &Policy) -> Result<VerifiedCheckpoint, CheckpointProblem> {
    SignedCheckpoint::parse(note.as_bytes())?.verify(policy, NOW)
}

fn lines(note: &str) -> &str {
    note.rsplit_once("\n\n").unwrap().1
}

fn wrong(signer: &CheckpointSigner) -> CheckpointProblem {
    let key = signer.key().name().to_string();
    CheckpointProblem::Signature { key }
}

fn too_few(cosigners: &[&str]) -> CheckpointProblem {
    let cosigners = cosigners.iter().map(|it| (*it).to_owned()).collect();
    CheckpointProblem::Quorum { cosigners }
}

#[test]
fn a_cosignature_of_another_origin_does_not_count() {
    let (log, a) = (log(), witness("w.example", 3));
    let policy = policy(&[&a], "quorum a\n");
    let (mine, other) = (
        checkpoint(ORIGIN, 7, 1),
        checkpoint("log.example/other", 7, 1),
    );
    let good = signed(&mine, &[(&log, NOW), (&a, NOW)]);
    assert!(verify(&good, &policy).is_ok());
    let stolen = signed(&other, &[(&a, NOW)]);
    let bad = signed(&mine, &[(&log, NOW)]) + lines(&stolen);
    assert_eq!(verify(&bad, &policy), Err(wrong(&a)));
}

#[test]
fn a_checkpoint_of_another_origin_is_refused_even_with_a_known_logs_key() {
    let (log, a) = (log(), witness("w.example", 3));
    let policy = policy(&[&a], "quorum a\n");
    let origin = "log.example/other";
    let bad = signed(&checkpoint(origin, 7, 1), &[(&log, NOW), (&a, NOW)]);
    let origin = origin.to_owned();
    assert_eq!(
        verify(&bad, &policy),
        Err(CheckpointProblem::UnknownLog { origin })
    );
}

#[test]
fn a_cosignature_counted_twice_is_one() {
    let (log, a, b) = (log(), witness("a.example", 3), witness("b.example", 4));
    let policy = policy(&[&a, &b], "group both 2 a b\nquorum both\n");
    let text = checkpoint(ORIGIN, 7, 1);
    let bad = signed(&text, &[(&log, NOW), (&a, NOW), (&a, NOW - 1), (&a, NOW)]);
    assert_eq!(verify(&bad, &policy), Err(too_few(&["a"])));
    let good = verify(
        &signed(&text, &[(&log, NOW), (&a, NOW), (&b, NOW)]),
        &policy,
    );
    assert_eq!(good.unwrap().cosigned().len(), 2);
}

#[test]
fn one_key_under_two_names_is_refused() {
    let (a, b) = (witness("a.example", 3), witness("b.example", 3));
    let text = |second: &CheckpointSigner| {
        let (a, b) = (a.key(), second.key());
        format!("witness a {a}\nwitness b {b}\ngroup both 2 a b\nquorum both\n")
    };
    let twice = Err(PolicyProblem::KeyTwice { line: 2 });
    assert_eq!(Policy::parse(text(&b).as_bytes()), twice);
    assert!(Policy::parse(text(&witness("b.example", 4)).as_bytes()).is_ok());
}

#[test]
fn one_key_under_two_encodings_is_refused() {
    // The neutral point, in two of its forms: anyone can sign for it.
    let key = |first: u8, last: u8| {
        let mut octets = [0; 32];
        (octets[0], octets[31]) = (first, last);
        let name = anchorwatch_note::KeyName::parse("w.example").unwrap();
        anchorwatch_transparency::CheckpointKey::new(
            name,
            SignatureKind::Ed25519Cosignature,
            &octets,
        )
    };
    for last in [0, 0x80] {
        let weak = anchorwatch_transparency::CheckpointKeyProblem::Weak;
        assert_eq!(key(1, last), Err(weak));
    }
}

#[test]
fn a_log_that_is_its_own_witness_is_refused() {
    let ml_dsa = signer(ORIGIN, SignatureKind::MlDsa44Cosignature, 2);
    let other = signer("w.example", SignatureKind::MlDsa44Cosignature, 3);
    let text = |witness: &CheckpointSigner| {
        format!(
            "log {}\nwitness a {}\nquorum a\n",
            ml_dsa.key(),
            witness.key()
        )
    };
    let twice = Err(PolicyProblem::KeyTwice { line: 2 });
    assert_eq!(Policy::parse(text(&ml_dsa).as_bytes()), twice);
    let good = Policy::parse(text(&other).as_bytes()).unwrap();
    let note = signed(&checkpoint(ORIGIN, 7, 1), &[(&ml_dsa, NOW)]);
    assert_eq!(verify(&note, &good), Err(too_few(&[])));
}

#[test]
fn a_lying_witness_alone_makes_no_quorum_and_its_wrong_line_refuses_the_note() {
    let (log, a, b) = (log(), witness("a.example", 3), witness("b.example", 4));
    let policy = policy(&[&a, &b], "group any any a b\nquorum any\n");
    let (mine, fork) = (checkpoint(ORIGIN, 7, 1), checkpoint(ORIGIN, 7, 2));
    let good = signed(&mine, &[(&log, NOW), (&a, NOW)]);
    assert!(verify(&good, &policy).is_ok());
    let about_the_fork = signed(&fork, &[(&b, NOW)]);
    let bad = good + lines(&about_the_fork);
    assert_eq!(verify(&bad, &policy), Err(wrong(&b)));
}

#[test]
fn a_fork_that_one_witness_saw_lacks_the_quorum() {
    let (log, a) = (log(), witness("a.example", 3));
    let (b, c) = (witness("b.example", 4), witness("c.example", 5));
    let policy = policy(&[&a, &b, &c], "group most 2 a b c\nquorum most\n");
    let (seen, fork) = (checkpoint(ORIGIN, 7, 1), checkpoint(ORIGIN, 7, 2));
    let everyone = signed(&seen, &[(&log, NOW), (&a, NOW), (&b, NOW)]);
    assert!(verify(&everyone, &policy).is_ok());
    let victim = signed(&fork, &[(&log, NOW), (&c, NOW)]);
    assert_eq!(verify(&victim, &policy), Err(too_few(&["c"])));
}

#[test]
fn a_list_cannot_be_withheld_without_the_mirror_that_the_policy_asks_for() {
    let (log, a) = (log(), witness("a.example", 3));
    let (b, mirror) = (witness("b.example", 4), witness("mirror.example", 5));
    let rules = "group seen any a b\ngroup seen-and-kept all seen c\nquorum seen-and-kept\n";
    let policy = policy(&[&a, &b, &mirror], rules);
    let text = checkpoint(ORIGIN, 7, 1);
    let nobody_keeps_it = signed(&text, &[(&log, NOW), (&a, NOW), (&b, NOW)]);
    assert_eq!(verify(&nobody_keeps_it, &policy), Err(too_few(&["a", "b"])));
    let kept = signed(&text, &[(&log, NOW), (&a, NOW), (&mirror, NOW)]);
    assert!(verify(&kept, &policy).is_ok());
}

#[test]
fn a_time_in_the_future_does_not_count() {
    let (log, a) = (log(), witness("a.example", 3));
    let policy = policy(&[&a], "quorum a\n");
    let text = checkpoint(ORIGIN, 7, 1);
    let at = |time: u64| verify(&signed(&text, &[(&log, NOW), (&a, time)]), &policy);
    let since = |time| at(time).map(|it| it.quorum_since());
    let latest = NOW + MAX_AHEAD_SECONDS;
    assert_eq!(since(latest), Ok(Some(latest)));
    assert_eq!(since(latest + 1), Err(too_few(&[])));
    assert_eq!(since(MAX_TREE_SIZE), Err(too_few(&[])));
    let both = signed(&text, &[(&log, NOW), (&a, latest + 1), (&a, 5)]);
    assert_eq!(verify(&both, &policy).unwrap().quorum_since(), Some(5));
    let end = SignedCheckpoint::parse(both.as_bytes()).unwrap();
    assert!(end.verify(&policy, u64::MAX).is_ok());
}

#[test]
fn another_time_than_the_signed_one_is_a_wrong_signature() {
    let (log, a) = (log(), witness("a.example", 3));
    let ml_dsa = signer("b.example", SignatureKind::MlDsa44Cosignature, 4);
    let text = checkpoint(ORIGIN, 7, 1);
    for witness in [&a, &ml_dsa] {
        let policy = policy(&[witness], "quorum a\n");
        let good = signed(&text, &[(&log, NOW), (witness, NOW)]);
        assert!(verify(&good, &policy).is_ok());
        let line = lines(&good).lines().nth(1).unwrap();
        let (before, octets) = line.rsplit_once(' ').unwrap();
        let mut octets = data_encoding::BASE64.decode(octets.as_bytes()).unwrap();
        for (place, value) in [(11, 0xff), (4, 0x80)] {
            octets[place] ^= value;
            let bad = format!("{before} {}\n", data_encoding::BASE64.encode(&octets));
            let bad = signed(&text, &[(&log, NOW)]) + &bad;
            assert_eq!(verify(&bad, &policy), Err(wrong(witness)));
        }
    }
}

#[test]
fn a_time_of_zero_or_beyond_the_largest_is_not_signed() {
    let a = witness("a.example", 3);
    let text = checkpoint(ORIGIN, 7, 1);
    for time in [0, MAX_TREE_SIZE + 1, u64::MAX] {
        assert_eq!(a.sign(&text, time), Err(CheckpointProblem::Time));
    }
    assert!(a.sign(&text, 1).is_ok());
}

#[test]
fn a_log_signature_is_no_cosignature_and_a_cosignature_no_log_signature() {
    let a = witness("a.example", 1);
    let log = log();
    assert_eq!(a.key().public_key(), log.key().public_key());
    let both = format!("log {}\nwitness a {}\nquorum a\n", log.key(), a.key());
    let twice = Err(PolicyProblem::KeyTwice { line: 2 });
    assert_eq!(Policy::parse(both.as_bytes()), twice);
    let cosigned = signed(&checkpoint(ORIGIN, 7, 1), &[(&a, NOW)]);
    let policy = Policy::parse(format!("log {}\nquorum none\n", log.key()).as_bytes()).unwrap();
    let origin = ORIGIN.to_owned();
    assert_eq!(
        verify(&cosigned, &policy),
        Err(CheckpointProblem::Unsigned { origin })
    );
}

#[test]
fn an_empty_quorum_is_named_and_none_is_made_by_accident() {
    let a = witness("a.example", 3);
    for last in [
        "",
        "quorum\n",
        "group g any\nquorum g\n",
        "group g 0 a\nquorum g\n",
    ] {
        let text = format!("witness a {}\n{last}", a.key());
        assert!(Policy::parse(text.as_bytes()).is_err(), "{last:?}");
    }
    let none = policy(&[&a], "quorum none\n");
    assert!(!none.asks_for_cosignatures());
    let note = signed(&checkpoint(ORIGIN, 7, 1), &[(&log(), NOW)]);
    assert_eq!(verify(&note, &none).unwrap().quorum_since(), None);
}

#[test]
fn a_policy_without_a_log_accepts_no_checkpoint() {
    let a = witness("a.example", 3);
    let text = format!("witness a {}\nquorum a\n", a.key());
    let policy = Policy::parse(text.as_bytes()).unwrap();
    let note = signed(&checkpoint(ORIGIN, 7, 1), &[(&log(), NOW), (&a, NOW)]);
    let origin = ORIGIN.to_owned();
    assert_eq!(
        verify(&note, &policy),
        Err(CheckpointProblem::UnknownLog { origin })
    );
}

#[test]
fn an_extension_that_ml_dsa_does_not_cover_is_refused() {
    let ml_dsa = signer(ORIGIN, SignatureKind::MlDsa44Cosignature, 2);
    let plain = checkpoint(ORIGIN, 7, 1);
    let extended = Checkpoint::new(ORIGIN, head(7, 1), &["added on the way"]).unwrap();
    let text = format!("log {}\nlog {}\nquorum none\n", log().key(), ml_dsa.key());
    let policy = Policy::parse(text.as_bytes()).unwrap();
    let line = signed(&plain, &[(&ml_dsa, NOW)]);
    let bad = format!("{extended}\n{}", lines(&line));
    assert_eq!(verify(&bad, &policy), Err(CheckpointProblem::Extension));
    assert!(verify(&line, &policy).is_ok());
    let good = signed(&extended, &[(&log(), NOW), (&ml_dsa, NOW)]);
    assert!(verify(&good, &policy).is_ok());
}

#[test]
fn an_empty_tree_has_one_root() {
    let a = witness("a.example", 3);
    let policy = policy(&[&a], "quorum a\n");
    let bad = signed(&checkpoint(ORIGIN, 0, 1), &[(&log(), NOW), (&a, NOW)]);
    assert_eq!(verify(&bad, &policy), Err(CheckpointProblem::EmptyTree));
    let root = TreeHash::of_empty_tree();
    let empty = anchorwatch_transparency::TreeHead { size: 0, root };
    let empty = Checkpoint::new(ORIGIN, empty, &[]).unwrap();
    let good = signed(&empty, &[(&log(), NOW), (&a, NOW)]);
    assert!(verify(&good, &policy).is_ok());
}

#[test]
fn a_checkpoint_of_another_form_is_refused() {
    let root = data_encoding::BASE64.encode(&[1; 32]);
    let good = format!("{ORIGIN}\n7\n{root}\n");
    assert_eq!(Checkpoint::parse(&good).unwrap().to_string(), good);
    let short = data_encoding::BASE64.encode(&[1; 31]);
    let long_origin = "a".repeat(256);
    for bad in [
        String::new(),
        format!("{ORIGIN}\n7\n"),
        format!("{ORIGIN}\n7\n{root}"),
        format!("\n7\n{root}\n"),
        format!("{ORIGIN}\n07\n{root}\n"),
        format!("{ORIGIN}\n+7\n{root}\n"),
        format!("{ORIGIN}\n7 \n{root}\n"),
        format!("{ORIGIN}\n9223372036854775808\n{root}\n"),
        format!("{ORIGIN}\n18446744073709551616\n{root}\n"),
        format!("{ORIGIN}\n7\n{short}\n"),
        // The same octets, with bits set that no octet has.
        format!("{ORIGIN}\n7\n{}\n", root.replace("EBAQE=", "EBAQF=")),
        format!("{ORIGIN}\n7\n{}\n", root.trim_end_matches('=')),
        // The same octets as two padded texts in a row.
        format!("{ORIGIN}\n7\nAQ=={short}\n"),
        format!("{good}\n"),
        format!("{good}\nafter an empty line\n"),
        format!("{good}tab\there\n"),
        format!("{long_origin}\n7\n{root}\n"),
        format!("{ORIGIN}\r\n7\r\n{root}\r\n"),
    ] {
        assert_eq!(
            Checkpoint::parse(&bad),
            Err(CheckpointProblem::Form),
            "{bad:?}"
        );
    }
    let largest = format!("{ORIGIN}\n{MAX_TREE_SIZE}\n{root}\nextension\n");
    assert_eq!(Checkpoint::parse(&largest).unwrap().to_string(), largest);
}

#[test]
fn an_oversized_policy_is_refused_before_it_is_read() {
    let max = MAX_POLICY_BYTES as u64;
    let long = "#".repeat(MAX_POLICY_BYTES) + "\n";
    let refused = Policy::parse(long.as_bytes());
    assert_eq!(refused, Err(PolicyProblem::TooLong { max }));
    let a = witness("a.example", 3);
    let mut text = format!("witness a {}\ngroup g0 any a\n", a.key());
    for number in 1..=MAX_POLICY_ITEMS {
        text += &format!("group g{number} any g{}\n", number - 1);
    }
    let (line, max) = (MAX_POLICY_ITEMS as u64 + 2, MAX_POLICY_ITEMS as u64);
    let refused = Policy::parse(text.as_bytes());
    assert_eq!(refused, Err(PolicyProblem::TooMany { line, max }));
    let (fewer, _) = text.trim_end().rsplit_once('\n').unwrap();
    let last = MAX_POLICY_ITEMS - 1;
    let fewer = format!("{fewer}\nquorum g{last}\n");
    let deep = Policy::parse(fewer.as_bytes()).unwrap();
    assert!(deep.is_met_by(|_| true) && !deep.is_met_by(|_| false));
}
