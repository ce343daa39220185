//! Arguments of `audit`.

use std::path::PathBuf;

use super::finding_id::Wanted;

/// Which roots are trusted here, and which should worry me?
///
/// A finding is an alarm (known interception, a leaked key, a suspected family), a question for
/// the owner (unknown, a government root, an inspection product, verification off, a proxy), or
/// a note (retired, or removed for cause while the distribution still ships it).
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch audit\n  anchorwatch audit --all | less\n  anchorwatch audit --explain 143cc1b4\n  anchorwatch audit --root /mnt/image --format json\n  docker save debian:12 | anchorwatch audit --image -\n  anchorwatch audit --since last-week.json\n  anchorwatch audit --baseline known.json --fail-on alarm\n\nExit code 10: something counts that is as urgent as --fail-on says, or more. What is refused\nhere, consented to or in the baseline does not count. 11: nothing does, and something could\nnot be read."
)]
pub(crate) struct Args {
    /// Audit this tree: the files of a disk image or container.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Audit this container image: an OCI archive or the output of `docker save`, gzipped or
    /// not; `-` is standard input. Nothing in it is extracted or run.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["root", "ask"])]
    pub(crate) image: Option<PathBuf>,
    /// Which image of the file, if there are several: its name, its digest or the beginning of
    /// it, or a platform such as linux/arm64. Default: the one for this machine's processor.
    #[arg(long, value_name = "IMAGE", requires = "image")]
    pub(crate) select: Option<String>,
    /// Show everything: each finding in full, public and retired roots, every store, and
    /// every place that was not checked.
    #[arg(long)]
    pub(crate) all: bool,
    /// Show one root in full: its reasons and their sources, dates, fingerprints, and which
    /// programs trust it where. The ID is printed before its name; a whole SHA-256 or SHA-1
    /// fingerprint works too.
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    pub(crate) explain: Option<Wanted>,
    /// Mark roots as new if this earlier answer (--format json) does not list them.
    #[arg(long, value_name = "FILE")]
    pub(crate) since: Option<PathBuf>,
    /// Do not count findings in this file: an earlier answer (--format json) or a list of your
    /// own. A root is matched by key, kind and class. An alarm always counts, unless your own
    /// list accepts it.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Exit with code 10 for findings of this severity or worse.
    #[arg(long, value_name = "SEVERITY", value_enum, default_value = "ask")]
    pub(crate) fail_on: FailOn,
    /// Include the machine's name in the JSON answer. By default it is left out.
    #[arg(long)]
    pub(crate) hostname: bool,
    /// Also ask the installed programs where their roots come from. Each runs as its user,
    /// without network.
    #[arg(long)]
    pub(crate) ask: bool,
}

/// The least severe finding that sets the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FailOn {
    /// Known interception, a leaked key, a suspected family.
    Alarm,
    /// Those, and findings that only the owner can judge.
    Ask,
    /// Every finding.
    Note,
    /// Never: exit with 0, or 11 if something could not be read.
    Never,
}
