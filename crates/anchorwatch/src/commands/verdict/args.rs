//! Arguments of `verdict`.

use std::{ffi::OsString, path::PathBuf};

use clap::builder::{OsStringValueParser, TypedValueParser as _};

use crate::{problem::Mistyped, signature::Signed, vantage::SSH_SCHEME};

/// Judge stored evidence, or others' measurements
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch verdict seen.json")]
pub(crate) struct Args {
    /// Evidence files, or measurements of OONI, ZGrab2, Hyperquack or RIPE Atlas.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) signed: Signed,
    #[command(flatten)]
    pub(crate) notary: Notary,
}

/// What other vantage points saw, and what was seen earlier.
#[derive(Debug, clap::Args)]
pub(crate) struct Notary {
    /// What another vantage point saw of the same hosts, at most a day before or after: evidence, or
    /// measurements of other programs (may be repeated). Give only files that you trust.
    #[arg(long = "notary", value_name = "FILE", value_parser = OsStringValueParser::new().try_map(stored))]
    pub(crate) notary_files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) earlier: Earlier,
}

/// What was seen earlier.
#[derive(Debug, clap::Args)]
pub(crate) struct Earlier {
    /// What was measured of the same hosts more than a day before: shows if a certificate's authority
    /// is new (may be repeated). Give only files that you trust.
    #[arg(long = "earlier", value_name = "FILE")]
    pub(crate) earlier_files: Vec<PathBuf>,
}

/// A file. A host would have to be asked, and `verdict` sends nothing.
fn stored(text: OsString) -> Result<PathBuf, Mistyped> {
    let is_host = text.as_encoded_bytes().starts_with(SSH_SCHEME.as_bytes());
    match is_host {
        true => Err(Mistyped::NotAskedHere),
        false => Ok(text.into()),
    }
}
