//! The keys that signed lists refuse in a machine's stores.
//!
//! A store refuses a root whatever it vouches for, so entries with conditions, or that match another way
//! than by key, are left to the verifier. A key that a root program has is refused only by an entry that
//! already refuses public paths: one publisher alone switches off no public site.

use anchorwatch_home::{BlockedKey, ListFiles, Tree, Twins, paths};
use anchorwatch_identity::{UnixSeconds, registry};
use anchorwatch_list::ListState;
use anchorwatch_policy::{
    DistrustEntry, EntrySource,
    distrust::{Match, Threshold},
};

use crate::PlanError;

/// What the list of refused keys says of a key that a signed list has.
const BECAUSE: &str = "signed list: ";

/// The keys that the signed lists which this tree follows refuse in stores now.
///
/// # Errors
/// [`PlanError::Home`]: the lists cannot be read, trusted or understood.
pub fn keys_of_lists(tree: &Tree, now: UnixSeconds) -> Result<Vec<BlockedKey>, PlanError> {
    let Some(octets) = ListFiles::new(tree).published()? else {
        return Ok(Vec::new());
    };
    let lists = ListState::decode(&octets).map_err(|why| anchorwatch_home::Error::Format {
        path: tree.display_path(paths::SIGNED_LISTS.as_ref()),
        source: why.into(),
    })?;
    let entries = lists.entries(now);
    Ok(entries.iter().filter_map(|it| key(it, now)).collect())
}

fn key(entry: &DistrustEntry, now: UnixSeconds) -> Option<BlockedKey> {
    let Match::Key(key) = entry.matches else {
        return None;
    };
    let may = entry.threshold == Threshold::High || !registry::in_public_program(&key);
    let EntrySource::Signed(signed) = &entry.source else {
        return None;
    };
    let list = &signed.list;
    (may && entry.limits.are_none()).then(|| BlockedKey {
        key,
        because: format!(
            "{BECAUSE}{}, {} {}",
            list.origin,
            list.part.code(),
            list.sequence
        ),
        since: now,
        twins: Twins::default(),
    })
}

#[cfg(test)]
pub(crate) mod tests;
