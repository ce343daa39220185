//! Arguments of `probe-server`.

use std::{net::SocketAddr, path::PathBuf};

use crate::problem::Mistyped;

/// The port that is always looked at.
const HTTPS_PORT: u16 = 443;

/// Run a server of your own, to test a path with `check --deep`
///
/// Run it on a machine outside the network that you want to test. It is an ordinary HTTPS server;
/// it tells `check` which ClientHello reached it, signed with its own key, so that an interceptor
/// is seen even if its root is trusted. An interceptor may act only on servers whose certificate
/// browsers trust, so use one from a public authority.
///
/// Nothing may end TLS in front of it, such as nginx, HAProxy or a CDN: that would look like
/// interception.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  anchorwatch probe-server --listen 203.0.113.5:443 --certificate fullchain.pem --key privkey.pem\n  anchorwatch probe-server --listen 203.0.113.5:443 --certificate fullchain.pem --key privkey.pem --look-key look.key\n\nIt runs until it is stopped, and keeps nothing. As process 1 of a container it needs an init, such as docker run --init, or Ctrl-C does not stop it."
)]
pub(crate) struct Args {
    /// Listen on this address.
    #[arg(long, value_name = "IP:PORT", value_parser = parse_address)]
    pub(crate) listen: SocketAddr,
    /// The server's certificate, and then those that lead to its root, as PEM.
    #[arg(long, value_name = "FILE")]
    pub(crate) certificate: PathBuf,
    /// The certificate's private key, as PEM without a password.
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// Look at a name from here, if `check --look-key` asks with the key in this file: 64 hexadecimal
    /// digits, as `openssl rand -hex 32` writes them. Whoever has the key can make this server connect to
    /// any public address.
    #[arg(long, value_name = "FILE")]
    pub(crate) look_key: Option<PathBuf>,
    /// Look at this port, too, besides 443 (may be repeated).
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..), requires = "look_key")]
    pub(crate) look_port: Vec<u16>,
    /// Look at private addresses and this machine, too.
    #[arg(long, requires = "look_key")]
    pub(crate) look_private: bool,
}

impl Args {
    /// The ports that are looked at; none without a key.
    pub(super) fn look_ports(&self) -> Vec<u16> {
        let mut ports = match self.look_key {
            Some(_) => vec![HTTPS_PORT],
            None => Vec::new(),
        };
        ports.extend(&self.look_port);
        ports
    }
}

fn parse_address(text: &str) -> Result<SocketAddr, Mistyped> {
    text.parse().map_err(|_| Mistyped::NotAnAddress)
}
