//! Arguments of `guide`.

use super::System;

/// Find and remove a root by hand, on a phone or another computer
///
/// Prints steps and the fingerprints of the known roots. Sends nothing, reads nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch guide android --language kk")]
pub(crate) struct Args {
    /// The system. Without it, lists the systems that have a guide.
    #[arg(value_enum, value_name = "SYSTEM")]
    pub(crate) system: Option<System>,
}
