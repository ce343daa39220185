//! Two views of one log, as a monitor compares them.

use anchorwatch_transparency::{
    Checkpoint, CheckpointSigner, Fork, History, LogProofProblem, Policy, SignatureKind,
    SignedCheckpoint, TileProblem, TileWriter, TiledLog, TreeHash, TreeHead, VerifiedCheckpoint,
    tiles_for_consistency,
};

use crate::{
    keys::{NOW, checkpoint, log, policy, signed, signer, witness},
    tiles::{Files, reader, written},
    trees::entry,
};

/// A log whose entries from this one on are others.
pub(crate) fn forked_at(fork: u64, sizes: &[u64]) -> (Files, Vec<TreeHead>) {
    let mut files = Files::new();
    let mut writer = TileWriter::default();
    let mut heads = Vec::new();
    for size in sizes {
        while writer.size() < *size {
            let at = writer.size();
            let other = if at < fork { at } else { at + 100_000 };
            writer.add(&entry(other)).unwrap();
        }
        let tiles = writer.take().into_iter();
        files.extend(tiles.map(|it| (it.path.to_string(), it.octets)));
        heads.push(writer.head());
    }
    (files, heads)
}

#[test]
fn an_earlier_view_is_the_beginning_of_the_log() {
    let sizes = [0, 1, 255, 256, 257, 300, 511, 600];
    let (files, heads) = written(&sizes);
    let log = TiledLog::new(heads[7], reader(&files));
    for head in heads {
        assert_eq!(log.history(head), Ok(History::Kept), "{}", head.size);
    }
}

#[test]
fn the_tiles_to_fetch_are_enough_to_see_a_fork() {
    let sizes = [1, 4, 255, 256, 257, 300, 512, 600, 70_000];
    let (files, heads) = written(&sizes);
    for (place, new) in heads.iter().enumerate() {
        for old in &heads[..place] {
            let wanted = tiles_for_consistency(old.size, new.size).unwrap();
            let wanted = wanted.iter().map(ToString::to_string);
            let some: Files = wanted.map(|it| (it.clone(), files[&it].clone())).collect();
            let root = TreeHash::of_leaf(b"another");
            let other = TreeHead { root, ..*old };
            let log = TiledLog::new(*new, reader(&some));
            assert_eq!(log.history(*old), Ok(History::Kept));
            assert!(matches!(log.history(other), Ok(History::Forked(_))));
        }
    }
}

#[test]
fn a_fork_is_proven_to_whoever_has_both_checkpoints() {
    let sizes = [250, 256, 300, 600];
    let (files, heads) = written(&sizes);
    let (_, others) = forked_at(100, &sizes);
    let later = heads[3];
    let log = TiledLog::new(later, reader(&files));
    for (own, other) in heads.iter().zip(&others) {
        let Ok(History::Forked(fork)) = log.history(*other) else {
            panic!("{}", other.size);
        };
        assert_eq!(fork.root, own.root);
        assert_eq!(fork.verify(*other, later), Ok(()));
        // Nobody can convict a log that did not fork.
        assert_eq!(fork.verify(*own, later), Err(LogProofProblem::NoFork));
        let root = TreeHash::of_leaf(b"made up");
        let made_up = Fork { root, ..fork };
        assert!(made_up.verify(*own, later).is_err());
    }
}

#[test]
fn a_log_that_forked_after_the_earlier_view_kept_it() {
    let (_, heads) = written(&[100, 300]);
    let (files, others) = forked_at(200, &[100, 300]);
    let log = TiledLog::new(others[1], reader(&files));
    assert_eq!(log.history(heads[0]), Ok(History::Kept));
    assert!(matches!(log.history(heads[1]), Ok(History::Forked(_))));
}

#[test]
fn tiles_of_another_tree_prove_nothing_about_the_log() {
    let (files, heads) = written(&[300, 600]);
    let (others, forked) = forked_at(100, &[300, 600]);
    let log = TiledLog::new(heads[1], reader(&others));
    assert_eq!(log.history(heads[0]), Err(LogProofProblem::Consistency));
    let none = TiledLog::new(heads[1], |_: &_| None);
    let why = TileProblem::Missing;
    assert_eq!(none.history(heads[0]), Err(LogProofProblem::Tile { why }));
    // Two roots of one size need no proof.
    assert_eq!(none.history(heads[1]), Ok(History::Kept));
    assert!(matches!(none.history(forked[1]), Ok(History::Forked(_))));
    // One that is behind cannot say what came after.
    let behind = TiledLog::new(heads[0], reader(&files));
    let shrunk = LogProofProblem::Shrunk { old: 600, new: 300 };
    assert_eq!(behind.history(heads[1]), Err(shrunk));
}

/// The checkpoint of a log with this head, as a client verified it.
fn verified(origin: &CheckpointSigner, head: TreeHead) -> VerifiedCheckpoint {
    let text = Checkpoint::new(origin.key().name().as_str(), head, &[]).unwrap();
    let note = signed(&text, &[(origin, NOW)]);
    let policy = format!("log {}\nquorum none\n", origin.key());
    let policy = Policy::parse(policy.as_bytes()).unwrap();
    let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
    signed.verify(&policy, NOW).unwrap()
}

#[test]
fn a_client_is_not_led_back_onto_a_fork_or_to_another_log() {
    let (files, heads) = written(&[300, 600]);
    let (others, forked) = forked_at(100, &[300, 600]);
    let [old, new] = [heads[0], heads[1]].map(|it| verified(&log(), it));
    // What a client keeps is the text.
    let kept = Checkpoint::parse(&old.checkpoint().to_string()).unwrap();
    let hashes = TiledLog::new(heads[1], reader(&files)).prove_consistency(heads[0]);
    let hashes = hashes.unwrap();
    assert_eq!(new.follows(&kept, &hashes), Ok(()));
    assert_eq!(old.follows(&kept, &[]), Ok(()));
    let shrunk = LogProofProblem::Shrunk { old: 600, new: 300 };
    assert_eq!(old.follows(new.checkpoint(), &hashes), Err(shrunk));
    let same_size = verified(&log(), forked[0]).follows(&kept, &[]);
    assert_eq!(same_size, Err(LogProofProblem::Forked { size: 300 }));
    let fork = TiledLog::new(forked[1], reader(&others));
    let of_fork = fork.prove_consistency(forked[0]).unwrap();
    for hashes in [&hashes, &of_fork, &vec![]] {
        let fork = verified(&log(), forked[1]).follows(&kept, hashes);
        assert_eq!(fork, Err(LogProofProblem::Consistency));
    }
    let other = signer("log.example/other", SignatureKind::Ed25519, 9);
    let origin = "log.example/other".to_owned();
    let other = verified(&other, heads[1]).follows(&kept, &hashes);
    assert_eq!(other, Err(LogProofProblem::OtherLog { origin }));
}

#[test]
fn what_a_witness_itself_shows_is_checked_by_its_key_alone() {
    let (a, b) = (witness("a.example", 7), witness("b.example", 8));
    let both = policy(&[&a, &b], "group all all a b\nquorum all\n");
    let own = signed(
        &checkpoint(crate::keys::ORIGIN, 7, 1),
        &[(&log(), NOW), (&b, NOW)],
    );
    let shown = SignedCheckpoint::parse(own.as_bytes()).unwrap();
    let verify = |policy: &Policy| shown.verify(policy, NOW).is_ok();
    assert!(!verify(&both));
    assert!(verify(&both.asking_only(b"b").unwrap()));
    assert!(!verify(&both.asking_only(b"a").unwrap()));
    // The name of a group is not that of a cosigner.
    assert_eq!(both.asking_only(b"all"), None);
    let none = policy(&[&a, &b], "quorum none\n");
    assert!(!verify(&none.asking_only(b"a").unwrap()));
}
