//! A sealed machine with a loopback interceptor and the real binary.

use std::{net::SocketAddr, process::Output};

use anchorwatch_lab::{Root, Sealed, Site, sealed::Snapshot, trial::expect};
use libtest_mimic::Failed;
use serde_json::Value;

pub(crate) const NAME: &str = "www.example.kz";
pub(crate) const PRIVATE_NAME: &str = "wiki.intranet";

/// Everything that a block changes.
pub(crate) const TOUCHED: [&str; 5] = [
    "/etc/ssl",
    "/etc/ca-certificates",
    "/etc/anchorwatch",
    "/usr/local/lib",
    "/usr/local/share/ca-certificates",
];

pub(crate) struct World {
    pub(crate) sealed: Sealed,
    pub(crate) imposed: Root,
    pub(crate) site: Site,
}

impl World {
    pub(crate) fn new() -> Result<Self, Failed> {
        let imposed = Root::isca_like()?;
        let site = Site::start(imposed.issue(&[NAME, PRIVATE_NAME])?)?;
        Ok(Self {
            sealed: Sealed::new()?,
            imposed,
            site,
        })
    }

    /// Installs a root like an installer with root's rights.
    pub(crate) fn install(&self, stem: &str, root: &Root) -> Result<(), Failed> {
        self.sealed.write(
            format!("/usr/local/share/ca-certificates/{stem}.crt"),
            root.pem().as_bytes(),
        )?;
        self.update(&[])
    }

    pub(crate) fn update(&self, more: &[&str]) -> Result<(), Failed> {
        let output = self
            .sealed
            .command("update-ca-certificates")
            .args(more)
            .output()?;
        let said = text(&output);
        expect(
            output.status.success() && !said.contains("E: "),
            format!("update-ca-certificates: {said}"),
        )
    }

    pub(crate) fn anchorwatch(&self, args: &[&str]) -> Result<Output, Failed> {
        Ok(self
            .sealed
            .command(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(args)
            .output()?)
    }

    /// Runs our binary and checks its exit code.
    pub(crate) fn expect_code(&self, args: &[&str], code: i32) -> Result<Output, Failed> {
        let output = self.anchorwatch(args)?;
        let got = output.status.code();
        expect(
            got == Some(code),
            format!("{args:?} ended with {got:?}, not {code}: {}", text(&output)),
        )?;
        Ok(output)
    }

    pub(crate) fn json(&self, args: &[&str], code: i32) -> Result<Value, Failed> {
        let args = [args, &["--format", "json"]].concat();
        Ok(serde_json::from_slice(
            &self.expect_code(&args, code)?.stdout,
        )?)
    }

    /// curl's exit code for the site: 0 is fooled, 60 is «the certificate is not trusted».
    pub(crate) fn curl(&self, site: &Site, name: &str) -> Result<Option<i32>, Failed> {
        Ok(curl(&self.sealed, name, site.address())?.status.code())
    }

    pub(crate) fn snapshot(&self) -> Result<Snapshot, Failed> {
        let there: Vec<&str> = TOUCHED
            .into_iter()
            .filter(|path| self.exists(path).unwrap_or(false))
            .collect();
        Ok(self.sealed.snapshot(&there)?)
    }

    pub(crate) fn exists(&self, path: &str) -> Result<bool, Failed> {
        Ok(self
            .sealed
            .command("test")
            .args(["-e", path])
            .status()?
            .success())
    }
}

/// Removes the certificate of Debian's ssl-cert from the store's folder, if installed. With
/// `--unlisted` it is reported and makes a block exit with 11, which another trial tests.
pub(crate) fn without_a_servers_own(sealed: &Sealed) -> Result<(), Failed> {
    let script = "cd /etc/ssl/certs && find . -lname ssl-cert-snakeoil.pem -delete && \
                  rm -f ssl-cert-snakeoil.pem";
    let status = sealed.command("sh").args(["-c", script]).status()?;
    expect(status.success(), "a server's own certificate stays")
}

fn curl(sealed: &Sealed, name: &str, address: SocketAddr) -> Result<Output, Failed> {
    let to = format!("{name}:443:{}:{}", address.ip(), address.port());
    let output = sealed
        .command("curl")
        .args([
            "--silent",
            "--show-error",
            "--max-time",
            "200",
            "--connect-to",
            &to,
        ])
        .arg(format!("https://{name}/"))
        .output()?;
    Ok(output)
}

pub(crate) fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
