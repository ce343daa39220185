//! Arguments of `report`.

use std::path::PathBuf;

use anchorwatch_note::VerifierKey;

use crate::signature::parse_key;

/// Turn measurements into one page that anyone can read
///
/// Reads the evidence (*.jsonl, *.json) in the folders and in the folders directly inside them, and
/// writes one HTML file that needs no network, no script and no other file. `run.json` beside the
/// evidence can name the vantage point; else the folder's name does.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch report measurements --out report.html\n  anchorwatch report almaty astana --language kk --csv tables"
)]
pub(crate) struct Args {
    /// Folders of evidence, or of measurements of OONI, ZGrab2, Hyperquack or RIPE Atlas.
    #[arg(required = true, value_name = "DIR")]
    pub(crate) folders: Vec<PathBuf>,
    /// Write the page to this new file.
    #[arg(long, value_name = "FILE", default_value = "report.html")]
    pub(crate) out: PathBuf,
    /// Also write every table as CSV into this new folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) csv: Option<PathBuf>,
    /// Read only files that are as they were when this key signed them, as a note beside them shows
    /// (may be repeated). `measure --sign` and `check --sign` write such notes.
    #[arg(long, value_name = "KEY", value_parser = parse_key)]
    pub(crate) signed_by: Vec<VerifierKey>,
}
