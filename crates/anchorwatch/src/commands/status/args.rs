//! Arguments of `status`.

use std::path::PathBuf;

/// Is a block in force, since when, and is it still complete?
///
/// Shows what is refused here, the receipts, whether the hook and the watch are in place, and
/// which consents are in force until when. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch status\n  anchorwatch status --root /mnt/image --format json\n\nExit code 10: a file of the block was changed or is gone, or some program still trusts a\nrefused key. 11: something could not be read."
)]
pub(crate) struct Args {
    /// The tree to look at.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
}
