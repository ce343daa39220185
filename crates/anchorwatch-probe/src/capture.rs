//! A handshake that keeps the chain, whatever it is.
//!
//! The verifier here accepts every chain, because bad chains are the most important evidence. It
//! is private to this module. Over a connection that it accepted nothing is sent but the question
//! for the measurer's own server, which contains a random number and how many octets are wanted, and
//! questions to a resolver whose chain the caller has accepted. The
//! signatures over the handshake are checked: they show that the peer holds the key of the
//! certificate it sent, however short that key is and whatever version the certificate has.

pub(crate) mod brief;
pub(crate) mod quic;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, OnceLock},
    time::{Duration, Instant},
};

use anchorwatch_evidence::{Failure, KeySignature, Purpose, TlsHandshake};
use anchorwatch_identity::{Certificate, KeyProof, handshake_key_proof};
use rustls::{
    ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::timeout};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::{
    EchConfigs,
    echo::{Question, Told},
    failure, hello,
    icmp_error::IcmpError,
    opening::{Opening, Watched},
    random,
};

/// A handshake to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) purpose: Purpose,
    /// The name to send, or an address, which is not sent.
    pub(crate) host: &'a str,
    /// How many routers the handshake's packets may pass, if that is limited.
    pub(crate) ttl: Option<u8>,
    /// The limit for the handshake, and for the question after it.
    pub(crate) limit: Duration,
    /// With what the name is encrypted, for [`Purpose::TargetEch`].
    pub(crate) ech: Option<&'a EchConfigs>,
    /// Whether the measurer's own server is asked for octets, too.
    pub(crate) asks_transfer: bool,
}

/// What becomes of the server's signature over the handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It is checked, and the handshake goes on to its end.
    AndRest,
    /// It is checked, and the handshake ends there.
    Checked,
    /// It is kept, and the handshake ends there.
    Kept,
}

/// Performs the handshake and records it. The measurer's own server is asked for its echo.
pub(crate) async fn handshake(stream: TcpStream, wanted: Wanted<'_>) -> TlsHandshake {
    let (mut handshake, stream) = open(stream, wanted).await;
    if let Some(stream) = stream {
        let told = finish(stream, wanted).await;
        (handshake.echo, handshake.transfer) = (told.echo, told.transfer);
    }
    handshake
}

/// Performs the handshake and records it. The connection is open if it succeeded, and nothing was
/// sent over it.
pub(crate) async fn open(
    stream: TcpStream,
    wanted: Wanted<'_>,
) -> (TlsHandshake, Option<TlsStream<Watched<TcpStream>>>) {
    let begun = Instant::now();
    let address = stream
        .peer_addr()
        .unwrap_or_else(|_| SocketAddr::from(([0, 0, 0, 0], 0)));
    let captured = Arc::new(Captured::default());
    let opening = Opening::default();
    let config = config(&wanted, Arc::clone(&captured), Proof::AndRest);
    let answer = connect(stream, wanted, config, &opening).await;
    let elapsed = begun.elapsed();
    let (tls_version, cipher_suite) = match &answer {
        Ok(stream) => agreed(stream.get_ref().1),
        Err(_) => (None, None),
    };
    let (failure, stream) = match answer {
        Ok(stream) => (None, Some(stream)),
        Err(failure) => (Some(failure), None),
    };
    let (seen, first) = (captured.seen(), opening.first());
    let failed_after = failure.as_ref().map(|_| {
        let has_certificate = !seen.chain.is_empty();
        opening.stage(has_certificate)
    });
    let handshake = TlsHandshake {
        purpose: wanted.purpose,
        address: Some(address),
        ttl: wanted.ttl,
        min_ttl: None,
        server_name: hello::sent_name(wanted.purpose, wanted.host, &first),
        failure,
        failed_after,
        tls_version,
        cipher_suite,
        peer_certificates: seen.chain,
        is_key_proven: seen.is_key_proven,
        key_signature: seen.key_signature,
        client_hello: first,
        server_hello: opening.server_hello(),
        echo: None,
        transfer: None,
        elapsed,
    };
    (handshake, stream)
}

/// Makes the handshake, within its limit.
async fn connect(
    stream: TcpStream,
    wanted: Wanted<'_>,
    config: Option<ClientConfig>,
    opening: &Opening,
) -> Result<TlsStream<Watched<TcpStream>>, Failure> {
    let (Some(name), Some(config)) = (hello::server_name(wanted.host), config) else {
        let why = "the host is not a name that TLS can carry";
        return Err(Failure::unknown(why));
    };
    let icmp = wanted.ttl.and_then(|_| IcmpError::of(&stream).ok());
    let connector = TlsConnector::from(Arc::new(config));
    let connecting = connector.connect(name, Watched::new(stream, opening.clone()));
    let connected = async {
        match &icmp {
            Some(icmp) => icmp.or(connecting).await,
            None => connecting.await,
        }
    };
    match timeout(wanted.limit, connected).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(_)) if opening.is_answered_by_http() => Err(Failure::PlainHttpResponse),
        Ok(Err(error)) => Err(failure::of_tls(&error)),
        Err(_) => Err(Failure::GenericTimeoutError),
    }
}

/// Asks what is to be asked, and closes the connection politely; the peer's reaction to that is
/// not evidence.
async fn finish(mut stream: TlsStream<Watched<TcpStream>>, wanted: Wanted<'_>) -> Told {
    let is_own = matches!(
        wanted.purpose,
        Purpose::OwnServer | Purpose::OwnServerControl
    );
    let question = random::octets().filter(|_| is_own).map(|nonce| Question {
        host: wanted.host,
        nonce,
        limit: wanted.limit,
        asks_transfer: wanted.asks_transfer,
    });
    let told = match question {
        Some(question) => question.ask(&mut stream).await,
        None => Told::default(),
    };
    let _ended = timeout(wanted.limit, stream.shutdown()).await;
    told
}

fn agreed(connection: &rustls::ClientConnection) -> (Option<String>, Option<String>) {
    let version = connection
        .protocol_version()
        .and_then(|version| match version {
            rustls::ProtocolVersion::TLSv1_2 => Some("TLSv1.2".to_owned()),
            rustls::ProtocolVersion::TLSv1_3 => Some("TLSv1.3".to_owned()),
            _ => None,
        });
    let suite = connection
        .negotiated_cipher_suite()
        .and_then(|suite| suite.suite().as_str().map(str::to_owned));
    (version, suite)
}

/// The configuration of one connection.
fn config(wanted: &Wanted<'_>, captured: Arc<Captured>, proof: Proof) -> Option<ClientConfig> {
    let verifier = AcceptAndKeep {
        captured,
        proof,
        provider: provider(),
    };
    hello::config(wanted.purpose, wanted.ech, provider(), Arc::new(verifier))
}

fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    Arc::clone(PROVIDER.get_or_init(|| Arc::new(aws_lc_rs::default_provider())))
}

/// What the verifier saw; it outlives a handshake that fails.
#[derive(Debug, Default)]
struct Captured(Mutex<Seen>);

#[derive(Debug, Default, Clone)]
struct Seen {
    chain: Vec<Vec<u8>>,
    is_key_proven: Option<bool>,
    key_signature: Option<KeySignature>,
    /// Whether a brief handshake has all that it is for.
    is_complete: bool,
}

impl Captured {
    fn seen(&self) -> Seen {
        self.0.lock().map(|seen| seen.clone()).unwrap_or_default()
    }

    fn change(&self, change: impl FnOnce(&mut Seen)) {
        if let Ok(mut seen) = self.0.lock() {
            change(&mut seen);
        }
    }
}

#[derive(Debug)]
struct AcceptAndKeep {
    captured: Arc<Captured>,
    proof: Proof,
    provider: Arc<CryptoProvider>,
}

impl AcceptAndKeep {
    /// Records the proof. rustls refuses keys and certificates that are too old for it, which says
    /// nothing about who holds the key.
    fn keep_proof(
        &self,
        answer: Result<HandshakeSignatureValid, rustls::Error>,
        message: &[u8],
        own: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let proof = match &answer {
            Ok(_) => KeyProof::Proven,
            Err(_) => match Certificate::from_der(own) {
                Ok(own) => handshake_key_proof(
                    own.spki_der(),
                    u16::from(dss.scheme),
                    message,
                    dss.signature(),
                ),
                Err(_) => KeyProof::NotCheckable,
            },
        };
        let is_key_proven = match proof {
            KeyProof::Proven => Some(true),
            KeyProof::Refuted => Some(false),
            KeyProof::NotCheckable => None,
        };
        self.captured
            .change(|seen| seen.is_key_proven = is_key_proven);
        match proof {
            KeyProof::Refuted => answer,
            KeyProof::Proven | KeyProof::NotCheckable if self.proof != Proof::AndRest => {
                self.complete(None)
            }
            KeyProof::Proven | KeyProof::NotCheckable => Ok(HandshakeSignatureValid::assertion()),
        }
    }
}

impl AcceptAndKeep {
    /// Ends a brief handshake.
    fn complete(
        &self,
        kept: Option<KeySignature>,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.captured.change(|seen| {
            seen.is_complete = true;
            seen.key_signature = kept;
        });
        Err(rustls::Error::General(brief::COMPLETE.to_owned()))
    }
}

/// Keeps a signature as it came.
fn unchecked(message: &[u8], dss: &DigitallySignedStruct) -> KeySignature {
    KeySignature {
        scheme: u16::from(dss.scheme),
        signed: message.to_vec(),
        signature: dss.signature().to_vec(),
    }
}

impl ServerCertVerifier for AcceptAndKeep {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let chain = std::iter::once(end_entity)
            .chain(intermediates)
            .map(|der| der.to_vec())
            .collect();
        self.captured.change(|seen| seen.chain = chain);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if self.proof == Proof::Kept {
            return self.complete(Some(unchecked(message, dss)));
        }
        let algorithms = &self.provider.signature_verification_algorithms;
        let answer = verify_tls12_signature(message, cert, dss, algorithms);
        self.keep_proof(answer, message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if self.proof == Proof::Kept {
            return self.complete(Some(unchecked(message, dss)));
        }
        let algorithms = &self.provider.signature_verification_algorithms;
        let answer = verify_tls13_signature(message, cert, dss, algorithms);
        self.keep_proof(answer, message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        let mut schemes = algorithms.supported_schemes();
        // The shortest of the old ones first: a key of 512 bits cannot sign with longer ones.
        schemes.sort_by_key(|scheme| match scheme {
            SignatureScheme::RSA_PKCS1_SHA256 => 1,
            SignatureScheme::RSA_PKCS1_SHA384 => 2,
            SignatureScheme::RSA_PKCS1_SHA512 => 3,
            _ => 0,
        });
        schemes.extend(MORE_SCHEMES.map(SignatureScheme::from));
        schemes
    }
}

/// Offered after all that rustls checks: a server that can sign only with one of these shows its
/// certificate only to clients that offer it (RFC 8446 §4.4.3). RSA keys for PSS only, Brainpool
/// curves (RFC 8734 §4), Ed448, and SHA-1 in TLS 1.2.
const MORE_SCHEMES: [u16; 9] = [
    0x0809, 0x080a, 0x080b, 0x081a, 0x081b, 0x081c, 0x0808, 0x0201, 0x0203,
];
