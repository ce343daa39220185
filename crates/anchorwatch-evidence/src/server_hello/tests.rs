use anchorwatch_lab::{
    Root,
    hello::{self as make, Answer, first_flights},
};
use proptest::{collection::vec, prelude::*};
use sha2::{Digest as _, Sha256};

use super::{RETRY_RANDOM, ServerHello};
use crate::hello::HelloError;

const WHOLE: usize = 1 << 14;

/// What OpenSSL 1.1 answers in TLS 1.3: supported_versions, key_share.
fn tls13() -> make::ServerHello {
    make::ServerHello {
        version: 0x0303,
        random: [3; 32],
        session_id: vec![7; 32],
        cipher_suite: 0x1301,
        compression_method: 0,
        extensions: Some(vec![(43, vec![3, 4]), (51, make::share(0x1d, &[9; 32]))]),
    }
}

fn read(hello: &make::ServerHello) -> ServerHello {
    ServerHello::parse(&hello.records(WHOLE)).unwrap()
}

fn real(answer: Answer) -> ServerHello {
    let name = "www.example.kz";
    let chain = Root::company("Example Works")
        .unwrap()
        .issue(&[name])
        .unwrap();
    let flights = first_flights(&chain, name, answer).unwrap();
    ServerHello::parse(&flights.server).unwrap()
}

#[test]
fn every_field_reads_as_it_was_written() {
    let written = tls13();
    for length in [1, 7, WHOLE] {
        let hello = ServerHello::parse(&written.records(length)).unwrap();
        assert_eq!(hello.records()[0].version, 0x0303);
        assert_eq!(hello.message(), written.message());
        assert_eq!(hello.legacy_version(), 0x0303);
        assert_eq!(hello.version(), Ok(0x0304));
        assert_eq!(hello.random(), written.random);
        assert_eq!(hello.session_id(), written.session_id);
        assert_eq!(hello.cipher_suite(), 0x1301);
        assert_eq!(hello.compression_method(), 0);
        let extensions = hello.extensions().map(|one| (one.id, one.body.to_vec()));
        assert_eq!(Some(extensions.collect()), written.extensions);
        assert_eq!(hello.key_share_group(), Ok(Some(0x1d)));
        assert_eq!(hello.application_protocol(), Ok(None));
        assert!(!hello.is_retry_request());
    }
}

#[test]
fn a_hello_without_extensions_is_of_the_version_that_it_states() {
    for extensions in [None, Some(Vec::new())] {
        let hello = read(&make::ServerHello {
            version: 0x0301,
            extensions,
            ..tls13()
        });
        assert_eq!(hello.version(), Ok(0x0301));
        assert_eq!(hello.key_share_group(), Ok(None));
        assert_eq!(hello.ja3s_text(), "769,4865,");
    }
}

#[test]
fn the_random_of_a_retry_request_is_the_hash_of_its_name() {
    // RFC 8446 §4.1.3.
    let hash: [u8; 32] = Sha256::digest("HelloRetryRequest").into();
    assert_eq!(RETRY_RANDOM, hash);
    let mut written = make::ServerHello {
        random: hash,
        extensions: Some(vec![(43, vec![3, 4]), (51, vec![0, 0x18])]),
        ..tls13()
    };
    let hello = read(&written);
    assert!(hello.is_retry_request());
    assert_eq!(hello.key_share_group(), Ok(Some(0x18)));
    written.random[31] ^= 1;
    let hello = read(&written);
    assert!(!hello.is_retry_request());
    let error = HelloError::MalformedExtension { extension: 51 };
    assert_eq!(hello.key_share_group(), Err(error));
}

#[test]
fn real_answers_are_read() {
    let hello = real(Answer::Tls13);
    assert_eq!(hello.version(), Ok(0x0304));
    assert!(!hello.is_retry_request());
    assert!(hello.key_share_group().unwrap().is_some());
    // The protocol is encrypted.
    assert_eq!(hello.application_protocol(), Ok(None));

    let hello = real(Answer::Tls12);
    assert_eq!(hello.version(), Ok(0x0303));
    assert_eq!(hello.key_share_group(), Ok(None));
    assert_eq!(hello.application_protocol(), Ok(Some(&b"http/1.1"[..])));

    let hello = real(Answer::Retry);
    assert!(hello.is_retry_request());
    assert_eq!(hello.version(), Ok(0x0304));
    assert_eq!(hello.key_share_group(), Ok(Some(0x18)));
}

#[test]
fn ja3s_has_the_hashes_that_others_publish() {
    // Of TLS 1.3, in public lists: nginx with each of three suites, and the order of Google's
    // servers.
    for (suite, order, hash) in [
        (0x1301, [43, 51], "f4febc55ea12b31ae17cfb7e614afda8"),
        (0x1302, [43, 51], "15af977ce25de452b96affa2addb1036"),
        (0x1303, [43, 51], "475c9302dc42b2751db9edcac3b74891"),
        (0x1301, [51, 43], "eb1d94daa7e0344597e756a1fb6e7054"),
    ] {
        let mut written = tls13();
        written.cipher_suite = suite;
        let extensions = written.extensions.as_mut().unwrap();
        if order == [51, 43] {
            extensions.reverse();
        }
        assert_eq!(read(&written).ja3s().to_string(), hash);
    }
}

#[test]
fn an_alert_instead_of_a_hello_is_an_error_with_its_type() {
    let error = HelloError::NotHandshake {
        record_index: 0,
        content_type: 21,
    };
    assert_eq!(ServerHello::parse(&[21, 3, 3, 0, 2, 2, 40]), Err(error));
}

#[test]
fn other_messages_may_follow_in_the_same_record() {
    let two = [tls13().message(), vec![11, 0, 0, 0]].concat();
    let hello = ServerHello::parse(&make::records(0x0303, &two, WHOLE)).unwrap();
    assert_eq!(hello.message(), tls13().message());
}

#[test]
fn what_follows_need_not_be_there_and_is_left_out_of_the_octets() {
    let two = [tls13().message(), vec![11, 0, 0, 9, 1, 2]].concat();
    let octets = make::records(0x0303, &two, WHOLE);
    let end = 5 + tls13().message().len();
    for cut in [end, end + 1, octets.len()] {
        let hello = ServerHello::parse(&octets[..cut]).unwrap();
        assert_eq!(hello.octets(), tls13().records(WHOLE), "{cut}");
    }
    let refused = ServerHello::parse(&octets[..end - 1]);
    assert!(matches!(refused, Err(HelloError::Incomplete { .. })));
    for length in [1, 7, WHOLE] {
        let octets = tls13().records(length);
        assert_eq!(ServerHello::parse(&octets).unwrap().octets(), octets);
    }
}

#[test]
fn a_servers_habit_does_not_depend_on_what_it_knows_of_a_name() {
    let with = |extensions: &[u16], version, suite| {
        let extensions = extensions.iter().map(|id| (*id, Vec::new())).collect();
        read(&make::ServerHello {
            version,
            cipher_suite: suite,
            extensions: Some(extensions),
            ..tls13()
        })
        .habit()
    };
    let usual = with(&[65281, 11, 23], 0x0303, 0xc02b);
    assert_eq!(
        with(&[0, 5, 65281, 16, 11, 18, 35, 23], 0x0303, 0xc02b),
        usual
    );
    for other in [
        with(&[11, 65281, 23], 0x0303, 0xc02b),
        with(&[65281, 11], 0x0303, 0xc02b),
        with(&[65281, 11, 23], 0x0302, 0xc02b),
        with(&[65281, 11, 23], 0x0303, 0xc02c),
        read(&tls13()).habit(),
    ] {
        assert_ne!(other, usual);
    }
}

#[test]
fn a_clients_hello_and_a_cut_one_are_refused() {
    let octets = make::ClientHello::kazakhstan_2019("x").records(WHOLE);
    assert_eq!(
        ServerHello::parse(&octets),
        Err(HelloError::OtherMessage { message_type: 1 })
    );
    let octets = tls13().records(20);
    for length in 0..octets.len() {
        let octet_count = u64::try_from(length).unwrap();
        assert_eq!(
            ServerHello::parse(&octets[..length]),
            Err(HelloError::Incomplete { octet_count })
        );
    }
}

#[test]
fn wrong_lengths_and_malformed_extensions_are_refused() {
    let of = |position: usize, octet: u8| {
        let mut message = tls13().message();
        message[position] = octet;
        ServerHello::parse(&make::records(0x0303, &message, WHOLE))
    };
    // The lengths of session identifier and extensions.
    for (position, octet) in [(38, 33), (38, 31), (75, 0), (75, 47)] {
        let refused = of(position, octet);
        assert!(
            matches!(refused, Err(HelloError::Malformed { .. })),
            "{refused:?}"
        );
    }
    let with = |id, body: &[u8]| {
        read(&make::ServerHello {
            extensions: Some(vec![(id, body.to_vec())]),
            ..tls13()
        })
    };
    assert!(with(43, &[3, 4, 3]).version().is_err());
    assert!(with(51, &[0, 0x1d, 0, 0]).key_share_group().is_err());
    let two = [0, 6, 2, b'h', b'2', 2, b'h', b'3'];
    assert!(with(16, &two).application_protocol().is_err());
    assert_eq!(
        with(16, &[0, 3, 2, b'h', b'2']).application_protocol(),
        Ok(Some(&b"h2"[..]))
    );
}

proptest! {
    #[test]
    fn any_handshake_is_read_or_refused(body in vec(any::<u8>(), 0..200), length in 1_usize..99) {
        let message = [vec![2], anchorwatch_lab::pki::behind_length(3, &body)].concat();
        if let Ok(hello) = ServerHello::parse(&make::records(0x0303, &message, length)) {
            prop_assert_eq!(hello.message(), message);
            let _answers = (hello.version(), hello.key_share_group(), hello.ja3s());
        }
    }

    #[test]
    fn any_extensions_read_back(
        extensions in vec((any::<u16>(), vec(any::<u8>(), 0..9)), 0..6),
        random: [u8; 32],
    ) {
        let written = make::ServerHello { random, extensions: Some(extensions.clone()), ..tls13() };
        let hello = read(&written);
        let found = hello.extensions().map(|one| (one.id, one.body.to_vec()));
        prop_assert_eq!(found.collect::<Vec<_>>(), extensions);
    }
}
