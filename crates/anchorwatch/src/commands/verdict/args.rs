//! Arguments of `verdict`.

use std::path::PathBuf;

/// Judge stored evidence again
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch verdict seen.json")]
pub(crate) struct Args {
    /// Evidence files.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}
