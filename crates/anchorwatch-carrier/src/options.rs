//! How sources are asked, and over what they answer.

use std::{net::IpAddr, sync::Arc};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_verify::rustls::Verifier;

use crate::{Limits, Proxy};

/// How sources are asked.
pub struct Options<'a> {
    /// What may vouch for a mirror: the public roots that ship with the program, and no other.
    pub verifier: Arc<Verifier>,
    /// The time, by this machine's clock.
    pub clock: UnixSeconds,
    /// What one source may cost.
    pub limits: Limits,
    /// The way to mirrors to which there is no other.
    pub proxy: Option<Proxy>,
    /// Where a mirror has the same files without TLS; by default port 80 for those on 443.
    pub plain_port: Option<u16>,
    /// Addresses of hosts that are not asked for.
    pub addresses: &'a [(String, IpAddr)],
}

anchorwatch_remark::closed_list! {
    /// Over what the files of a source came. Nothing depends on it but how easily somebody on the
    /// way can keep newer ones back.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Channel {
        /// TLS, and a public root vouches for the mirror.
        Verified,
        /// TLS, and the chain is refused: somebody else may be at the other end.
        Refused,
        /// No TLS.
        Plain,
        /// Files of this machine.
        Local,
        /// No answer came.
        Nothing,
    }
}

impl Channel {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Refused => "refused",
            Self::Plain => "plain",
            Self::Local => "local",
            Self::Nothing => "nothing",
        }
    }
}
