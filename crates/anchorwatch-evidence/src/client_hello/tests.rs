//! What is read from hellos, and what is refused.

mod difference;
mod fingerprint;
mod property;
mod refusal;

use anchorwatch_lab::{
    Root,
    hello::{self as make, Answer, first_flights},
};

use super::ClientHello;
use crate::hello::HelloError;

const NAME: &str = "www.example.kz";

/// One record is long enough for every hello here.
const WHOLE: usize = 1 << 14;

fn kazakhstan() -> make::ClientHello {
    make::ClientHello::kazakhstan_2019(NAME)
}

fn chrome() -> make::ClientHello {
    make::ClientHello::chrome_143(NAME, 0x2a2a)
}

fn read(hello: &make::ClientHello) -> ClientHello {
    ClientHello::parse(&hello.records(WHOLE)).unwrap()
}

/// The hello with another body of one extension.
fn with_body(mut hello: make::ClientHello, id: u16, body: &[u8]) -> make::ClientHello {
    let extensions = hello.extensions.as_mut().unwrap();
    let extension = extensions.iter_mut().find(|one| one.0 == id).unwrap();
    extension.1 = body.to_vec();
    hello
}

#[test]
fn every_field_reads_as_it_was_written() {
    let written = chrome();
    let hello = read(&written);
    assert_eq!(hello.records()[0].version, 0x0301);
    assert_eq!(hello.message(), written.message());
    assert_eq!(hello.legacy_version(), 0x0303);
    assert_eq!(hello.random(), written.random);
    assert_eq!(hello.session_id(), written.session_id);
    assert_eq!(
        hello.cipher_suites().collect::<Vec<u16>>(),
        written.cipher_suites
    );
    assert_eq!(hello.compression_methods(), [0]);
    let extensions = hello.extensions().map(|one| (one.id, one.body.to_vec()));
    assert_eq!(extensions.collect::<Vec<_>>(), written.extensions.unwrap());
}

#[test]
fn what_extensions_say_is_read() {
    let hello = read(&chrome());
    assert_eq!(hello.server_name(), Ok(Some(NAME)));
    assert_eq!(
        hello.supported_groups(),
        Ok(Some(vec![0x2a2a, 0x11ec, 0x1d, 0x17, 0x18]))
    );
    assert_eq!(hello.ec_point_formats(), Ok(Some(&[0][..])));
    assert_eq!(hello.signature_algorithms().unwrap().unwrap()[0], 0x0403);
    let protocols: [&[u8]; 2] = [b"h2", b"http/1.1"];
    assert_eq!(hello.application_protocols(), Ok(Some(protocols.to_vec())));
    assert_eq!(
        hello.supported_versions(),
        Ok(Some(vec![0x2a2a, 0x0304, 0x0303]))
    );
    assert_eq!(
        hello.key_share_groups(),
        Ok(Some(vec![0x2a2a, 0x11ec, 0x1d]))
    );
}

#[test]
fn a_missing_extension_says_nothing() {
    let mut written = chrome();
    for extensions in [None, Some(Vec::new())] {
        written.extensions = extensions;
        let hello = read(&written);
        assert_eq!(hello.extensions().next(), None);
        assert_eq!(hello.server_name(), Ok(None));
        assert_eq!(hello.supported_groups(), Ok(None));
        assert_eq!(hello.ec_point_formats(), Ok(None));
        assert_eq!(hello.signature_algorithms(), Ok(None));
        assert_eq!(hello.application_protocols(), Ok(None));
        assert_eq!(hello.supported_versions(), Ok(None));
        assert_eq!(hello.key_share_groups(), Ok(None));
    }
}

#[test]
fn a_malformed_extension_is_an_error_and_the_hello_is_not() {
    fn all(hello: &ClientHello) -> [Option<HelloError>; 7] {
        [
            hello.server_name().err(),
            hello.supported_groups().err(),
            hello.ec_point_formats().err(),
            hello.signature_algorithms().err(),
            hello.application_protocols().err(),
            hello.supported_versions().err(),
            hello.key_share_groups().err(),
        ]
    }
    assert_eq!(all(&read(&chrome())), [const { None }; 7]);
    for (position, id) in [0_u16, 10, 11, 13, 16, 43, 51].into_iter().enumerate() {
        let body = read(&chrome()).extensions().body(id).unwrap().to_vec();
        let longer = [&body[..], &[0]].concat();
        let hello = read(&with_body(chrome(), id, &longer));
        assert!(all(&hello)[position].is_some(), "{id}");
        let hello = read(&with_body(chrome(), id, &body[..body.len() - 1]));
        assert!(all(&hello)[position].is_some(), "{id}");
        let hello = read(&with_body(chrome(), id, &[9]));
        let found = all(&hello);
        let error = HelloError::MalformedExtension {
            extension: id.into(),
        };
        assert_eq!(found[position], Some(error), "{id}");
        assert_eq!(found.iter().flatten().count(), 1, "{id}");
        assert_eq!(hello.ja4().to_string().len(), 36);
    }
}

#[test]
fn a_server_name_that_is_not_one_ascii_name_is_malformed() {
    let twice = [&make::host_name(NAME)[2..], &make::host_name("x")[2..]].concat();
    let empty = [0, 0, 0];
    let accented = "\0\0\u{2}\u{e9}".as_bytes();
    let cut = [0, 0, 9, b'x'];
    for list in [&twice[..], &empty, accented, &cut, &[]] {
        let body = anchorwatch_lab::pki::behind_length(2, list);
        let hello = read(&with_body(kazakhstan(), 0, &body));
        assert!(hello.server_name().is_err(), "{list:x?}");
    }
    let surplus = [make::host_name(NAME), vec![0]].concat();
    let hello = read(&with_body(kazakhstan(), 0, &surplus));
    assert!(hello.server_name().is_err());
    let of_another_type = [0, 4, 9, 0, 1, b'x'];
    let hello = read(&with_body(kazakhstan(), 0, &of_another_type));
    assert_eq!(hello.server_name(), Ok(None));
}

#[test]
fn of_a_repeated_extension_the_first_one_counts() {
    let mut written = kazakhstan();
    let extensions = written.extensions.as_mut().unwrap();
    extensions.push((0, make::host_name("other.example")));
    let hello = read(&written);
    assert_eq!(hello.server_name(), Ok(Some(NAME)));
    assert_eq!(hello.extensions().filter(|one| one.id == 0).count(), 2);
}

#[test]
fn a_real_hello_is_read() {
    let chain = Root::company("Example Works")
        .unwrap()
        .issue(&[NAME])
        .unwrap();
    let octets = first_flights(&chain, NAME, Answer::Tls13).unwrap().client;
    let hello = ClientHello::parse(&octets).unwrap();
    assert_eq!(hello.server_name(), Ok(Some(NAME)));
    let protocols: [&[u8]; 2] = [b"h2", b"http/1.1"];
    assert_eq!(hello.application_protocols(), Ok(Some(protocols.to_vec())));
    assert_eq!(hello.supported_versions(), Ok(Some(vec![0x0304, 0x0303])));
    // Every group with a key is among the groups (RFC 8446 §4.2.8).
    let groups = hello.supported_groups().unwrap().unwrap();
    let shares = hello.key_share_groups().unwrap().unwrap();
    assert!(!shares.is_empty() && shares.iter().all(|one| groups.contains(one)));
    assert_eq!(super::known_interceptor(&hello), None);
}
