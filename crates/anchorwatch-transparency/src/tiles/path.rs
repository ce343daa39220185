//! Where a tile is.

use std::{fmt, str::FromStr};

use super::{TILE_LEVELS, TILE_WIDTH, bundle::MAX_ENTRY_BYTES};
use crate::{TileProblem, TreeHash, limits::MAX_TREE_SIZE};

/// The highest level of tiles.
const MAX_LEVEL: u32 = 63;

/// What a tile has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TileKind {
    /// Roots of subtrees with 256^level leaves.
    Hashes {
        /// From 0, where they are leaves, to 63.
        level: u32,
    },
    /// The entries themselves.
    Entries,
}

/// The path of a tile below a log's prefix: `tile/0/x001/x234/067`, `tile/entries/000.p/7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TilePath {
    kind: TileKind,
    index: u64,
    width: u16,
}

impl TilePath {
    /// The tile with this index of a tree of this size, whole or as far as the tree goes; `None`
    /// if the tree has no such tile.
    #[must_use]
    pub fn in_tree(kind: TileKind, index: u64, size: u64) -> Option<Self> {
        let count = hashes_at(kind, size);
        let before = index.checked_mul(u64::from(TILE_WIDTH))?;
        let left = count.checked_sub(before).filter(|it| *it > 0)?;
        let width = u16::try_from(left).unwrap_or(TILE_WIDTH).min(TILE_WIDTH);
        Some(Self { kind, index, width })
    }

    /// What it has.
    #[must_use]
    pub const fn kind(&self) -> TileKind {
        self.kind
    }

    /// Its place in its level, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes or entries it has: 1 to 256.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Whether it is as wide as a tile can be: then it never changes again.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The most bytes that such a tile has: whoever fetches it reads no more.
    #[must_use]
    pub fn max_bytes(&self) -> usize {
        let one = match self.kind {
            TileKind::Hashes { .. } => TreeHash::BYTES,
            TileKind::Entries => size_of::<u16>() + MAX_ENTRY_BYTES,
        };
        usize::from(self.width) * one
    }

    /// The full tile in this place. A log may have deleted the partial ones once it is there.
    #[must_use]
    pub const fn full(self) -> Self {
        let width = TILE_WIDTH;
        Self { width, ..self }
    }
}

/// How many hashes a level has in a tree of this size.
pub(super) fn hashes_at(kind: TileKind, size: u64) -> u64 {
    match kind {
        TileKind::Entries => size,
        TileKind::Hashes { level } => {
            let shift = level.saturating_mul(TILE_LEVELS);
            size.checked_shr(shift).unwrap_or(0)
        }
    }
}

impl FromStr for TilePath {
    type Err = TileProblem;

    /// Reads a path in its only form. It names no file outside of `tile/`.
    fn from_str(text: &str) -> Result<Self, TileProblem> {
        read(text).ok_or(TileProblem::Path)
    }
}

fn read(text: &str) -> Option<TilePath> {
    let (kind, place) = text.strip_prefix("tile/")?.split_once('/')?;
    let kind = if kind == "entries" {
        TileKind::Entries
    } else {
        let level = u32::try_from(crate::decimal::parse(kind)?).ok()?;
        (level <= MAX_LEVEL).then_some(TileKind::Hashes { level })?
    };
    let (place, width) = match place.split_once(".p/") {
        None => (place, TILE_WIDTH),
        Some((place, width)) => {
            let width = u16::try_from(crate::decimal::parse(width)?).ok()?;
            (1..TILE_WIDTH).contains(&width).then_some((place, width))?
        }
    };
    let index = index(place)?;
    Some(TilePath { kind, index, width })
}

/// Reads groups of three digits, each but the last with an `x` before it.
fn index(text: &str) -> Option<u64> {
    let mut groups = text.split('/').peekable();
    let mut index: u64 = 0;
    let mut is_first = true;
    while let Some(group) = groups.next() {
        let is_last = groups.peek().is_none();
        let digits = if is_last {
            group
        } else {
            group.strip_prefix('x')?
        };
        let is_number = digits.len() == 3 && digits.bytes().all(|it| it.is_ascii_digit());
        // A first group of zeros would be a second form of the same number.
        if !is_number || (is_first && !is_last && digits == "000") {
            return None;
        }
        index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        is_first = false;
    }
    (index <= MAX_TREE_SIZE).then_some(index)
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes { level } => write!(f, "tile/{level}")?,
            TileKind::Entries => f.write_str("tile/entries")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for (place, group) in groups.iter().enumerate().rev() {
            let mark = if place == 0 { "" } else { "x" };
            write!(f, "/{mark}{group:03}")?;
        }
        if self.is_full() {
            return Ok(());
        }
        write!(f, ".p/{}", self.width)
    }
}
