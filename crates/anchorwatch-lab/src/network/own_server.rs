//! `anchorwatch probe-server` in a node, as a measurer's own server.

use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use serde_json::Value;

use super::{Network, Node, OWN_SERVER};
use crate::pki::pem_block;
use crate::{Error, ServerChain};

/// A running `probe-server` on port 443 of [`OWN_SERVER`]. Dropping it ends it.
pub struct OwnServer {
    process: Child,
    key: String,
}

impl OwnServer {
    /// Starts it with this chain, and waits until it says that it listens.
    ///
    /// # Errors
    ///
    /// [`Error::File`] if the chain cannot be written, [`Error::Run`] if `anchorwatch` cannot be
    /// started, [`Error::Failed`] if it does not say which key it has.
    pub fn start(network: &Network, anchorwatch: &str, chain: &ServerChain) -> Result<Self, Error> {
        Self::start_with(network, anchorwatch, chain, &[])
    }

    /// The same with more arguments.
    ///
    /// # Errors
    ///
    /// Those of [`OwnServer::start`].
    pub fn start_with(
        network: &Network,
        anchorwatch: &str,
        chain: &ServerChain,
        more: &[&str],
    ) -> Result<Self, Error> {
        let certificate = network.write("own.pem", chain.pem().as_bytes())?;
        let key = pem_block("PRIVATE KEY", chain.key().secret_der());
        let key = network.write("own.key", key.as_bytes())?;
        let process = network
            .command(Node::Server, anchorwatch)
            .args(["probe-server", "--format", "json", "--listen"])
            .arg(format!("{OWN_SERVER}:443"))
            .args(["--certificate".as_ref(), certificate.as_os_str()])
            .args(["--key".as_ref(), key.as_os_str()])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(Error::run("anchorwatch"))?;
        // From here on, returning early drops the value, which ends the process.
        let mut server = Self {
            process,
            key: String::new(),
        };
        let said = server.said().map_err(Error::run("anchorwatch"))?;
        let document: Value = serde_json::from_str(&said).unwrap_or_default();
        server.key = document["own_key"].as_str().unwrap_or_default().to_owned();
        if server.key.is_empty() {
            return Err(Error::Failed {
                program: "anchorwatch probe-server".to_owned(),
                status: "it says no key".to_owned(),
                stderr: said,
            });
        }
        Ok(server)
    }

    /// Returns the hash of its key, as `check --own-key` takes it.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Its document, which ends with a line of its own.
    fn said(&mut self) -> std::io::Result<String> {
        let mut said = String::new();
        let Some(stdout) = self.process.stdout.take() else {
            return Ok(said);
        };
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            said.push_str(&line);
            if line == "}" {
                break;
            }
        }
        Ok(said)
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl fmt::Debug for OwnServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OwnServer")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
