//! Vectors by `vectors/make.py`, which shares nothing with this crate.

use anchorwatch_transparency::{Policy, SignatureKind, SignedCheckpoint};

use crate::keys::{NOW, ORIGIN, signer};

pub(crate) const POLICY: &str = include_str!("../../vectors/policy");
pub(crate) const CHECKPOINT: &str = include_str!("../../vectors/checkpoint");

#[test]
fn a_checkpoint_with_every_kind_of_signature_is_verified() {
    let policy = Policy::parse(POLICY.as_bytes()).unwrap();
    let signed = SignedCheckpoint::parse(CHECKPOINT.as_bytes()).unwrap();
    let verified = signed.verify(&policy, NOW + 120).unwrap();
    assert_eq!(verified.origin(), ORIGIN);
    assert_eq!(verified.head().size, 1000);
    let times: Vec<u64> = verified
        .cosigned()
        .iter()
        .map(|it| it.unix_seconds)
        .collect();
    assert_eq!(times, [NOW, NOW + 60, NOW + 120]);
    assert_eq!(verified.quorum_since(), Some(NOW));
}

#[test]
fn the_same_keys_and_ed25519_signatures_come_out() {
    let text = |name, kind, seed| signer(name, kind, seed).key().to_string();
    for key in [
        text(ORIGIN, SignatureKind::Ed25519, 1),
        text(ORIGIN, SignatureKind::MlDsa44Cosignature, 2),
        text("witness.example/a", SignatureKind::Ed25519Cosignature, 3),
        text("witness.example/b", SignatureKind::MlDsa44Cosignature, 4),
    ] {
        assert!(POLICY.contains(&key), "{key}");
    }
    let signed = SignedCheckpoint::parse(CHECKPOINT.as_bytes()).unwrap();
    for (name, kind, seed, at) in [
        (ORIGIN, SignatureKind::Ed25519, 1, NOW),
        (
            "witness.example/a",
            SignatureKind::Ed25519Cosignature,
            3,
            NOW,
        ),
        (
            "mirror.example/c",
            SignatureKind::Ed25519Cosignature,
            5,
            NOW + 120,
        ),
    ] {
        let line = signer(name, kind, seed)
            .sign(signed.unverified(), at)
            .unwrap();
        assert!(CHECKPOINT.contains(&line), "{line}");
    }
}

#[test]
fn no_ml_dsa_signature_holds_for_another_cosigner_or_time() {
    let policy = Policy::parse(POLICY.as_bytes()).unwrap();
    let b = signer("witness.example/b", SignatureKind::MlDsa44Cosignature, 4);
    let other = signer("witness.example/d", SignatureKind::MlDsa44Cosignature, 4);
    let renamed = POLICY.replace(&b.key().to_string(), &other.key().to_string());
    let renamed = Policy::parse(renamed.as_bytes()).unwrap();
    // The same public key under another name: its line names nobody of the policy any more.
    let signed = SignedCheckpoint::parse(CHECKPOINT.as_bytes()).unwrap();
    assert!(signed.verify(&renamed, NOW + 120).is_err());
    assert!(signed.verify(&policy, NOW + 120).is_ok());
}
