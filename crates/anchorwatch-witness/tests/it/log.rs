//! A log that can fork, and a witness for it.

use std::path::Path;

use anchorwatch_note::KeyName;
use anchorwatch_transparency::{
    AddCheckpoint, Checkpoint, CheckpointSigner, Policy, SignatureKind, SignedCheckpoint, Tree,
    TreeHash, TreeHead, VerifiedCheckpoint, Witness, add_cosignatures, prove_consistency, root,
};
use anchorwatch_witness::{Memory, Service};

pub(crate) const ORIGIN: &str = "log.example/list";
pub(crate) const WITNESS: &str = "witness.example/w1";
pub(crate) const NOW: u64 = 1_796_000_000;

pub(crate) fn new_key(name: &str, kind: SignatureKind) -> (CheckpointSigner, String) {
    CheckpointSigner::generate(KeyName::parse(name).unwrap(), kind).unwrap()
}

/// A log with its key: whoever has that can fork it.
pub(crate) struct Log {
    pub(crate) signer: CheckpointSigner,
}

/// Which of a log's trees, and from which entry on it is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Branch(pub(crate) u64, pub(crate) u64);

pub(crate) const MAIN: Branch = Branch(0, 0);

impl Log {
    pub(crate) fn new() -> Self {
        let (signer, _) = new_key(ORIGIN, SignatureKind::Ed25519);
        Self { signer }
    }

    pub(crate) fn tree(branch: Branch, size: u64) -> Tree {
        let Branch(number, from) = branch;
        let entry = |index: u64| match index < from {
            true => format!("0 {index}"),
            false => format!("{number} {index}"),
        };
        let entries: Vec<String> = (0..size).map(entry).collect();
        Tree::of_entries(entries.iter().map(String::as_bytes))
    }

    pub(crate) fn note(&self, branch: Branch, size: u64) -> String {
        let tree = Self::tree(branch, size);
        let root = root(&tree, size).unwrap();
        let checkpoint = Checkpoint::new(ORIGIN, TreeHead { size, root }, &[]).unwrap();
        let line = self.signer.sign(&checkpoint, NOW).unwrap();
        format!("{checkpoint}\n{line}")
    }

    pub(crate) fn proof(branch: Branch, old: u64, new: u64) -> Vec<TreeHash> {
        prove_consistency(&Self::tree(branch, new), old, new).unwrap()
    }

    /// The body of a request that is right if the witness is at `old` of this branch.
    pub(crate) fn request(&self, branch: Branch, old: u64, new: u64) -> String {
        let note = self.note(branch, new);
        let request = AddCheckpoint::new(old, &Self::proof(branch, old, new), &note);
        request.unwrap().to_string()
    }

    /// A policy with the log and these witnesses, all of whom are asked for.
    pub(crate) fn policy(&self, witnesses: &[&CheckpointSigner]) -> Policy {
        let mut text = format!("log {}\n", self.signer.key());
        let mut group = format!("group all {}", witnesses.len());
        for (number, witness) in witnesses.iter().enumerate() {
            text += &format!("witness w{number} {}\n", witness.key());
            group += &format!(" w{number}");
        }
        Policy::parse(format!("{text}{group}\nquorum all\n").as_bytes()).unwrap()
    }

    /// The note with an answer, as a client verifies it.
    pub(crate) fn verified(
        &self,
        note: &str,
        answer: &str,
        witnesses: &[&CheckpointSigner],
        now: u64,
    ) -> VerifiedCheckpoint {
        let keys: Vec<_> = witnesses.iter().map(|it| it.key()).collect();
        let note = add_cosignatures(note, answer.as_bytes(), &keys, now).unwrap();
        let signed = SignedCheckpoint::parse(note.as_bytes()).unwrap();
        signed.verify(&self.policy(witnesses), now).unwrap()
    }
}

/// A service with a new memory in this folder, and its keys.
pub(crate) fn service(folder: &Path, log: &Log) -> (Service, Vec<CheckpointSigner>) {
    let memory = Memory::create(&folder.join("w.db")).unwrap();
    let kinds = [
        SignatureKind::Ed25519Cosignature,
        SignatureKind::MlDsa44Cosignature,
    ];
    let pairs = kinds.map(|kind| {
        let (signer, pem) = new_key(WITNESS, kind);
        memory.add_key(signer.key()).unwrap();
        let name = KeyName::parse(WITNESS).unwrap();
        let again = CheckpointSigner::from_pkcs8_pem(pem.as_bytes(), name, kind).unwrap();
        (signer, again)
    });
    let (signers, again) = pairs.into_iter().unzip();
    let witness = Witness::new(signers, vec![log.signer.key().clone()]).unwrap();
    (Service::new(witness, memory).unwrap(), again)
}
