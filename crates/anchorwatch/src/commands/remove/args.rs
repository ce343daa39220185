//! Arguments of `remove`.

use std::path::PathBuf;

use anchorwatch_policy::Class;

use crate::{args::class_values, key_hash::KeyHash};

/// Remove a root from every store that holds it
///
/// Removes only what is named; `undo` brings it back. `block` is stronger: a refused root that
/// stays installed can do no more than a removed one, and its key cannot come back.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  anchorwatch remove --certificate security.crt          # shows what would be changed\n  anchorwatch remove --certificate security.crt --apply"
)]
pub(crate) struct Args {
    /// The tree to change.
    #[arg(long, default_value = "/", value_name = "DIR")]
    pub(crate) root: PathBuf,
    #[command(flatten)]
    pub(crate) named: Named,
    /// Show every key, store and change.
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}

/// The roots to remove; at least one option is required.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub(crate) struct Named {
    /// Remove every root of this class that the tree's stores hold (may be repeated).
    #[arg(long, value_name = "CLASS", value_parser = class_values())]
    pub(crate) class: Vec<Class>,
    /// Remove this key: the SHA-256 of its SubjectPublicKeyInfo, which `audit` and `identify`
    /// print as «key» (may be repeated). Colons and spaces are allowed.
    #[arg(long, value_name = "SHA256")]
    pub(crate) key: Vec<KeyHash>,
    /// Remove the keys of the certificates in this file (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Vec<PathBuf>,
}
