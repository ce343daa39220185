//! All that a client needs, in one file, for wherever no server is in reach.
//!
//! ```text
//! bundle    = "AWBUNDL" 01 first sets approved quick logs
//! first     = u64                     ; the epoch of the first of the sets
//! sets      = block of *set           ; sets of publishers, one epoch after another
//! set       = note proof
//! approved  = note proof list
//! quick     = note proof list         ; all empty if there is none
//! note      = block
//! proof     = block                   ; empty if no log is asked for
//! list      = block
//! logs      = block of *log           ; in ascending order of their origins
//! log       = origin leaves
//! origin    = block
//! leaves    = block of *hash          ; of the leaves of the log, from the first one on
//! ```
//!
//! Numbers are those of a list (`docs/spec/distrust-list.md` §8).
//!
//! **Not checked:** anything, until [`ListState::accept_bundle`] verifies each part.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_note::MAX_NOTE_BYTES;
use anchorwatch_transparency::{MAX_ORIGIN_BYTES, Tree, TreeHash, TreeHead, prove_consistency};

use crate::{
    BundleProblem, ListProblem, ListState, MAX_LIST_BYTES, Role, VerifiedStatement,
    octets::{Reader, put_block},
};

const MAGIC: &[u8; 8] = b"AWBUNDL\x01";

/// The most sets of publishers in one bundle.
pub const MAX_SETS: usize = 64;

/// The largest bundle that is read: two lists, and notes of the usual size.
pub const MAX_BUNDLE_BYTES: usize = 2 * MAX_LIST_BYTES + 4 * MAX_NOTE_BYTES;

/// The most logs of which a bundle has the leaves: those that one set can name.
const MAX_BUNDLED_LOGS: usize = 100;

/// A note and what it is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signed<'a> {
    /// The note.
    pub note: &'a [u8],
    /// The proof that its text is in a log; empty if no log is asked for.
    pub proof: &'a [u8],
    /// The octets of the list.
    pub list: &'a [u8],
}

/// A note and the proof that its text is in a log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LoggedNote<'a> {
    /// The note.
    pub note: &'a [u8],
    /// The proof; empty if no log is asked for.
    pub proof: &'a [u8],
}

/// What shows that a log only grew: its leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BundledLog<'a> {
    /// Which log.
    pub origin: &'a str,
    /// The hashes of its leaves, from the first one on, one after another.
    pub leaves: &'a [u8],
}

/// The parts of a bundle, as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle<'a> {
    /// The epoch of the first of `sets`.
    pub first_epoch: u64,
    /// Sets of publishers, one epoch after another.
    pub sets: Vec<LoggedNote<'a>>,
    /// The approved list.
    pub approved: Signed<'a>,
    /// The quick list that adds to it, if there is one.
    pub quick: Option<Signed<'a>>,
    /// Logs, in ascending order of their origins.
    pub logs: Vec<BundledLog<'a>>,
}

impl<'a> Bundle<'a> {
    /// Writes a bundle.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&self.first_epoch.to_be_bytes());
        let mut sets = Vec::new();
        for set in &self.sets {
            put_block(&mut sets, set.note);
            put_block(&mut sets, set.proof);
        }
        put_block(&mut out, &sets);
        for part in [self.approved, self.quick.unwrap_or_default()] {
            put_block(&mut out, part.note);
            put_block(&mut out, part.proof);
            put_block(&mut out, part.list);
        }
        let mut logs = Vec::new();
        for log in &self.logs {
            put_block(&mut logs, log.origin.as_bytes());
            put_block(&mut logs, log.leaves);
        }
        put_block(&mut out, &logs);
        out
    }

    /// Splits a bundle into its parts, without looking into them.
    ///
    /// # Errors
    /// [`ListProblem`] says what is wrong, and where.
    pub fn parse(octets: &'a [u8]) -> Result<Self, ListProblem> {
        if octets.len() > MAX_BUNDLE_BYTES {
            let max = MAX_BUNDLE_BYTES as u64;
            return Err(ListProblem::TooLarge { max });
        }
        let rest = octets.strip_prefix(MAGIC).ok_or(ListProblem::OtherFile)?;
        let mut reader = Reader::at(rest, MAGIC.len());
        let first_epoch = reader.u64()?;
        let mut of_sets = reader.block()?;
        let mut sets = Vec::new();
        while !of_sets.is_empty() {
            if sets.len() == MAX_SETS {
                let max = MAX_SETS as u64;
                return Err(ListProblem::TooMany { max });
            }
            let note = of_sets.block()?.rest();
            let proof = of_sets.block()?.rest();
            sets.push(LoggedNote { note, proof });
        }
        let approved = signed(&mut reader)?;
        let quick = signed(&mut reader)?;
        let logs = logs(reader.block()?)?;
        reader.end()?;
        Ok(Self {
            first_epoch,
            sets,
            approved,
            quick: Some(quick).filter(|it| *it != Signed::default()),
            logs,
        })
    }

    /// The hashes by which a log grew, out of its leaves.
    fn growth(&self, origin: &str, old: TreeHead, new: TreeHead) -> Vec<TreeHash> {
        let log = self.logs.iter().find(|it| it.origin == origin);
        let leaves = log.map(|it| it.leaves).unwrap_or_default();
        let (leaves, _) = leaves.as_chunks::<{ TreeHash::BYTES }>();
        let mut tree = Tree::default();
        leaves.iter().for_each(|it| tree.push(TreeHash::new(*it)));
        prove_consistency(&tree, old.size, new.size).unwrap_or_default()
    }
}

fn signed<'a>(reader: &mut Reader<'a>) -> Result<Signed<'a>, ListProblem> {
    Ok(Signed {
        note: reader.block()?.rest(),
        proof: reader.block()?.rest(),
        list: reader.block()?.rest(),
    })
}

fn logs(mut reader: Reader<'_>) -> Result<Vec<BundledLog<'_>>, ListProblem> {
    let mut logs: Vec<BundledLog<'_>> = Vec::new();
    while !reader.is_empty() {
        if logs.len() == MAX_BUNDLED_LOGS {
            let max = MAX_BUNDLED_LOGS as u64;
            return Err(ListProblem::TooMany { max });
        }
        let (wrong, order) = (reader.value(), reader.order());
        let origin = std::str::from_utf8(reader.block()?.rest()).unwrap_or_default();
        let leaves = reader.block()?.rest();
        let is_whole = leaves.len().is_multiple_of(TreeHash::BYTES);
        if origin.is_empty() || origin.len() > MAX_ORIGIN_BYTES || !is_whole {
            return Err(wrong);
        }
        if logs.last().is_some_and(|it| it.origin >= origin) {
            return Err(order);
        }
        logs.push(BundledLog { origin, leaves });
    }
    Ok(logs)
}

impl ListState {
    /// Takes all parts of a bundle, or nothing. Sets of publishers that are held already are left
    /// out, and so is a list that is held.
    ///
    /// # Errors
    /// [`BundleProblem`] names the part, and says why it is refused.
    pub fn accept_bundle(
        &self,
        bundle: &Bundle<'_>,
        now: UnixSeconds,
    ) -> Result<Self, BundleProblem> {
        let mut state = self.clone();
        let growth = |origin: &str, old, new| bundle.growth(origin, old, new);
        for (set, after) in bundle.sets.iter().zip(0..) {
            // Nobody signed the number of the first epoch. It only says what may be left out.
            let epoch = bundle.first_epoch.saturating_add(after);
            if epoch > state.publishers().epoch() {
                let next = state.rotate_logged(set.note, set.proof, &growth, now);
                state = next.map_err(|why| BundleProblem::Publishers { why })?;
            }
        }
        let parts = [
            (Role::Approved, Some(bundle.approved)),
            (Role::Quick, bundle.quick),
        ];
        for (role, part) in parts {
            let Some(Signed { note, proof, list }) = part else {
                continue;
            };
            let publishers = state.publishers();
            let said = VerifiedStatement::verify_logged(note, proof, publishers, role, now);
            let list = said
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|it| it.open(list));
            let list = list.map_err(|why| BundleProblem::Signatures { why })?;
            let next = state.accept_logged(&list, &growth, now);
            state = next.map_err(|why| BundleProblem::Update { why })?;
        }
        Ok(state)
    }
}
