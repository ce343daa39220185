//! What a mirror shows first: the newest notes with their proofs, in one small file.
//!
//! ```text
//! latest    = "AWLATST" 01 epoch approved quick
//! epoch     = u64                     ; of the last set of publishers
//! approved  = note proof
//! quick     = note proof              ; both empty if there is none
//! note      = block
//! proof     = block                   ; empty if no log is asked for
//! ```
//!
//! One file, so that a mirror changes both notes and their proofs at once. Numbers are those of a
//! list (`docs/spec/distrust-list.md` §9).
//!
//! **Not checked:** anything. Nobody signs this file, only the notes in it.

use anchorwatch_note::MAX_NOTE_BYTES;
use anchorwatch_transparency::MAX_LOG_PROOF_BYTES;

use crate::{
    ListProblem, LoggedNote,
    octets::{Reader, put_block},
};

const MAGIC: &[u8; 8] = b"AWLATST\x01";

/// The largest set of publishers that is read, with its proof.
pub const MAX_SIGNED_SET_BYTES: usize = MAX_NOTE_BYTES + MAX_LOG_PROOF_BYTES + 16;

/// The largest such file that is read.
pub const MAX_LATEST_BYTES: usize = 2 * MAX_SIGNED_SET_BYTES + 16;

/// The newest notes of a mirror, as they came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latest<'a> {
    /// The epoch of the last set of publishers.
    pub epoch: u64,
    /// About the approved list.
    pub approved: LoggedNote<'a>,
    /// About the quick list, if there is one.
    pub quick: Option<LoggedNote<'a>>,
}

impl<'a> Latest<'a> {
    /// Writes the file.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&self.epoch.to_be_bytes());
        for LoggedNote { note, proof } in [self.approved, self.quick.unwrap_or_default()] {
            put_block(&mut out, note);
            put_block(&mut out, proof);
        }
        out
    }

    /// Splits the file into its parts, without looking into them.
    ///
    /// # Errors
    /// [`ListProblem`] says what is wrong, and where.
    pub fn parse(octets: &'a [u8]) -> Result<Self, ListProblem> {
        within(octets, MAX_LATEST_BYTES)?;
        let rest = octets.strip_prefix(MAGIC).ok_or(ListProblem::OtherFile)?;
        let mut reader = Reader::at(rest, MAGIC.len());
        let epoch = reader.u64()?;
        let approved = logged_note(&mut reader)?;
        let quick = logged_note(&mut reader)?;
        reader.end()?;
        Ok(Self {
            epoch,
            approved,
            quick: Some(quick).filter(|it| *it != LoggedNote::default()),
        })
    }
}

impl<'a> LoggedNote<'a> {
    /// Writes both, a block each: the file of a set of publishers.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_block(&mut out, self.note);
        put_block(&mut out, self.proof);
        out
    }

    /// Splits such a file.
    ///
    /// # Errors
    /// [`ListProblem`] says what is wrong, and where.
    pub fn parse(octets: &'a [u8]) -> Result<Self, ListProblem> {
        within(octets, MAX_SIGNED_SET_BYTES)?;
        let mut reader = Reader::at(octets, 0);
        let set = logged_note(&mut reader)?;
        reader.end()?;
        Ok(set)
    }
}

fn logged_note<'a>(reader: &mut Reader<'a>) -> Result<LoggedNote<'a>, ListProblem> {
    let note = reader.block()?.rest();
    let proof = reader.block()?.rest();
    Ok(LoggedNote { note, proof })
}

fn within(octets: &[u8], max: usize) -> Result<(), ListProblem> {
    if octets.len() > max {
        let max = max as u64;
        return Err(ListProblem::TooLarge { max });
    }
    Ok(())
}
