//! The certificates that the distribution ships, by its package manager's records.

use std::{collections::BTreeSet, path::PathBuf};

use anchorwatch_home::Tree;
use anchorwatch_identity::CertSha256;

use crate::read_problem::ReadProblem;

anchorwatch_remark::remarks! {
    /// Why the distribution's certificates, or one of them, are not known.
    pub enum ShippedProblem {
        /// A record or a file could not be read.
        "shipped_unread" => Unread {
            /// What prevented it.
            why: ReadProblem,
        },
        /// A file is not as its package shipped it.
        "shipped_changed" => Changed {
            /// The file.
            path: PathBuf,
        },
        /// A record names nothing that is as it was shipped.
        "shipped_nothing" => NothingShipped {
            /// The record.
            path: PathBuf,
        },
        /// A record is not text.
        "shipped_not_text" => NotText {
            /// The record.
            path: PathBuf,
        },
        /// A record has a line that is not a checksum.
        "shipped_not_a_sum" => NotASum {
            /// The record.
            path: PathBuf,
        },
    }
}

/// What the distribution's package ships.
#[derive(Debug, Default)]
pub struct Shipped {
    /// The certificates.
    pub certificates: BTreeSet<CertSha256>,
    /// Files that could not be read or are not as they were shipped; what is in them was
    /// not shipped.
    pub changed: Vec<ShippedProblem>,
}

/// A package manager's records of the certificates that it installed.
#[derive(Debug)]
pub struct PackageRecords {
    /// Whether there are any, in any state.
    pub are_there: fn(&Tree) -> bool,
    /// Reads them, and every file that they name.
    pub read: fn(&Tree) -> Result<Shipped, ShippedProblem>,
}
