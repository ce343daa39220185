//! Servers over QUIC for tests, on loopback or inside a [`crate::Network`] only.
//!
//! A [`QuicSite`] makes handshakes and answers nothing after them. It has one thread, which ends
//! and is joined when it is dropped.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use quinn::crypto::rustls::QuicServerConfig;
use quinn::{Endpoint, EndpointConfig, Incoming, ServerConfig, TokioRuntime};
use rustls::crypto::aws_lc_rs;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::network::InsideDatagrams;
use crate::server_thread::ServerThread;
use crate::site::{certified, server::LIFETIME};
use crate::{Error, Root, ServerChain};

/// What it agrees to speak.
const PROTOCOL: &[u8] = b"h3";

/// How a server meets a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuicManner {
    /// It makes the handshake.
    Accept,
    /// It sends a Retry packet first, and makes the handshake with those who come back.
    RetryFirst,
    /// It closes the connection at once.
    Refuse,
}

/// A running server. Dropping it stops it.
#[derive(Debug)]
pub struct QuicSite {
    server: ServerThread,
}

impl QuicSite {
    /// Configures a server that presents this chain to everyone.
    pub fn builder(default_chain: ServerChain) -> QuicSiteBuilder {
        QuicSiteBuilder {
            place: None,
            default_chain,
            chains_by_name: Vec::new(),
            other_key: None,
            manner: QuicManner::Accept,
        }
    }

    /// Starts a server inside a network that presents a new leaf of this root for each name.
    pub(crate) fn forging(root: Root, place: InsideDatagrams) -> Result<Self, Error> {
        let chooser = Forger {
            root,
            known: Mutex::default(),
        };
        start(place.into_socket(), Arc::new(chooser), QuicManner::Accept)
    }

    /// Returns the address at which it answers.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Returns how many connections were begun so far.
    pub fn accepted_count(&self) -> usize {
        self.server.accepted_count()
    }
}

/// The configuration of a [`QuicSite`].
#[derive(Debug)]
pub struct QuicSiteBuilder {
    place: Option<InsideDatagrams>,
    default_chain: ServerChain,
    chains_by_name: Vec<(String, ServerChain)>,
    other_key: Option<ServerChain>,
    manner: QuicManner,
}

impl QuicSiteBuilder {
    /// Serves inside a network of the lab, instead of on a free port of 127.0.0.1.
    #[must_use]
    pub fn inside(mut self, place: InsideDatagrams) -> Self {
        self.place = Some(place);
        self
    }

    /// Presents this chain if the client sends exactly this name, ignoring case.
    #[must_use]
    pub fn for_name(mut self, name: &str, chain: ServerChain) -> Self {
        self.chains_by_name.push((name.to_ascii_lowercase(), chain));
        self
    }

    /// Signs with the key of this chain whatever it presents by default, as if it replayed a chain
    /// that it recorded.
    #[must_use]
    pub fn signing_with(mut self, other: ServerChain) -> Self {
        self.other_key = Some(other);
        self
    }

    /// Sets how clients are met. Default: the handshake is made.
    #[must_use]
    pub fn meeting(mut self, manner: QuicManner) -> Self {
        self.manner = manner;
        self
    }

    /// Starts it. Clients can connect when this returns.
    ///
    /// # Errors
    ///
    /// [`Error::Listen`] without a free port, [`Error::Tls`] if a chain's key cannot be used,
    /// [`Error::ServerThread`] without a thread or a runtime.
    pub fn start(self) -> Result<QuicSite, Error> {
        let mut by_name = HashMap::new();
        for (name, chain) in &self.chains_by_name {
            by_name.insert(name.clone(), certified(chain)?);
        }
        let chooser = Chooser {
            by_name,
            default: match &self.other_key {
                Some(other) => replayed(&self.default_chain, other)?,
                None => certified(&self.default_chain)?,
            },
        };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let socket = match self.place {
            Some(place) => place.into_socket(),
            None => UdpSocket::bind(address).map_err(|source| Error::Listen { address, source })?,
        };
        start(socket, Arc::new(chooser), self.manner)
    }
}

fn replayed(shown: &ServerChain, other: &ServerChain) -> Result<Arc<CertifiedKey>, Error> {
    let key = aws_lc_rs::sign::any_supported_type(other.key())?;
    let certificates = shown.certificates().to_vec();
    Ok(Arc::new(CertifiedKey::new(certificates, key)))
}

#[derive(Debug)]
struct Chooser {
    by_name: HashMap<String, Arc<CertifiedKey>>,
    default: Arc<CertifiedKey>,
}

impl ResolvesServerCert for Chooser {
    fn resolve(&self, client_hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let name = client_hello.server_name().map(str::to_ascii_lowercase);
        let chosen = name.and_then(|name| self.by_name.get(&name));
        Some(Arc::clone(chosen.unwrap_or(&self.default)))
    }
}

/// Makes a leaf for each name when it is first asked for.
#[derive(Debug)]
struct Forger {
    root: Root,
    known: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl ResolvesServerCert for Forger {
    fn resolve(&self, client_hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let name = client_hello.server_name()?.to_ascii_lowercase();
        let mut known = self.known.lock().ok()?;
        if let Some(forged) = known.get(&name) {
            return Some(Arc::clone(forged));
        }
        let forged = certified(&self.root.issue(&[&name]).ok()?).ok()?;
        known.insert(name, Arc::clone(&forged));
        Some(forged)
    }
}

fn start(
    socket: UdpSocket,
    chooser: Arc<dyn ResolvesServerCert>,
    manner: QuicManner,
) -> Result<QuicSite, Error> {
    let address = socket.local_addr().map_err(Error::ServerThread)?;
    let mut tls = rustls::ServerConfig::builder_with_provider(aws_lc_rs::default_provider().into())
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_cert_resolver(chooser);
    tls.alpn_protocols = vec![PROTOCOL.to_vec()];
    tls.send_tls13_tickets = 0;
    let no_suite = |_| rustls::Error::General("no suite for QUIC".to_owned());
    let tls = QuicServerConfig::try_from(tls).map_err(no_suite)?;
    let config = ServerConfig::with_crypto(Arc::new(tls));
    let server = ServerThread::start(address, LIFETIME, |accepted_count| {
        let tokio = Arc::new(TokioRuntime);
        let endpoint = Endpoint::new(EndpointConfig::default(), Some(config), socket, tokio);
        let endpoint = endpoint.map_err(|source| Error::Listen { address, source })?;
        Ok(accept_all(endpoint, manner, accepted_count))
    })?;
    Ok(QuicSite { server })
}

async fn accept_all(endpoint: Endpoint, manner: QuicManner, accepted_count: Arc<AtomicUsize>) {
    while let Some(incoming) = endpoint.accept().await {
        accepted_count.fetch_add(1, Ordering::SeqCst);
        meet(incoming, manner);
    }
}

fn meet(incoming: Incoming, manner: QuicManner) {
    match manner {
        QuicManner::Refuse => incoming.refuse(),
        QuicManner::RetryFirst if incoming.may_retry() => drop(incoming.retry()),
        QuicManner::Accept | QuicManner::RetryFirst => {
            if let Ok(connecting) = incoming.accept() {
                tokio::spawn(async move {
                    if let Ok(connection) = connecting.await {
                        connection.closed().await;
                    }
                });
            }
        }
    }
}
