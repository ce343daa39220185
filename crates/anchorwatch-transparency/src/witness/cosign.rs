//! Whether a witness cosigns a checkpoint.

use anchorwatch_note::Signature;

use super::{record::WitnessRecord, request::refused};
use crate::{
    AddCheckpoint, Checkpoint, CheckpointKey, CheckpointSigner, SignedCheckpoint, TreeHash,
    TreeHead, WitnessProblem, check_consistency,
};

/// A witness's keys, and those of the logs that it knows. It reads and keeps nothing itself.
pub struct Witness {
    signers: Vec<CheckpointSigner>,
    logs: Vec<CheckpointKey>,
}

impl Witness {
    /// A witness with these keys, for the logs with those.
    ///
    /// # Errors
    /// [`WitnessProblem::NoKey`] without a key to sign with, and [`WitnessProblem::Key`] if a key
    /// is of the wrong kind for its role or was given before: a log must not be its own witness.
    pub fn new(
        signers: Vec<CheckpointSigner>,
        logs: Vec<CheckpointKey>,
    ) -> Result<Self, WitnessProblem> {
        let own = signers.iter().map(CheckpointSigner::key);
        let own = own.map(|it| (it, it.kind().is_of_cosigner()));
        let others = logs.iter().map(|it| (it, it.kind().is_of_log()));
        let mut seen: Vec<&[u8]> = Vec::new();
        for (key, is_fit) in own.chain(others) {
            if !is_fit || seen.contains(&key.public_key()) {
                let key = key.name().to_string();
                return Err(WitnessProblem::Key { key });
            }
            seen.push(key.public_key());
        }
        if signers.is_empty() {
            return Err(WitnessProblem::NoKey);
        }
        Ok(Self { signers, logs })
    }

    /// The public keys with which it signs.
    pub fn keys(&self) -> impl Iterator<Item = &CheckpointKey> {
        self.signers.iter().map(CheckpointSigner::key)
    }

    /// Checks that a log signed a checkpoint and that its tree grew out of the last one, and
    /// cosigns it, at this time.
    ///
    /// `last` is the record of the log with [`AddCheckpoint::unverified_origin`]; `None` only if
    /// there was never one. Nobody else may use the same record until the new one is kept.
    ///
    /// **Not checked:** that a record is the newest. Whoever can put an old one in its place, or
    /// take it away, makes the witness cosign a fork.
    ///
    /// # Errors
    /// [`WitnessProblem`], whose [`status`](WitnessProblem::status) is the answer's.
    pub fn cosign(
        &self,
        request: &AddCheckpoint,
        last: Option<&WitnessRecord>,
        now_unix_seconds: u64,
    ) -> Result<WitnessRecord, WitnessProblem> {
        let signed = request.signed()?;
        let logs: Vec<&CheckpointKey> = self.logs.iter().collect();
        let lines = signed.check_log(&logs).map_err(refused)?;
        let checkpoint = signed.unverified();
        if !checkpoint.extension().is_empty() {
            return Err(WitnessProblem::Extension);
        }
        if last.is_some_and(|it| it.origin() != checkpoint.origin()) {
            return Err(WitnessProblem::Record);
        }
        let known = last.map_or_else(empty_tree, WitnessRecord::head);
        if request.old_size() != known.size {
            let size = known.size;
            return Err(WitnessProblem::Conflict { size });
        }
        check_consistency(known, checkpoint.head(), request.hashes())
            .map_err(|why| WitnessProblem::Proof { why })?;
        let logs = self.log_lines(&lines);
        let own = self.own_lines(checkpoint, now_unix_seconds)?;
        // A signature that does not verify is not given out, whatever made it wrong.
        self.read_record(&format!("{checkpoint}\n{logs}{own}"))
    }

    /// The checkpoint of a request with the log's own signatures and no other line: what is kept of
    /// a tree that is not cosigned, as evidence against the log.
    ///
    /// # Errors
    /// [`WitnessProblem::Checkpoint`] if no known log signed it.
    pub fn signed_by_log(&self, request: &AddCheckpoint) -> Result<String, WitnessProblem> {
        let signed = request.signed()?;
        let logs: Vec<&CheckpointKey> = self.logs.iter().collect();
        let lines = signed.check_log(&logs).map_err(refused)?;
        Ok(format!(
            "{}\n{}",
            signed.unverified(),
            self.log_lines(&lines)
        ))
    }

    /// Reads a record that was kept.
    ///
    /// # Errors
    /// [`WitnessProblem::Record`] if this witness did not sign it. Then nothing may be cosigned for
    /// that log: it would be as if the witness had never seen it.
    pub fn read_record(&self, note: &str) -> Result<WitnessRecord, WitnessProblem> {
        let signed = SignedCheckpoint::parse(note.as_bytes());
        let signed = signed.map_err(|_| WitnessProblem::Record)?;
        let mut response = String::new();
        for signer in &self.signers {
            let key = signer.key();
            for signature in signed.signatures_of(key) {
                let at = key.signed_at(signed.unverified(), signature.octets());
                at.ok_or(WitnessProblem::Record)?;
                response += &Signature::line(key.name(), key.id(), signature.octets());
            }
        }
        if response.is_empty() {
            return Err(WitnessProblem::Record);
        }
        Ok(WitnessRecord {
            note: note.to_owned(),
            checkpoint: signed.unverified().clone(),
            response,
        })
    }

    /// One line of each key of the log. Anyone can repeat a line until a note has too many.
    fn log_lines(&self, verified: &[&Signature<'_>]) -> String {
        let lines = self.logs.iter().filter_map(|key| {
            let its_own = verified.iter().find(|it| key.is_named_by(it))?;
            Some(Signature::line(key.name(), key.id(), its_own.octets()))
        });
        lines.collect()
    }

    fn own_lines(
        &self,
        checkpoint: &Checkpoint,
        now_unix_seconds: u64,
    ) -> Result<String, WitnessProblem> {
        let signers = self.signers.iter();
        let lines = signers.map(|it| it.sign(checkpoint, now_unix_seconds));
        lines.collect::<Result<_, _>>().map_err(refused)
    }
}

fn empty_tree() -> TreeHead {
    let root = TreeHash::of_empty_tree();
    TreeHead { size: 0, root }
}
