//! Arguments of `list`.

use std::path::PathBuf;

use clap::Subcommand;

/// What is on a distrust list, and is this certificate on it?
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list show --all\n  anchorwatch list show crl-set --certificate seen.pem\n  anchorwatch list import crlset.crx onecrl.json --output entries.json"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) action: ListAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ListAction {
    Show(ListShow),
    Import(ListImport),
}

/// What is on a list, and is this certificate on it?
///
/// Reads a CRLSet of Chromium (plain, or the signed component), Mozilla's OneCRL, Java's
/// blocked.certs, and the output of `list import`. The format is detected. Changes nothing.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list show --all                # every known key\n  anchorwatch list show crl-set --certificate seen.pem\n\nWith --certificate: 10 if an entry matches, 11 if that cannot be told, else 0."
)]
pub(crate) struct ListShow {
    /// The lists. Default: the built-in entries.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Show which entries match the certificates in this file (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Vec<PathBuf>,
    /// List every entry; for built-in entries also who held the key.
    #[arg(long)]
    pub(crate) all: bool,
}

/// Convert lists of other publishers into one (JSON, anchorwatch.entries/1).
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch list import crlset.crx onecrl.json --output entries.json"
)]
pub(crate) struct ListImport {
    /// The lists.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Write to this new file instead of stdout.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
