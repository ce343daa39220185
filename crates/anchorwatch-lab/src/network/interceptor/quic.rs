//! An interceptor of QUIC: it ends every connection over UDP to port 443, and presents a leaf of the
//! imposed root for whatever name the client sends.
//!
//! **Not reproduced:** that it passes requests on. Only the handshake is made.

use super::{PLACE, PORT};
use crate::network::{Network, Node, RuleTable};
use crate::quic::QuicSite;
use crate::{Error, Root};

/// A running interceptor of QUIC. Dropping it ends the diversion first, then the server.
#[derive(Debug)]
pub struct QuicInterceptor<'a> {
    // Fields are dropped in this order.
    _diversion: RuleTable<'a>,
    site: QuicSite,
}

impl<'a> QuicInterceptor<'a> {
    /// Starts it at the second router. It can run beside an [`Interceptor`](super::Interceptor) of
    /// TCP.
    ///
    /// # Errors
    ///
    /// [`Error::NotInNode`] if it would not run in a node of this network, [`Error::MissingProgram`]
    /// without nft, [`Error::Failed`] also if there is one already.
    pub fn start(network: &'a Network, imposed: &Root) -> Result<Self, Error> {
        // Only a network of the lab makes such a socket.
        let place = network.listen_for_datagrams(PLACE, PLACE.address(), PORT)?;
        let site = QuicSite::forging(imposed.clone(), place)?;
        let diversion = format!(
            "chain prerouting {{\n\
             type nat hook prerouting priority dstnat; policy accept;\n\
             iifname \"{from}\" udp dport 443 redirect to :{PORT}\n\
             }}",
            from = Node::Router1.name()
        );
        Ok(Self {
            _diversion: RuleTable::load(network, PLACE, "lab_divert_quic", &diversion)?,
            site,
        })
    }

    /// Returns how many connections it has ended so far.
    pub fn accepted_count(&self) -> usize {
        self.site.accepted_count()
    }
}
