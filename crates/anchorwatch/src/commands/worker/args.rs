//! Arguments of `worker`.

use std::path::PathBuf;

/// Does one user's part of an audit, block or undo with that user's rights; started by them.
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(crate) struct Args {
    /// What it may do.
    pub(super) kind: Kind,
    /// The number of the inherited descriptor with the request.
    #[arg(long)]
    pub(super) request: u32,
    /// The displayed name of the tree's root folder, which is standard input.
    #[arg(long)]
    pub(super) shown: PathBuf,
}

/// What a worker may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    /// Read, and nothing else.
    Read,
    /// Plan and make changes.
    Change,
    /// Read, and wait until a home is another.
    Watch,
    /// Audit the container image that is standard input.
    Image,
}
