//! A log as files that never change (tlog-tiles).

mod bundle;
mod bundle_proof;
mod history;
mod path;
mod plan;
mod read;
mod write;

pub use bundle::{MAX_ENTRY_BYTES, entries};
pub use history::{Fork, History};
pub use path::{TileKind, TilePath};
pub use plan::{tiles_for_consistency, tiles_for_inclusion};
pub use read::TiledLog;
pub use write::{Tile, TileWriter};

/// How many hashes or entries a full tile has.
pub const TILE_WIDTH: u16 = 256;

/// How many levels of the tree a tile spans: 2^8 are [`TILE_WIDTH`].
const TILE_LEVELS: u32 = TILE_WIDTH.ilog2();
