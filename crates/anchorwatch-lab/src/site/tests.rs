use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::Instant;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, ProtocolVersion, SignatureScheme,
    StreamOwned,
};

use super::*;
use crate::Root;

/// Accepts everything and remembers the certificates.
#[derive(Debug, Default)]
struct Capture {
    seen: Mutex<Vec<CertificateDer<'static>>>,
}

impl ServerCertVerifier for Capture {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let all = std::iter::once(leaf).chain(others);
        *self.seen.lock().unwrap() = all.map(|der| der.clone().into_owned()).collect();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, leaf, signed, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, leaf, signed, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let provider = aws_lc_rs::default_provider();
        provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

struct Seen {
    chain: Vec<CertificateDer<'static>>,
    version: Option<ProtocolVersion>,
    answer: String,
}

/// Sends one request; the capture outlives it, so that a session could be resumed.
fn ask(config: &Arc<ClientConfig>, capture: &Capture, site: &Site, name: &str) -> Seen {
    capture.seen.lock().unwrap().clear();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let client = ClientConnection::new(Arc::clone(config), name).unwrap();
    let socket = TcpStream::connect(site.address()).unwrap();
    let mut stream = StreamOwned::new(client, socket);
    stream
        .write_all(b"GET / HTTP/1.1\r\nHost: lab\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    Seen {
        chain: capture.seen.lock().unwrap().clone(),
        version: stream.conn.protocol_version(),
        answer,
    }
}

fn client() -> (Arc<ClientConfig>, Arc<Capture>) {
    let capture = Arc::new(Capture::default());
    let config = ClientConfig::builder_with_provider(aws_lc_rs::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&capture) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    (Arc::new(config), capture)
}

fn chain_for(name: &str) -> ServerChain {
    Root::company("Example Works Root")
        .unwrap()
        .issue(&[name])
        .unwrap()
}

#[test]
fn a_site_presents_its_chain_and_names_itself() {
    let chain = chain_for("intranet.lan");
    let site = Site::builder(chain.clone())
        .titled("the honest site")
        .start()
        .unwrap();
    let (config, capture) = client();
    let seen = ask(&config, &capture, &site, "intranet.lan");
    assert_eq!(seen.chain, chain.certificates());
    assert!(seen.answer.starts_with("HTTP/1.1 200 OK\r\n"));
    assert!(seen.answer.ends_with("\r\n\r\nthe honest site\n"));
    assert_eq!(site.accepted_count(), 1);
}

#[test]
fn an_interceptor_forges_listed_names_only_and_never_resumes() {
    let honest = chain_for("localhost");
    let forged = Root::isca_like()
        .unwrap()
        .issue(&["www.example.kz"])
        .unwrap();
    let site = Site::builder(honest.clone())
        .for_name("WWW.example.kz", forged.clone())
        .start()
        .unwrap();
    let (config, capture) = client();
    for _ in 0..2 {
        let seen = ask(&config, &capture, &site, "www.example.kz");
        assert_eq!(seen.chain, forged.certificates());
        let seen = ask(&config, &capture, &site, "example.kz");
        assert_eq!(seen.chain, honest.certificates());
    }
}

#[test]
fn versions_are_limited_as_configured() {
    let (config, capture) = client();
    for (versions, expected) in [
        (TlsVersions::Both, ProtocolVersion::TLSv1_3),
        (TlsVersions::Tls13Only, ProtocolVersion::TLSv1_3),
        (TlsVersions::Tls12Only, ProtocolVersion::TLSv1_2),
    ] {
        let site = Site::builder(chain_for("a.test"))
            .speaking(versions)
            .start()
            .unwrap();
        for _ in 0..2 {
            let seen = ask(&config, &capture, &site, "a.test");
            assert_eq!(seen.version, Some(expected));
            assert_eq!(
                seen.chain.len(),
                1,
                "a resumed session shows no certificate"
            );
        }
    }
}

#[test]
fn a_site_that_resumes_shows_its_certificates_once() {
    for version in [TlsVersions::Tls13Only, TlsVersions::Tls12Only] {
        let site = Site::builder(chain_for("a.test"))
            .speaking(version)
            .resuming(Resumption::Offered)
            .start()
            .unwrap();
        let (config, capture) = client();
        assert_eq!(ask(&config, &capture, &site, "a.test").chain.len(), 1);
        assert!(ask(&config, &capture, &site, "a.test").chain.is_empty());
    }
}

#[test]
fn addresses_outside_loopback_are_refused() {
    for address in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0", "[::ffff:127.0.0.1]:0"] {
        let address = address.parse().unwrap();
        let refusal = Site::builder(chain_for("a.test")).at(address).start();
        assert!(
            matches!(refusal, Err(Error::NotLoopback { address: refused }) if refused == address)
        );
    }
}

#[test]
fn another_loopback_address_is_accepted() {
    let address = "127.0.0.2:0".parse().unwrap();
    let site = Site::builder(chain_for("a.test"))
        .at(address)
        .start()
        .unwrap();
    assert_eq!(site.address().ip().to_string(), "127.0.0.2");
}

// The next two listen on their own addresses, so that no other test can take over the port.

#[test]
fn a_dropped_site_no_longer_listens() {
    let own = "127.0.0.3:0".parse().unwrap();
    let site = Site::builder(chain_for("a.test")).at(own).start().unwrap();
    let address = site.address();
    let mut idle = TcpStream::connect(address).unwrap();
    drop(site);
    assert!(TcpStream::connect(address).is_err());
    // The open connection has ended too, one way or the other.
    assert!(matches!(idle.read(&mut [0; 8]), Ok(0) | Err(_)));
}

#[test]
fn a_site_ends_when_its_time_is_over() {
    let own = "127.0.0.4:0".parse().unwrap();
    let builder = Site::builder(chain_for("a.test")).at(own);
    let site = builder.for_at_most(Duration::ZERO).start().unwrap();
    let deadline = Instant::now() + Duration::from_secs(300);
    while TcpStream::connect(site.address()).is_ok() {
        assert!(Instant::now() < deadline);
        std::thread::yield_now();
    }
}

#[test]
fn broken_sites_fail_as_configured() {
    let heard = |fault: Fault| {
        let site = BrokenSite::start(fault).unwrap();
        let mut stream = TcpStream::connect(site.address()).unwrap();
        // Waiting for nothing is short; waiting for something is never cut off.
        let patience = match fault {
            Fault::NeverAnswer => Duration::from_millis(200),
            _ => Duration::from_secs(300),
        };
        stream.set_read_timeout(Some(patience)).unwrap();
        if fault != Fault::CloseAtOnce {
            stream.write_all(b"\x16\x03\x01 hello").unwrap();
        }
        let mut heard = Vec::new();
        let end = stream.read_to_end(&mut heard).map_err(|error| error.kind());
        (heard.len(), end.map(|_| ()))
    };
    assert_eq!(heard(Fault::CloseAtOnce), (0, Ok(())));
    assert_eq!(heard(Fault::CloseAfterHello), (0, Ok(())));
    assert_eq!(heard(Fault::NeverAnswer), (0, Err(ErrorKind::WouldBlock)));
    assert_eq!(
        heard(Fault::ResetAfterHello),
        (0, Err(ErrorKind::ConnectionReset))
    );
    let (count, end) = heard(Fault::Garbage);
    assert!(count > 0 && end.is_ok());
    assert_eq!(heard(Fault::HalfClose), (0, Ok(())));
}

#[test]
fn broken_sites_that_go_on_do_so_until_the_client_closes() {
    for (fault, least) in [
        (Fault::OneByteASecond, 2),
        (Fault::EndlessRecords, 1 << 20),
        (Fault::HugeCertificate, 1 << 24),
        (Fault::AlertInsideMessage, 18),
    ] {
        let site = BrokenSite::start(fault).unwrap();
        let mut stream = TcpStream::connect(site.address()).unwrap();
        let patience = Duration::from_secs(300);
        stream.set_read_timeout(Some(patience)).unwrap();
        stream.write_all(b"\x16\x03\x01 hello").unwrap();
        let mut heard = vec![0; least];
        stream.read_exact(&mut heard).unwrap();
        assert_eq!(heard[0], 22, "{fault:?}");
    }
}
