//! Entries one after another, each with its length before it.

use crate::TileProblem;

/// The longest entry, in bytes: what its length can say.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;

/// Splits a bundle into exactly this many entries.
///
/// **Not checked:** that they are the log's. [`TiledLog::entry`](crate::TiledLog::entry) does that.
///
/// # Errors
/// [`TileProblem::Bundle`] if it has fewer, or anything after them.
pub fn entries(bundle: &[u8], count: u16) -> Result<Vec<&[u8]>, TileProblem> {
    let mut rest = bundle;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (entry, after) = split(rest).ok_or(TileProblem::Bundle)?;
        entries.push(entry);
        rest = after;
    }
    if rest.is_empty() {
        Ok(entries)
    } else {
        Err(TileProblem::Bundle)
    }
}

fn split(bundle: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bundle.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

/// Adds an entry.
pub(super) fn put(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), TileProblem> {
    let length = u16::try_from(entry.len()).map_err(|_| TileProblem::Entry)?;
    bundle.extend(length.to_be_bytes());
    bundle.extend(entry);
    Ok(())
}
