//! Arguments of `verdict`.

use std::path::PathBuf;

use crate::signature::Signed;

/// Judge stored evidence, or others' measurements
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch verdict seen.json")]
pub(crate) struct Args {
    /// Evidence files, or measurements of OONI, ZGrab2, Hyperquack or RIPE Atlas.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) signed: Signed,
}
