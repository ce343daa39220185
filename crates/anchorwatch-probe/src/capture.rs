//! A handshake that keeps the chain, whatever it is.
//!
//! The verifier in here accepts every chain: evidence is wanted above all of the bad
//! ones. It is private to this module, and nothing is ever sent over a connection
//! that it accepted. The signatures over the handshake are checked: they show that
//! the peer holds the key of the certificate it sent.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use anchorwatch_evidence::{Failure, Target, TlsHandshake};
use rustls::{
    ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::{
        Resumption,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::timeout};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::failure;

/// Makes the handshake and says what came.
pub(crate) async fn handshake(stream: TcpStream, target: &Target, limit: Duration) -> TlsHandshake {
    let begun = Instant::now();
    let address = stream
        .peer_addr()
        .unwrap_or_else(|_| SocketAddr::from(([0, 0, 0, 0], target.port)));
    let captured = Arc::new(Captured::default());
    let answer = match (server_name(&target.host), config(Arc::clone(&captured))) {
        (Some(name), Some(config)) => {
            let connector = TlsConnector::from(Arc::new(config));
            match timeout(limit, connector.connect(name, stream)).await {
                Ok(Ok(stream)) => Ok(stream),
                Ok(Err(error)) => Err(failure::of_io(&error)),
                Err(_) => Err(Failure::GenericTimeoutError),
            }
        }
        _ => Err(Failure::unknown("the host is no name that TLS can carry")),
    };
    let elapsed = begun.elapsed();
    let (tls_version, cipher_suite) = match &answer {
        Ok(stream) => agreed(stream),
        Err(_) => (None, None),
    };
    let failure = match answer {
        Ok(stream) => {
            close(stream, limit).await;
            None
        }
        Err(failure) => Some(failure),
    };
    let seen = captured.seen();
    TlsHandshake {
        address,
        server_name: sent_name(&target.host),
        failure,
        tls_version,
        cipher_suite,
        peer_certificates: seen.chain,
        is_key_proven: seen.is_key_proven,
        elapsed,
    }
}

fn agreed(stream: &TlsStream<TcpStream>) -> (Option<String>, Option<String>) {
    let (_, connection) = stream.get_ref();
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

/// A polite end; what the peer makes of it is not evidence.
async fn close(mut stream: TlsStream<TcpStream>, limit: Duration) {
    let _ended = timeout(limit, stream.shutdown()).await;
}

fn server_name(host: &str) -> Option<ServerName<'static>> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    ServerName::try_from(bare.trim_end_matches('.').to_owned()).ok()
}

/// An address is never sent as a server name (RFC 6066 §3).
fn sent_name(host: &str) -> Option<String> {
    match server_name(host)? {
        ServerName::DnsName(name) => Some(name.as_ref().to_owned()),
        _ => None,
    }
}

fn config(captured: Arc<Captured>) -> Option<ClientConfig> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AcceptAndKeep { captured, provider }))
        .with_no_client_auth();
    // A resumed session carries no certificate and would hide an interceptor.
    config.resumption = Resumption::disabled();
    Some(config)
}

/// What the verifier saw; it outlives a handshake that fails.
#[derive(Debug, Default)]
struct Captured(Mutex<Seen>);

#[derive(Debug, Default, Clone)]
struct Seen {
    chain: Vec<Vec<u8>>,
    is_key_proven: Option<bool>,
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
    provider: Arc<CryptoProvider>,
}

impl AcceptAndKeep {
    fn keep_proof(
        &self,
        answer: Result<HandshakeSignatureValid, rustls::Error>,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.captured
            .change(|seen| seen.is_key_proven = Some(answer.is_ok()));
        answer
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
        self.keep_proof(verify_tls12_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        ))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.keep_proof(verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        ))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
