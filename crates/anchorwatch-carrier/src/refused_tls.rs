//! What a mirror's connection showed whose chain was refused.

use anchorwatch_evidence::{
    AnchorView, Measurement, OwnersChoices, PublicAnchors, Target, TcpConnect, TlsHandshake,
};
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

impl RefusedTls {
    /// The measurement as evidence keeps it. The machine's own roots are not part of it, because they were
    /// not read; `local_source` says why.
    #[must_use]
    pub fn measurement(&self, local_source: &str) -> Measurement {
        Measurement {
            target: self.target.clone(),
            measured_at: self.at,
            queries: Vec::new(),
            tcp_connect: self.connect.iter().cloned().collect(),
            tls_handshakes: vec![self.handshake.clone()],
            quic_handshakes: Vec::new(),
            requests: Vec::new(),
            own_server: None,
            anchors: AnchorView {
                public: PublicAnchors::Bundled,
                local: Vec::new(),
                local_count: 0,
                local_source: local_source.to_owned(),
                local_unreadable: Vec::new(),
                owners_choices: OwnersChoices::default(),
            },
            imported_from: None,
        }
    }
}
