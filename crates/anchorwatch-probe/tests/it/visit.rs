//! One visit: several names at one place.

use std::{net::IpAddr, time::Duration};

use anchorwatch_evidence::{Purpose, Target, server_hello::ServerHello};
use anchorwatch_lab::{Root, Site};
use anchorwatch_probe::{Courtesy, Limits, Observed, Pace, Visit, visit};

use crate::PATIENCE;

const NAMES: [&str; 3] = ["a.example", "b.example", "c.example"];

fn site() -> Site {
    let root = Root::company("A").unwrap();
    let mut builder = Site::builder(root.issue(&["default.example"]).unwrap());
    for name in NAMES {
        builder = builder.for_name(name, root.issue(&[name]).unwrap());
    }
    builder.start().unwrap()
}

fn look(place: &Target, control: Option<&str>, excluded: &str) -> Option<Vec<Observed>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let names = NAMES.map(str::to_owned);
    let is_excluded = |ip: IpAddr| ip.to_string() == excluded;
    let asked = Visit {
        place,
        names: &names,
        control,
        is_unchecked: false,
        is_excluded: &is_excluded,
    };
    let limits = Limits {
        step: PATIENCE,
        ..Limits::default()
    };
    runtime.block_on(async {
        let courtesy = Courtesy::new(Duration::ZERO, Duration::ZERO, 5);
        visit(&asked, limits, &mut Pace::within(&courtesy)).await
    })
}

fn place(host: &str, port: u16) -> Target {
    Target {
        host: host.to_owned(),
        port,
    }
}

#[test]
fn each_name_has_its_own_handshake_and_the_control_is_shared() {
    let site = site();
    let seen = look(
        &place("127.0.0.1", site.address().port()),
        Some("x.example"),
        "",
    );
    let seen = seen.unwrap();
    assert_eq!((seen.len(), site.accepted_count()), (3, 4));
    let of = |observed: &Observed, purpose| {
        let handshakes = observed.tls_handshakes.iter();
        let mut of_it = handshakes.filter(|it| it.purpose == purpose).cloned();
        let one = of_it.next().unwrap();
        assert!(of_it.next().is_none());
        one
    };
    for (name, observed) in NAMES.iter().zip(&seen) {
        let own = of(observed, Purpose::Target);
        assert_eq!(own.server_name.as_deref(), Some(*name));
        assert_eq!(own.is_key_proven, Some(true));
        assert!(ServerHello::parse(&own.server_hello).is_ok());
        let control = of(observed, Purpose::TargetControl);
        assert_eq!(control, of(&seen[0], Purpose::TargetControl));
        assert_ne!(own.peer_certificates, control.peer_certificates);
        assert_eq!(observed.tcp_connect.len(), 2);
    }
}

#[test]
fn a_closed_port_concerns_every_name_and_is_tried_once() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let seen = look(&place("127.0.0.1", port), Some("x.example"), "").unwrap();
    assert_eq!(seen.len(), 3);
    for observed in &seen {
        assert_eq!(
            (observed.tcp_connect.len(), observed.tls_handshakes.len()),
            (1, 0)
        );
        assert!(observed.tcp_connect[0].failure.is_some());
    }
}

#[test]
fn an_excluded_address_gets_no_connection() {
    let site = site();
    let port = site.address().port();
    assert_eq!(look(&place("127.0.0.1", port), None, "127.0.0.1"), None);
    assert_eq!(site.accepted_count(), 0);
    assert!(look(&place("127.0.0.1", port), None, "127.0.0.2").is_some());
    assert_eq!(site.accepted_count(), 3);
}

#[test]
fn a_name_that_leads_nowhere_is_a_result_for_each_name() {
    let seen = look(&place("does-not-exist.invalid", 443), None, "").unwrap();
    assert_eq!(seen.len(), 3);
    for observed in &seen {
        assert!(observed.queries[0].failure.is_some() && observed.tcp_connect.is_empty());
    }
}
