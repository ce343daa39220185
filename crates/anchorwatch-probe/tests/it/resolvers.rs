//! Resolvers on loopback, honest and not.

use std::{
    net::{SocketAddr, UdpSocket},
    thread::JoinHandle,
    time::Duration,
};

use anchorwatch_evidence::{DnsData, DnsEngine, DnsQuery, DnsQueryType, Failure, Purpose, Target};
use anchorwatch_lab::{
    Root,
    resolver::{Resolver, Zone},
};
use anchorwatch_probe::{Observed, Pace, ResolverAddress, Resolving, resolve};
use hickory_proto::{
    op::Message,
    rr::{RData, Record, rdata::A},
};

use crate::NAME;

/// Other answers are waited for a tenth of this.
const STEP: Duration = Duration::from_secs(30);

fn ask(resolvers: &[ResolverAddress], is_trusted: bool) -> Observed {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let target = Target {
        host: NAME.to_owned(),
        port: 8443,
    };
    let resolving = Resolving {
        resolvers,
        port: 8443,
        step: STEP,
        is_trusted: &|chain, name| is_trusted && !chain.is_empty() && name == "dns.example",
    };
    let mut observed = Observed::default();
    runtime.block_on(resolve(
        &mut observed,
        &target,
        resolving,
        &mut Pace::new(Duration::ZERO),
        &|_| {},
    ));
    observed
}

fn resolver(engine: DnsEngine, address: SocketAddr) -> ResolverAddress {
    ResolverAddress {
        is_of_system: false,
        engine,
        address,
        name: engine.is_over_tls().then(|| "dns.example".to_owned()),
    }
}

fn first(observed: &Observed) -> &DnsQuery {
    &observed.queries[0]
}

fn honest() -> Resolver {
    // On loopback, so that no connection to it is tried.
    let zone = Zone::default().address(NAME, [127, 0, 0, 10].into());
    let chain = Root::company("A").unwrap().issue(&["dns.example"]).unwrap();
    Resolver::on_loopback(zone, chain).unwrap()
}

#[test]
fn every_transport_gives_the_same_answers() {
    let honest = honest();
    let all = [
        resolver(DnsEngine::Tcp, honest.tcp()),
        resolver(DnsEngine::Dot, honest.dot()),
        resolver(DnsEngine::Doh, honest.doh()),
        resolver(DnsEngine::Udp, honest.udp()),
    ];
    for one in all {
        let observed = ask(std::slice::from_ref(&one), true);
        let engine = one.engine;
        let failures: Vec<_> = observed
            .queries
            .iter()
            .map(|it| it.failure.clone())
            .collect();
        let no_name = Some(Failure::DnsNxdomainError);
        let mut expected = vec![None, Some(Failure::DnsNoAnswer), no_name.clone()];
        if engine.is_over_tls() {
            // Who may sign: nobody says it of this name, nor of the two above it.
            expected.extend([Some(Failure::DnsNoAnswer), no_name.clone(), no_name]);
        }
        assert_eq!(failures, expected, "{engine:?}");
        let address: std::net::IpAddr = [127, 0, 0, 10].into();
        assert_eq!(first(&observed).answers, [address], "{engine:?}");
        let exchange = first(&observed).exchange.as_ref().unwrap();
        assert_eq!(
            (exchange.engine, exchange.query_type),
            (engine, DnsQueryType::A)
        );
        let shown = observed.tls_handshakes.iter();
        let shown: Vec<_> = shown.map(|it| (it.purpose, it.is_key_proven)).collect();
        let expected = engine
            .is_over_tls()
            .then_some((Purpose::Resolver, Some(true)));
        assert_eq!(shown, Vec::from_iter(expected), "{engine:?}");
        assert!(observed.tcp_connect.is_empty());
    }
}

#[test]
fn who_may_sign_is_asked_over_tls_alone_up_to_the_first_name_that_says_it() {
    let zone = Zone::default()
        .address(NAME, [127, 0, 0, 10].into())
        .caa("example.kz", "issue", "ca.example; policy=ev")
        .caa("example.kz", "issuewild", ";")
        .caa("kz", "issue", "other.example");
    let chain = Root::company("A").unwrap().issue(&["dns.example"]).unwrap();
    let honest = Resolver::on_loopback(zone, chain).unwrap();
    for (engine, at) in [
        (DnsEngine::Dot, honest.dot()),
        (DnsEngine::Doh, honest.doh()),
        (DnsEngine::Tcp, honest.tcp()),
        (DnsEngine::Udp, honest.udp()),
    ] {
        let one = resolver(engine, at);
        let observed = ask(std::slice::from_ref(&one), true);
        assert!(observed.queries.len() <= one.most_questions());
        let asked = observed.queries.iter().filter_map(|it| {
            let exchange = it.exchange.as_ref()?;
            let is_it = exchange.query_type == DnsQueryType::Caa;
            is_it.then_some((it, &exchange.responses[0]))
        });
        let asked: Vec<_> = asked.collect();
        if !engine.is_over_tls() {
            assert!(asked.is_empty(), "{engine:?}");
            continue;
        }
        let names: Vec<&str> = asked.iter().map(|(it, _)| it.hostname.as_str()).collect();
        assert_eq!(names, [NAME, "example.kz"], "{engine:?}");
        let said = asked[1].1.answers.iter().map(|it| it.data.clone());
        let caa = |tag: &str, value: &str| DnsData::Caa {
            is_critical: false,
            tag: tag.to_owned(),
            value: value.to_owned(),
        };
        let expected = [caa("issue", "ca.example; policy=ev"), caa("issuewild", ";")];
        assert_eq!(said.collect::<Vec<_>>(), expected, "{engine:?}");
    }
}

#[test]
fn a_resolver_whose_chain_is_not_accepted_is_asked_nothing() {
    let honest = honest();
    for (engine, at) in [
        (DnsEngine::Dot, honest.dot()),
        (DnsEngine::Doh, honest.doh()),
    ] {
        let observed = ask(&[resolver(engine, at)], false);
        assert_eq!(observed.queries.len(), 1);
        assert_eq!(first(&observed).failure, Some(Failure::SslUnknownAuthority));
        assert!(
            first(&observed)
                .exchange
                .as_ref()
                .unwrap()
                .responses
                .is_empty()
        );
        assert!(!observed.tls_handshakes[0].peer_certificates.is_empty());
    }
}

#[test]
fn a_resolver_that_is_not_there_is_a_failure() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for engine in [DnsEngine::Tcp, DnsEngine::Dot, DnsEngine::Doh] {
        let observed = ask(&[resolver(engine, free)], true);
        assert_eq!(first(&observed).failure, Some(Failure::ConnectionRefused));
    }
}

/// How many questions there are for a port that has no HTTPS record.
const QUESTIONS: usize = 3;

/// Answers the first question in this way, and to the others that the name has no such record.
fn forger(answer: fn(&UdpSocket, SocketAddr, Message)) -> (SocketAddr, JoinHandle<()>) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    // A question that never comes ends the thread, and so the test.
    socket.set_read_timeout(Some(crate::PATIENCE)).unwrap();
    let at = socket.local_addr().unwrap();
    let thread = std::thread::spawn(move || {
        let mut bytes = [0; 2_000];
        for number in 0..QUESTIONS {
            let (length, from) = socket.recv_from(&mut bytes).unwrap();
            let question = Message::from_vec(&bytes[..length]).unwrap();
            if number == 0 {
                answer(&socket, from, question);
            } else {
                let none = question.into_response().to_vec().unwrap();
                socket.send_to(&none, from).unwrap();
            }
        }
    });
    (at, thread)
}

fn with_address(question: &Message, last: u8) -> Message {
    let mut answer = question.clone().into_response();
    let name = question.queries[0].name.clone();
    let data = RData::A(A([127, 0, 0, last].into()));
    answer.add_answer(Record::from_rdata(name, 60, data));
    answer
}

#[test]
fn different_answers_to_one_question_are_kept_in_order_and_others_counted() {
    let (at, thread) = forger(|socket, from, question| {
        let mut wrong = with_address(&question, 66);
        wrong.metadata.id = question.metadata.id.wrapping_add(1);
        let stranger = UdpSocket::bind("127.0.0.1:0").unwrap();
        let forged = with_address(&question, 67).to_vec().unwrap();
        stranger.send_to(&forged, from).unwrap();
        let answers = [
            wrong.to_vec().unwrap(),
            b"no message".to_vec(),
            with_address(&question, 1).to_vec().unwrap(),
            with_address(&question, 1).to_vec().unwrap(),
            with_address(&question, 2).to_vec().unwrap(),
        ];
        for answer in answers {
            socket.send_to(&answer, from).unwrap();
        }
    });
    let observed = ask(&[resolver(DnsEngine::Udp, at)], true);
    thread.join().unwrap();
    let exchange = first(&observed).exchange.as_ref().unwrap();
    let addresses = exchange.responses.iter().flat_map(|it| it.addresses());
    let expected: [std::net::IpAddr; 2] = [[127, 0, 0, 1].into(), [127, 0, 0, 2].into()];
    assert_eq!(addresses.collect::<Vec<_>>(), expected);
    assert_eq!(exchange.unmatched_count, 3);
    assert_eq!(first(&observed).answers, expected[..1]);
}

#[test]
fn a_flood_of_false_answers_ends_the_wait_and_is_no_answer() {
    let (at, thread) = forger(|socket, from, question| {
        let mut wrong = with_address(&question, 66);
        wrong.metadata.id = question.metadata.id.wrapping_add(1);
        let wrong = wrong.to_vec().unwrap();
        // Some may be dropped on the way, as datagrams are.
        for _ in 0..500 {
            socket.send_to(&wrong, from).unwrap();
        }
    });
    let observed = ask(&[resolver(DnsEngine::Udp, at)], true);
    thread.join().unwrap();
    assert_eq!(
        first(&observed).failure,
        Some(Failure::DnsServerMisbehaving)
    );
    let exchange = first(&observed).exchange.as_ref().unwrap();
    assert!(exchange.responses.is_empty() && exchange.unmatched_count > 0);
}
