//! An interceptor of QUIC: it ends every connection over UDP to port 443, and presents a leaf of the
//! imposed root for whatever name the client sends.
//!
//! **Not reproduced:** that it passes requests on. Only the handshake is made.

use super::{BOTH_FAMILIES, PORT, Place, USUAL_PLACE};
use crate::network::{Addresses, Network, RuleTable};
use crate::quic::QuicSite;
use crate::{Error, Root};

/// A running interceptor of QUIC. Dropping it ends the diversion first, then the server.
#[derive(Debug)]
pub struct QuicInterceptor<'a> {
    // Fields are dropped in this order.
    _diversion: RuleTable<'a>,
    sites: Vec<QuicSite>,
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
        Self::start_at(network, USUAL_PLACE, imposed)
    }

    /// Like [`QuicInterceptor::start`], at the router of this number.
    ///
    /// # Errors
    ///
    /// Those of [`QuicInterceptor::start`], and [`Error::NoSuchRouter`].
    pub fn start_at(network: &'a Network, router: u8, imposed: &Root) -> Result<Self, Error> {
        let place = Place::of(network, router)?;
        // Only a network of the lab makes such a socket.
        let mut sockets =
            vec![network.listen_for_datagrams(place.node, place.node.address(), PORT)?];
        if network.plan().addresses == Addresses::Both {
            let address = place.node.address_v6();
            sockets.push(network.listen_for_datagrams(place.node, address, PORT)?);
        }
        let sites = sockets.into_iter();
        let sites = sites.map(|socket| QuicSite::forging(imposed.clone(), socket));
        let sites = sites.collect::<Result<_, _>>()?;
        let diversion = place.diversion_of_quic(BOTH_FAMILIES);
        Ok(Self {
            _diversion: RuleTable::load_both(network, place.node, "lab_divert_quic", &diversion)?,
            sites,
        })
    }

    /// Returns how many connections it has ended so far.
    pub fn accepted_count(&self) -> usize {
        self.sites.iter().map(QuicSite::accepted_count).sum()
    }
}
