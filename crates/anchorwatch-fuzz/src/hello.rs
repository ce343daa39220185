//! The first octets of TLS connections.

use anchorwatch_evidence::{
    client_hello::{ClientHello, HelloDifference, differences, known_interceptor},
    hello::RecordHeader,
    server_hello::ServerHello,
};
use anchorwatch_lab::{
    Root,
    hello::{self as make, Answer, first_flights},
};

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "client_hello",
        run: client,
        seeds: client_seeds,
        mutations: 2_000,
    },
    Target {
        name: "server_hello",
        run: server,
        seeds: server_seeds,
        mutations: 2_000,
    },
];

/// The longest fragment of a record.
const WHOLE: usize = 1 << 14;

/// Checks that the message in its records is the input again, that the same message in other
/// records is no other hello, and that a changed octet makes one.
fn client(bytes: &[u8]) {
    let Ok(hello) = ClientHello::parse(bytes) else {
        return;
    };
    let written = rewritten(hello.records(), hello.message());
    assert_eq!(bytes.get(..written.len()), Some(written.as_slice()));
    assert_eq!(ClientHello::parse(&written).as_ref(), Ok(&hello));
    ask(&hello);
    for length in [WHOLE, 700] {
        let split = make::records(0x0303, hello.message(), length);
        let Ok(split) = ClientHello::parse(&split) else {
            unreachable!("the same message was read before");
        };
        let found = differences(&hello, &split);
        assert!(!found.iter().any(HelloDifference::is_of_message));
        assert_eq!(found.is_empty(), hello == split);
    }
    for at in (4..hello.message().len()).step_by(61) {
        let mut message = hello.message().to_vec();
        if let Some(octet) = message.get_mut(at) {
            *octet ^= 1;
        }
        if let Ok(other) = ClientHello::parse(&make::records(0x0303, &message, WHOLE)) {
            let found = differences(&hello, &other);
            assert!(found.iter().any(HelloDifference::is_of_message));
        }
    }
}

/// Asks for everything that a client's hello says.
fn ask(hello: &ClientHello) {
    assert_eq!(hello.random().len(), 32);
    assert!(hello.session_id().len() <= 32);
    assert!(hello.cipher_suites().count() > 0);
    let name = hello.server_name();
    assert!(!matches!(name, Ok(Some(name)) if name.is_empty() || !name.is_ascii()));
    let _lists = (
        hello.supported_groups(),
        hello.ec_point_formats(),
        hello.signature_algorithms(),
        hello.application_protocols(),
        hello.supported_versions(),
        hello.key_share_groups(),
    );
    let ja4 = hello.ja4().to_string();
    assert!(ja4.len() == 36 && ja4.is_ascii());
    let _fingerprints = (hello.ja3(), hello.tls_fingerprint_id());
    let _known = known_interceptor(hello);
}

/// Checks that the input begins with the message in its records. The last record can have more.
fn server(bytes: &[u8]) {
    let Ok(hello) = ServerHello::parse(bytes) else {
        return;
    };
    let written = make::records(0x0303, hello.message(), WHOLE);
    let again = ServerHello::parse(&written);
    assert!(again.is_ok_and(|again| again.message() == hello.message()));
    let carried = rewritten(hello.records(), hello.message());
    let whole: usize = hello
        .records()
        .iter()
        .map(|one| usize::from(one.length))
        .sum();
    assert!(whole >= hello.message().len());
    assert_eq!(bytes.get(..carried.len()), Some(carried.as_slice()));
    // What is kept of it is the same message, however much followed.
    let kept = hello.octets();
    assert_eq!(kept.len(), carried.len());
    let read = ServerHello::parse(&kept);
    assert!(read.is_ok_and(|read| read.message() == hello.message() && read.octets() == kept));
    assert!(!hello.is_retry_request() || hello.random().first() == Some(&0xcf));
    let _answers = (
        hello.habit(),
        hello.version(),
        hello.key_share_group(),
        hello.application_protocol(),
        hello.ja3s(),
    );
}

/// Splits a message into records with these heads; the last one can be longer than what is left.
fn rewritten(records: &[RecordHeader], message: &[u8]) -> Vec<u8> {
    let mut rest = message;
    let mut octets = Vec::new();
    for record in records {
        let length = usize::from(record.length).min(rest.len());
        let (fragment, after) = rest.split_at(length);
        rest = after;
        octets.push(22);
        octets.extend(record.version.to_be_bytes());
        octets.extend(record.length.to_be_bytes());
        octets.extend(fragment);
    }
    octets
}

fn client_seeds() -> Vec<Vec<u8>> {
    let kazakhstan = make::ClientHello::kazakhstan_2019("www.example.kz");
    let chrome = make::ClientHello::chrome_143("www.example.org", 0x3a3a);
    let mut plain = kazakhstan.clone();
    plain.extensions = None;
    let mut seeds = vec![
        kazakhstan.records(WHOLE),
        kazakhstan.records(60),
        chrome.records(WHOLE),
        chrome.records(1_200),
        plain.records(WHOLE),
    ];
    seeds.extend(flights(Answer::Tls13).map(|flights| flights.client));
    seeds
}

fn server_seeds() -> Vec<Vec<u8>> {
    [Answer::Tls12, Answer::Tls13, Answer::Retry]
        .into_iter()
        .filter_map(flights)
        .map(|flights| flights.server)
        .collect()
}

fn flights(answer: Answer) -> Option<make::FirstFlights> {
    let name = "www.example.org";
    let chain = Root::company("Example Works").ok()?.issue(&[name]).ok()?;
    first_flights(&chain, name, answer).ok()
}
