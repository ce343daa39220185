//! Whether the server proved that it holds the key of its certificate.

use anchorwatch_evidence::{Measurement, TlsHandshake};

anchorwatch_remark::closed_list! {
    /// What the handshake says about the server's key. Without a proof, anyone could have replayed a
    /// recorded chain.
    ///
    /// The surest first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum ServerKey {
        /// The server signed the handshake with it.
        Proven,
        /// The server's signature was not made with that key.
        Refuted,
        /// The server signed, with an algorithm or a curve that cannot be checked here.
        NotCheckable,
        /// The handshake ended before the signature.
        NotReached,
        /// Another program measured, and does not say whether it checked the signature.
        NotRecorded,
    }
}

impl ServerKey {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Refuted => "refuted",
            Self::NotCheckable => "not_checkable",
            Self::NotReached => "not_reached",
            Self::NotRecorded => "not_recorded",
        }
    }

    pub(crate) fn of(handshake: &TlsHandshake, measurement: &Measurement) -> Self {
        match (handshake.is_key_proven, &handshake.failure) {
            (None, None) if measurement.imported_from.is_some() => Self::NotRecorded,
            (Some(true), _) => Self::Proven,
            (Some(false), _) => Self::Refuted,
            (None, None) => Self::NotCheckable,
            (None, Some(_)) => Self::NotReached,
        }
    }
}

anchorwatch_remark::code_fact!(ServerKey, "server_key");
