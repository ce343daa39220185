//! What `errand` takes.

use std::path::PathBuf;

/// Plans or changes something in a user's folders with that user's rights; `block` and
/// `undo` start it.
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(crate) struct Args {
    /// Under which number the file with the errand was inherited.
    #[arg(long)]
    pub(crate) asked: u32,
    /// Whose part is planned.
    #[arg(long, requires = "home")]
    pub(crate) name: Option<String>,
    /// Where that user's home is within the tree.
    #[arg(long)]
    pub(crate) home: Option<PathBuf>,
    /// What people call the tree's root folder, which is standard input.
    #[arg(long)]
    pub(crate) shown: PathBuf,
}
