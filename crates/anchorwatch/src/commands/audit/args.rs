//! What `audit` takes.

use std::path::PathBuf;

use super::finding_id::Wanted;

/// Which roots are trusted here, and which should worry me?
///
/// A finding is an alarm (known interception, a leaked key, a suspected family), a question
/// to the owner (unknown, a state's root, an inspection product, verification off, a proxy),
/// or a note (retired, or removed for cause while the distribution still ships it).
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch audit\n  anchorwatch audit --all | less\n  anchorwatch audit --explain 143cc1b4\n  anchorwatch audit --root /mnt/image --format json\n  docker save debian:12 | anchorwatch audit --image -\n  anchorwatch audit --since last-week.json\n  anchorwatch audit --baseline known.json --fail-on alarm\n\nExit code 10: something counts that is as urgent as --fail-on says, or more. What is refused\nhere, consented to or in the baseline does not count. 11: nothing does, and something could\nnot be read."
)]
pub(crate) struct Args {
    /// The tree to look at: a disk image's or container's files.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// The container image to look at: an OCI archive or the output of `docker save`, in gzip or
    /// not; `-` is standard input. Nothing of it is unpacked or started.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["root", "ask"])]
    pub(crate) image: Option<PathBuf>,
    /// Which image of the file, if there are several: its name, its digest or how that begins, or
    /// a platform such as linux/arm64. Without this, the one for this machine's processor.
    #[arg(long, value_name = "IMAGE", requires = "image")]
    pub(crate) select: Option<String>,
    /// Show everything: each finding in full, public and retired roots, every store, and
    /// every place that was not checked.
    #[arg(long)]
    pub(crate) all: bool,
    /// Show one root in full: its reasons with their sources, dates, fingerprints, and who
    /// trusts it where. The ID stands before its name in the answer; a whole SHA-256 or SHA-1
    /// fingerprint works too.
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    pub(crate) explain: Option<Wanted>,
    /// Mark what an earlier answer (--format json) does not list as new.
    #[arg(long, value_name = "FILE")]
    pub(crate) since: Option<PathBuf>,
    /// Do not count what this file knows: an earlier answer (--format json), or a list of
    /// one's own. A root is matched by key, kind and class. An alarm always counts, unless a
    /// list of one's own accepts it.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// From which severity on a finding makes the exit code 10.
    #[arg(long, value_name = "SEVERITY", value_enum, default_value = "ask")]
    pub(crate) fail_on: FailOn,
    /// Put the machine's name into the JSON answer. Without it no name is in it.
    #[arg(long)]
    pub(crate) hostname: bool,
    /// Also ask the installed programs where their roots come from: each is started as its
    /// user, without network.
    #[arg(long)]
    pub(crate) ask: bool,
}

/// From which severity on a finding decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FailOn {
    /// Known interception, a leaked key, a suspected family.
    Alarm,
    /// Those, and what only the owner can say.
    Ask,
    /// Every finding.
    Note,
    /// No finding: 0, or 11 where something could not be read.
    Never,
}
