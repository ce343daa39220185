//! What `read-user` takes.

use std::path::PathBuf;

/// Reads one user's part with that user's rights; `audit` starts it.
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(crate) struct Args {
    /// Whose.
    #[arg(long)]
    pub(crate) name: String,
    /// Where the user's home is within the tree.
    #[arg(long)]
    pub(crate) home: PathBuf,
    /// What people call the tree's root folder, which is standard input.
    #[arg(long)]
    pub(crate) shown: PathBuf,
    /// Read what a program said when it was asked, and nothing else: what stands for it.
    #[arg(long)]
    pub(crate) place: Option<PathBuf>,
    /// What it said.
    #[arg(long, requires = "place")]
    pub(crate) answer: Vec<String>,
}
