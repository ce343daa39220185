//! The ClientHellos that were sent to the target's address.

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
    }
}

impl HelloKind {
    /// All of them.
    pub(crate) const ALL: [Self; 7] = [
        Self::Usual,
        Self::NoName,
        Self::Split,
        Self::Tls12,
        Self::Tls13,
        Self::GreaseEch,
        Self::Ech,
    ];

    pub(crate) const fn purpose(self) -> Purpose {
        match self {
            Self::Usual => Purpose::Target,
            Self::NoName => Purpose::TargetNoName,
            Self::Split => Purpose::TargetSplitHello,
            Self::Tls12 => Purpose::TargetTls12,
            Self::Tls13 => Purpose::TargetTls13,
            Self::GreaseEch => Purpose::TargetGreaseEch,
            Self::Ech => Purpose::TargetEch,
        }
    }
}
