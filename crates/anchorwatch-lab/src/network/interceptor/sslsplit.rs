//! SSLsplit as Debian 12 packages it (0.5.5): sslsplit(1).

use super::{Folder, PORT, key_pem};
use crate::{Error, Root, programs};

pub(super) fn command_line(folder: &Folder<'_>, imposed: &Root) -> Result<Vec<String>, Error> {
    programs::require("sslsplit", "sslsplit")?;
    let key = folder.write("imposed-key.pem", &key_pem(imposed))?;
    let certificate = folder.write("imposed.pem", &imposed.pem())?;
    // As root it would become `nobody` by default, which fails where there is one user only.
    let line = ["sslsplit", "-u", "root", "-k", &key, "-c", &certificate];
    let listen = ["ssl", "0.0.0.0", &PORT.to_string()].map(str::to_owned);
    Ok(line.map(str::to_owned).into_iter().chain(listen).collect())
}
