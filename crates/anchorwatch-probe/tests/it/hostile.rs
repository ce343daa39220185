//! Servers that send what they should not, met by a brief handshake.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    time::Duration,
};

use anchorwatch_evidence::{Failure, Stage, Target, TlsHandshake};
use anchorwatch_lab::{
    Root, Site,
    site::{BrokenSite, Fault, TlsVersions},
};
use anchorwatch_probe::{Courtesy, Limits, Pace, Visit, visit};
use rustls::{
    ServerConfig, ServerConnection, SupportedProtocolVersion,
    crypto::aws_lc_rs,
    sign::{CertifiedKey, SingleCertAndKey},
};

use crate::{NAME, PATIENCE};

/// Long enough for a connection on a busy machine, where no answer is expected.
const SHORT: Duration = Duration::from_secs(5);

/// Brief handshakes with a server, one after the other.
fn look(at: SocketAddr, step: Duration) -> TlsHandshake {
    look_so(at, step, false)
}

/// The same; `is_unchecked`: the signature is only kept.
fn look_so(at: SocketAddr, step: Duration, is_unchecked: bool) -> TlsHandshake {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let place = Target {
        host: at.ip().to_string(),
        port: at.port(),
    };
    let names = [NAME.to_owned()];
    let asked = Visit {
        place: &place,
        names: &names,
        control: None,
        is_unchecked,
        is_excluded: &|_| false,
    };
    let limits = Limits {
        step,
        ..Limits::default()
    };
    let mut seen = runtime.block_on(async {
        let courtesy = Courtesy::new(Duration::ZERO, Duration::ZERO, 5);
        visit(&asked, limits, &mut Pace::within(&courtesy)).await
    });
    seen.as_mut().unwrap().remove(0).tls_handshakes.remove(0)
}

/// A server that talks to one client as `talk` says.
fn serve(talk: impl FnOnce(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        talk(stream);
    });
    address
}

/// A server that answers the ClientHello with these octets, and then waits for the client to go.
fn answer(octets: Vec<u8>) -> SocketAddr {
    serve(move |mut stream| {
        let mut hello = [0; 4096];
        let _read = stream.read(&mut hello);
        let _written = stream.write_all(&octets);
        let _gone = stream.read_to_end(&mut Vec::new());
    })
}

fn record(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[kind, 3, 3], &length[..], content].concat()
}

#[test]
fn every_failure_has_its_name_and_no_chain() {
    let expected = [
        (
            Fault::CloseAtOnce,
            vec![Failure::EofError, Failure::ConnectionReset],
        ),
        (Fault::CloseAfterHello, vec![Failure::EofError]),
        (Fault::ResetAfterHello, vec![Failure::ConnectionReset]),
        (Fault::NeverAnswer, vec![Failure::GenericTimeoutError]),
        (Fault::Garbage, vec![Failure::SslFailedHandshake]),
        (Fault::PlainHttp, vec![Failure::PlainHttpResponse]),
    ];
    for (fault, failures) in expected {
        let site = BrokenSite::start(fault).unwrap();
        let step = match fault {
            Fault::NeverAnswer => SHORT,
            _ => PATIENCE,
        };
        let handshake = look(site.address(), step);
        let failure = handshake.failure.clone().unwrap();
        assert!(failures.contains(&failure), "{fault:?}: {failure}");
        assert!(handshake.peer_certificates.is_empty() && handshake.is_key_proven.is_none());
        // Who closes at once can be faster than the ClientHello.
        let is_unsent = handshake.failed_after == Some(Stage::Connect);
        assert_eq!(handshake.client_hello.is_empty(), is_unsent);
        assert!(!is_unsent || fault == Fault::CloseAtOnce, "{fault:?}");
    }
}

#[test]
fn http_that_comes_in_pieces_is_named() {
    let address = serve(|mut stream| {
        stream.set_nodelay(true).unwrap();
        let _read = stream.read(&mut [0; 4096]);
        for octet in b"HTTP/1.1 302 Found\r\n\r\n" {
            if stream.write_all(&[*octet]).is_err() {
                break;
            }
        }
        let _gone = stream.read_to_end(&mut Vec::new());
    });
    let handshake = look(address, PATIENCE);
    assert_eq!(handshake.failure, Some(Failure::PlainHttpResponse));
}

#[test]
fn messages_without_end_and_alerts_inside_them_fail_at_once() {
    // A certificate of 16 MB is announced, and its first octets come.
    let large = record(22, &[&[11, 0xff, 0xff, 0xff][..], &[0; 16_000]].concat());
    // A ServerHello that is not whole, and then an alert.
    let cut = [record(22, &[2, 0, 0, 200, 3, 3]), record(21, &[2, 40])].concat();
    let empty = record(22, &[]).repeat(100_000);
    let change_cipher_spec = record(20, &[1]).repeat(100_000);
    for octets in [large, cut, empty, change_cipher_spec] {
        let handshake = look(answer(octets), PATIENCE);
        assert_eq!(handshake.failure, Some(Failure::SslFailedHandshake));
        assert!(handshake.peer_certificates.is_empty());
    }
}

#[test]
fn one_octet_at_a_time_ends_with_the_limit() {
    let address = serve(|mut stream| {
        // It ends when the client has gone.
        for octet in record(22, &[2; 10_000]) {
            if stream.write_all(&[octet]).is_err() {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    let handshake = look(address, SHORT);
    assert_eq!(handshake.failure, Some(Failure::GenericTimeoutError));
}

/// A server with one certificate and another one's key, as if it replayed what it recorded.
fn replay(version: &'static SupportedProtocolVersion) -> SocketAddr {
    let root = Root::company("A").unwrap();
    let (shown, other) = (root.issue(&[NAME]).unwrap(), root.issue(&[NAME]).unwrap());
    let key = aws_lc_rs::sign::any_supported_type(other.key()).unwrap();
    let certified = CertifiedKey::new(shown.certificates().to_vec(), key);
    let config = ServerConfig::builder_with_provider(aws_lc_rs::default_provider().into())
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
    serve(move |mut stream| {
        let mut connection = ServerConnection::new(Arc::new(config)).unwrap();
        let _ended = connection.complete_io(&mut stream);
    })
}

#[test]
fn a_chain_that_is_replayed_is_not_proven() {
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let handshake = look(replay(version), PATIENCE);
        assert!(!handshake.peer_certificates.is_empty());
        assert_eq!(handshake.is_key_proven, Some(false));
        assert_eq!(handshake.failure, Some(Failure::SslFailedHandshake));
    }
}

#[test]
fn a_signature_that_is_only_kept_proves_nothing_until_it_is_checked() {
    let chain = || Root::isca_like().unwrap().issue(&[NAME]).unwrap();
    for (version, versions) in [
        (&rustls::version::TLS12, TlsVersions::Tls12Only),
        (&rustls::version::TLS13, TlsVersions::Tls13Only),
    ] {
        let site = Site::builder(chain()).speaking(versions).start().unwrap();
        for (address, is_genuine) in [(site.address(), true), (replay(version), false)] {
            let handshake = look_so(address, PATIENCE, true);
            assert_eq!((handshake.failure, handshake.is_key_proven), (None, None));
            let own = &handshake.peer_certificates[0];
            let mut kept = handshake.key_signature.unwrap();
            assert_eq!(kept.is_made_by(own), Some(is_genuine));
            assert_eq!(kept.is_made_by(b"no certificate"), None);
            kept.signed[0] ^= 1;
            assert_eq!(kept.is_made_by(own), Some(false));
        }
        assert_eq!((site.accepted_count(), site.asked_count()), (1, 0));
    }
}

#[test]
fn a_chain_is_captured_with_its_proof_and_the_handshake_goes_no_further() {
    for versions in [TlsVersions::Tls12Only, TlsVersions::Tls13Only] {
        let chain = Root::isca_like().unwrap().issue(&[NAME]).unwrap();
        let sent = chain.certificates().iter();
        let sent: Vec<Vec<u8>> = sent.map(|der| der.to_vec()).collect();
        let site = Site::builder(chain).speaking(versions).start().unwrap();
        let handshake = look(site.address(), PATIENCE);
        assert_eq!(handshake.peer_certificates, sent);
        assert_eq!(
            (handshake.failure, handshake.is_key_proven),
            (None, Some(true))
        );
        let version = match versions {
            TlsVersions::Tls12Only => "TLSv1.2",
            _ => "TLSv1.3",
        };
        assert_eq!(handshake.tls_version.as_deref(), Some(version));
        assert!(handshake.cipher_suite.is_some());
        assert_eq!((site.accepted_count(), site.asked_count()), (1, 0));
    }
}
