//! The measurer's own server, and comparisons with it.

use std::{collections::BTreeSet, net::SocketAddr, thread::JoinHandle, time::Duration};

use anchorwatch_evidence::{
    Failure, HelloEcho, OwnServer, Purpose, TRANSFER_BYTES, Target, TlsHandshake,
};
use anchorwatch_identity::{Certificate, KeyProof, handshake_key_proof};
use anchorwatch_lab::{Root, ServerChain, Site};
use anchorwatch_probe::{
    Address, Comparison, Limits, Observed, Pace, ProbeServer, ServerProblem, Step, Tracing,
    compare, measure, names_of, trace,
};
use rustls::pki_types::PrivateKeyDer;

use crate::{NAME, PATIENCE};

const CONTROL: &str = "www.example.org";

/// A server in a thread of its own, which ends with the value.
struct Running {
    server: OwnServer,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn start(chain: &ServerChain) -> Self {
        let server = ProbeServer::new(chain.certificates().to_vec(), chain.key()).unwrap();
        let spki_sha256 = *server.spki_sha256().as_bytes();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let thread = std::thread::spawn(move || {
            runtime().block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let serving = tokio::spawn(server.serve(listener));
                // Told to stop, or the value is gone: both end it.
                drop(stopped.await);
                serving.abort();
            });
        });
        Self {
            server: OwnServer {
                address,
                spki_sha256,
            },
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn target() -> Target {
    Target {
        host: NAME.to_owned(),
        port: 443,
    }
}

const TRACING: Tracing = Tracing {
    hop_limit: 30,
    step: PATIENCE,
};

fn compared(site: SocketAddr, own_server: Option<OwnServer>, round_count: u32) -> Observed {
    let target = target();
    let comparison = Comparison {
        control_names: vec![CONTROL.to_owned()],
        round_count,
        own_server,
        variants: None,
        step: PATIENCE,
    };
    runtime().block_on(async {
        let limits = Limits {
            step: PATIENCE,
            ..Limits::default()
        };
        let mut pace = Pace::new(Duration::ZERO);
        let mut observed = measure(&target, Address::Given(site), limits, &mut pace, &|_| {}).await;
        compare(&mut observed, &target, &comparison, &mut pace, &|_| {}).await;
        observed
    })
}

fn is_signed(echo: &HelloEcho) -> bool {
    let message = HelloEcho::signed_message(&echo.nonce, &echo.client_hello);
    let proof = handshake_key_proof(&echo.spki, echo.scheme, &message, &echo.signature);
    proof == KeyProof::Proven
}

#[test]
fn rounds_ask_for_every_name_at_both_places() {
    let root = Root::company("A").unwrap();
    let site = Site::start(root.issue(&[NAME]).unwrap()).unwrap();
    let own = Running::start(&root.issue(&["own.example"]).unwrap());
    let observed = compared(site.address(), Some(own.server), 20);
    let mut seen: Vec<_> = observed.tls_handshakes.iter().map(turn).collect();
    let round = [
        (Purpose::Target, site.address(), NAME),
        (Purpose::TargetControl, site.address(), CONTROL),
        (Purpose::OwnServer, own.server.address, NAME),
        (Purpose::OwnServerControl, own.server.address, CONTROL),
    ];
    assert_eq!(seen.remove(0), round[0]);
    let mut orders = BTreeSet::new();
    for asked in seen.chunks(round.len()) {
        let places = round
            .iter()
            .map(|turn| asked.iter().position(|it| it == turn));
        let places: Vec<usize> = places.map(Option::unwrap).collect();
        orders.insert(places);
    }
    // That each of 20 rounds has the same one of 24 orders does not happen by chance.
    assert!(orders.len() > 1, "{orders:?}");
    let first = seen.chunks(round.len()).map(|asked| asked[0].2);
    let first: BTreeSet<&str> = first.collect();
    assert_eq!((seen.len(), first.len()), (80, 2));
}

fn turn(handshake: &TlsHandshake) -> (Purpose, SocketAddr, &str) {
    let name = handshake.server_name.as_deref();
    (handshake.purpose, handshake.address.unwrap(), name.unwrap())
}

#[test]
fn a_direct_server_echoes_the_hello_that_was_sent_with_its_signature() {
    let root = Root::company("A").unwrap();
    let site = Site::start(root.issue(&[NAME]).unwrap()).unwrap();
    let own = Running::start(&root.issue(&["own.example"]).unwrap());
    let observed = compared(site.address(), Some(own.server), 1);
    let mut nonces = Vec::new();
    for handshake in &observed.tls_handshakes {
        let hello = &handshake.client_hello;
        // A TLS record with a handshake message.
        assert_eq!(hello[..2], [22, 3]);
        let Some(echo) = &handshake.echo else {
            assert!(is_with_target(handshake));
            continue;
        };
        assert_eq!((&echo.client_hello, is_signed(echo)), (hello, true));
        let own_key = Certificate::from_der(&handshake.peer_certificates[0]).unwrap();
        assert_eq!(echo.spki, own_key.spki_der());
        nonces.push(echo.nonce);
    }
    assert!(nonces.len() == 2 && nonces[0] != nonces[1]);
}

#[test]
fn a_direct_server_sends_a_transfer_by_every_name_and_others_are_not_asked() {
    let root = Root::company("A").unwrap();
    let site = Site::start(root.issue(&[NAME]).unwrap()).unwrap();
    let own = Running::start(&root.issue(&["own.example"]).unwrap());
    let observed = compared(site.address(), Some(own.server), 2);
    let mut count = 0;
    for handshake in &observed.tls_handshakes {
        let Some(transfer) = &handshake.transfer else {
            assert!(is_with_target(handshake));
            continue;
        };
        // The first record or two are not counted, and the header and the echo are small.
        let some = TRANSFER_BYTES / 2..=TRANSFER_BYTES + (8 << 10);
        assert!(some.contains(&transfer.octets), "{transfer:?}");
        assert_eq!(transfer.failure, None);
        assert!(handshake.echo.as_ref().is_some_and(is_signed));
        count += 1;
    }
    assert_eq!(count, 4);
}

fn is_with_target(handshake: &TlsHandshake) -> bool {
    matches!(handshake.purpose, Purpose::Target | Purpose::TargetControl)
}

#[test]
fn a_server_that_is_not_ours_gives_no_echo() {
    let root = Root::company("A").unwrap();
    let site = Site::start(root.issue(&[NAME]).unwrap()).unwrap();
    let other = Site::start(root.issue(&[NAME]).unwrap()).unwrap();
    let own_server = OwnServer {
        address: other.address(),
        spki_sha256: [0; 32],
    };
    let observed = compared(site.address(), Some(own_server), 1);
    let mut handshakes = observed.tls_handshakes.iter();
    let own = handshakes.find(|it| it.purpose == Purpose::OwnServer);
    let own = own.unwrap();
    assert!(own.failure.is_none() && own.echo.is_none());
}

#[test]
fn connections_to_one_address_keep_their_distance_in_a_whole_run() {
    let site = Site::start(Root::company("A").unwrap().issue(&[NAME]).unwrap()).unwrap();
    let target = target();
    let comparison = Comparison {
        control_names: vec![CONTROL.to_owned()],
        round_count: 2,
        own_server: None,
        variants: None,
        step: PATIENCE,
    };
    let pause = Duration::from_millis(300);
    let begun = std::time::Instant::now();
    // When the trace is over, and the search for the answer's TTL begins.
    let traced = std::cell::OnceCell::new();
    let waiting = |step| {
        if matches!(step, Step::Arrival(..)) {
            traced.get_or_init(|| begun.elapsed());
        }
    };
    runtime().block_on(async {
        let (mut pace, limits) = (Pace::new(pause), Limits::default());
        let address = Address::Given(site.address());
        let mut observed = Observed::default();
        // Two targets at one address.
        for _ in 0..2 {
            observed = measure(&target, address, limits, &mut pace, &|_| {}).await;
        }
        compare(&mut observed, &target, &comparison, &mut pace, &|_| {}).await;
        let names = names_of(&target, CONTROL, false);
        let at = site.address();
        trace(&mut observed, at, names, &TRACING, &mut pace, &waiting).await;
    });
    // Two measurements, four turns, a SYN and two handshakes of a trace came before.
    assert!(traced.get().is_some_and(|elapsed| *elapsed >= 9 * pause));
}

#[test]
fn a_key_of_another_certificate_makes_no_server() {
    let root = Root::company("A").unwrap();
    let (one, other) = (root.issue(&[NAME]).unwrap(), root.issue(&[NAME]).unwrap());
    let refused = ProbeServer::new(one.certificates().to_vec(), other.key()).unwrap_err();
    assert_eq!(refused, ServerProblem::KeyOfAnother);
    let refused = ProbeServer::new(Vec::new(), one.key()).unwrap_err();
    assert_eq!(refused, ServerProblem::NoCertificate);
    let broken = PrivateKeyDer::Pkcs8(vec![1, 2, 3].into());
    let refused = ProbeServer::new(one.certificates().to_vec(), &broken).unwrap_err();
    assert_eq!(refused, ServerProblem::Key);
}

#[test]
fn a_server_one_hop_away_answers_packets_that_may_pass_none() {
    let site = Site::start(Root::company("A").unwrap().issue(&[NAME]).unwrap()).unwrap();
    let target = target();
    let mut observed = Observed::default();
    let names = names_of(&target, CONTROL, false);
    let mut pace = Pace::new(Duration::ZERO);
    runtime().block_on(trace(
        &mut observed,
        site.address(),
        names,
        &TRACING,
        &mut pace,
        &|_| {},
    ));
    let sent = observed.tcp_connect.iter().filter(|it| it.ttl.is_some());
    let sent: Vec<_> = sent
        .map(|it| (it.ttl, it.ttl_exceeded_by, it.failure.clone()))
        .collect();
    assert_eq!(sent, [(Some(1), None, None)]);
    let answered = observed.tls_handshakes.iter();
    let answered: Vec<_> = answered
        .filter(|it| it.min_ttl.is_none())
        .map(|it| (it.purpose, it.ttl, it.peer_certificates.is_empty()))
        .collect();
    let expected = [
        (Purpose::Target, Some(1), false),
        (Purpose::TargetControl, Some(1), false),
    ];
    assert_eq!(answered, expected);
}

#[test]
fn a_closed_port_ends_a_trace() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let target = target();
    let mut observed = Observed::default();
    let names = names_of(&target, CONTROL, false);
    let mut pace = Pace::new(Duration::ZERO);
    let tracing = trace(&mut observed, address, names, &TRACING, &mut pace, &|_| {});
    runtime().block_on(tracing);
    assert!(observed.tls_handshakes.is_empty());
    let sent: Vec<_> = observed
        .tcp_connect
        .iter()
        .map(|it| it.failure.clone())
        .collect();
    assert_eq!(sent, [Some(Failure::ConnectionRefused)]);
}

#[test]
fn a_trace_counts_its_connections() {
    for (hop_limit, most) in [
        (1, 35),
        (2, 43),
        (3, 51),
        (4, 53),
        (5, 61),
        (30, 123),
        (33, 135),
    ] {
        let tracing = Tracing {
            hop_limit,
            ..TRACING
        };
        assert_eq!(tracing.connection_count(), most, "{hop_limit}");
    }
}

#[test]
fn idle_connections_of_one_client_leave_places_to_another() {
    let root = Root::company("A").unwrap();
    let own = Running::start(&root.issue(&["own.example"]).unwrap());
    runtime().block_on(async {
        let mut idle = Vec::new();
        for _ in 0..33 {
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
            idle.push(socket.connect(own.server.address).await.unwrap());
        }
        let mut octet = [0];
        // It ends while those before it go on.
        let ended = idle[32].peek(&mut octet).await;
        assert!(matches!(ended, Ok(0) | Err(_)));
        for open in &idle[..32] {
            let nothing_yet = open.try_read(&mut octet).unwrap_err();
            assert_eq!(nothing_yet.kind(), std::io::ErrorKind::WouldBlock);
        }
        let target = target();
        let comparison = Comparison {
            control_names: Vec::new(),
            round_count: 1,
            own_server: Some(own.server),
            variants: None,
            step: PATIENCE,
        };
        let (mut observed, mut pace) = (Observed::default(), Pace::new(Duration::ZERO));
        compare(&mut observed, &target, &comparison, &mut pace, &|_| {}).await;
        assert!(observed.tls_handshakes[0].echo.is_some());
    });
}
