//! The cost of a proof that an entry is in a public log.
//!
//! `cargo bench -p anchorwatch-bench --bench log`. The unit is one signature of the same kind, checked
//! by the same library: a log's own and those of three cosigners cannot cost less than four.

use std::{error::Error, hint::black_box, io::Write as _};

use anchorwatch_bench::Contest;
use anchorwatch_lab::pki::pem_block;
use anchorwatch_note::KeyName;
use anchorwatch_transparency::{
    Checkpoint, CheckpointSigner, LogProof, Policy, SignatureKind, Tree, TreeHead, prove_inclusion,
    root,
};
use aws_lc_rs::signature::{
    ED25519, Ed25519KeyPair, KeyPair as _, ML_DSA_44, ML_DSA_44_SIGNING, PqdsaKeyPair,
    UnparsedPublicKey,
};

const ORIGIN: &str = "log.example/list";
const NOW: u64 = 1_790_000_000;
/// A new entry every hour for a year.
const SIZE: u64 = 8_760;
const INDEX: u64 = 4_321;

fn main() -> Result<(), Box<dyn Error>> {
    for kind in [
        SignatureKind::Ed25519Cosignature,
        SignatureKind::MlDsa44Cosignature,
    ] {
        let page = contest(kind).ok_or("a key or a proof was not made")?;
        // A reader that closes the pipe does not want the rest.
        let _told = std::io::stdout().write_all(page.run().as_bytes());
    }
    Ok(())
}

fn contest(kind: SignatureKind) -> Option<Contest<'static>> {
    let log = signer(ORIGIN, SignatureKind::Ed25519, 1)?;
    let names = ["a.example", "b.example", "c.example"];
    let seeds = 2..;
    let cosigners = names.iter().zip(seeds);
    let cosigners = cosigners.map(|(name, seed)| signer(name, kind, seed));
    let cosigners: Vec<CheckpointSigner> = cosigners.collect::<Option<_>>()?;
    let mut policy = format!("log {}\n", log.key());
    for (cosigner, name) in cosigners.iter().zip(["a", "b", "c"]) {
        policy += &format!("witness {name} {}\n", cosigner.key());
    }
    policy += "group all all a b c\nquorum all\n";
    let policy = Policy::parse(policy.as_bytes()).ok()?;

    let entry = |number: u64| format!("entry {number}").into_bytes();
    let entries: Vec<Vec<u8>> = (0..SIZE).map(entry).collect();
    let tree = Tree::of_entries(entries.iter().map(Vec::as_slice));
    let root = root(&tree, SIZE).ok()?;
    let checkpoint = Checkpoint::new(ORIGIN, TreeHead { size: SIZE, root }, &[]).ok()?;
    let mut note = format!("{checkpoint}\n");
    for signer in std::iter::once(&log).chain(&cosigners) {
        note += &signer.sign(&checkpoint, NOW).ok()?;
    }
    let hashes = prove_inclusion(&tree, INDEX, SIZE).ok()?;
    let proof = LogProof::new(b"", INDEX, &hashes, &note).ok()?.to_string();

    let own = entry(INDEX);
    let verify = move |proof: &str| {
        let proof = LogProof::parse(proof.as_bytes()).ok()?;
        let proven = proof.verify(&own, &policy, NOW).ok()?;
        Some(proven.index())
    };
    assert_eq!(verify(&proof), Some(INDEX));
    let unit = unit(kind)?;
    let title = format!(
        "{kind:?} by three of three, {SIZE} entries: {} bytes",
        proof.len()
    );
    Some(
        Contest::new(title)
            .way("one such signature checked", 1, unit)
            .way("the whole proof read and verified", 1, move || {
                verify(black_box(&proof))
            }),
    )
}

/// Checks one signature over a text as long as a checkpoint.
fn unit(kind: SignatureKind) -> Option<Box<dyn Fn() -> bool>> {
    const MESSAGE: [u8; 120] = [7; 120];
    if kind == SignatureKind::MlDsa44Cosignature {
        let pair = PqdsaKeyPair::generate(&ML_DSA_44_SIGNING).ok()?;
        let mut signature = vec![0; ML_DSA_44_SIGNING.signature_len()];
        pair.sign(&MESSAGE, &mut signature).ok()?;
        let key = UnparsedPublicKey::new(&ML_DSA_44, pair.public_key().as_ref().to_vec());
        return Some(Box::new(move || {
            key.verify(black_box(&MESSAGE), &signature).is_ok()
        }));
    }
    let pair = Ed25519KeyPair::from_seed_unchecked(&[9; 32]).ok()?;
    let signature = pair.sign(&MESSAGE);
    let key = UnparsedPublicKey::new(&ED25519, pair.public_key().as_ref().to_vec());
    Some(Box::new(move || {
        let signature = signature.as_ref();
        key.verify(black_box(&MESSAGE), signature).is_ok()
    }))
}

fn signer(name: &str, kind: SignatureKind, seed: u8) -> Option<CheckpointSigner> {
    let head: &[u8] = match kind {
        // RFC 9881 §6, the seed alone.
        SignatureKind::MlDsa44Cosignature => {
            b"\x30\x34\x02\x01\x00\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x03\x11\x04\x22\x80\x20"
        }
        // RFC 8410 §7.
        _ => b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20",
    };
    let pem = pem_block("PRIVATE KEY", &[head, &[seed; 32]].concat());
    let name = KeyName::parse(name).ok()?;
    CheckpointSigner::from_pkcs8_pem(pem.as_bytes(), name, kind).ok()
}
