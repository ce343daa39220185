//! The names of a mirror's files. They are made here, out of numbers and hashes; a source never
//! gives one.

use std::fmt;

use anchorwatch_list::ListHash;
use anchorwatch_transparency::{TilePath, origin_hash};

/// A file of a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileName {
    /// The newest notes.
    Latest,
    /// A set of publishers, by its epoch.
    Publishers(u64),
    /// A list.
    List(ListHash),
    /// A delta.
    Delta(ListHash),
    /// The note of an approved list, by epoch and sequence.
    Approved(u64, u64),
    /// A tile of the log with this origin.
    Tile(String, TilePath),
    /// A file that the caller made out of numbers, hashes and words of its own.
    Named(String),
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => f.write_str("latest"),
            Self::Publishers(epoch) => write!(f, "publishers/{epoch}"),
            Self::List(hash) => write!(f, "list/{hash}"),
            Self::Delta(hash) => write!(f, "delta/{hash}"),
            Self::Approved(epoch, sequence) => write!(f, "approved/{epoch}/{sequence}"),
            Self::Named(name) => f.write_str(name),
            Self::Tile(origin, path) => write!(f, "log/{}/{path}", origin_hash(origin)),
        }
    }
}
