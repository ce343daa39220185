//! What `--notary` names: a file, or a host.

use std::{ffi::OsString, path::PathBuf};

use crate::{
    problem::Mistyped,
    vantage::{SSH_SCHEME, SshHost},
};

/// Where another view comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotarySource {
    /// A file of measurements.
    File(PathBuf),
    /// A host with this program.
    Ssh(SshHost),
}

impl NotarySource {
    /// A file whose name begins like a host is given as `./ssh:name`.
    pub(super) fn read(text: OsString) -> Result<Self, Mistyped> {
        if !text.as_encoded_bytes().starts_with(SSH_SCHEME.as_bytes()) {
            return Ok(Self::File(text.into()));
        }
        let host = text.to_str().ok_or(Mistyped::NotAnSshHost)?;
        host.parse().map(Self::Ssh)
    }
}
