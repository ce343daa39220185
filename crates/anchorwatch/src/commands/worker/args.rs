//! What `worker` takes.

use std::path::PathBuf;

/// Does a user's part of an audit, a block or an undo with that user's rights; they start it.
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(crate) struct Args {
    /// What it may do.
    pub(super) kind: Kind,
    /// Under which number the file with the request was inherited.
    #[arg(long)]
    pub(super) request: u32,
    /// What people call the tree's root folder, which is standard input.
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
    /// Audit the container image that is standard input.
    Image,
}
