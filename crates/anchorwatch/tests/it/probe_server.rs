//! `probe-server`, and a running one for other tests.

use std::{
    io::{BufRead as _, BufReader},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
};

use anchorwatch_lab::{Root, ServerChain, pki::pem_block};
use serde_json::Value;

use crate::{
    run::{anchorwatch, program},
    schemas,
};

/// A running `probe-server`; it ends with the value.
pub(crate) struct OwnServer {
    child: Child,
    pub(crate) address: String,
    pub(crate) key: String,
}

impl OwnServer {
    pub(crate) fn start(chain: &ServerChain, folder: &Path) -> Self {
        Self::start_with(chain, folder, &[])
    }

    pub(crate) fn start_with(chain: &ServerChain, folder: &Path, more: &[&str]) -> Self {
        let (certificate, key) = files(chain, folder);
        let mut child = Command::new(program())
            .args(["probe-server", "--listen", "127.0.0.1:0"])
            .args(["--certificate", &certificate, "--key", &key])
            .args(["--format", "json"])
            .args(more)
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut text = String::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            text.push_str(&line);
            if line == "}" {
                break;
            }
        }
        let document: Value = serde_json::from_str(&text).unwrap();
        schemas::assert_documented(&document);
        let said = |key: &str| document[key].as_str().unwrap().to_owned();
        let (address, key) = (said("address"), said("own_key"));
        Self {
            child,
            address,
            key,
        }
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Writes the chain and its key, and returns the paths.
fn files(chain: &ServerChain, folder: &Path) -> (String, String) {
    let (certificate, key) = (folder.join("own.pem"), folder.join("own.key"));
    std::fs::write(&certificate, chain.pem()).unwrap();
    let pem = pem_block("PRIVATE KEY", chain.key().secret_der());
    std::fs::write(&key, pem).unwrap();
    (certificate.display().to_string(), key.display().to_string())
}

fn refused(listen: &str, certificate: &str, key: &str) -> crate::run::Run {
    anchorwatch(&[
        "probe-server",
        "--listen",
        listen,
        "--certificate",
        certificate,
        "--key",
        key,
    ])
}

#[test]
fn what_cannot_serve_is_said_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let other_folder = tempfile::tempdir().unwrap();
    let root = Root::company("A").unwrap();
    let (one, other) = (root.issue(&["a.example"]), root.issue(&["a.example"]));
    let (certificate, key) = files(&one.unwrap(), folder.path());
    let (_, other_key) = files(&other.unwrap(), other_folder.path());
    let any = "127.0.0.1:0";
    refused(any, &certificate, &other_key).assert_error("is not that of the first certificate", "");
    refused(any, &certificate, &certificate).assert_error("no private key", "");
    refused(any, &key, &key).assert_error("own.key", "");
    let taken = TcpListener::bind(any).unwrap();
    let port = taken.local_addr().unwrap().to_string();
    refused(&port, &certificate, &key).assert_error("cannot listen on", "");
    refused("192.0.2.1:0", &certificate, &key).assert_error("cannot listen on 192.0.2.1:0", "");
}

#[test]
fn the_command_for_the_other_end_never_names_an_unspecified_address() {
    let folder = tempfile::tempdir().unwrap();
    let chain = Root::company("A").unwrap().issue(&["own.example"]);
    let (certificate, key) = files(&chain.unwrap(), folder.path());
    for (listen, is_named) in [
        ("127.0.0.1:0", true),
        ("0.0.0.0:0", false),
        ("[::]:0", false),
    ] {
        let mut child = Command::new(program())
            .args(["probe-server", "--listen", listen])
            .args(["--certificate", &certificate, "--key", &key])
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut lines = lines.map(Result::unwrap);
        // A machine without IPv6 prints nothing.
        let command = lines.find(|line| line.contains("--own-server"));
        drop(child.kill());
        drop(child.wait());
        let Some(command) = command else {
            assert!(listen.starts_with('['), "{listen}");
            continue;
        };
        let place = command.split("--own-server ").nth(1).unwrap();
        assert_eq!(place.starts_with("127.0.0.1:"), is_named, "{command}");
        assert_eq!(place.starts_with("ADDRESS:"), !is_named, "{command}");
    }
}

#[test]
fn everyone_else_gets_a_line_that_says_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let root = Root::company("A").unwrap();
    let own = OwnServer::start(&root.issue(&["own.example"]).unwrap(), folder.path());
    let root_file = folder.path().join("root.pem");
    std::fs::write(&root_file, root.pem()).unwrap();
    let address: SocketAddr = own.address.parse().unwrap();
    let Ok(curl) = Command::new("curl")
        .args(["--silent", "--show-error", "--cacert"])
        .arg(&root_file)
        .args([
            "--connect-to",
            &format!("own.example:443:{}:{}", address.ip(), address.port()),
        ])
        .arg("https://own.example/")
        .output()
    else {
        return;
    };
    assert_eq!(
        String::from_utf8_lossy(&curl.stdout),
        "This server is one end of a test for intercepted connections.\n"
    );
}
