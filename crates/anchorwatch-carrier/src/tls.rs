//! TLS to a mirror: the chain is verified, and a refused one is kept while the connection goes on.
//!
//! What comes over a refused connection is worth no more than over none. That is enough here, since
//! lists authenticate themselves; so this module is private, and nothing but files of lists is asked
//! over its connections. The handshake's signature is checked in any case.

use std::{
    fmt,
    io::{Error, ErrorKind, Read as _, Write as _},
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use anchorwatch_evidence::{Failure, Purpose, Target, TcpConnect, TlsHandshake};
use anchorwatch_identity::UnixSeconds;
use anchorwatch_verify::rustls::Verifier;
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, ProtocolVersion, SignatureScheme,
    StreamOwned,
    client::{
        Resumption,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport, TransportAdapter,
};

use crate::RefusedTls;

/// The most refused chains that are kept of one mirror: each connection has one.
const MAX_REFUSED: usize = 4;

/// What the connections to one mirror showed.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    refused: Mutex<Vec<RefusedTls>>,
}

impl Watch {
    pub(crate) fn refused(&self) -> Vec<RefusedTls> {
        let refused = self.refused.lock();
        refused.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn is_refused(&self) -> bool {
        !self.refused().is_empty()
    }

    fn add(&self, one: RefusedTls) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.len() < MAX_REFUSED {
            refused.push(one);
        }
    }
}

/// Makes TLS connections over any others.
pub(crate) struct Tls {
    pub(crate) verifier: Arc<Verifier>,
    pub(crate) watch: Arc<Watch>,
    /// The time of this update.
    pub(crate) at: UnixSeconds,
    /// Whether connections go through a proxy.
    pub(crate) is_proxied: bool,
    pub(crate) on_refusal: OnRefusal,
}

/// What happens to a connection whose chain is refused. It is kept in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnRefusal {
    /// It ends: there is another way to try first.
    End,
    /// It goes on.
    GoOn,
}

impl<In: Transport> Connector<In> for Tls {
    type Out = ureq::unversioned::transport::Either<In, TlsTransport<In>>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        use ureq::unversioned::transport::Either;
        let Some(transport) = chained else {
            return Ok(None);
        };
        if !details.needs_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let address = details.addrs.first().copied().filter(|_| !self.is_proxied);
        let host = details.uri.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let port = details.uri.port_u16().unwrap_or(443);
        let seen = Arc::new(Seen::default());
        let begun = Instant::now();
        let name = ServerName::try_from(host.to_owned()).map_err(Error::other)?;
        let config = self.config(&seen).map_err(no_tls)?;
        let mut client = ClientConnection::new(Arc::new(config), name).map_err(no_tls)?;
        let mut socket = TransportAdapter::new(transport, Arc::clone(&details.current_time));
        socket.set_timeout(details.timeout);
        let shaken = client.complete_io(&mut socket);
        if let Some(chain) = seen.refused_chain() {
            let target = Target {
                host: host.to_owned(),
                port,
            };
            let failure = shaken.as_ref().err().map(failure);
            let mut handshake = handshake(&client, chain, address, failure, begun.elapsed());
            let is_address = host.parse::<IpAddr>().is_ok();
            handshake.server_name = (!is_address).then(|| host.to_owned());
            self.watch.add(RefusedTls {
                target,
                at: self.at,
                connect: address.map(connected),
                handshake,
            });
        }
        shaken.map_err(of_handshake)?;
        let config = details.config;
        Ok(Some(Either::B(TlsTransport {
            buffers: LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size()),
            stream: StreamOwned::new(client, socket),
        })))
    }
}

impl Tls {
    /// A configuration of its own for each connection, without sessions: so each shows its chain.
    fn config(&self, seen: &Arc<Seen>) -> Result<ClientConfig, rustls::Error> {
        let mut config = self.verifier.client_config()?;
        let keeping = Keeping {
            verifier: Arc::clone(&self.verifier),
            seen: Arc::clone(seen),
            on_refusal: self.on_refusal,
        };
        config
            .dangerous()
            .set_certificate_verifier(Arc::new(keeping));
        config.resumption = Resumption::disabled();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

/// That there is a connection and no TLS over it.
fn no_tls(_: rustls::Error) -> ureq::Error {
    ureq::Error::Tls("no TLS")
}

fn of_handshake(error: Error) -> ureq::Error {
    match error.kind() {
        ErrorKind::InvalidData => ureq::Error::Tls("no TLS"),
        _ => ureq::Error::from(error),
    }
}

fn failure(error: &Error) -> Failure {
    match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => Failure::ConnectionReset,
        ErrorKind::UnexpectedEof => Failure::EofError,
        ErrorKind::TimedOut => Failure::GenericTimeoutError,
        _ => Failure::SslFailedHandshake,
    }
}

const fn connected(address: SocketAddr) -> TcpConnect {
    TcpConnect {
        address,
        ttl: None,
        ttl_exceeded_by: None,
        failure: None,
        elapsed: Duration::ZERO,
    }
}

fn handshake(
    client: &ClientConnection,
    chain: Vec<Vec<u8>>,
    address: Option<SocketAddr>,
    failure: Option<Failure>,
    elapsed: Duration,
) -> TlsHandshake {
    let is_key_proven = failure.is_none().then_some(true);
    let version = match client.protocol_version() {
        Some(ProtocolVersion::TLSv1_2) => Some("TLSv1.2".to_owned()),
        Some(ProtocolVersion::TLSv1_3) => Some("TLSv1.3".to_owned()),
        _ => None,
    };
    let suite = client.negotiated_cipher_suite();
    let suite = suite.and_then(|it| it.suite().as_str().map(str::to_owned));
    TlsHandshake {
        purpose: Purpose::Target,
        address,
        ttl: None,
        min_ttl: None,
        server_name: None,
        failure,
        failed_after: None,
        tls_version: version,
        cipher_suite: suite,
        peer_certificates: chain,
        is_key_proven,
        key_signature: None,
        client_hello: Vec::new(),
        server_hello: Vec::new(),
        echo: None,
        transfer: None,
        elapsed,
    }
}

/// What the verifier refused; it outlives a handshake that fails.
#[derive(Debug, Default)]
struct Seen(Mutex<Option<Vec<Vec<u8>>>>);

impl Seen {
    fn refused_chain(&self) -> Option<Vec<Vec<u8>>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Asks the verifier, and keeps a chain that it refuses.
#[derive(Debug)]
struct Keeping {
    verifier: Arc<Verifier>,
    seen: Arc<Seen>,
    on_refusal: OnRefusal,
}

impl ServerCertVerifier for Keeping {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let decided = self.verifier.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        if decided.is_err() {
            let chain = std::iter::once(end_entity).chain(intermediates);
            let chain = chain.map(|it| it.to_vec()).collect();
            let mut seen = self.seen.0.lock().unwrap_or_else(PoisonError::into_inner);
            *seen = Some(chain);
        }
        match self.on_refusal {
            OnRefusal::End => decided,
            OnRefusal::GoOn => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.verifier.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.verifier.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

/// A TLS connection as ureq's transport.
pub(crate) struct TlsTransport<In: Transport> {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter<In>>,
}

impl<In: Transport> Transport for TlsTransport<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.stream.sock.set_timeout(timeout);
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        self.stream.write_all(output)?;
        self.stream.flush()?;
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.stream.sock.set_timeout(timeout);
        let amount = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.sock.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

impl<In: Transport> fmt::Debug for TlsTransport<In> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsTransport").finish_non_exhaustive()
    }
}
