//! What witnesses show of a log, beside a mirror.

use anchorwatch_transparency::{
    Checkpoint, CheckpointProblem, CheckpointSigner, LogProofProblem, Policy, SignatureKind,
    SignedCheckpoint, TileProblem, TreeHead, VerifiedCheckpoint, WitnessView, witness_views,
};

use crate::{
    histories::forked_at,
    keys::{NOW, ORIGIN, log, policy, signed, signer, witness},
    tiles::{Files, reader, written},
};

fn witnesses() -> [CheckpointSigner; 3] {
    [
        witness("a.example", 11),
        witness("b.example", 12),
        signer("c.example", SignatureKind::MlDsa44Cosignature, 13),
    ]
}

fn two_of_three() -> Policy {
    let all = witnesses();
    let all: Vec<_> = all.iter().collect();
    policy(&all, "group two 2 a b c\nquorum two\n")
}

fn note(origin: &str, head: TreeHead, cosigners: &[&CheckpointSigner]) -> Vec<u8> {
    let text = Checkpoint::new(origin, head, &[]).unwrap();
    let log = log();
    let mut signers = vec![(&log, NOW)];
    signers.extend(cosigners.iter().map(|it| (*it, NOW)));
    signed(&text, &signers).into_bytes()
}

/// A mirror with this tree, cosigned by the first two.
fn mirror(head: TreeHead) -> VerifiedCheckpoint {
    let [a, b, _] = witnesses();
    let note = note(ORIGIN, head, &[&a, &b]);
    let signed = SignedCheckpoint::parse(&note).unwrap();
    signed.verify(&two_of_three(), NOW).unwrap()
}

fn views(
    mirror: &VerifiedCheckpoint,
    files: &Files,
    heads: &[Option<TreeHead>],
) -> Vec<WitnessView> {
    let notes: Vec<_> = witnesses()
        .iter()
        .zip(heads)
        .map(|(own, head)| head.map(|it| note(ORIGIN, it, &[own])))
        .collect();
    let names: [&[u8]; 3] = [b"a", b"b", b"c"];
    let shown: Vec<_> = names
        .into_iter()
        .zip(notes.iter().map(Option::as_deref))
        .collect();
    witness_views(&two_of_three(), mirror, reader(files), &shown, NOW)
}

#[test]
fn witnesses_of_one_log_show_the_mirror_s_tree_or_an_earlier_or_a_later_one() {
    let (files, heads) = written(&[100, 300, 600]);
    let [early, middle, late] = [0, 1, 2].map(|it| Some(heads[it]));
    let seen = views(&mirror(heads[1]), &files, &[early, middle, late]);
    let (size, shown) = (300, 300);
    assert_eq!(seen[0], WitnessView::Earlier { size: 100, shown });
    assert_eq!(seen[1], WitnessView::Same { size });
    assert_eq!(seen[2], WitnessView::Later { size: 600, shown });
    assert_eq!(
        views(&mirror(heads[1]), &files, &[None]),
        [WitnessView::Nothing]
    );
}

#[test]
fn a_witness_that_saw_another_tree_convicts_the_log() {
    let (files, heads) = written(&[100, 300, 600]);
    let (_, others) = forked_at(50, &[100, 300, 600]);
    let [early, same, late] = [0, 1, 2].map(|it| Some(others[it]));
    let seen = views(&mirror(heads[1]), &files, &[early, same, late]);
    let shown = 300;
    assert_eq!(seen[0], WitnessView::Forked { size: 100, shown });
    assert_eq!(seen[1], WitnessView::Forked { size: 300, shown });
    // Without the tiles of the larger tree nobody can tell, and it is not said to be fine.
    assert_eq!(seen[2], WitnessView::Later { size: 600, shown });
    assert!(!seen[2].is_same_log() && !seen[2].is_fork());
    // Two witnesses of one size can.
    let both = views(&mirror(heads[1]), &files, &[late, Some(heads[2])]);
    let forked = WitnessView::Forked {
        size: 600,
        shown: 600,
    };
    assert_eq!(both, [forked.clone(), forked]);
}

#[test]
fn a_mirror_with_other_tiles_proves_nothing() {
    let (_, heads) = written(&[100, 300]);
    let why = LogProofProblem::Tile {
        why: TileProblem::Missing,
    };
    let seen = views(&mirror(heads[1]), &Files::new(), &[Some(heads[0])]);
    assert_eq!(seen, [WitnessView::Unproven { size: 100, why }]);
    assert!(!seen[0].is_same_log() && !seen[0].is_fork());
}

#[test]
fn what_the_witness_itself_did_not_sign_is_refused() {
    let (files, heads) = written(&[100, 300]);
    let [a, b, c] = witnesses();
    let of = |name: &[u8], note: &[u8]| {
        let shown = [(name, Some(note))];
        let seen = witness_views(
            &two_of_three(),
            &mirror(heads[1]),
            reader(&files),
            &shown,
            NOW,
        );
        match seen.into_iter().next() {
            Some(WitnessView::Refused { why }) => why,
            other => panic!("{other:?}"),
        }
    };
    let by_others = of(b"a", &note(ORIGIN, heads[0], &[&b, &c]));
    assert!(matches!(by_others, CheckpointProblem::Quorum { .. }));
    let unknown = of(b"x", &note(ORIGIN, heads[0], &[&a]));
    assert!(matches!(unknown, CheckpointProblem::Quorum { .. }));
    let garbage = of(b"a", b"x\n");
    assert!(matches!(garbage, CheckpointProblem::Note { .. }));
    let changed = String::from_utf8(note(ORIGIN, heads[0], &[&a])).unwrap();
    let changed = of(b"a", changed.replacen("\n100\n", "\n101\n", 1).as_bytes());
    assert!(matches!(changed, CheckpointProblem::Signature { .. }));
}
