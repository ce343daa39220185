//! Arguments of `undo`.

use std::path::PathBuf;

/// Undo what block, remove and consent changed; follow no lists
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch undo                  # shows what would be taken back\n  anchorwatch undo --apply"
)]
pub(crate) struct Args {
    /// The receipt to undo. Default: all, newest first.
    #[arg(value_name = "RECEIPT")]
    pub(crate) receipt: Option<String>,
    /// Also delete the journal and what is remembered of signed lists once everything is undone, so that no record of the changes
    /// remains. Files are deleted, not wiped: traces may remain on the disk.
    #[arg(long, conflicts_with = "receipt")]
    pub(crate) forget: bool,
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Show every key, store and change.
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}
