//! Arguments of `refilter`.

use std::path::PathBuf;

/// Filter the system store again; the hook of block runs this
///
/// Removes refused keys from the system store. The hook and the watch that `block` installs run
/// it after every certificate update and when a file or a home changes, and every hour for all
/// programs.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch refilter")]
pub(crate) struct Args {
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Run because a file changed, not after the distribution's tool.
    #[arg(long)]
    pub(crate) watched: bool,
    /// Block again what the list says, in every program; an hourly timer runs this.
    #[arg(long)]
    pub(crate) everywhere: bool,
    /// Watch users' homes and settings, and run with --everywhere when roots or settings change.
    #[arg(long, conflicts_with_all = ["watched", "everywhere"])]
    pub(crate) homes: bool,
}
