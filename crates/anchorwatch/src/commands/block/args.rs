//! Arguments of `block`.

use std::path::PathBuf;

use anchorwatch_policy::Class;

use crate::{args::class_values, key_hash::KeyHash, origin::Origin};

/// Refuse keys in this machine's programs, and keep them refused.
///
/// By default, refuses every key that is known for interception, installed or not, and those on the
/// signed lists that this machine follows. Roots that
/// are only suspected, or unknown, are listed but not included. The plan shows which programs
/// will refuse the keys, how, and what is out of reach.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch block                 # shows what would be changed\n  anchorwatch block --apply\n  anchorwatch block --class suspected_family --apply\n  anchorwatch block --certificate imposed.crt --allow-override-for https://router.lan"
)]
pub(crate) struct Args {
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Refuse every root of this class that the tree's stores hold (may be repeated).
    #[arg(long, value_name = "CLASS", value_parser = class_values())]
    pub(crate) class: Vec<Class>,
    /// Refuse this key: the SHA-256 of its SubjectPublicKeyInfo, which `audit` and `identify`
    /// print as «key» (may be repeated). Colons and spaces are allowed. A certificate's
    /// fingerprint is a different hash: give its file instead.
    #[arg(long, value_name = "SHA256")]
    pub(crate) key: Vec<KeyHash>,
    /// Refuse the keys of the certificates in this file (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Vec<PathBuf>,
    /// Also limit every root that the distribution does not ship and that is not public. The
    /// system store and Chromium hold it to private names and to what you consent to; Java refuses
    /// it; Firefox and Thunderbird refuse it unless you consent to it.
    #[arg(long)]
    pub(crate) unlisted: bool,
    /// With --unlisted: the system store refuses such a root for every name, or trusts it for
    /// every name if you consent to it.
    #[arg(long, requires = "unlisted")]
    pub(crate) hold_out: bool,
    /// Let people click through certificate errors at this origin, such as an appliance's
    /// `https://router.lan` (may be repeated). At other origins they no longer can.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) allow_override_for: Vec<Origin>,
    /// Show every key, store and change.
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}
