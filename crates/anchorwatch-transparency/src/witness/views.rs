//! What witnesses show of a log, beside what a mirror shows.

use crate::{
    CheckpointProblem, History, Policy, SignedCheckpoint, TilePath, TiledLog, TreeHead,
    VerifiedCheckpoint, WitnessView,
};

/// Compares what witnesses show with a mirror's checkpoint, over the tiles of its tree, and with one
/// another. Each has its name in the policy, and the note that it shows of this log, if any.
///
/// **Not checked:** which of two trees clients were shown; and a witness's tree that is larger than the
/// mirror's, except beside another witness's of the same size.
#[must_use]
pub fn witness_views(
    policy: &Policy,
    mirror: &VerifiedCheckpoint,
    tile: impl Fn(&TilePath) -> Option<Vec<u8>>,
    shown: &[(&[u8], Option<&[u8]>)],
    now_unix_seconds: u64,
) -> Vec<WitnessView> {
    let log = TiledLog::new(mirror.head(), tile);
    let read: Vec<Result<TreeHead, WitnessView>> = shown
        .iter()
        .map(|(name, note)| {
            let note = note.ok_or(WitnessView::Nothing)?;
            let checkpoint = verified(policy, name, mirror.origin(), note, now_unix_seconds);
            checkpoint.map_err(|why| WitnessView::Refused { why })
        })
        .collect();
    let heads: Vec<TreeHead> = read
        .iter()
        .filter_map(|it| it.as_ref().ok().copied())
        .collect();
    let view = |head: TreeHead| {
        let is_other = |it: &&TreeHead| it.size == head.size && it.root != head.root;
        match beside(&log, head) {
            // Two witnesses that show two trees of one size need no tiles.
            WitnessView::Later { size, .. } | WitnessView::Unproven { size, .. }
                if heads.iter().any(|it| is_other(&it)) =>
            {
                WitnessView::Forked { size, shown: size }
            }
            view => view,
        }
    };
    read.into_iter()
        .map(|it| it.map_or_else(|view| view, view))
        .collect()
}

fn beside(log: &TiledLog<impl Fn(&TilePath) -> Option<Vec<u8>>>, head: TreeHead) -> WitnessView {
    let (size, shown) = (head.size, log.head().size);
    if size > shown {
        return WitnessView::Later { size, shown };
    }
    match log.history(head) {
        Ok(History::Kept) if size == shown => WitnessView::Same { size },
        Ok(History::Kept) => WitnessView::Earlier { size, shown },
        Ok(History::Forked(_)) => WitnessView::Forked { size, shown },
        Err(why) => WitnessView::Unproven { size, why },
    }
}

/// The tree in a witness's own note of this log.
fn verified(
    policy: &Policy,
    name: &[u8],
    origin: &str,
    note: &[u8],
    now: u64,
) -> Result<TreeHead, CheckpointProblem> {
    let cosigners = Vec::new();
    let alone = policy.asking_only(name);
    let alone = alone.ok_or(CheckpointProblem::Quorum { cosigners })?;
    let checkpoint = SignedCheckpoint::parse(note)?.verify(&alone, now)?;
    if checkpoint.origin() != origin {
        let origin = checkpoint.origin().to_owned();
        return Err(CheckpointProblem::UnknownLog { origin });
    }
    Ok(checkpoint.head())
}
