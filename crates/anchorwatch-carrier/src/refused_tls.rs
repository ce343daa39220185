//! What a mirror's connection showed whose chain was refused.

use anchorwatch_evidence::{Target, TcpConnect, TlsHandshake};
use anchorwatch_identity::UnixSeconds;

/// A refused chain, as evidence for a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedTls {
    /// The mirror.
    pub target: Target,
    /// When, by this machine's clock.
    pub at: UnixSeconds,
    /// The connection; `None` through a proxy.
    pub connect: Option<TcpConnect>,
    /// The handshake, with the chain as it was sent.
    pub handshake: TlsHandshake,
}
