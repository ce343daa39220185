//! From an entry to a proof that a client accepts: a log, two witnesses, a mirror, and a victim.

use anchorwatch_transparency::{
    AddCheckpoint, Checkpoint, CheckpointKey, CheckpointProblem, CheckpointSigner, LogProof,
    LogProofProblem, Policy, TileWriter, TiledLog, TreeHash, TreeHead, Witness, WitnessProblem,
    WitnessRecord, add_cosignatures, conflict_size,
};

use crate::{
    keys::{NOW, ORIGIN, log, signed, witness},
    tiles::{Files, reader},
    witnesses::ml_dsa,
};

/// A witness with what it keeps.
struct Server {
    witness: Witness,
    key: CheckpointKey,
    record: Option<WitnessRecord>,
}

impl Server {
    fn new(signer: CheckpointSigner) -> Self {
        let key = signer.key().clone();
        let witness = Witness::new(vec![signer], vec![log().key().clone()]).unwrap();
        let record = None;
        Self {
            witness,
            key,
            record,
        }
    }

    /// The status and the body of an answer.
    fn ask(&mut self, body: &str, now: u64) -> (u16, String) {
        let request = AddCheckpoint::parse(body.as_bytes());
        let answer = request.and_then(|it| self.witness.cosign(&it, self.record.as_ref(), now));
        match answer {
            Ok(record) => {
                let body = record.response().to_owned();
                self.record = Some(record);
                (200, body)
            }
            Err(WitnessProblem::Conflict { size }) => (409, format!("{size}\n")),
            Err(why) => (why.status(), String::new()),
        }
    }
}

/// A log as files, with its checkpoints.
#[derive(Clone, Default)]
struct Log {
    writer: TileWriter,
    files: Files,
}

impl Log {
    fn add(&mut self, entries: &[&str]) -> TreeHead {
        for entry in entries {
            self.writer.add(entry.as_bytes()).unwrap();
        }
        let tiles = self.writer.take().into_iter();
        self.files
            .extend(tiles.map(|it| (it.path.to_string(), it.octets)));
        self.writer.head()
    }

    fn growth(&self, size: u64) -> Vec<TreeHash> {
        let tree = self.writer.head();
        let read = |path: &_| reader(&self.files)(path);
        let log = TiledLog::new(tree, read);
        anchorwatch_transparency::prove_consistency(&log, size, tree.size).unwrap()
    }

    fn note(&self, now: u64) -> String {
        let checkpoint = Checkpoint::new(ORIGIN, self.writer.head(), &[]).unwrap();
        signed(&checkpoint, &[(&log(), now)])
    }

    /// Asks each witness, a second time with the size that it names.
    fn cosigned(&self, servers: &mut [&mut Server], now: u64) -> String {
        let mut note = self.note(now);
        for server in servers {
            let request = |size| AddCheckpoint::new(size, &self.growth(size), &note);
            let first = request(0).unwrap().to_string();
            let mut answer = server.ask(&first, now);
            if answer.0 == 409
                && let Some(size) = conflict_size(answer.1.as_bytes())
                && let Ok(again) = request(size)
            {
                answer = server.ask(&again.to_string(), now);
            }
            if answer.0 == 200 {
                let keys = [&server.key];
                note = add_cosignatures(&note, answer.1.as_bytes(), &keys, now).unwrap();
            }
        }
        note
    }

    fn proof(&self, entry: &str, index: u64, note: &str) -> LogProof {
        let log = TiledLog::new(self.writer.head(), reader(&self.files));
        let hashes = log.prove_inclusion(TreeHash::of_leaf(entry.as_bytes()), index);
        LogProof::new(b"", index, &hashes.unwrap(), note).unwrap()
    }
}

/// A mirror cosigns what it has read to the last entry.
fn mirrored(log: &Log, note: &str, mirror: &CheckpointSigner, now: u64) -> String {
    let head = log.writer.head();
    let tiles = TiledLog::new(head, reader(&log.files));
    for index in 0..head.size.div_ceil(256) {
        tiles.bundle(index).unwrap();
    }
    let checkpoint = Checkpoint::new(ORIGIN, head, &[]).unwrap();
    let line = mirror.sign(&checkpoint, now).unwrap();
    add_cosignatures(note, line.as_bytes(), &[mirror.key()], now).unwrap()
}

fn policy(one: &Server, other: &Server, mirror: &CheckpointSigner) -> Policy {
    let text = format!(
        "log {}\nwitness kk {}\nwitness no {}\nwitness m {}\n\
         group both all kk no\ngroup list all both m\nquorum list\n",
        log().key(),
        one.key,
        other.key,
        mirror.key()
    );
    Policy::parse(text.as_bytes()).unwrap()
}

#[test]
fn whoever_shows_a_victim_another_log_needs_every_witness() {
    let mut one = Server::new(witness("kk.example", 11));
    let mut other = Server::new(ml_dsa("no.example", 12));
    let mirror = witness("mirror.example", 13);
    let policy = policy(&one, &other, &mirror);

    let mut log = Log::default();
    log.add(&["refuse root A", "refuse root B"]);
    let note = log.cosigned(&mut [&mut one, &mut other], NOW);
    let note = mirrored(&log, &note, &mirror, NOW);
    let proof = log.proof("refuse root B", 1, &note);
    let first = proof.verify(b"refuse root B", &policy, NOW).unwrap();
    assert_eq!(first.checkpoint().quorum_since(), Some(NOW));

    let mut victims = log.clone();
    log.add(&["refuse root C"]);
    let later = NOW + 3_600;
    let note = log.cosigned(&mut [&mut one, &mut other], later);
    let note = mirrored(&log, &note, &mirror, later);
    let proof = log.proof("refuse root C", 2, &note);
    let next = proof.verify(b"refuse root C", &policy, later).unwrap();
    let seen = first.checkpoint().checkpoint();
    assert_eq!(next.checkpoint().follows(seen, &log.growth(2)), Ok(()));

    // The log's key and one cosigner are in the attacker's hands, and the list without C is shown.
    victims.add(&["refuse the victim's own root"]);
    let note = victims.cosigned(&mut [&mut one, &mut other], later);
    let note = mirrored(&victims, &note, &mirror, later);
    let entry = "refuse the victim's own root";
    let proof = victims.proof(entry, 2, &note);
    let refused = proof.verify(entry.as_bytes(), &policy, later);
    let cosigners = vec!["m".to_owned()];
    let why = CheckpointProblem::Quorum { cosigners };
    assert_eq!(refused, Err(LogProofProblem::Checkpoint { why }));

    // The old state is still cosigned: only its time tells that it is kept back.
    let kept_back = first.checkpoint().quorum_since();
    assert!(kept_back < next.checkpoint().quorum_since());
}
