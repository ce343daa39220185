//! The way to mirrors to which there is no other.

use crate::CarrierProblem;

/// A proxy for HTTP (CONNECT) or SOCKS.
///
/// Without TLS of its own: what it carries authenticates itself.
#[derive(Debug, Clone)]
pub struct Proxy(pub(crate) ureq::Proxy);

impl Proxy {
    /// Reads `http://HOST:PORT`, `socks5://HOST:PORT` or `socks5h://HOST:PORT`; the last one leaves
    /// names of hosts to the proxy, as Tor needs it.
    ///
    /// # Errors
    /// [`CarrierProblem::Address`].
    pub fn parse(text: &str) -> Result<Self, CarrierProblem> {
        let known = ["http://", "socks5://", "socks5h://"];
        let is_known = known.iter().any(|it| text.starts_with(it));
        let proxy = ureq::Proxy::new(text).ok().filter(|_| is_known);
        proxy.map(Self).ok_or(CarrierProblem::Address)
    }
}
