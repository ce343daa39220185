//! What a witness answers, without HTTP: its memory and its judgement in one step.

use std::sync::{Mutex, MutexGuard};

use anchorwatch_remark::{Remark as _, Told};
use anchorwatch_transparency::{
    AddCheckpoint, Witness, WitnessProblem, WitnessRecord, origin_hash,
};

use crate::{Memory, MemoryProblem, memory::Kept};

/// How far the clock may be behind the last cosignature, in seconds: clocks are set, and that is all
/// right. Meanwhile the time of that cosignature is used again.
const MAX_BEHIND_SECONDS: u64 = 300;

/// The type of a body that is text, and of one that is a size.
const TEXT: &str = "text/plain; charset=utf-8";
const SIZE: &str = "text/x.tlog.size";

/// A witness with its memory.
pub struct Service {
    witness: Witness,
    /// Locked from reading a record until the next one is on the disk.
    memory: Mutex<Memory>,
}

/// An answer over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The type of the body.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
}

/// What was answered to a request, for whoever runs the witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The log, if it is a known one that signed the checkpoint.
    pub log: Option<(String, u64)>,
    /// Why nothing was cosigned.
    pub why: Option<Told>,
}

/// Why a request gets no cosignature.
enum Refusal {
    Witness(WitnessProblem),
    Memory(MemoryProblem),
}

impl From<WitnessProblem> for Refusal {
    fn from(why: WitnessProblem) -> Self {
        Self::Witness(why)
    }
}

impl From<MemoryProblem> for Refusal {
    fn from(why: MemoryProblem) -> Self {
        Self::Memory(why)
    }
}

impl Refusal {
    fn told(&self) -> Told {
        match self {
            Self::Witness(why) => why.told(),
            Self::Memory(why) => why.told(),
        }
    }

    fn answer(&self) -> Answer {
        let status = match self {
            Self::Witness(why) => why.status(),
            Self::Memory(_) => 500,
        };
        if let Self::Witness(WitnessProblem::Conflict { size }) = self {
            return Answer {
                status,
                content_type: SIZE,
                body: format!("{size}\n"),
            };
        }
        Answer::text(status, format!("{}\n", self.told().code()))
    }
}

impl Answer {
    pub(crate) const fn text(status: u16, body: String) -> Self {
        Self {
            status,
            content_type: TEXT,
            body,
        }
    }
}

impl Service {
    /// A witness whose keys this is the memory of.
    ///
    /// # Errors
    /// [`MemoryProblem::UnknownKey`] if it is not the memory of one of these keys: a witness that
    /// begins with an empty memory would cosign any fork.
    pub fn new(witness: Witness, memory: Memory) -> Result<Self, MemoryProblem> {
        let known = memory.keys()?;
        if !witness.keys().all(|key| known.contains(key)) {
            return Err(MemoryProblem::UnknownKey);
        }
        Ok(Self {
            witness,
            memory: Mutex::new(memory),
        })
    }

    /// Answers `add-checkpoint`. What it cosigned is on the disk before this returns.
    #[must_use]
    pub fn add_checkpoint(&self, body: &[u8], now_unix_seconds: u64) -> (Answer, Answered) {
        let request = AddCheckpoint::parse(body);
        let cosigned = match &request {
            Ok(request) => self.cosign(request, now_unix_seconds),
            Err(why) => Err(why.clone().into()),
        };
        let (answer, why) = match cosigned {
            Ok(lines) => (Answer::text(200, lines), None),
            Err(why) => (why.answer(), Some(why)),
        };
        let answered = Answered {
            status: answer.status,
            log: request.ok().filter(|_| is_signed(why.as_ref())).map(|it| {
                let size = it.unverified_size();
                (it.unverified_origin().to_owned(), size)
            }),
            why: why.map(|it| it.told()),
        };
        (answer, answered)
    }

    /// Answers a monitor about the log with this hash of its origin.
    #[must_use]
    pub fn checkpoint(&self, origin_hash: &str) -> Answer {
        let kept = self.memory().and_then(|it| it.kept(origin_hash));
        let read = match kept {
            Ok(None) => return Answer::text(404, String::new()),
            Ok(Some(kept)) => self.witness.read_record(&kept.note).map_err(Refusal::from),
            Err(why) => Err(why.into()),
        };
        match read {
            Ok(record) => Answer::text(200, record.note().to_owned()),
            Err(why) => why.answer(),
        }
    }

    /// Answers with the first tree that a log signed besides one that was cosigned, of the same size.
    #[must_use]
    pub fn fork(&self, origin_hash: &str) -> Answer {
        match self.memory().and_then(|it| it.fork(origin_hash)) {
            Ok(None) => Answer::text(404, String::new()),
            Ok(Some(note)) => Answer::text(200, note),
            Err(why) => Refusal::from(why).answer(),
        }
    }

    fn cosign(&self, request: &AddCheckpoint, now: u64) -> Result<String, Refusal> {
        let mut memory = self.memory()?;
        let step = memory.begin()?;
        let hash = origin_hash(request.unverified_origin());
        let kept = step.kept(&hash)?;
        let last = kept.as_ref().map(|it| self.witness.read_record(&it.note));
        let last = last.transpose()?;
        let at = time(kept.as_ref(), now);
        // What is wrong at any time comes first.
        let any = kept.as_ref().map_or(now, |it| it.unix_seconds);
        let signed_at = *at.as_ref().unwrap_or(&any);
        let record = match self.witness.cosign(request, last.as_ref(), signed_at) {
            Err(why) if why.is_fork() => {
                step.keep_fork(&hash, &self.witness.signed_by_log(request)?)?;
                return Err(why.into());
            }
            cosigned => cosigned?,
        };
        let at = at?;
        let is_same = |before: &WitnessRecord| {
            before.head() == record.head() && kept.as_ref().is_some_and(|it| it.unix_seconds == at)
        };
        // Nothing new to keep: anyone can repeat a checkpoint, and each commit costs the disk a sync.
        if let Some(before) = last.as_ref().filter(|it| is_same(it)) {
            return Ok(before.response().to_owned());
        }
        step.keep(&record, at)?;
        Ok(record.response().to_owned())
    }

    /// A thread that failed while it held the memory leaves a witness that refuses.
    fn memory(&self) -> Result<MutexGuard<'_, Memory>, MemoryProblem> {
        self.memory.lock().map_err(|_| MemoryProblem::Io)
    }
}

/// The time to sign with: never before the last one, since a cosignature says what was the newest
/// tree at its time.
fn time(kept: Option<&Kept>, now: u64) -> Result<u64, MemoryProblem> {
    let last = kept.map_or(0, |it| it.unix_seconds);
    if last.saturating_sub(now) > MAX_BEHIND_SECONDS {
        return Err(MemoryProblem::Clock { last });
    }
    Ok(now.max(last))
}

/// Whether whoever got this answer has a checkpoint that a known log signed.
const fn is_signed(why: Option<&Refusal>) -> bool {
    matches!(
        why,
        None | Some(Refusal::Witness(
            WitnessProblem::Conflict { .. } | WitnessProblem::Proof { .. }
        ))
    )
}
