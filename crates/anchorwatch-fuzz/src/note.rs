//! Signed notes, and what they say about evidence.

use anchorwatch_evidence::Bundle;
use anchorwatch_lab::pki::pem_block;
use anchorwatch_note::{KeyName, SignedNote, SigningKey, VerifierKey};

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[Target {
    name: "note",
    run: note,
    seeds,
    mutations: 4_000,
}];

const TEXT: &str = "anchorwatch.evidence-bundle/1\n\
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  seen.jsonl\n";

fn key() -> Option<SigningKey> {
    let head = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
    let pem = pem_block("PRIVATE KEY", &[head.as_slice(), &[1; 32]].concat());
    let name = KeyName::parse("example.org/a").ok()?;
    SigningKey::from_pkcs8_pem(pem.as_bytes(), name).ok()
}

/// Only the signed text may be verified.
fn note(bytes: &[u8]) {
    let Some(key) = key() else { return };
    let verified = SignedNote::parse(bytes).and_then(|it| it.verify(&[key.verifier().clone()]));
    if let Ok(verified) = verified {
        assert_eq!(verified.text(), TEXT, "a text that nobody signed");
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(bundle) = Bundle::decode(text) {
        assert_eq!(bundle.encode(), text, "another text was read");
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text, "another key was read");
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let key = key();
    let signed = key.as_ref().and_then(|key| key.sign(TEXT).ok());
    let verifier = key.map(|key| key.verifier().to_string());
    let all = signed.into_iter().chain(verifier);
    all.chain([TEXT.to_owned()])
        .map(String::into_bytes)
        .collect()
}
