//! Handshakes over QUIC.

use std::net::IpAddr;

use crate::TlsHandshake;

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
    /// [`Purpose::TargetControl`], nothing is echoed, and the ClientHello is not kept.
    ///
    /// [`Purpose::Target`]: crate::Purpose::Target
    /// [`Purpose::TargetControl`]: crate::Purpose::TargetControl
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
    pub ttl_exceeded_by: Option<IpAddr>,
}
