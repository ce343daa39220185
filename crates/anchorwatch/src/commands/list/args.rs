//! Arguments of `list`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::{
    imported::Signatures,
    publisher::args::{
        ListAuditLog, ListMonitor, ListNewLog, ListNewPublisher, ListPrepare, ListPropose,
        ListPublish, ListReview, ListSign,
    },
};

/// What is on a distrust list, and is this certificate on it?
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list show --all\n  anchorwatch list show crl-set --certificate seen.pem\n  anchorwatch list import crlset.crx onecrl.json --output entries.json\n  anchorwatch list update --from https://lists.example/\n  anchorwatch list review spring.proposal"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) action: ListAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ListAction {
    Show(ListShow),
    Import(ListImport),
    Export(ListExport),
    Update(ListUpdate),
    NewPublisher(ListNewPublisher),
    NewLog(ListNewLog),
    Propose(ListPropose),
    Review(ListReview),
    Prepare(ListPrepare),
    Sign(ListSign),
    Publish(ListPublish),
    Monitor(ListMonitor),
    AuditLog(ListAuditLog),
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
    #[command(flatten)]
    pub(crate) signatures: Signatures,
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
    #[command(flatten)]
    pub(crate) signatures: Signatures,
    /// Write to this new file instead of stdout.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Write a list in a format that other programs read.
///
/// Without a list: the signed lists that this machine follows, as far as they are in force. What a format
/// cannot say is left out and counted. Nobody signs the file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list export --as crlset --out crl-set\n  anchorwatch list export onecrl.json crlset.crx --as blocked_toml --out blocked.toml\n\nExit code 11: something was left out."
)]
pub(crate) struct ListExport {
    /// Lists of others, to write instead.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) signatures: Signatures,
    /// The format.
    #[arg(long = "as", value_name = "FORMAT")]
    pub(crate) form: ExportForm,
    /// Certificates, or a OneCRL, with names that entries may mean (may be repeated): OneCRL has names, and
    /// entries only their hashes.
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Vec<PathBuf>,
    /// Also write keys that are refused only below local roots, unless a root program has the key. The file
    /// then refuses them everywhere.
    #[arg(long)]
    pub(crate) with_local: bool,
    /// The new file.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The tree whose lists are written.
    #[arg(
        long,
        default_value = "/",
        value_name = "DIR",
        conflicts_with = "files"
    )]
    pub(crate) root: PathBuf,
}

/// The formats that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportForm {
    /// Chromium's CRLSet, as it lies in a profile.
    Crlset,
    /// Mozilla's OneCRL, as Firefox's own dump has it.
    Onecrl,
    /// Java's blocked.certs.
    #[value(name = "java_blocked")]
    JavaBlocked,
    /// The keys that `block` refuses: /etc/anchorwatch/blocked.toml.
    #[value(name = "blocked_toml")]
    BlockedToml,
}

/// Get the newest signed lists, from mirrors, folders and bundles.
///
/// The lists authenticate themselves: they are taken only with the signatures of the publishers
/// that this machine trusts, whoever carried them. So they are fetched even where the connection
/// is intercepted; --evidence keeps the chain for `verdict`. What is held stays if nothing better
/// comes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch list update --publishers publishers.txt --from https://lists.example/\n  anchorwatch list update --from https://a.example/ --from /media/usb/lists --dry-run\n\nExit code 10: a mirror shows other lists than another, or a mirror's chain is refused. 11: the\nlists are out of date, or nobody confirms that they are the newest. 12: with --dry-run, something\nwould change. 1: no source answered."
)]
pub(crate) struct ListUpdate {
    /// A mirror's address, a folder with a mirror's files, or a bundle (may be repeated). Default:
    /// `lists.from` in the settings of this machine.
    #[arg(long, value_name = "URL|FILE|FOLDER")]
    pub(crate) from: Vec<String>,
    /// The publishers to trust: needed once, and for a later set that nobody hands over to.
    #[arg(long, value_name = "FILE")]
    pub(crate) publishers: Option<PathBuf>,
    /// Ask over this proxy where a mirror cannot be reached (http://HOST:PORT, socks5h://HOST:PORT).
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,
    /// Write chains that are refused to this new file, as evidence.
    #[arg(long, value_name = "FILE")]
    pub(crate) evidence: Option<PathBuf>,
    /// Only show what would change.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Where `block` was applied, also refuse the keys on the lists in stores and programs at once;
    /// else that waits for the hourly run. `undo` takes it back.
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) apply: bool,
    /// The tree whose lists are updated.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
}
