//! Resolvers for tests, on loopback or inside a [`crate::Network`]: one that tells the truth, and
//! one on the way that does not.
//!
//! ```
//! use anchorwatch_lab::{Root, resolver::{Resolver, Zone}};
//!
//! let zone = Zone::default().address("www.example.kz", [203, 0, 113, 10].into());
//! let chain = Root::company("Example Public Root")?.issue(&["dns.example"])?;
//! let resolver = Resolver::on_loopback(zone, chain)?;
//! assert!(resolver.udp().ip().is_loopback());
//! # Ok::<(), anchorwatch_lab::Error>(())
//! ```
//!
//! **Not reproduced:** recursion, caches, truncation, and DNSSEC.

mod datagrams;
mod liar;
mod streams;
mod zone;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

pub use liar::{Liar, Lie};
pub use zone::Zone;

use self::datagrams::Datagrams;
use self::streams::Kind;
use crate::network::{InsideDatagrams, InsideListener};
use crate::server_thread::ServerThread;
use crate::site::Place;
use crate::site::server::{self, LIFETIME};
use crate::{Error, Network, ServerChain, network::Node, site};

/// A resolver over UDP, TCP, TLS and HTTPS. Dropping it stops it.
#[derive(Debug)]
pub struct Resolver {
    udp: Datagrams,
    tcp: ServerThread,
    dot: ServerThread,
    doh: ServerThread,
}

impl Resolver {
    /// Starts it on free ports of 127.0.0.1. The chain is for TLS and HTTPS.
    ///
    /// # Errors
    ///
    /// [`Error::Listen`] without a free port, [`Error::Tls`] if the chain's key cannot be used.
    pub fn on_loopback(zone: Zone, chain: ServerChain) -> Result<Self, Error> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let place = || Place::Loopback(address);
        let socket = std::net::UdpSocket::bind(address);
        let socket = socket.map_err(|source| Error::Listen { address, source })?;
        Self::start(zone, chain, socket, [place(), place(), place()])
    }

    /// Starts it at an address of a node, on the usual ports: 53, 853 and 443.
    ///
    /// # Errors
    ///
    /// Those of [`Network::listen`], and [`Error::Tls`].
    pub fn inside(
        network: &Network,
        node: Node,
        address: Ipv4Addr,
        zone: Zone,
        chain: ServerChain,
    ) -> Result<Self, Error> {
        let listen = |port| -> Result<Place, Error> {
            let listener: InsideListener = network.listen(node, address, port)?;
            Ok(Place::Inside(listener))
        };
        let udp: InsideDatagrams = network.listen_for_datagrams(node, address, 53)?;
        let places = [listen(53)?, listen(853)?, listen(443)?];
        Self::start(zone, chain, udp.into_socket(), places)
    }

    fn start(
        zone: Zone,
        chain: ServerChain,
        socket: std::net::UdpSocket,
        [tcp, dot, doh]: [Place; 3],
    ) -> Result<Self, Error> {
        let zone = Arc::new(zone);
        let acceptor = site::acceptor(chain)?;
        let start = |place, kind: Kind| {
            let zone = Arc::clone(&zone);
            server::start(place, LIFETIME, move |stream| {
                streams::talk(stream, kind.clone(), Arc::clone(&zone))
            })
        };
        Ok(Self {
            tcp: start(tcp, Kind::Tcp)?,
            dot: start(dot, Kind::Dot(acceptor.clone()))?,
            doh: start(doh, Kind::Doh(acceptor))?,
            udp: Datagrams::answer(socket, move |question| {
                zone.answer(question).into_iter().collect()
            })?,
        })
    }

    /// Returns where it answers datagrams.
    pub fn udp(&self) -> SocketAddr {
        self.udp.address()
    }

    /// Returns where it answers over TCP.
    pub fn tcp(&self) -> SocketAddr {
        self.tcp.address()
    }

    /// Returns where it answers over TLS.
    pub fn dot(&self) -> SocketAddr {
        self.dot.address()
    }

    /// Returns where it answers over HTTPS.
    pub fn doh(&self) -> SocketAddr {
        self.doh.address()
    }
}

#[cfg(test)]
mod tests;
