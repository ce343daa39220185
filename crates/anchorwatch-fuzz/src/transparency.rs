//! Public logs: checkpoints, policies, proofs, tiles, and what is sent to witnesses.

use anchorwatch_lab::pki::pem_block;
use anchorwatch_note::KeyName;
use anchorwatch_transparency::{
    AddCheckpoint, Checkpoint, CheckpointKey, CheckpointSigner, LogProof, Policy, SignatureKind,
    SignedCheckpoint, TilePath, Tree, TreeHash, TreeHead, Witness, add_cosignatures, conflict_size,
    entries, prove_consistency, prove_inclusion, root,
};

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "checkpoint",
        run: checkpoint,
        seeds: checkpoint_seeds,
        mutations: 2_000,
    },
    Target {
        name: "log_policy",
        run: policy,
        seeds: policy_seeds,
        mutations: 2_000,
    },
    Target {
        name: "log_proof",
        run: proof,
        seeds: proof_seeds,
        mutations: 2_000,
    },
    Target {
        name: "log_tile",
        run: tile,
        seeds: tile_seeds,
        mutations: 4_000,
    },
    Target {
        name: "add_checkpoint",
        run: request,
        seeds: request_seeds,
        mutations: 2_000,
    },
];

const ORIGIN: &str = "log.example/list";
const NOW: u64 = 1_790_000_000;
const OLD: u64 = 7;
const SIZE: u64 = 11;

/// A log, its cosigner, and its entries.
struct Scene {
    log: CheckpointSigner,
    cosigner: CheckpointSigner,
    tree: Tree,
}

impl Scene {
    fn new() -> Option<Self> {
        let entries = (0..SIZE).map(entry).collect::<Vec<_>>();
        Some(Self {
            log: signer(ORIGIN, SignatureKind::Ed25519, 1)?,
            cosigner: signer("w.example", SignatureKind::Ed25519Cosignature, 2)?,
            tree: Tree::of_entries(entries.iter().map(Vec::as_slice)),
        })
    }

    fn checkpoint(&self, size: u64) -> Option<Checkpoint> {
        let root = root(&self.tree, size).ok()?;
        Checkpoint::new(ORIGIN, TreeHead { size, root }, &[]).ok()
    }

    /// A checkpoint that both signed.
    fn note(&self, size: u64) -> Option<String> {
        let checkpoint = self.checkpoint(size)?;
        let log = self.log.sign(&checkpoint, NOW).ok()?;
        let cosigner = self.cosigner.sign(&checkpoint, NOW).ok()?;
        Some(format!("{checkpoint}\n{log}{cosigner}"))
    }

    fn policy_text(&self) -> String {
        let (log, cosigner) = (self.log.key(), self.cosigner.key());
        format!("log {log}\nwitness w {cosigner}\ngroup g all w\nquorum g\n")
    }

    fn policy(&self) -> Option<Policy> {
        Policy::parse(self.policy_text().as_bytes()).ok()
    }
}

fn signer(name: &str, kind: SignatureKind, seed: u8) -> Option<CheckpointSigner> {
    let head = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
    let pem = pem_block("PRIVATE KEY", &[head.as_slice(), &[seed; 32]].concat());
    let name = KeyName::parse(name).ok()?;
    CheckpointSigner::from_pkcs8_pem(pem.as_bytes(), name, kind).ok()
}

fn entry(number: u64) -> Vec<u8> {
    format!("entry {number}").into_bytes()
}

/// Only what both signed may be verified, and each text is read in one form.
fn checkpoint(bytes: &[u8]) {
    let Some(scene) = Scene::new() else { return };
    let signed = SignedCheckpoint::parse(bytes);
    if let (Ok(signed), Some(policy)) = (&signed, scene.policy())
        && let Ok(verified) = signed.verify(&policy, NOW)
    {
        let own = scene.checkpoint(SIZE);
        assert_eq!(
            Some(verified.checkpoint()),
            own.as_ref(),
            "nobody signed it"
        );
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.to_string(), text, "another checkpoint was read");
    }
    if let Ok(key) = text.parse::<CheckpointKey>() {
        assert_eq!(key.to_string(), text, "another key was read");
    }
    let note = scene.note(SIZE).unwrap_or_default();
    if let Ok(added) = add_cosignatures(&note, bytes, &[scene.cosigner.key()], NOW) {
        assert_eq!(added, note, "another answer was taken");
    }
}

fn checkpoint_seeds() -> Vec<Vec<u8>> {
    let scene = Scene::new();
    let note = scene.as_ref().and_then(|it| it.note(SIZE));
    let text = scene.as_ref().and_then(|it| it.checkpoint(SIZE));
    let key = scene.as_ref().map(|it| it.cosigner.key().to_string());
    let answer = note.as_ref().and_then(|it| it.lines().last());
    let answer = answer.map(|it| format!("{it}\n"));
    let text = text.map(|it| it.to_string());
    seeds([note.clone(), text, key, answer])
}

/// No key counts twice, and the quorum can be met, but not by nobody.
fn policy(bytes: &[u8]) {
    let Ok(policy) = Policy::parse(bytes) else {
        return;
    };
    let logs = policy.logs().iter().map(|it| &it.key);
    let cosigners = policy.cosigners().iter().map(|it| &it.key);
    let keys: Vec<&CheckpointKey> = logs.chain(cosigners).collect();
    for (place, key) in keys.iter().enumerate() {
        let mut before = keys.iter().take(place);
        let is_new = before.all(|it| it.public_key() != key.public_key());
        assert!(is_new, "a key counts twice");
    }
    let asks = policy.asks_for_cosignatures();
    assert_eq!(policy.is_met_by(|_| false), !asks, "nobody is a quorum");
    assert!(policy.is_met_by(|_| true), "all together are no quorum");
}

fn policy_seeds() -> Vec<Vec<u8>> {
    let scene = Scene::new();
    let text = scene.map(|it| it.policy_text());
    let none = text
        .as_ref()
        .map(|it| it.replace("quorum g", "quorum none"));
    seeds([text, none])
}

/// Only the entry that is there is proven, and only in its place.
fn proof(bytes: &[u8]) {
    let Ok(proof) = LogProof::parse(bytes) else {
        return;
    };
    assert_eq!(
        proof.to_string().as_bytes(),
        bytes,
        "another proof was read"
    );
    let Some(policy) = Scene::new().and_then(|it| it.policy()) else {
        return;
    };
    for number in 0..SIZE {
        let entry = entry(number);
        if let Ok(proven) = proof.verify(&entry, &policy, NOW) {
            assert_eq!(proven.index(), number, "another place was proven");
        }
    }
    let other = proof.verify(b"another", &policy, NOW);
    assert!(other.is_err(), "an entry that is not there was proven");
}

fn proof_seeds() -> Vec<Vec<u8>> {
    let made = |extra: &[u8], index: u64| {
        let scene = Scene::new()?;
        let hashes = prove_inclusion(&scene.tree, index, SIZE).ok()?;
        let note = scene.note(SIZE)?;
        let proof = LogProof::new(extra, index, &hashes, &note);
        proof.ok().map(|it| it.to_string())
    };
    seeds([made(b"", 5), made(b"extra", 10)])
}

/// Paths and bundles have one form each.
fn tile(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(path) = text.parse::<TilePath>()
    {
        assert_eq!(path.to_string(), text, "another path was read");
        assert!(!text.contains(".."), "a path leads elsewhere");
    }
    for count in [0, 1, 2, 3, 256] {
        let Ok(entries) = entries(bytes, count) else {
            continue;
        };
        assert_eq!(
            entries.len(),
            usize::from(count),
            "another number of entries"
        );
        let octets: usize = entries.iter().map(|it| it.len() + 2).sum();
        assert_eq!(octets, bytes.len(), "entries overlap");
    }
    if let Some(size) = conflict_size(bytes) {
        assert_eq!(
            format!("{size}\n").as_bytes(),
            bytes,
            "another size was read"
        );
    }
}

fn tile_seeds() -> Vec<Vec<u8>> {
    [
        &b"tile/0/x001/x234/067"[..],
        b"tile/entries/000.p/255",
        b"\x00\x01a\x00\x00\x00\x02bc",
        b"20852014\n",
    ]
    .map(<[u8]>::to_vec)
    .to_vec()
}

/// A witness that cosigned a tree cosigns only what grew out of it.
fn request(bytes: &[u8]) {
    let Ok(request) = AddCheckpoint::parse(bytes) else {
        return;
    };
    assert_eq!(
        request.to_string().as_bytes(),
        bytes,
        "another request was read"
    );
    let Some(scene) = Scene::new() else { return };
    let first = scene
        .note(OLD)
        .and_then(|it| AddCheckpoint::new(0, &[], &it).ok());
    let logs = vec![scene.log.key().clone()];
    let own = signer("v.example", SignatureKind::Ed25519Cosignature, 3);
    let witness = Witness::new(own.into_iter().collect(), logs).ok();
    let (Some(first), Some(witness)) = (first, witness) else {
        return;
    };
    let Ok(record) = witness.cosign(&first, None, NOW) else {
        return;
    };
    if let Ok(next) = witness.cosign(&request, Some(&record), NOW) {
        let own = scene.checkpoint(next.head().size);
        assert_eq!(
            Some(next.head()),
            own.map(|it| it.head()),
            "a fork was cosigned"
        );
        assert!(next.head().size >= OLD, "an older tree was cosigned");
    }
}

fn request_seeds() -> Vec<Vec<u8>> {
    let made = |old: u64, new: u64| {
        let scene = Scene::new()?;
        let hashes: Vec<TreeHash> = prove_consistency(&scene.tree, old, new).ok()?;
        let request = AddCheckpoint::new(old, &hashes, &scene.note(new)?);
        request.ok().map(|it| it.to_string())
    };
    seeds([made(OLD, SIZE), made(OLD, OLD), made(0, SIZE)])
}

fn seeds<const COUNT: usize>(texts: [Option<String>; COUNT]) -> Vec<Vec<u8>> {
    texts
        .into_iter()
        .flatten()
        .map(String::into_bytes)
        .collect()
}
