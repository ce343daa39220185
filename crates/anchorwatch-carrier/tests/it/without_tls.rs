//! Where the path is intercepted: the lists come all the same, and the chain is kept.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
};

use anchorwatch_carrier::{CarrierProblem, Channel, Proxy};
use anchorwatch_evidence::Evidence;
use anchorwatch_list::ListState;

use crate::{client::*, publisher::*, repository::*, server::*};

#[test]
fn lists_come_over_an_intercepted_connection_and_its_chain_is_evidence() {
    let repository = grown(Repository::plain(), 2);
    let chain = forged_chain();
    let server = Server::of(Some(&chain), &repository.files);
    let update = Client::new(fresh()).ask(&[https(server.port())]);
    let visit = &update.visits[0];
    assert_eq!(visit.problem, None);
    assert_eq!((visit.channel, visit.is_news), (Channel::Refused, true));
    assert_eq!(sequence(&update.state), 2);
    let refused = &visit.refused[0];
    assert_eq!(
        (refused.target.host.as_str(), refused.target.port),
        (HOST, server.port())
    );
    let sent: Vec<Vec<u8>> = chain.certificates().iter().map(|it| it.to_vec()).collect();
    assert_eq!(refused.handshake.peer_certificates, sent);
    assert_eq!(refused.handshake.is_key_proven, Some(true));
    // It is evidence as `check` writes it.
    let evidence = Evidence {
        software: "a test".to_owned(),
        measurements: vec![refused.measurement("not read")],
    };
    let octets = evidence.encode();
    let read = Evidence::decode(&octets).unwrap();
    assert_eq!(read.encode(), octets);
    let [read] = read.measurements.as_slice() else {
        panic!("one measurement");
    };
    assert_eq!(read.tls_handshakes[0].peer_certificates, sent);
}

#[test]
fn an_interceptor_cannot_change_what_it_carries() {
    let repository = grown(Repository::plain(), 2);
    let mut forged = grown(Repository::plain(), 1);
    forged.approve(approved_at(2, &[]));
    let mut files = repository.files.clone();
    // It signs with its own keys, and serves other octets under the right names.
    let own = note(forged.last(), &[1, 8, 9]);
    files.insert("latest".to_owned(), latest_of(&own));
    let server = Server::of(Some(&forged_chain()), &files);
    let held = holding(fresh(), &grown(Repository::plain(), 1)).state;
    let update = Client::new(held.clone()).ask(&[https(server.port())]);
    assert!(matches!(
        update.visits[0].problem,
        Some(CarrierProblem::Signatures { .. })
    ));
    assert_eq!(update.state, held);
}

#[test]
fn where_tls_is_cut_off_the_same_files_come_without() {
    let repository = grown(Repository::plain(), 2);
    let plain = Server::of(None, &repository.files);
    for fault in [
        anchorwatch_lab::site::Fault::ResetAfterHello,
        anchorwatch_lab::site::Fault::CloseAfterHello,
    ] {
        let broken = anchorwatch_lab::site::BrokenSite::start(fault).unwrap();
        let mut client = Client::new(fresh());
        client.plain_port = Some(plain.port());
        let update = client.ask(&[https(broken.address().port())]);
        assert_eq!(update.visits[0].problem, None);
        assert_eq!(update.visits[0].channel, Channel::Plain);
        assert_eq!(sequence(&update.state), 2);
    }
    // Where nothing answers at all, the answer names the first way's problem.
    let client = Client::new(fresh());
    let update = client.ask(&[https(closed_port())]);
    let visit = &update.visits[0];
    assert_eq!(visit.problem, Some(CarrierProblem::NoConnection));
    assert_eq!(visit.channel, Channel::Nothing);
}

#[test]
fn where_the_mirror_is_out_of_reach_the_proxy_is_asked() {
    let repository = grown(Repository::plain(), 2);
    let server = Server::of(Some(&good_chain()), &repository.files);
    let proxy = proxy_to(server.port());
    let mut client = Client::new(fresh());
    client.proxy = Some(Proxy::parse(&format!("http://127.0.0.1:{proxy}")).unwrap());
    let update = client.ask(&[https(closed_port())]);
    let visit = &update.visits[0];
    assert_eq!(visit.problem, None);
    assert_eq!(visit.channel, Channel::Verified);
    assert_eq!(sequence(&update.state), 2);
}

#[test]
fn an_intercepted_mirror_is_asked_through_the_proxy_first() {
    let repository = grown(Repository::plain(), 2);
    let old = grown(Repository::plain(), 1);
    let good = Server::of(Some(&good_chain()), &repository.files);
    // The interceptor freezes what it carries.
    let forged = Server::of(Some(&forged_chain()), &old.files);
    let proxy = proxy_to(good.port());
    let mut client = Client::new(fresh());
    client.proxy = Some(Proxy::parse(&format!("http://127.0.0.1:{proxy}")).unwrap());
    let update = client.ask(&[https(forged.port())]);
    let visit = &update.visits[0];
    assert_eq!((&visit.problem, visit.channel), (&None, Channel::Verified));
    assert_eq!(sequence(&update.state), 2);
    assert_eq!(visit.refused.len(), 1);
    assert!(forged.asked().is_empty());
}

#[test]
fn a_page_instead_of_lists_over_a_refused_connection_is_passed_over() {
    let repository = grown(Repository::plain(), 2);
    let plain = Server::of(None, &repository.files);
    let page = b"<html>Install the national certificate</html>".as_slice();
    let portal = Server::start(Some(&forged_chain()), move |_, _| {
        Answer::Octets(with_length(page))
    });
    let mut client = Client::new(fresh());
    client.plain_port = Some(plain.port());
    let update = client.ask(&[https(portal.port())]);
    let visit = &update.visits[0];
    assert_eq!((&visit.problem, visit.channel), (&None, Channel::Plain));
    assert_eq!(visit.refused.len(), 1);
    assert_eq!(sequence(&update.state), 2);
}

#[test]
fn every_source_that_fails_leaves_what_is_held() {
    let held: ListState = holding(fresh(), &grown(Repository::plain(), 3)).state;
    let sources = [https(closed_port()), http(closed_port())];
    let update = Client::new(held.clone()).ask(&sources);
    assert!(update.visits.iter().all(|it| it.problem.is_some()));
    assert_eq!(update.state, held);
}

/// A port that was free a moment ago, and at which nothing listens.
fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// An HTTP proxy that leads every CONNECT to this port.
fn proxy_to(port: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        while let Ok((mut client, _)) = listener.accept() {
            let mut head = Vec::new();
            let mut octet = [0];
            while !head.ends_with(b"\r\n\r\n") && client.read(&mut octet).is_ok_and(|it| it == 1) {
                head.push(octet[0]);
            }
            if !head.starts_with(b"CONNECT mirror.example:") {
                continue;
            }
            client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            let mut server = TcpStream::connect(("127.0.0.1", port)).unwrap();
            let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut from, &mut to));
            std::thread::spawn(move || std::io::copy(&mut server, &mut client));
        }
    });
    own
}
