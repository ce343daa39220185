//! Handshakes over QUIC, with servers that speak it and servers that send what they should not.

use std::{
    net::{SocketAddr, UdpSocket},
    sync::Arc,
    time::{Duration, Instant},
};

use anchorwatch_evidence::{Failure, Purpose, QuicHandshake, Stage, Target};
use anchorwatch_lab::{
    Root, ServerChain,
    quic::{QuicManner, QuicSite},
};
use anchorwatch_probe::{Comparison, Observed, Pace, ask_over_quic};

use crate::{NAME, PATIENCE};

const CONTROL: &str = "www.example.org";

/// Long enough for a handshake on a busy machine, where no answer is expected.
const SHORT: Duration = Duration::from_secs(3);

/// One handshake for each name.
fn look_for(step: Duration, at: SocketAddr, controls: &[&str]) -> Vec<QuicHandshake> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let target = Target {
        host: NAME.to_owned(),
        port: 443,
    };
    let comparison = Comparison {
        control_names: controls.iter().map(|name| (*name).to_owned()).collect(),
        round_count: 1,
        own_server: None,
        variants: None,
        step,
    };
    let mut observed = Observed::default();
    runtime.block_on(ask_over_quic(
        &mut observed,
        &target,
        at,
        &comparison,
        &mut Pace::new(Duration::ZERO),
        &|_| {},
    ));
    observed.quic_handshakes
}

fn look(at: SocketAddr) -> QuicHandshake {
    look_for(PATIENCE, at, &[]).remove(0)
}

fn chain(root: &Root, name: &str) -> (ServerChain, Vec<Vec<u8>>) {
    let chain = root.issue(&[name]).unwrap();
    let sent = chain.certificates().iter().map(|der| der.to_vec());
    let sent = sent.collect();
    (chain, sent)
}

#[test]
fn a_chain_that_nobody_trusts_is_captured_with_the_proof_of_its_key() {
    let (chain, sent) = chain(&Root::isca_like().unwrap(), "someone.else.example");
    let site = QuicSite::builder(chain).start().unwrap();
    let handshake = look(site.address());
    assert_eq!(handshake.tls.peer_certificates, sent);
    assert_eq!(handshake.tls.server_name.as_deref(), Some(NAME));
    assert_eq!(
        (handshake.tls.failure.clone(), handshake.tls.is_key_proven),
        (None, Some(true))
    );
    assert_eq!(handshake.tls.failed_after, None);
    assert_eq!(handshake.tls.address, Some(site.address()));
    assert_eq!(handshake.negotiated_protocol.as_deref(), Some("h3"));
    assert_eq!(handshake.quic_version, 1);
    assert!(handshake.offered_versions.is_empty() && !handshake.is_retried);
    assert_eq!(site.accepted_count(), 1);
}

#[test]
fn each_name_gets_the_certificate_that_is_meant_for_it() {
    let root = Root::company("A").unwrap();
    let (own, own_sent) = chain(&root, NAME);
    let (other, other_sent) = chain(&root, CONTROL);
    let site = QuicSite::builder(other)
        .for_name(NAME, own)
        .start()
        .unwrap();
    let met = look_for(PATIENCE, site.address(), &[CONTROL]);
    assert_eq!(met.len(), 2);
    for handshake in met {
        let (name, sent) = match handshake.tls.purpose {
            Purpose::Target => (NAME, &own_sent),
            _ => (CONTROL, &other_sent),
        };
        assert_eq!(handshake.tls.server_name.as_deref(), Some(name));
        assert_eq!(handshake.tls.peer_certificates, *sent);
    }
}

#[test]
fn a_retry_is_followed_and_a_refusal_is_named() {
    let root = Root::company("A").unwrap();
    let site = |manner| {
        let builder = QuicSite::builder(root.issue(&[NAME]).unwrap());
        builder.meeting(manner).start().unwrap()
    };
    let retrying = site(QuicManner::RetryFirst);
    let handshake = look(retrying.address());
    assert_eq!(handshake.tls.failure, None);
    assert!(handshake.is_retried && handshake.tls.is_key_proven == Some(true));
    assert_eq!(retrying.accepted_count(), 2);
    let refusing = site(QuicManner::Refuse);
    let handshake = look(refusing.address());
    assert_eq!(handshake.tls.failure, Some(Failure::ConnectionRefused));
    assert_eq!(handshake.tls.failed_after, Some(Stage::ClientHello));
    assert!(handshake.tls.peer_certificates.is_empty() && !handshake.is_retried);
}

#[test]
fn a_port_where_nothing_listens_is_refused_by_icmp_at_once() {
    let closed = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let handshake = look(address);
    assert_eq!(handshake.tls.failure, Some(Failure::ConnectionRefused));
    assert_eq!(handshake.tls.failed_after, Some(Stage::ClientHello));
    assert_eq!(handshake.ttl_exceeded_by, None);
}

/// A server that answers each datagram with these.
fn answering(answer: impl Fn(&[u8], SocketAddr) -> Vec<Vec<u8>> + Send + 'static) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    // It ends after the longest that a test waits.
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    std::thread::spawn(move || {
        let mut datagram = [0; 2048];
        while let Ok((count, from)) = socket.recv_from(&mut datagram) {
            for answer in answer(&datagram[..count], from) {
                let _sent = socket.send_to(&answer, from);
            }
        }
    });
    address
}

/// The connection identifiers of a packet: where it goes, and where from.
fn identifiers(packet: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let to = usize::from(packet[5]);
    let rest = &packet[6 + to..];
    let from = usize::from(rest[0]);
    (packet[6..6 + to].to_vec(), rest[1..=from].to_vec())
}

/// A Version Negotiation packet in answer to a packet.
fn negotiation(packet: &[u8], versions: &[u32]) -> Vec<u8> {
    let (to, from) = identifiers(packet);
    let mut answer = vec![0x80, 0, 0, 0, 0];
    for identifier in [from, to] {
        answer.push(u8::try_from(identifier.len()).unwrap());
        answer.extend(identifier);
    }
    answer.extend(versions.iter().flat_map(|it| it.to_be_bytes()));
    answer
}

#[test]
fn other_versions_end_the_handshake_and_are_kept() {
    let address = answering(|packet, _| vec![negotiation(packet, &[0x6b33_43cf, 9])]);
    let handshake = look(address);
    let failure = Some(Failure::QuicIncompatibleVersion);
    assert_eq!(handshake.tls.failure, failure);
    assert_eq!(handshake.offered_versions, [0x6b33_43cf, 9]);
    assert_eq!(handshake.tls.failed_after, Some(Stage::ClientHello));
    // Our own version among them contradicts the packet, which is then ignored (RFC 9000 §6.2).
    let address = answering(|packet, _| vec![negotiation(packet, &[1])]);
    let handshake = look_for(SHORT, address, &[]).remove(0);
    assert_eq!(handshake.tls.failure, Some(Failure::GenericTimeoutError));
    assert_eq!(handshake.offered_versions, [1]);
    let many: Vec<u32> = (2..300).collect();
    let address = answering(move |packet, _| vec![negotiation(packet, &many)]);
    assert_eq!(look(address).offered_versions.len(), 32);
}

#[test]
fn garbage_and_echoes_end_with_the_limit() {
    type Answer = fn(&[u8]) -> Vec<Vec<u8>>;
    let answers: [Answer; 5] = [
        |_| Vec::new(),
        |packet| vec![packet.to_vec()],
        |_| vec![vec![0x40; 1200], Vec::new(), vec![0xff; 9000]],
        // The right identifiers, and nothing that can be decrypted.
        |packet| {
            let mut answer = negotiation(packet, &[7; 300]);
            answer[0] = 0xc0;
            answer[4] = 1;
            vec![answer]
        },
        // A Retry packet without a valid tag (RFC 9001 §5.8).
        |packet| {
            let mut answer = negotiation(packet, &[7; 40]);
            answer[0] = 0xf0;
            answer[4] = 1;
            vec![answer; 20]
        },
    ];
    for (number, answer) in answers.into_iter().enumerate() {
        let address = answering(move |packet, _| answer(packet));
        let handshake = look_for(SHORT, address, &[]).remove(0);
        let timeout = Some(Failure::GenericTimeoutError);
        assert_eq!(handshake.tls.failure, timeout, "{number}");
        assert_eq!(handshake.tls.failed_after, Some(Stage::ClientHello));
        assert!(!handshake.is_retried && handshake.tls.peer_certificates.is_empty());
    }
}

#[test]
fn datagrams_without_end_end_with_a_bound() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    std::thread::spawn(move || {
        let (_, from) = socket.recv_from(&mut [0; 2048]).unwrap();
        for _ in 0..200_000 {
            let _sent = socket.send_to(&[0x40; 1000], from);
        }
    });
    let failure = look(address).tls.failure;
    assert!(matches!(failure, Some(Failure::Unknown(_))), "{failure:?}");
}

#[test]
fn a_chain_that_is_replayed_is_not_proven() {
    let root = Root::company("A").unwrap();
    let (shown, sent) = chain(&root, NAME);
    let other = root.issue(&[NAME]).unwrap();
    let builder = QuicSite::builder(shown).signing_with(other);
    let site = builder.start().unwrap();
    let handshake = look(site.address());
    assert_eq!(handshake.tls.peer_certificates, sent);
    assert_eq!(handshake.tls.is_key_proven, Some(false));
    assert_eq!(handshake.tls.failure, Some(Failure::SslFailedHandshake));
    assert_eq!(handshake.tls.failed_after, Some(Stage::Certificate));
}

#[test]
fn a_chain_of_twelve_megabytes_is_refused_before_it_came() {
    let (chain, _) = chain(&Root::company("A").unwrap(), NAME);
    let site = QuicSite::builder(chain.followed_by(vec![0x30; 12 << 20].into()));
    let site = site.start().unwrap();
    let handshake = look(site.address());
    assert_eq!(handshake.tls.failure, Some(Failure::EofError));
    assert_eq!(handshake.tls.failed_after, Some(Stage::ServerHello));
    assert!(handshake.tls.peer_certificates.is_empty());
    assert_eq!(handshake.tls.is_key_proven, None);
}

/// A server that answers every first packet with a valid Retry packet, each time anew.
#[test]
fn retries_without_end_are_followed_once() {
    use quinn_proto::{
        DatagramEvent, Endpoint, EndpointConfig, ServerConfig, crypto::rustls::QuicServerConfig,
    };
    let root = Root::company("A").unwrap();
    let chain = root.issue(&[NAME]).unwrap();
    let tls = rustls::ServerConfig::builder_with_provider(
        rustls::crypto::aws_lc_rs::default_provider().into(),
    )
    .with_protocol_versions(&[&rustls::version::TLS13])
    .unwrap()
    .with_no_client_auth()
    .with_single_cert(chain.certificates().to_vec(), chain.key().clone_key())
    .unwrap();
    let tls = Arc::new(QuicServerConfig::try_from(tls).unwrap());
    let address = answering(move |packet, from| {
        // A new endpoint knows no token.
        let server = Arc::new(ServerConfig::with_crypto(tls.clone()));
        let mut endpoint = Endpoint::new(
            Arc::new(EndpointConfig::default()),
            Some(server),
            false,
            None,
        );
        let now = Instant::now();
        let mut answer = Vec::new();
        match endpoint.handle(now, from, None, None, packet.into(), &mut answer) {
            Some(DatagramEvent::NewConnection(incoming)) => {
                let _transmit = endpoint.retry(incoming, &mut answer).unwrap();
                vec![answer]
            }
            _ => Vec::new(),
        }
    });
    let handshake = look_for(SHORT, address, &[]).remove(0);
    assert_eq!(handshake.tls.failure, Some(Failure::GenericTimeoutError));
    assert!(handshake.is_retried);
    assert_eq!(handshake.tls.failed_after, Some(Stage::ClientHello));
}
