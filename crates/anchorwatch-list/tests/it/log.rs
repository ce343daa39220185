//! A public log and its witnesses for the tests: it signs whatever it is asked to.

use std::collections::BTreeMap;

use anchorwatch_list::{
    ListState, Publishers, Role, Statement, VerifiedList, VerifiedStatement, VerifyProblem,
};
use anchorwatch_note::KeyName;
use anchorwatch_transparency::{
    Checkpoint, CheckpointSigner, LogProof, SignatureKind, Tree, TreeHash, TreeHead,
    prove_consistency, prove_inclusion, root,
};
use data_encoding::BASE64;

use crate::publisher::*;

pub(crate) const LOG: &str = "log.example/distrust";

/// The private key with this seed, as OpenSSL writes it.
fn signer(name: &str, kind: SignatureKind, seed: u8) -> CheckpointSigner {
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

pub(crate) fn log_key() -> CheckpointSigner {
    signer(LOG, SignatureKind::Ed25519, 101)
}

pub(crate) fn witness_key(name: &str, seed: u8) -> CheckpointSigner {
    signer(name, SignatureKind::Ed25519Cosignature, seed)
}

/// Two witnesses, one of them with ML-DSA-44, and a mirror: two of the three have to cosign.
pub(crate) fn cosigners() -> BTreeMap<&'static str, CheckpointSigner> {
    let ml_dsa = SignatureKind::MlDsa44Cosignature;
    BTreeMap::from([
        ("w1", witness_key("one.example", 111)),
        ("w2", signer("two.example", ml_dsa, 112)),
        ("m", witness_key("mirror.example", 113)),
    ])
}

/// The part of a set that asks for this log.
pub(crate) fn logs_part() -> String {
    let cosigners = cosigners();
    let lines = cosigners
        .iter()
        .map(|(name, it)| format!("witness {name} {}\n", it.key()));
    let lines: String = lines.collect();
    let log = log_key();
    format!(
        "anchorwatch.logs/1\nfresh 3\n\nlog {}\n{lines}group seen 2 w1 w2 m\nquorum seen\n",
        log.key()
    )
}

pub(crate) fn logged_set(epoch: u64, seeds: &[u8]) -> String {
    set_text(epoch, SET_EXPIRES, 7, &(three_of(seeds) + &logs_part()))
}

pub(crate) fn logged_client() -> ListState {
    let set = Publishers::parse(&logged_set(1, &[1, 2, 3, 4, 5]));
    ListState::new(set.unwrap())
}

/// The entries of a log.
#[derive(Clone, Default)]
pub(crate) struct Log {
    tree: Tree,
    leaves: Vec<TreeHash>,
}

impl Log {
    /// Adds a text, and says where it is.
    pub(crate) fn add(&mut self, text: &str) -> u64 {
        let leaf = TreeHash::of_leaf(text.as_bytes());
        self.tree.push(leaf);
        self.leaves.push(leaf);
        self.tree.size() - 1
    }

    /// Adds what the publishers say about a list.
    pub(crate) fn add_list(&mut self, octets: &[u8]) -> u64 {
        self.add(&statement(octets, &[]).encode())
    }

    pub(crate) fn head_at(&self, size: u64) -> TreeHead {
        let root = root(&self.tree, size).unwrap();
        TreeHead { size, root }
    }

    pub(crate) fn size(&self) -> u64 {
        self.tree.size()
    }

    pub(crate) fn leaves(&self) -> Vec<u8> {
        let leaves = self.leaves.iter().flat_map(|it| *it.as_bytes());
        leaves.collect()
    }

    /// The checkpoint of the first entries, cosigned by these at these times.
    pub(crate) fn checkpoint(&self, origin: &str, size: u64, by: &[(&str, i64)]) -> String {
        let checkpoint = Checkpoint::new(origin, self.head_at(size), &[]).unwrap();
        let log = signer(origin, SignatureKind::Ed25519, 101);
        let mut note = format!("{checkpoint}\n{}", log.sign(&checkpoint, 1).unwrap());
        for (name, at) in by {
            let at = u64::try_from(*at).unwrap();
            note += &cosigners()[name].sign(&checkpoint, at).unwrap();
        }
        note
    }

    pub(crate) fn proof_of(&self, index: u64, size: u64, checkpoint: &str) -> Vec<u8> {
        let hashes = prove_inclusion(&self.tree, index, size).unwrap();
        let proof = LogProof::new(b"", index, &hashes, checkpoint).unwrap();
        proof.to_string().into_bytes()
    }

    /// The proof of an entry in the whole log, cosigned by both witnesses at this time.
    pub(crate) fn proof(&self, index: u64, at: i64) -> Vec<u8> {
        let checkpoint = self.checkpoint(LOG, self.size(), &[("w1", at), ("w2", at)]);
        self.proof_of(index, self.size(), &checkpoint)
    }

    pub(crate) fn growth(&self, old: TreeHead, new: TreeHead) -> Vec<TreeHash> {
        prove_consistency(&self.tree, old.size, new.size).unwrap_or_default()
    }
}

/// A list whose note and proof hold.
pub(crate) fn proven<'a>(
    state: &ListState,
    octets: &'a [u8],
    proof: &[u8],
    now: i64,
) -> Result<VerifiedList<'a>, VerifyProblem> {
    let list = anchorwatch_list::List::parse(octets).unwrap();
    let role = list.header().role();
    let seeds = match role {
        Role::Approved => HIGH,
        Role::Quick => QUICK,
    };
    let (note, publishers) = (note(octets, seeds), state.publishers());
    VerifiedStatement::verify_logged(&note, proof, publishers, role, at(now))?.open(octets)
}

/// A client takes a list, with what this log says about its growth.
pub(crate) fn take_logged(
    state: &ListState,
    octets: &[u8],
    proof: &[u8],
    log: &Log,
    now: i64,
) -> Result<ListState, Refused> {
    let list = proven(state, octets, proof, now).map_err(Refused::Verify)?;
    let growth = |_: &str, old, new| log.growth(old, new);
    let next = state.accept_logged(&list, &growth, at(now));
    next.map_err(Refused::Update)
}

/// What publishers say about a list, as an entry of a log.
pub(crate) fn entry(octets: &[u8]) -> Statement {
    statement(octets, &[])
}
