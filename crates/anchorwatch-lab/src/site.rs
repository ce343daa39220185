//! TLS servers for tests, on loopback or inside a [`crate::Network`] only.
//!
//! A [`Site`] answers every request with a few words that name it. With
//! [`SiteBuilder::for_name`] it is an interceptor: it presents a forged chain for the listed
//! names only. A [`BrokenSite`] fails in one chosen way; a [`PlainSite`] does without encryption.
//!
//! Each server has one thread, which ends and is joined when the server is dropped.
//!
//! ```
//! use anchorwatch_lab::{Root, Site};
//!
//! let honest = Root::company("Example Works Root")?.issue(&["localhost"])?;
//! let forged = Root::isca_like()?.issue(&["www.example.kz"])?;
//! let site = Site::builder(honest).for_name("www.example.kz", forged).start()?;
//! assert!(site.address().ip().is_loopback());
//! # Ok::<(), anchorwatch_lab::Error>(())
//! ```

mod broken;
mod plain;
pub(crate) mod server;
mod talk;

pub use broken::{BrokenSite, Fault};
pub use plain::{PlainAnswer, PlainSite};

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rustls::crypto::aws_lc_rs;
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, SupportedProtocolVersion};
use tokio_rustls::TlsAcceptor;

use self::server::LIFETIME;
pub(crate) use self::server::Place;
use self::talk::Talk;
use crate::network::InsideListener;
use crate::server_thread::ServerThread;
use crate::{Error, ServerChain};

/// Any free port of 127.0.0.1.
const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A running TLS server. Dropping it stops it.
///
/// Unless configured otherwise, no session is ever resumed, so every connection shows its
/// certificates. At most 64 connections are open at a time, each for at most five minutes.
#[derive(Debug)]
pub struct Site {
    server: ServerThread,
    asked_count: Arc<AtomicUsize>,
}

impl Site {
    /// Starts a server that presents this chain to everyone, on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// Those of [`SiteBuilder::start`].
    pub fn start(chain: ServerChain) -> Result<Self, Error> {
        Self::builder(chain).start()
    }

    /// Configures a server in more detail.
    pub fn builder(default_chain: ServerChain) -> SiteBuilder {
        SiteBuilder {
            place: Place::Loopback(ANY_PORT),
            title: "a site of the lab".to_owned(),
            default_chain,
            chains_by_name: Vec::new(),
            versions: TlsVersions::Both,
            resumption: Resumption::Never,
            protocol: Protocol::Https,
            lifetime: LIFETIME,
        }
    }

    /// Returns the address on which it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Returns how many connections it has accepted so far, broken ones included.
    pub fn accepted_count(&self) -> usize {
        self.server.accepted_count()
    }

    /// Returns on how many connections the client has sent something inside TLS so far: it went on
    /// after it had seen the certificate.
    pub fn asked_count(&self) -> usize {
        self.asked_count.load(Ordering::SeqCst)
    }
}

/// The configuration of a [`Site`].
#[derive(Debug)]
pub struct SiteBuilder {
    place: Place,
    title: String,
    default_chain: ServerChain,
    chains_by_name: Vec<(String, ServerChain)>,
    versions: TlsVersions,
    resumption: Resumption,
    protocol: Protocol,
    lifetime: Duration,
}

/// The protocol of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP over TLS.
    Https,
    /// PostgreSQL's, version 3, in which the client requests TLS first. The title is in the error
    /// with which the server rejects everyone.
    Postgres,
}

/// Whether a client may resume a session, without being shown a certificate again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resumption {
    /// Every connection shows its certificates.
    Never,
    /// A client with a ticket of an earlier connection is shown none, as with most servers.
    Offered,
}

/// The versions of TLS that a site supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsVersions {
    /// 1.2 and 1.3.
    Both,
    /// Only 1.2, where certificates are sent unencrypted.
    Tls12Only,
    /// Only 1.3.
    Tls13Only,
}

impl SiteBuilder {
    /// Listens here instead of on a free port of 127.0.0.1. Only loopback is accepted.
    #[must_use]
    pub fn at(mut self, address: SocketAddr) -> Self {
        self.place = Place::Loopback(address);
        self
    }

    /// Serves inside a network of the lab.
    #[must_use]
    pub fn inside(mut self, listener: InsideListener) -> Self {
        self.place = Place::Inside(listener);
        self
    }

    /// Sets what the body of the response says about the site. Default: "a site of the lab".
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Presents this chain if the client requests exactly this name, ignoring case.
    #[must_use]
    pub fn for_name(mut self, name: &str, chain: ServerChain) -> Self {
        self.chains_by_name.push((name.to_ascii_lowercase(), chain));
        self
    }

    /// Limits the versions of TLS.
    #[must_use]
    pub fn speaking(mut self, versions: TlsVersions) -> Self {
        self.versions = versions;
        self
    }

    /// Sets whether clients may resume sessions. Default: never.
    #[must_use]
    pub fn resuming(mut self, resumption: Resumption) -> Self {
        self.resumption = resumption;
        self
    }

    /// Uses a protocol other than HTTPS.
    #[must_use]
    pub fn in_protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// Makes it end by itself after this time. Default: thirty minutes.
    #[must_use]
    pub fn for_at_most(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Starts to listen. Clients can connect when this returns.
    ///
    /// # Errors
    ///
    /// [`Error::NotLoopback`] for an address that is not loopback, [`Error::Listen`] if it is in
    /// use, [`Error::Tls`] for a chain whose key cannot be used.
    pub fn start(self) -> Result<Site, Error> {
        let asked_count = Arc::new(AtomicUsize::new(0));
        let talk = Arc::new(Talk {
            asked_count: Arc::clone(&asked_count),
            acceptor: TlsAcceptor::from(Arc::new(self.server_config()?)),
            title: self.title,
            protocol: self.protocol,
        });
        let server = server::start(self.place, self.lifetime, move |stream| {
            talk::answer(Arc::clone(&talk), stream)
        })?;
        Ok(Site {
            server,
            asked_count,
        })
    }

    fn server_config(&self) -> Result<ServerConfig, Error> {
        let mut chains_by_name = HashMap::new();
        for (name, chain) in &self.chains_by_name {
            chains_by_name.insert(name.clone(), certified(chain)?);
        }
        let chooser = ChainChooser {
            chains_by_name,
            default_chain: certified(&self.default_chain)?,
        };
        let mut config = ServerConfig::builder_with_provider(aws_lc_rs::default_provider().into())
            .with_protocol_versions(&self.versions.list())?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(chooser));
        if self.resumption == Resumption::Never {
            config.session_storage = Arc::new(NoServerSessionStorage {});
            config.send_tls13_tickets = 0;
        }
        Ok(config)
    }
}

impl TlsVersions {
    fn list(self) -> Vec<&'static SupportedProtocolVersion> {
        match self {
            Self::Both => vec![&rustls::version::TLS13, &rustls::version::TLS12],
            Self::Tls12Only => vec![&rustls::version::TLS12],
            Self::Tls13Only => vec![&rustls::version::TLS13],
        }
    }
}

#[derive(Debug)]
struct ChainChooser {
    chains_by_name: HashMap<String, Arc<CertifiedKey>>,
    default_chain: Arc<CertifiedKey>,
}

impl ResolvesServerCert for ChainChooser {
    fn resolve(&self, client_hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let chosen = client_hello
            .server_name()
            .and_then(|name| self.chains_by_name.get(&name.to_ascii_lowercase()))
            .unwrap_or(&self.default_chain);
        Some(Arc::clone(chosen))
    }
}

/// What accepts connections with this chain.
pub(crate) fn acceptor(chain: ServerChain) -> Result<TlsAcceptor, Error> {
    let config = Site::builder(chain).server_config()?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

pub(crate) fn certified(chain: &ServerChain) -> Result<Arc<CertifiedKey>, Error> {
    let key = aws_lc_rs::sign::any_supported_type(chain.key())?;
    let certified = CertifiedKey::new(chain.certificates().to_vec(), key);
    certified.keys_match()?;
    Ok(Arc::new(certified))
}

#[cfg(test)]
mod tests;
