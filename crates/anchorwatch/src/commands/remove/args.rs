//! What `remove` takes.

use std::path::PathBuf;

use anchorwatch_policy::Class;

use crate::{args::class_values, key_hash::KeyHash};

/// Take a root out of every store that holds it
///
/// Only what is named is taken out, and `undo` brings it back. A root that is refused
/// and stays installed can do no more than one that is taken out: `block` is the
/// stronger of the two, since it also keeps the key from coming back.
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
    /// Show every key, place and change.
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// Make the changes.
    #[arg(long)]
    pub(crate) apply: bool,
}

/// The roots that are to go; at least one way to say which.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub(crate) struct Named {
    /// Every root of this class that the tree's stores hold (may be repeated).
    #[arg(long, value_name = "CLASS", value_parser = class_values())]
    pub(crate) class: Vec<Class>,
    /// This key: SHA-256 of its SubjectPublicKeyInfo, which `audit` and
    /// `identify` print under «key»; colons and spaces may stand in it (again
    /// for more).
    #[arg(long, value_name = "SHA256")]
    pub(crate) key: Vec<KeyHash>,
    /// The keys of the certificates in this file (may be repeated).
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: Vec<PathBuf>,
}
