//! How a log grew, out of a mirror's tiles.

use std::{cell::RefCell, collections::BTreeMap};

use anchorwatch_transparency::{TileKind, TilePath, TiledLog, TreeHash, TreeHead};

use crate::{file_name::FileName, store::Opened};

/// The most tiles of one proof: two for each of eight levels.
const MAX_TILES: usize = 16;

/// The hashes that show that a log only grew from one tree to another; none if the tiles do not
/// lead to both. Nobody need trust the tiles.
pub(crate) fn of(opened: &Opened, origin: &str, old: TreeHead, new: TreeHead) -> Vec<TreeHash> {
    let read = RefCell::new(BTreeMap::<TilePath, Option<Vec<u8>>>::new());
    let tile = |path: &TilePath| {
        let mut read = read.borrow_mut();
        if let Some(known) = read.get(path) {
            return known.clone();
        }
        let is_wanted = path.kind() != TileKind::Entries && read.len() < MAX_TILES;
        let name = FileName::Tile(origin.to_owned(), *path);
        let max = path.max_bytes() as u64;
        let found = is_wanted.then(|| opened.find(&name, max).ok().flatten());
        read.insert(*path, found.clone().flatten());
        found.flatten()
    };
    let tiles = TiledLog::new(new, tile);
    tiles.prove_consistency(old).unwrap_or_default()
}
