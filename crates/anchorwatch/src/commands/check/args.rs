//! Arguments of `check`.

use std::{net::SocketAddr, ops::RangeInclusive, path::PathBuf};

use crate::{args::Roots, host::HostPort, problem::Mistyped};

/// Allowed timeouts for a step, in seconds.
const TIMEOUTS: RangeInclusive<u64> = 1..=600;

/// Is my connection to these sites intercepted?
///
/// Connects to each host in turn over TLS, sends the host's name and nothing else, and judges
/// the certificates that it receives.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  anchorwatch check www.example.org --evidence seen.json")]
pub(crate) struct Args {
    /// Names or addresses, with a port if it is not 443, or URLs (https://…).
    #[arg(required = true, value_name = "HOST[:PORT]")]
    pub(crate) hosts: Vec<HostPort>,
    /// Connect to this address instead of asking the resolver.
    #[arg(long, value_name = "IP:PORT", value_parser = parse_address)]
    pub(crate) address: Option<SocketAddr>,
    #[command(flatten)]
    pub(crate) roots: Roots,
    /// Write the evidence to this new file; `verdict` can judge it again.
    #[arg(long, value_name = "FILE")]
    pub(crate) evidence: Option<PathBuf>,
    /// Wait this long for each step: the lookup, each connection and the handshake.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = parse_timeout)]
    pub(crate) timeout: u64,
    /// Show what would be sent, and send nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

fn parse_timeout(text: &str) -> Result<u64, Mistyped> {
    let seconds = text.parse().ok().filter(|it| TIMEOUTS.contains(it));
    seconds.ok_or(Mistyped::NotInRange {
        least: *TIMEOUTS.start(),
        most: *TIMEOUTS.end(),
    })
}

fn parse_address(text: &str) -> Result<SocketAddr, Mistyped> {
    text.parse().map_err(|_| Mistyped::NotAnAddress)
}
