//! What `undo` takes.

use std::path::PathBuf;

/// Take back what block, remove and consent changed
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch undo                  # shows what would be taken back\n  anchorwatch undo --apply"
)]
pub(crate) struct Args {
    /// The receipt to take back; all, newest first, if not given.
    #[arg(value_name = "RECEIPT")]
    pub(crate) receipt: Option<String>,
    /// Delete the journal too, once everything is taken back: no record stays of what
    /// was done here. (Deleted, not wiped: what the disk keeps of it is up to the disk.)
    #[arg(long, conflicts_with = "receipt")]
    pub(crate) forget: bool,
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Show every key, place and change.
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}
