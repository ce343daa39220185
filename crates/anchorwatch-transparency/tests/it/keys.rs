//! Keys, notes and policies of the tests.

use anchorwatch_note::KeyName;
use anchorwatch_transparency::{
    Checkpoint, CheckpointSigner, Policy, SignatureKind, TreeHash, TreeHead,
};
use data_encoding::BASE64;

/// When the tests are.
pub(crate) const NOW: u64 = 1_790_000_000;

pub(crate) const ORIGIN: &str = "log.example/list";

/// The private key with this seed, in PKCS #8 as OpenSSL writes it.
pub(crate) fn signer(name: &str, kind: SignatureKind, seed: u8) -> CheckpointSigner {
    let head: &[u8] = match kind {
        // RFC 9881 §6, the seed alone.
        SignatureKind::MlDsa44Cosignature => {
            b"\x30\x34\x02\x01\x00\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x03\x11\x04\x22\x80\x20"
        }
        // RFC 8410 §7.
        _ => b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20",
    };
    let der = BASE64.encode(&[head, &[seed; 32]].concat());
    let label = "PRIVATE KEY";
    let pem = format!("-----BEGIN {label}-----\n{der}\n-----END {label}-----\n");
    let name = KeyName::parse(name).unwrap();
    CheckpointSigner::from_pkcs8_pem(pem.as_bytes(), name, kind).unwrap()
}

pub(crate) fn log() -> CheckpointSigner {
    signer(ORIGIN, SignatureKind::Ed25519, 1)
}

pub(crate) fn witness(name: &str, seed: u8) -> CheckpointSigner {
    signer(name, SignatureKind::Ed25519Cosignature, seed)
}

pub(crate) fn head(size: u64, root: u8) -> TreeHead {
    let root = TreeHash::new([root; 32]);
    TreeHead { size, root }
}

pub(crate) fn checkpoint(origin: &str, size: u64, root: u8) -> Checkpoint {
    Checkpoint::new(origin, head(size, root), &[]).unwrap()
}

/// The note of a checkpoint with these signers, at these times.
pub(crate) fn signed(checkpoint: &Checkpoint, signers: &[(&CheckpointSigner, u64)]) -> String {
    let lines = signers.iter().map(|(it, at)| it.sign(checkpoint, *at));
    let lines: String = lines.map(Result::unwrap).collect();
    format!("{checkpoint}\n{lines}")
}

/// A policy with the log, these witnesses by the names a, b, c …, and these last lines.
pub(crate) fn policy(witnesses: &[&CheckpointSigner], last: &str) -> Policy {
    let mut text = format!("log {}\n", log().key());
    for (witness, name) in witnesses.iter().zip('a'..) {
        text += &format!("witness {name} {}\n", witness.key());
    }
    Policy::parse(format!("{text}{last}").as_bytes()).unwrap()
}
