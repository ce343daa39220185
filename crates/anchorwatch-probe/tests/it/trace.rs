//! Traces on loopback: one whose answers are lost, and with which TTL answers arrive.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

use anchorwatch_evidence::{Failure, Purpose, Target};
use anchorwatch_lab::{Root, Site};
use anchorwatch_probe::{Observed, Pace, Tracing, names_of, trace};

use crate::NAME;

/// Long enough for a handshake on a busy machine, where one is awaited in vain.
const STEP: Duration = Duration::from_secs(10);

/// Forwards to a site, except for the first ClientHello, to which nothing answers.
fn silent_once(site: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut is_first = true;
        // The SYN, and three handshakes.
        for _ in 0..4 {
            let (mut client, _) = listener.accept().unwrap();
            let mut hello = [0; 4096];
            let count = client.read(&mut hello).unwrap_or_default();
            if count > 0 && std::mem::take(&mut is_first) {
                let _gone = client.read_to_end(&mut Vec::new());
            } else if count > 0 {
                let mut server = TcpStream::connect(site).unwrap();
                server.write_all(&hello[..count]).unwrap();
                let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                std::thread::spawn(move || {
                    let _gone = std::io::copy(&mut from, &mut to);
                    let _closed = to.shutdown(std::net::Shutdown::Both);
                });
                let _ended = std::io::copy(&mut server, &mut client);
            }
        }
    });
    address
}

/// Forwards every connection to a site.
fn forward(from: &str, site: SocketAddr) -> Option<SocketAddr> {
    let listener = TcpListener::bind(from).ok()?;
    let address = listener.local_addr().ok()?;
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let (mut client, mut server) = (client, TcpStream::connect(site).unwrap());
                let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                std::thread::spawn(move || {
                    let _gone = std::io::copy(&mut from, &mut to);
                    let _closed = to.shutdown(std::net::Shutdown::Both);
                });
                let _ended = std::io::copy(&mut server, &mut client);
            });
        }
    });
    Some(address)
}

fn traced(at: SocketAddr, step: Duration) -> Observed {
    let target = Target {
        host: NAME.to_owned(),
        port: 443,
    };
    let tracing = Tracing {
        hop_limit: 30,
        step,
    };
    let mut observed = Observed::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(trace(
        &mut observed,
        at,
        names_of(&target, "www.example.org", false),
        &tracing,
        &mut Pace::new(Duration::ZERO),
        &|_| {},
    ));
    observed
}

/// On loopback no router takes one off. Where there is no IPv6, IPv4 alone is looked at.
#[test]
fn an_answer_on_loopback_arrives_with_the_ttl_of_linux() {
    let site = Site::start(Root::company("A").unwrap().issue(&[NAME]).unwrap()).unwrap();
    let places = ["127.0.0.1:0", "[::1]:0"].map(|from| forward(from, site.address()));
    std::thread::scope(|scope| {
        for at in places.into_iter().flatten() {
            scope.spawn(move || {
                let observed = traced(at, STEP);
                for purpose in [Purpose::Target, Purpose::TargetControl] {
                    let handshakes = observed.tls_handshakes.iter();
                    let of_it = handshakes.filter(|it| it.purpose == purpose);
                    let met = of_it.filter_map(|it| Some((it.min_ttl?, it.failure.clone())));
                    let (within, beyond): (Vec<_>, Vec<_>) = met.partition(|(ttl, _)| *ttl <= 64);
                    assert!(within.contains(&(64, None)), "{at} {within:?}");
                    let silence = (65, Some(Failure::GenericTimeoutError));
                    assert_eq!(beyond, [silence.clone(), silence], "{at}");
                }
            });
        }
    });
}

#[test]
fn silence_is_asked_once_more_before_it_counts_as_farther_away() {
    let site = Site::start(Root::company("A").unwrap().issue(&[NAME]).unwrap()).unwrap();
    let observed = traced(silent_once(site.address()), STEP);
    let met = observed.tls_handshakes.iter();
    let met: Vec<_> = met
        .map(|it| (it.purpose, it.failure.clone(), it.peer_certificates.len()))
        .take(2)
        .collect();
    let silence = Some(Failure::GenericTimeoutError);
    assert_eq!(met[0], (Purpose::Target, silence, 0));
    assert_eq!((met[1].0, met[1].2 > 0), (Purpose::Target, true));
}
