//! The ClientHellos that were sent to the target's address, and what carried them.

use anchorwatch_evidence::Purpose;
use anchorwatch_remark::remarks;

remarks! {
    /// How a ClientHello differs from the usual one.
    #[derive(Copy)]
    pub enum HelloKind {
        /// Not at all.
        "hello_kind_usual" => Usual,
        /// It has no name.
        "hello_kind_no_name" => NoName,
        /// It comes in several TLS records.
        "hello_kind_split" => Split,
        /// It offers TLS 1.2 alone.
        "hello_kind_tls12" => Tls12,
        /// It offers TLS 1.3 alone.
        "hello_kind_tls13" => Tls13,
        /// It has an ECH extension of random octets.
        "hello_kind_grease_ech" => GreaseEch,
        /// Its name is encrypted, and the server could read it.
        "hello_kind_ech" => Ech,
        /// It was sent over QUIC.
        "hello_kind_quic" => Quic,
    }
}

impl HelloKind {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Usual,
        Self::NoName,
        Self::Split,
        Self::Tls12,
        Self::Tls13,
        Self::GreaseEch,
        Self::Ech,
        Self::Quic,
    ];

    /// `None`: it is not sent to the target for its name.
    pub(crate) const fn of(purpose: Purpose, is_over_quic: bool) -> Option<Self> {
        Some(match purpose {
            Purpose::Target if is_over_quic => Self::Quic,
            Purpose::Target => Self::Usual,
            Purpose::TargetNoName => Self::NoName,
            Purpose::TargetSplitHello => Self::Split,
            Purpose::TargetTls12 => Self::Tls12,
            Purpose::TargetTls13 => Self::Tls13,
            Purpose::TargetGreaseEch => Self::GreaseEch,
            Purpose::TargetEch => Self::Ech,
            Purpose::TargetControl
            | Purpose::TargetEchOwnName
            | Purpose::OuterName
            | Purpose::OuterGreaseEch
            | Purpose::OwnServer
            | Purpose::OwnServerControl
            | Purpose::OtherAddress
            | Purpose::Resolver => return None,
        })
    }
}
