//! Asks witnesses to cosign a log (tlog-witness).

use anchorwatch_remark::{Remark as _, Told};
use anchorwatch_transparency::{
    AddCheckpoint, Cosigner, Policy, SignedCheckpoint, add_cosignatures,
};

use crate::{LogProblem, OwnLog, WitnessFault};

/// How often a witness is asked: with the size that it should have cosigned last, with the one that
/// it names, and once more if it cosigned another checkpoint meanwhile.
const MAX_REQUESTS: usize = 3;

/// What a witness answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cosignature {
    /// Lines of signatures.
    Given(Vec<u8>),
    /// It cosigned a tree of this size last.
    After {
        /// That size.
        size: u64,
    },
    /// It does not cosign.
    Refused {
        /// The status of HTTP.
        status: u64,
    },
}

/// Sends a request to a cosigner of the policy. Why there is no answer is the caller's own remark.
pub type AskWitness<'a> = &'a dyn Fn(&Cosigner, &AddCheckpoint) -> Result<Cosignature, Told>;

/// A checkpoint that a quorum cosigned, and what each witness did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CosignedLog {
    /// The note.
    pub checkpoint: String,
    /// Each cosigner of the policy.
    pub heard: Vec<Heard>,
}

/// What a witness did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// What the policy calls it.
    pub witness: String,
    /// Why it did not cosign, or not as it should.
    pub fault: Option<Told>,
}

impl OwnLog {
    /// Asks every cosigner of the policy, and keeps what is right of the answers.
    #[must_use]
    pub fn ask_witnesses(
        &self,
        checkpoint: &str,
        policy: &Policy,
        ask: AskWitness<'_>,
        now_unix_seconds: u64,
    ) -> CosignedLog {
        let mut cosigned = CosignedLog {
            checkpoint: checkpoint.to_owned(),
            heard: Vec::new(),
        };
        for cosigner in policy.cosigners() {
            let answer = self.ask_one(checkpoint, cosigner, ask);
            let added = answer.and_then(|body| {
                let note = &cosigned.checkpoint;
                let added = add_cosignatures(note, &body, &[&cosigner.key], now_unix_seconds);
                added.map_err(|why| WitnessFault::Answer { why }.told())
            });
            let fault = match added {
                Ok(note) => {
                    cosigned.checkpoint = note;
                    None
                }
                Err(why) => Some(why),
            };
            cosigned.heard.push(Heard {
                witness: String::from_utf8_lossy(&cosigner.name).into_owned(),
                fault,
            });
        }
        cosigned
    }

    fn ask_one(
        &self,
        checkpoint: &str,
        cosigner: &Cosigner,
        ask: AskWitness<'_>,
    ) -> Result<Vec<u8>, Told> {
        let own = self.head().size;
        // A witness that knows another size says so.
        let mut old = self.shown_size().min(own);
        for _ in 0..MAX_REQUESTS {
            let hashes = self.growth(old).unwrap_or_default();
            let request = AddCheckpoint::new(old, &hashes, checkpoint);
            let request = request.map_err(|why| WitnessFault::Answer { why }.told())?;
            match ask(cosigner, &request)? {
                Cosignature::Given(lines) => return Ok(lines),
                Cosignature::After { size } if size > own => {
                    return Err(WitnessFault::Ahead { size, own }.told());
                }
                Cosignature::After { size } => old = size,
                Cosignature::Refused { status } => {
                    return Err(WitnessFault::Status { status }.told());
                }
            }
        }
        Err(WitnessFault::Conflict.told())
    }
}

impl CosignedLog {
    /// Checks that the quorum of the policy cosigned.
    ///
    /// # Errors
    /// [`LogProblem::Cosignatures`]. The log stays as its key signed it; witnesses can be asked
    /// again later.
    pub fn check(&self, policy: &Policy, now_unix_seconds: u64) -> Result<(), LogProblem> {
        let refused = |why| LogProblem::Cosignatures { why };
        let note = SignedCheckpoint::parse(self.checkpoint.as_bytes()).map_err(refused)?;
        note.verify(policy, now_unix_seconds).map_err(refused)?;
        Ok(())
    }
}
