//! What `refilter` takes.

use std::path::PathBuf;

/// Filter the system store again; the hook of block runs this
///
/// Takes refused keys out of the system store. The hook and the watch that `block` installs
/// run it after every update of the certificates, and when a file changes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch refilter")]
pub(crate) struct Args {
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// A file changed, and the distribution's tool did not run.
    #[arg(long)]
    pub(crate) watched: bool,
}
