use proptest::{collection::vec, option, prelude::*};

use super::{
    super::{HelloDifference, differences, known_interceptor},
    ClientHello, WHOLE, make,
};

/// Any hello with a few of everything.
fn any_hello() -> impl Strategy<Value = make::ClientHello> {
    let extensions = vec((0_u16..60, vec(any::<u8>(), 0..12)), 0..8);
    (
        any::<(u16, u16, [u8; 32])>(),
        vec(any::<u8>(), 0..=32),
        vec(any::<u16>(), 1..6),
        vec(any::<u8>(), 1..3),
        option::of(extensions),
    )
        .prop_map(
            |(numbers, session_id, cipher_suites, compression_methods, extensions)| {
                let (record_version, version, random) = numbers;
                make::ClientHello {
                    record_version,
                    version,
                    random,
                    session_id,
                    cipher_suites,
                    compression_methods,
                    extensions,
                }
            },
        )
}

/// Asks for everything that a hello can say.
fn ask(hello: &ClientHello) {
    let _answers = (
        hello.server_name(),
        hello.supported_groups(),
        hello.ec_point_formats(),
        hello.signature_algorithms(),
        hello.application_protocols(),
        hello.supported_versions(),
        hello.key_share_groups(),
        hello.ja3(),
        hello.tls_fingerprint_id(),
        known_interceptor(hello),
    );
    assert_eq!(hello.ja4().to_string().chars().count(), 36);
}

proptest! {
    #[test]
    fn any_octets_are_read_or_refused(octets: Vec<u8>) {
        if let Ok(hello) = ClientHello::parse(&octets) {
            ask(&hello);
        }
    }

    #[test]
    fn any_handshake_is_read_or_refused(body in vec(any::<u8>(), 0..200)) {
        let message = [vec![1], anchorwatch_lab::pki::behind_length(3, &body)].concat();
        if let Ok(hello) = ClientHello::parse(&make::records(0x0301, &message, WHOLE)) {
            ask(&hello);
        }
    }

    #[test]
    fn any_hello_reads_back_from_any_records(written in any_hello(), length in 1_usize..300) {
        let hello = ClientHello::parse(&written.records(length));
        prop_assert!(hello.is_ok(), "{hello:?}");
        let hello = hello.unwrap();
        prop_assert_eq!(hello.message(), written.message());
        prop_assert_eq!(hello.legacy_version(), written.version);
        prop_assert_eq!(hello.random(), written.random);
        prop_assert_eq!(hello.session_id(), written.session_id);
        prop_assert_eq!(hello.cipher_suites().collect::<Vec<_>>(), written.cipher_suites);
        prop_assert_eq!(hello.compression_methods(), written.compression_methods);
        let extensions = hello.extensions().map(|one| (one.id, one.body.to_vec()));
        let expected = written.extensions.clone().unwrap_or_default();
        prop_assert_eq!(extensions.collect::<Vec<_>>(), expected);
        ask(&hello);
    }

    #[test]
    fn a_difference_of_the_message_is_found_exactly_if_there_is_one(
        one in any_hello(),
        at: prop::sample::Index,
        bit in 0_u32..8,
        length in 1_usize..300,
    ) {
        let sent = ClientHello::parse(&one.records(WHOLE)).unwrap();
        let split = ClientHello::parse(&one.records(length)).unwrap();
        let found = differences(&sent, &split);
        prop_assert!(!found.iter().any(HelloDifference::is_of_message), "{found:?}");
        prop_assert_eq!(found.is_empty(), sent == split);

        let mut message = one.message();
        let at = at.index(message.len());
        message[at] ^= 1 << bit;
        let changed = make::records(one.record_version, &message, WHOLE);
        if let Ok(received) = ClientHello::parse(&changed) {
            for found in [differences(&sent, &received), differences(&received, &sent)] {
                prop_assert!(found.iter().any(HelloDifference::is_of_message), "{at}");
            }
        }
    }

    #[test]
    fn two_hellos_differ_exactly_if_their_octets_do(one in any_hello(), other in any_hello()) {
        let hellos = [&one, &other].map(|hello| ClientHello::parse(&hello.records(WHOLE)).unwrap());
        let found = differences(&hellos[0], &hellos[1]);
        prop_assert_eq!(found.is_empty(), one.records(WHOLE) == other.records(WHOLE));
    }
}
