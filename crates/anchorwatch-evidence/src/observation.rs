//! What was observed, as values.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_identity::UnixSeconds;

use crate::{
    DnsExchange, Failure, HelloEcho, HttpRequest, ImportFormat, KeySignature, OwnersChoices, Stage,
    Transfer,
};

/// A file of measurements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The measuring program, with its version.
    pub software: String,
    /// The measurements, in the order they were made.
    pub measurements: Vec<Measurement>,
}

/// What one vantage point observed of one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurement {
    /// The target.
    pub target: Target,
    /// When it began, by the vantage point's clock.
    pub measured_at: UnixSeconds,
    /// How the name was resolved.
    pub queries: Vec<DnsQuery>,
    /// The connections that were tried, in order.
    pub tcp_connect: Vec<TcpConnect>,
    /// The handshakes that were tried, in order.
    pub tls_handshakes: Vec<TlsHandshake>,
    /// The handshakes over QUIC that were tried, in order.
    pub quic_handshakes: Vec<QuicHandshake>,
    /// What was asked without encryption, in order.
    pub requests: Vec<HttpRequest>,
    /// The measurer's own server, if some handshakes were with it.
    pub own_server: Option<OwnServer>,
    /// The vantage point's roots that matter to the chain.
    pub anchors: AnchorView,
    /// In which format another program recorded it; `None` if this program measured. Then
    /// [`anchors`](Self::anchors) says nothing about local roots, because none were recorded.
    pub imported_from: Option<ImportFormat>,
}

impl Measurement {
    /// Every certificate in it, each as often as it is named: those of handshakes and of pages, and the
    /// roots.
    pub fn certificates(&self) -> impl Iterator<Item = &Vec<u8>> {
        let chains = self.handshakes();
        let chains = chains.flat_map(|handshake| &handshake.peer_certificates);
        let requests = self.requests.iter();
        let pages = requests.flat_map(|request| &request.certificates);
        let given = match &self.anchors.public {
            PublicAnchors::Bundled => [].as_slice(),
            PublicAnchors::Given(given) => given.as_slice(),
        };
        chains.chain(pages).chain(given).chain(&self.anchors.local)
    }

    /// All handshakes, those over QUIC last.
    pub fn handshakes(&self) -> impl DoubleEndedIterator<Item = &TlsHandshake> + Clone {
        let over_quic = self.quic_handshakes.iter().map(|it| &it.tls);
        self.tls_handshakes.iter().chain(over_quic)
    }

    /// The handshake with this place among [`handshakes`](Self::handshakes), from 0.
    #[must_use]
    pub fn handshake(&self, index: usize) -> Option<&TlsHandshake> {
        self.handshakes().nth(index)
    }
}

/// A host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// A name or an address, as given.
    pub host: String,
    /// The TCP port.
    pub port: u16,
}

/// The resolution of one name: the target's, or one that shows what a resolver does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsQuery {
    /// The name.
    pub hostname: String,
    /// Who answered.
    pub resolver: Resolver,
    /// How it failed, if it did.
    pub failure: Option<Failure>,
    /// The addresses, in the order of the answer; of several answers, the first.
    pub answers: Vec<std::net::IpAddr>,
    /// The question and all answers, if this program itself asked a resolver.
    pub exchange: Option<DnsExchange>,
}

/// Who resolved a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolver {
    /// The operating system, as configured.
    System,
    /// Nobody: the address was given.
    Given,
    /// Another resolver, which the measuring program chose.
    Other,
}

/// One TCP connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TcpConnect {
    /// The address.
    pub address: SocketAddr,
    /// How many routers its packets were allowed to pass, counted with the answering end; `None`:
    /// as many as usual.
    pub ttl: Option<u8>,
    /// The router that said that there were too many (ICMP «time exceeded»). Only the kernel's
    /// check of the quoted packet speaks for it: whoever sees the packets can say so too.
    pub ttl_exceeded_by: Option<std::net::IpAddr>,
    /// How it failed, if it did.
    pub failure: Option<Failure>,
    /// How long it took; zero if another program measured and did not record it.
    pub elapsed: Duration,
}

/// A server whose key the measurer knows beforehand, so that any other key in its place is
/// somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnServer {
    /// Its address.
    pub address: SocketAddr,
    /// The SHA-256 of its SubjectPublicKeyInfo.
    pub spki_sha256: [u8; 32],
}

anchorwatch_remark::closed_list! {
    /// What a handshake is for: with whom it is made, and which name it sends.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Purpose {
        /// The target's name, to the target's address.
        Target,
        /// Another name, to the target's address.
        TargetControl,
        /// No name, to the target's address.
        TargetNoName,
        /// The target's name to its address, with a ClientHello in several TLS records.
        TargetSplitHello,
        /// The target's name to its address, offering TLS 1.2 alone.
        TargetTls12,
        /// The target's name to its address, offering TLS 1.3 alone.
        TargetTls13,
        /// The target's name to its address, with an ECH extension of random octets (RFC 9849 §6.2).
        TargetGreaseEch,
        /// The target's name, encrypted, to its address (RFC 9849). The name in clear is the one
        /// that the ECH configuration gives.
        TargetEch,
        /// The target's name encrypted for a configuration that no server has, with the target's own
        /// name in clear.
        TargetEchOwnName,
        /// The name in clear of the ECH configuration, to the target's address, without ECH.
        OuterName,
        /// The same, with an ECH extension of random octets.
        OuterGreaseEch,
        /// The target's name, to the measurer's own server.
        OwnServer,
        /// Another name, to the measurer's own server.
        OwnServerControl,
        /// The target's name, to an address that another resolver gave.
        OtherAddress,
        /// A resolver's own name, to that resolver.
        Resolver,
    }
}

impl Purpose {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::TargetControl => "target_control",
            Self::TargetNoName => "target_no_name",
            Self::TargetSplitHello => "target_split_hello",
            Self::TargetTls12 => "target_tls12",
            Self::TargetTls13 => "target_tls13",
            Self::TargetGreaseEch => "target_grease_ech",
            Self::TargetEch => "target_ech",
            Self::TargetEchOwnName => "target_ech_own_name",
            Self::OuterName => "outer_name",
            Self::OuterGreaseEch => "outer_grease_ech",
            Self::OwnServer => "own_server",
            Self::OwnServerControl => "own_server_control",
            Self::OtherAddress => "other_address",
            Self::Resolver => "resolver",
        }
    }

    /// Whether it sends the target's name in clear to the target's address, in whatever ClientHello:
    /// then the certificate that comes is meant for that name.
    #[must_use]
    pub const fn sends_target_name(self) -> bool {
        matches!(
            self,
            Self::Target
                | Self::TargetSplitHello
                | Self::TargetTls12
                | Self::TargetTls13
                | Self::TargetGreaseEch
                | Self::TargetEchOwnName
        )
    }
}

/// One TLS handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsHandshake {
    /// What it is for.
    pub purpose: Purpose,
    /// The address; `None` if another program measured and did not record it.
    pub address: Option<SocketAddr>,
    /// How many routers the packets after the TCP handshake were allowed to pass, counted with the
    /// answering end; `None`: as many as usual.
    pub ttl: Option<u8>,
    /// The vantage point dropped packets that arrived with a smaller TTL, after the TCP handshake;
    /// `None`: it dropped none.
    pub min_ttl: Option<u8>,
    /// The server name that was sent (SNI); `None` if none was, or if another program measured and
    /// did not record it.
    pub server_name: Option<String>,
    /// How it failed, if it did. Independent of whether a chain came.
    pub failure: Option<Failure>,
    /// How far it came, if it failed and this program measured.
    pub failed_after: Option<Stage>,
    /// `TLSv1.2` or `TLSv1.3`, once agreed on.
    pub tls_version: Option<String>,
    /// The suite's IANA name, once agreed on.
    pub cipher_suite: Option<String>,
    /// The chain as it was sent, DER, in the server's order.
    pub peer_certificates: Vec<Vec<u8>>,
    /// Whether the peer signed the handshake with the first certificate's key; `None` if the
    /// handshake ended earlier, if the signature cannot be checked, or if another program measured
    /// and did not record whether it checked it.
    pub is_key_proven: Option<bool>,
    /// The peer's signature, if it was kept to be checked later. Then reading the evidence checks it.
    pub key_signature: Option<KeySignature>,
    /// The ClientHello as it was sent, in its TLS records; empty if it was not kept.
    pub client_hello: Vec<u8>,
    /// The ServerHello, or the request for another ClientHello that came first, in its TLS records
    /// without what followed in the last one ([`ServerHello::octets`](crate::server_hello::ServerHello::octets)).
    /// Empty if none came, or it was not kept.
    pub server_hello: Vec<u8>,
    /// What the measurer's own server says that it received.
    pub echo: Option<HelloEcho>,
    /// How fast the measurer's own server's answer came, if it was asked for a long one.
    pub transfer: Option<Transfer>,
    /// How long it took; zero if another program measured and did not record it.
    pub elapsed: Duration,
}

impl TlsHandshake {
    /// Whether it was limited in a way that can keep the answer away, so that it says nothing if
    /// none came.
    #[must_use]
    pub const fn is_limited(&self) -> bool {
        self.ttl.is_some() || self.min_ttl.is_some()
    }
}

/// The most versions that are kept of a Version Negotiation packet: servers offer a handful.
pub const MAX_OFFERED_VERSIONS: usize = 32;

/// One TLS handshake inside QUIC (RFC 9001), over UDP.
///
/// **Not shown:** who ended a connection. Whoever sees the first packet can read it, answer it in the
/// server's name and close the connection (RFC 9001 §5.2, RFC 9000 §21.1): only the proof of the key
/// says that the server took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuicHandshake {
    /// The same facts as of a handshake over TCP. Its purpose is [`Purpose::Target`] or
    /// [`Purpose::TargetControl`], nothing is echoed, and no hello is kept.
    pub tls: TlsHandshake,
    /// The version of QUIC that was offered, as its packets carry it; 1 is that of RFC 9000.
    pub quic_version: u32,
    /// The versions of a Version Negotiation packet, if one came (RFC 8999 §6). No key protects such
    /// a packet.
    pub offered_versions: Vec<u32>,
    /// Whether a Retry packet came and was accepted (RFC 9000 §8.1.2).
    pub is_retried: bool,
    /// The protocol that was agreed on (ALPN), such as `h3`.
    pub negotiated_protocol: Option<String>,
    /// The router that said that a packet passed too many (ICMP «time exceeded»). Only the kernel's
    /// check of the quoted packet speaks for it: whoever sees the packets can say so too.
    pub ttl_exceeded_by: Option<std::net::IpAddr>,
}

/// The vantage point's roots that matter to the chain.
///
/// Only the roots that signed the chain or that the chain names as a signer are recorded, so that
/// evidence does not contain a company's whole trust store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorView {
    /// The set of public roots that the vantage point uses.
    pub public: PublicAnchors,
    /// Local roots that signed the chain, or that it names as a signer, DER.
    pub local: Vec<Vec<u8>>,
    /// How many local roots the vantage point has.
    pub local_count: usize,
    /// Where they were read.
    pub local_source: String,
    /// What could not be read there, one sentence each.
    pub local_unreadable: Vec<String>,
    /// What the owner decided about these roots and the target's name.
    pub owners_choices: OwnersChoices,
}

/// The set of public roots that a vantage point uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicAnchors {
    /// The one that the program ships.
    Bundled,
    /// A given set: its roots that signed the chain, or that it names as a signer, DER. If empty,
    /// no root of the set is related to the chain.
    Given(Vec<Vec<u8>>),
}
