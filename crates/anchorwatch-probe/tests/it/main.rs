//! The probe against real servers on loopback, good and broken.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod hostile;
mod own_look;
mod own_server;
mod pages;
mod quic;
mod resolvers;
mod trace;
mod variants;
mod visit;

use std::time::Duration;

use anchorwatch_evidence::{Failure, Stage, Target, server_hello::ServerHello};
use anchorwatch_lab::{
    Root, Site,
    site::{BrokenSite, Fault, TlsVersions},
};
use anchorwatch_probe::{Address, Limits, Observed, Pace, measure};

const NAME: &str = "www.example.kz";

/// Longer than an answering server takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(300);

fn look(host: &str, address: Address) -> Observed {
    look_for(PATIENCE, host, address)
}

fn look_for(step: Duration, host: &str, address: Address) -> Observed {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let limits = Limits {
        step,
        ..Limits::default()
    };
    runtime.block_on(measure(
        &Target {
            host: host.to_owned(),
            port: 443,
        },
        address,
        limits,
        &mut Pace::new(Duration::ZERO),
        &|_| {},
    ))
}

#[test]
fn a_forged_chain_is_captured_byte_for_byte_and_its_key_proven() {
    for versions in [TlsVersions::Tls12Only, TlsVersions::Tls13Only] {
        let chain = Root::isca_like()
            .unwrap()
            .issue(&["someone.else.example"])
            .unwrap();
        let sent: Vec<Vec<u8>> = chain
            .certificates()
            .iter()
            .map(|der| der.to_vec())
            .collect();
        let site = Site::builder(chain).speaking(versions).start().unwrap();
        let observed = look(NAME, Address::Given(site.address()));
        let handshake = &observed.tls_handshakes[0];
        assert_eq!(handshake.peer_certificates, sent);
        assert_eq!(handshake.server_name.as_deref(), Some(NAME));
        assert_eq!(
            (handshake.failure.clone(), handshake.is_key_proven),
            (None, Some(true))
        );
        assert_eq!(handshake.failed_after, None);
        let version = if versions == TlsVersions::Tls12Only {
            "TLSv1.2"
        } else {
            "TLSv1.3"
        };
        assert_eq!(handshake.tls_version.as_deref(), Some(version));
        assert!(handshake.cipher_suite.is_some());
        let answer = ServerHello::parse(&handshake.server_hello).unwrap();
        let is_tls13 = version == "TLSv1.3";
        assert_eq!(answer.version(), Ok(if is_tls13 { 0x0304 } else { 0x0303 }));
        assert_eq!(answer.octets(), handshake.server_hello);
    }
}

#[test]
fn one_measurement_is_one_connection() {
    let site = Site::start(Root::company("A").unwrap().issue(&[NAME]).unwrap()).unwrap();
    let observed = look(NAME, Address::Given(site.address()));
    assert_eq!(
        (observed.tcp_connect.len(), observed.tls_handshakes.len()),
        (1, 1)
    );
    assert_eq!(site.accepted_count(), 1);
}

#[test]
fn the_server_is_asked_for_the_name_and_not_for_the_address() {
    let root = Root::company("A").unwrap();
    let site = Site::builder(root.issue(&["default.example"]).unwrap())
        .for_name(NAME, root.issue(&[NAME]).unwrap())
        .start()
        .unwrap();
    let by_name = look(NAME, Address::Given(site.address()));
    let by_dotted_name = look(&format!("{NAME}."), Address::Given(site.address()));
    let by_address = look("127.0.0.1", Address::Given(site.address()));
    let chain_of = |observed: &Observed| observed.tls_handshakes[0].peer_certificates.clone();
    assert_eq!(chain_of(&by_name), chain_of(&by_dotted_name));
    assert_ne!(chain_of(&by_name), chain_of(&by_address));
    assert_eq!(by_address.tls_handshakes[0].server_name, None);
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
        // No answer is expected here, so the wait is short; the connection has been made before.
        let step = match fault {
            Fault::NeverAnswer => Duration::from_secs(5),
            _ => PATIENCE,
        };
        let observed = look_for(step, NAME, Address::Given(site.address()));
        let handshake = &observed.tls_handshakes[0];
        let failure = handshake.failure.clone().unwrap();
        assert!(failures.contains(&failure), "{fault:?}: {failure}");
        let stage = match fault {
            Fault::Garbage | Fault::PlainHttp => Stage::ServerHello,
            _ => Stage::ClientHello,
        };
        // Who closes at once may do it before the hello is sent.
        let is_early = fault == Fault::CloseAtOnce;
        let stages = [Some(stage), is_early.then_some(Stage::Connect)];
        assert!(stages.contains(&handshake.failed_after), "{fault:?}");
        assert!(handshake.peer_certificates.is_empty() && handshake.is_key_proven.is_none());
        assert!(handshake.server_hello.is_empty());
    }
}

#[test]
fn a_closed_port_is_seen_as_refused() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let observed = look(NAME, Address::Given(free));
    assert_eq!(
        observed.tcp_connect[0].failure,
        Some(Failure::ConnectionRefused)
    );
    assert!(observed.tls_handshakes.is_empty());
}

#[test]
fn an_address_needs_no_look_up() {
    let observed = look("[::1]", Address::Resolve);
    assert_eq!(
        observed.queries[0].answers,
        ["::1".parse::<std::net::IpAddr>().unwrap()]
    );
}
