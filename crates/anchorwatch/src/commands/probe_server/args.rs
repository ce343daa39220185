//! Arguments of `probe-server`.

use std::{net::SocketAddr, path::PathBuf};

use crate::problem::Mistyped;

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
    after_help = "Example:\n  anchorwatch probe-server --listen 203.0.113.5:443 --certificate fullchain.pem --key privkey.pem\n\nIt runs until it is stopped, and keeps nothing. As process 1 of a container it needs an init, such as docker run --init, or Ctrl-C does not stop it."
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
}

fn parse_address(text: &str) -> Result<SocketAddr, Mistyped> {
    text.parse().map_err(|_| Mistyped::NotAnAddress)
}
