use anchorwatch_lab::{
    Root,
    hello::{Answer, first_flights},
};
use anchorwatch_remark::Remark as _;

use super::{
    super::{HelloDifference, differences},
    ClientHello, NAME, chrome, kazakhstan, make, read, with_body,
};
use crate::hello::CodePoints;

fn between(sent: &make::ClientHello, received: &make::ClientHello) -> Vec<HelloDifference> {
    differences(&read(sent), &read(received))
}

fn points(numbers: &[u16]) -> CodePoints {
    CodePoints(numbers.to_vec())
}

/// Changes Chrome's hello and returns the only difference that this makes.
fn only(change: impl FnOnce(&mut make::ClientHello)) -> HelloDifference {
    let mut received = chrome();
    change(&mut received);
    let mut found = between(&chrome(), &received);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].is_of_message());
    found.remove(0)
}

fn extensions(hello: &mut make::ClientHello) -> &mut Vec<(u16, Vec<u8>)> {
    hello.extensions.as_mut().unwrap()
}

fn set_body(hello: &mut make::ClientHello, id: u16, body: &[u8]) {
    *hello = with_body(hello.clone(), id, body);
}

#[test]
fn the_same_hello_has_no_differences() {
    assert_eq!(between(&chrome(), &chrome()), []);
}

#[test]
fn the_same_message_in_other_records_is_not_another_hello() {
    let sent = read(&chrome());
    for length in [1, 100, 517] {
        let received = ClientHello::parse(&chrome().records(length)).unwrap();
        let found = differences(&sent, &received);
        let received_count = u64::try_from(sent.message().len().div_ceil(length)).unwrap();
        assert_eq!(
            found,
            [HelloDifference::Records {
                sent_count: 1,
                received_count
            }]
        );
        assert!(!found[0].is_of_message());
    }
    let mut other_version = chrome();
    other_version.record_version = 0x0303;
    let found = between(&chrome(), &other_version);
    assert_eq!(found[0].code(), "hello_records_differ");
}

#[test]
fn one_change_is_one_difference() {
    assert_eq!(only(|hello| hello.random[0] ^= 1), HelloDifference::Random);
    assert_eq!(
        only(|hello| hello.session_id.clear()),
        HelloDifference::SessionId
    );
    assert_eq!(
        only(|hello| hello.version = 0x0302),
        HelloDifference::LegacyVersion {
            sent: points(&[0x0303]),
            received: points(&[0x0302]),
        }
    );
    assert_eq!(
        only(|hello| hello.compression_methods.push(1)),
        HelloDifference::CompressionMethods
    );
}

#[test]
fn suites_are_missing_added_or_in_another_order() {
    assert_eq!(
        only(|hello| {
            hello.cipher_suites.remove(1);
            hello.cipher_suites.push(0xff);
        }),
        HelloDifference::CipherSuites {
            missing: points(&[0x1301]),
            added: points(&[0xff]),
        }
    );
    // The same suite once more.
    assert_eq!(
        only(|hello| hello.cipher_suites.push(0x1301)),
        HelloDifference::CipherSuites {
            missing: points(&[]),
            added: points(&[0x1301]),
        }
    );
    assert_eq!(
        only(|hello| hello.cipher_suites.swap(3, 4)),
        HelloDifference::CipherSuiteOrder
    );
}

#[test]
fn extensions_are_missing_added_or_in_another_order() {
    assert_eq!(
        only(|hello| {
            extensions(hello).retain(|one| one.0 != 51);
            extensions(hello).push((21, vec![0; 9]));
        }),
        HelloDifference::Extensions {
            missing: points(&[51]),
            added: points(&[21]),
        }
    );
    assert_eq!(
        only(|hello| extensions(hello).swap(1, 9)),
        HelloDifference::ExtensionOrder
    );
}

#[test]
fn what_extensions_say_differs() {
    let share = anchorwatch_lab::pki::behind_length(2, &make::share(0x17, &[4; 65]));
    assert_eq!(
        only(|hello| set_body(hello, 51, &share)),
        HelloDifference::KeyShares {
            sent: points(&[0x2a2a, 0x11ec, 0x1d]),
            received: points(&[0x17]),
        }
    );
    assert_eq!(
        only(|hello| set_body(hello, 43, &make::numbers(1, &[0x0303]))),
        HelloDifference::Versions {
            sent: points(&[0x2a2a, 0x0304, 0x0303]),
            received: points(&[0x0303]),
        }
    );
    assert_eq!(
        only(|hello| set_body(hello, 0, &make::host_name("other.example"))),
        HelloDifference::ServerName {
            sent: NAME.to_owned(),
            received: "other.example".to_owned(),
        }
    );
    assert_eq!(
        only(|hello| {
            set_body(hello, 10, &make::numbers(2, &[0x1d]));
            set_body(hello, 5, &[]);
        }),
        HelloDifference::ExtensionBodies {
            extensions: points(&[5, 10]),
        }
    );
}

#[test]
fn the_same_groups_with_other_keys_are_a_difference() {
    let mut received = chrome();
    let shares = extensions(&mut received).iter_mut().find(|one| one.0 == 51);
    *shares.unwrap().1.last_mut().unwrap() ^= 1;
    let groups = points(&[0x2a2a, 0x11ec, 0x1d]);
    assert_eq!(
        between(&chrome(), &received),
        [HelloDifference::KeyShares {
            sent: groups.clone(),
            received: groups,
        }]
    );
}

#[test]
fn the_second_body_of_a_repeated_extension_counts_too() {
    let twice = |second: &[u8]| {
        let mut hello = kazakhstan();
        extensions(&mut hello).push((35, second.to_vec()));
        hello
    };
    assert_eq!(between(&twice(&[1]), &twice(&[1])), []);
    assert_eq!(
        between(&twice(&[1]), &twice(&[2])),
        [HelloDifference::ExtensionBodies {
            extensions: points(&[35]),
        }]
    );
}

#[test]
fn no_list_of_extensions_is_not_an_empty_one() {
    let with = |list| make::ClientHello {
        extensions: list,
        ..kazakhstan()
    };
    assert_eq!(
        between(&with(None), &with(Some(Vec::new()))),
        [HelloDifference::EmptyExtensions]
    );
    assert_eq!(between(&with(None), &with(None)), []);
    let found = between(&with(None), &kazakhstan());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code(), "hello_extensions_differ");
}

#[test]
fn an_interceptor_differs_first_in_what_it_cannot_copy() {
    let codes: Vec<&str> = between(&chrome(), &kazakhstan())
        .iter()
        .map(HelloDifference::code)
        .collect();
    assert_eq!(
        codes,
        [
            "hello_random_differs",
            "hello_session_id_differs",
            "hello_suites_differ",
            "hello_extensions_differ",
            "hello_extension_bodies_differ",
        ]
    );
}

#[test]
fn two_connections_of_one_program_differ_in_random_and_keys() {
    let chain = Root::company("Example Works")
        .unwrap()
        .issue(&[NAME])
        .unwrap();
    let [first, second] = [(); 2].map(|()| {
        let flights = first_flights(&chain, NAME, Answer::Tls13).unwrap();
        ClientHello::parse(&flights.client).unwrap()
    });
    let found = differences(&first, &second);
    assert_eq!(found[0], HelloDifference::Random);
    assert_eq!(found[1].code(), "hello_key_shares_differ");
    assert_eq!(first.ja4(), second.ja4());
}

#[test]
fn the_codes_are_stable_and_read_back() {
    for difference in between(&chrome(), &kazakhstan()) {
        let again = HelloDifference::from_told(&difference.told());
        assert_eq!(again, Some(difference));
    }
    assert!(
        HelloDifference::CODES
            .iter()
            .all(|code| code.starts_with("hello_"))
    );
}
