use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustls::pki_types::CertificateDer;

use crate::{Error, programs};

/// One certificate of an NSS database.
#[derive(Clone, Copy, Debug)]
pub struct NssAnchor<'a> {
    /// The certificate.
    pub certificate: &'a CertificateDer<'static>,
    /// Trust for TLS, mail and code, as for `certutil -t`: `C,,` is "a root for TLS servers",
    /// `p,p,p` is "never", `,,` is "known, not trusted".
    pub trust_flags: &'a str,
    /// The name under which it is stored; NSS puts certificates with one subject under one name.
    pub nickname: &'a str,
}

/// Makes an NSS database (`cert9.db`, `key4.db`, `pkcs11.txt`) with an empty password.
///
/// The folder is created if necessary. **Not checked:** whose folder it is; a home of this
/// machine that has no database yet would get one.
///
/// # Errors
///
/// [`Error::RootOfMachine`] for `/`, [`Error::NotEmpty`] if there is a database already,
/// [`Error::MissingProgram`] without `certutil`, [`Error::Failed`] if it refuses, for example
/// because of unknown flags.
pub fn nss_database(folder: &Path, anchors: &[NssAnchor<'_>]) -> Result<(), Error> {
    let certutil = || programs::command("certutil", "libnss3-tools", folder);
    let mut create = certutil()?;
    fs::create_dir_all(folder).map_err(Error::file("make the folder", folder))?;
    let folder = folder.canonicalize().map_err(Error::file("find", folder))?;
    if folder.parent().is_none() {
        return Err(Error::RootOfMachine { path: folder });
    }
    if folder.join("cert9.db").exists() {
        return Err(Error::NotEmpty { path: folder });
    }
    let database = format!("sql:{}", folder.display());
    create.args(["-N", "--empty-password", "-d", &database]);
    run_with_input(create, &[])?;
    for anchor in anchors {
        let mut add = certutil()?;
        add.args(["-A", "-d", &database]);
        add.args(["-n", anchor.nickname, "-t", anchor.trust_flags]);
        run_with_input(add, anchor.certificate)?;
    }
    Ok(())
}

/// Makes a Firefox profile in a home: `profiles.ini` and the profile's NSS database.
/// Returns the profile's folder.
///
/// # Errors
///
/// Those of [`nss_database`].
pub fn firefox_profile(home: &Path, anchors: &[NssAnchor<'_>]) -> Result<PathBuf, Error> {
    let folder = home.join(".mozilla/firefox");
    let profile = folder.join(PROFILE);
    nss_database(&profile, anchors)?;
    let index = folder.join("profiles.ini");
    fs::write(&index, PROFILES_INI).map_err(Error::file("write", &index))?;
    Ok(profile)
}

/// Runs certutil, which reads a certificate, DER or PEM, from its input if there is no `-i`.
fn run_with_input(mut command: Command, input: &[u8]) -> Result<(), Error> {
    let run_error = || Error::run("certutil");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(run_error())?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends without reading breaks the pipe; its status says why.
        drop(stdin.write_all(input));
    }
    let output = child.wait_with_output().map_err(run_error())?;
    programs::succeeded("certutil", output)?;
    Ok(())
}

/// Firefox ESR names profiles like this: eight random characters, a dot, the channel.
const PROFILE: &str = "abcd1234.default-esr";

const PROFILES_INI: &str = "[Profile0]\nName=default-esr\nIsRelative=1\n\
    Path=abcd1234.default-esr\nDefault=1\n\n[General]\nStartWithLastProfile=1\nVersion=2\n";
