//! Blocks of QUIC at the second router: by the name in the ClientHello, or all of it.
//!
//! The first packets are encrypted with keys that follow from what they carry (RFC 9001 §5.2), so
//! nft alone finds no name in them. A program at the router gets the datagrams by a redirect rule,
//! reads them, and passes on the connections that ask for other names.
//!
//! **Not reproduced:** TTL. What is passed on starts anew at this router.

mod initial;

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use self::initial::Initial;
use super::server_name;
use crate::Error;
use crate::network::{Network, Node, RuleTable, SITE};
use crate::site::server::LIFETIME;

/// Where the block is.
const PLACE: Node = Node::Router(2);

/// The port on which diverted datagrams are waited for.
const PORT: u16 = 8444;

/// How long a thread waits before it looks whether it should end.
const REST: Duration = Duration::from_millis(50);

/// The largest datagram.
const MAX_BYTES: usize = 1 << 16;

/// A block of QUIC in force. Dropping it removes it.
#[derive(Debug)]
pub struct QuicBlocking<'a> {
    // Fields are dropped in this order.
    _rules: RuleTable<'a>,
    _passing: Option<Passing>,
}

impl<'a> QuicBlocking<'a> {
    /// Drops every connection with [`SITE`] that asks for one of these names. A network can have one
    /// block of QUIC at a time.
    ///
    /// # Errors
    ///
    /// Those of [`Network::listen`]; [`Error::MissingProgram`] without nft, [`Error::Failed`] if
    /// there is such a block already.
    pub fn of_names(network: &'a Network, names: &[&str]) -> Result<Self, Error> {
        let open = |port| network.listen_for_datagrams(PLACE, Ipv4Addr::UNSPECIFIED, port);
        let (diverted, onward) = (open(PORT)?.into_socket(), open(0)?.into_socket());
        let names = names.iter().map(|name| server_name(name)).collect();
        let passing = Passing::start(diverted, onward, names)?;
        let rules = format!(
            "chain prerouting {{\n\
             type nat hook prerouting priority dstnat; policy accept;\n\
             iifname \"{from}\" ip daddr {SITE} udp dport 443 redirect to :{PORT}\n\
             }}",
            from = Node::Router(1).name()
        );
        Ok(Self {
            _rules: RuleTable::load(network, PLACE, TABLE, &rules)?,
            _passing: Some(passing),
        })
    }

    /// Drops every datagram to port 443.
    ///
    /// # Errors
    ///
    /// [`Error::MissingProgram`] without nft, [`Error::Failed`] if there is such a block already.
    pub fn of_everything(network: &'a Network) -> Result<Self, Error> {
        let rules = format!(
            "chain forward {{\n\
             type filter hook forward priority filter; policy accept;\n\
             iifname \"{from}\" udp dport 443 drop\n\
             }}",
            from = Node::Router(1).name()
        );
        Ok(Self {
            _rules: RuleTable::load(network, PLACE, TABLE, &rules)?,
            _passing: None,
        })
    }
}

const TABLE: &str = "lab_block_quic";

/// Two threads, one for each direction, which end and are joined when this is dropped.
#[derive(Debug)]
struct Passing {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Passing {
    fn start(diverted: UdpSocket, onward: UdpSocket, names: Vec<Vec<u8>>) -> Result<Self, Error> {
        let mut passing = Self {
            stop: Arc::default(),
            threads: Vec::new(),
        };
        let flows = Arc::new(Mutex::new(Flows::default()));
        let known = Arc::clone(&flows);
        let again = |socket: &UdpSocket| socket.try_clone().map_err(Error::ServerThread);
        let (out, back) = (again(&onward)?, again(&diverted)?);
        let site = SocketAddr::from((SITE, 443));
        passing.each(diverted, move |datagram, client| {
            let mut flows = flows.lock().unwrap_or_else(PoisonError::into_inner);
            if !flows.is_blocked(datagram, client, &names) {
                // Like a router, it drops what the kernel does not take.
                drop(out.send_to(datagram, site));
            }
        })?;
        passing.each(onward, move |datagram, _| {
            let flows = known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(client) = flows.client_of(datagram) {
                drop(back.send_to(datagram, client));
            }
        })?;
        Ok(passing)
    }

    fn each<Pass>(&mut self, socket: UdpSocket, mut pass: Pass) -> Result<(), Error>
    where
        Pass: FnMut(&[u8], SocketAddr) + Send + 'static,
    {
        let waiting = socket.set_read_timeout(Some(REST));
        waiting.map_err(Error::ServerThread)?;
        let stopped = Arc::clone(&self.stop);
        let run = move || {
            let began = Instant::now();
            let mut buffer = vec![0; MAX_BYTES];
            while !stopped.load(Ordering::SeqCst) && began.elapsed() < LIFETIME {
                if let Ok((length, from)) = socket.recv_from(&mut buffer) {
                    pass(buffer.get(..length).unwrap_or_default(), from);
                }
            }
        };
        let thread = std::thread::Builder::new().name("lab QUIC block".to_owned());
        self.threads
            .push(thread.spawn(run).map_err(Error::ServerThread)?);
        Ok(())
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        for thread in self.threads.drain(..) {
            // A panic of the thread has already been printed; a drop must not add another.
            drop(thread.join());
        }
    }
}

/// The connections, by the client's address.
#[derive(Default)]
struct Flows(HashMap<SocketAddr, Flow>);

#[derive(Default)]
struct Flow {
    /// The identifier that the client chose, to which the server writes.
    client_id: Vec<u8>,
    /// What came of the ClientHello, with zeros where a part is missing.
    hello: Vec<u8>,
    is_blocked: bool,
}

impl Flows {
    /// Whether the datagram belongs to a connection that asks for one of the names. A connection that
    /// did so once stays blocked.
    fn is_blocked(&mut self, datagram: &[u8], client: SocketAddr, names: &[Vec<u8>]) -> bool {
        let flow = self.0.entry(client).or_default();
        if let Some(initial) = Initial::read(datagram) {
            flow.client_id = initial.source;
            for (start, part) in initial.crypto {
                let end = start + part.len();
                flow.hello.resize(flow.hello.len().max(end), 0);
                if let Some(place) = flow.hello.get_mut(start..end) {
                    place.copy_from_slice(&part);
                }
            }
        }
        let is_asked = |name: &Vec<u8>| flow.hello.windows(name.len()).any(|it| it == name);
        flow.is_blocked |= names.iter().any(is_asked);
        flow.is_blocked
    }

    /// Whom a datagram of the server is for.
    fn client_of(&self, datagram: &[u8]) -> Option<SocketAddr> {
        let is_long = datagram.first()? & 0x80 != 0;
        // RFC 8999 §5: only a long header has the length of the identifier.
        let id = datagram.get(if is_long { 6 } else { 1 }..)?;
        let mut flows = self.0.iter();
        let flow = flows.find(|(_, it)| !it.client_id.is_empty() && id.starts_with(&it.client_id));
        flow.map(|(client, _)| *client)
    }
}

#[cfg(test)]
mod tests;
