//! All that a client needs, in one file, for wherever no server is in reach.
//!
//! ```text
//! bundle    = "AWBUNDL" 01 first sets approved quick
//! first     = u64                     ; the epoch of the first of the sets
//! sets      = block of *set           ; notes of sets of publishers, one epoch after another
//! set       = block
//! approved  = note list
//! quick     = note list               ; both empty if there is none
//! note      = block
//! list      = block
//! ```
//!
//! Numbers are those of a list (`docs/spec/distrust-list.md` §8).
//!
//! **Not checked:** anything, until [`ListState::accept_bundle`] verifies each part.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_note::MAX_NOTE_BYTES;

use crate::{
    BundleProblem, ListProblem, ListState, MAX_LIST_BYTES, Role,
    octets::{Reader, put_block},
    verify,
};

const MAGIC: &[u8; 8] = b"AWBUNDL\x01";

/// The most sets of publishers in one bundle.
pub const MAX_SETS: usize = 64;

/// The largest bundle that is read: two lists, and notes of the usual size.
pub const MAX_BUNDLE_BYTES: usize = 2 * MAX_LIST_BYTES + 4 * MAX_NOTE_BYTES;

/// A note and what it is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signed<'a> {
    /// The note.
    pub note: &'a [u8],
    /// The octets of the list.
    pub list: &'a [u8],
}

/// The parts of a bundle, as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle<'a> {
    /// The epoch of the first of `sets`.
    pub first_epoch: u64,
    /// Notes of sets of publishers, one epoch after another.
    pub sets: Vec<&'a [u8]>,
    /// The approved list.
    pub approved: Signed<'a>,
    /// The quick list that adds to it, if there is one.
    pub quick: Option<Signed<'a>>,
}

impl<'a> Bundle<'a> {
    /// Writes a bundle.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&self.first_epoch.to_be_bytes());
        let mut sets = Vec::new();
        self.sets.iter().for_each(|set| put_block(&mut sets, set));
        put_block(&mut out, &sets);
        for part in [self.approved, self.quick.unwrap_or_default()] {
            put_block(&mut out, part.note);
            put_block(&mut out, part.list);
        }
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
            sets.push(of_sets.block()?.rest());
        }
        let approved = signed(&mut reader)?;
        let quick = signed(&mut reader)?;
        reader.end()?;
        Ok(Self {
            first_epoch,
            sets,
            approved,
            quick: Some(quick).filter(|it| *it != Signed::default()),
        })
    }
}

fn signed<'a>(reader: &mut Reader<'a>) -> Result<Signed<'a>, ListProblem> {
    let note = reader.block()?.rest();
    let list = reader.block()?.rest();
    Ok(Signed { note, list })
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
        for (set, after) in bundle.sets.iter().zip(0..) {
            // Nobody signed the number of the first epoch. It only says what may be left out.
            let epoch = bundle.first_epoch.saturating_add(after);
            if epoch > state.publishers().epoch() {
                let next = state.rotate(set, now);
                state = next.map_err(|why| BundleProblem::Publishers { why })?;
            }
        }
        let parts = [
            (Role::Approved, Some(bundle.approved)),
            (Role::Quick, bundle.quick),
        ];
        for (role, part) in parts {
            let Some(Signed { note, list }) = part else {
                continue;
            };
            let list = verify(note, list, state.publishers(), role);
            let list = list.map_err(|why| BundleProblem::Signatures { why })?;
            let next = state.accept(&list, now);
            state = next.map_err(|why| BundleProblem::Update { why })?;
        }
        Ok(state)
    }
}
