//! What was seen, as values.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_identity::UnixSeconds;

use crate::Failure;

/// A file of measurements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The program that measured, with its version.
    pub software: String,
    /// What it measured, in the order in which it did.
    pub measurements: Vec<Measurement>,
}

/// What one vantage observed of one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurement {
    /// What was asked for.
    pub target: Target,
    /// When it began, by the vantage's clock.
    pub measured_at: UnixSeconds,
    /// How the name was turned into addresses.
    pub queries: Vec<DnsQuery>,
    /// The connections that were tried, in order.
    pub tcp_connect: Vec<TcpConnect>,
    /// The handshakes that were tried, in order.
    pub tls_handshakes: Vec<TlsHandshake>,
    /// The vantage's roots, as far as they matter to the chain.
    pub anchors: AnchorView,
}

/// A host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// A name or an address, as it was asked for.
    pub host: String,
    /// The TCP port.
    pub port: u16,
}

/// One name turned into addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsQuery {
    /// The name.
    pub hostname: String,
    /// Who answered.
    pub resolver: Resolver,
    /// How it failed, if it did.
    pub failure: Option<Failure>,
    /// The addresses, in the order of the answer.
    pub answers: Vec<std::net::IpAddr>,
}

/// Who turned a name into addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolver {
    /// The operating system, however it is set up.
    System,
    /// Nobody: the address was given.
    Given,
}

/// One TCP connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TcpConnect {
    /// To where.
    pub address: SocketAddr,
    /// How it failed, if it did.
    pub failure: Option<Failure>,
    /// How long it took.
    pub elapsed: Duration,
}

/// One TLS handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsHandshake {
    /// With whom.
    pub address: SocketAddr,
    /// The server name that was sent (SNI); `None` if none was.
    pub server_name: Option<String>,
    /// How it failed, if it did. Independent of whether a chain came.
    pub failure: Option<Failure>,
    /// `TLSv1.2` or `TLSv1.3`, once agreed on.
    pub tls_version: Option<String>,
    /// The suite's IANA name, once agreed on.
    pub cipher_suite: Option<String>,
    /// The chain as it was sent, DER, in the server's order.
    pub peer_certificates: Vec<Vec<u8>>,
    /// Whether the peer signed the handshake with the first certificate's key; `None`
    /// if it did not come to that, or if the signature cannot be checked.
    pub is_key_proven: Option<bool>,
    /// How long it took.
    pub elapsed: Duration,
}

/// The vantage's roots, as far as they matter to the chain.
///
/// Of all its roots a vantage writes down only those that signed the chain or that the chain
/// names as a signer, so that evidence does not carry a company's whole trust store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorView {
    /// Which set of public roots the vantage measures by.
    pub public: PublicAnchors,
    /// Locally added roots that signed the chain, or that it names as a signer, DER.
    pub local: Vec<Vec<u8>>,
    /// How many locally added roots the vantage has.
    pub local_count: usize,
    /// Where they were read.
    pub local_source: String,
    /// What could not be read there, a sentence each.
    pub local_unreadable: Vec<String>,
}

/// Which set of public roots a vantage measures by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicAnchors {
    /// The one that the program ships.
    Bundled,
    /// One that was given; those that signed the chain, or that it names as a signer, DER.
    /// Where there is none, no root of it has to do with the chain.
    Given(Vec<Vec<u8>>),
}
