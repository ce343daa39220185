//! An interceptor with keys and certificates that browsers and rustls refuse to look at: that
//! it holds the key is proven by the handshake all the same.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use libtest_mimic::Failed;
use serde_json::Value;

const NAME: &str = "www.example.org";

pub(crate) fn run() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let place = Place(folder.path());
    place.openssl(&[
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "root.key",
        "-out",
        "root.pem",
        "-days",
        "30",
        "-subj",
        "/O=Gateway/CN=Gateway Root",
    ])?;
    std::fs::write(
        folder.path().join("san"),
        format!("subjectAltName=DNS:{NAME}\n"),
    )?;
    place.leaf("short", "rsa:1024", &["-extfile", "san"])?;
    // Without an extension OpenSSL writes version 1.
    place.leaf("old", "rsa:2048", &[])?;
    place.leaf("oldest", "rsa:1024", &[])?;
    for leaf in ["short", "old", "oldest"] {
        for version in ["-tls1_2", "-no_ssl3"] {
            let seen = place.check(leaf, &[version])?;
            expect(&seen, "intercepted", &format!("{leaf} {version}"))?;
            let doubts = seen["against"].to_string();
            if doubts.contains("replayed") {
                return Err(format!("{leaf} {version}: {doubts}").into());
            }
        }
    }
    // TLS 1.3 has no signature of a key of 1,024 bits that can be checked here, and of one of
    // 2,048 bits it has.
    expect(
        &place.check("short", &["-tls1_3"])?,
        "suspected",
        "TLS 1.3 alone",
    )?;
    expect(
        &place.check("old", &["-tls1_3"])?,
        "intercepted",
        "TLS 1.3 alone, version 1",
    )
}

fn expect(seen: &Value, verdict: &str, what: &str) -> Result<(), Failed> {
    if seen["verdict"] == verdict {
        Ok(())
    } else {
        Err(format!("{what}: {seen:#}").into())
    }
}

struct Place<'a>(&'a Path);

impl Place<'_> {
    fn openssl(&self, args: &[&str]) -> Result<(), Failed> {
        let output = Command::new("openssl")
            .current_dir(self.0)
            .args(args)
            .output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
    }

    fn leaf(&self, name: &str, key: &str, more: &[&str]) -> Result<(), Failed> {
        let file = |extension: &str| format!("{name}.{extension}");
        let (private, request, leaf) = (file("key"), file("csr"), file("pem"));
        let subject = format!("/CN={NAME}");
        self.openssl(&[
            "req", "-new", "-newkey", key, "-nodes", "-keyout", &private, "-out", &request,
            "-subj", &subject,
        ])?;
        let sign = [
            "x509",
            "-req",
            "-in",
            &request,
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-days",
            "20",
            "-out",
            &leaf,
        ];
        self.openssl(&[&sign[..], more].concat())
    }

    /// What `check` says of a server with this certificate, on a machine with the root.
    fn check(&self, leaf: &str, more: &[&str]) -> Result<Value, Failed> {
        let server = Server::start(self.0, leaf, more)?;
        let local: PathBuf = self.0.join("root.pem");
        let output = Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
            .args(["check", NAME, "--format", "json", "--timeout", "60"])
            .args(["--address", &server.address])
            .arg("--local")
            .arg(local)
            .env_clear()
            .output()?;
        let document: Value = serde_json::from_slice(&output.stdout)?;
        Ok(document["targets"][0].clone())
    }
}

/// OpenSSL's server, which takes keys of any length if it is told so.
struct Server {
    child: Child,
    address: String,
    /// What it goes on saying has a reader as long as it runs.
    _output: BufReader<ChildStdout>,
}

impl Server {
    fn start(folder: &Path, leaf: &str, more: &[&str]) -> Result<Self, Failed> {
        let mut child = Command::new("openssl")
            .current_dir(folder)
            .args(["s_server", "-accept", "127.0.0.1:0"])
            .args(["-cipher", "DEFAULT@SECLEVEL=0"])
            .args([
                "-cert",
                &format!("{leaf}.pem"),
                "-key",
                &format!("{leaf}.key"),
            ])
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut address = None;
        for line in output.by_ref().lines().take(20) {
            if let Some(at) = line?.strip_prefix("ACCEPT ") {
                address = Some(at.to_owned());
                break;
            }
        }
        let server = Self {
            child,
            address: address.unwrap_or_default(),
            _output: output,
        };
        if server.address.is_empty() {
            return Err("openssl does not say where it listens".into());
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}
