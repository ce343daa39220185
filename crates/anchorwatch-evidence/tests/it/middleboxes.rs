//! The fingerprints of known interceptors, from the captures that they were computed from.

use std::{collections::BTreeSet, fs, path::Path};

use anchorwatch_evidence::{
    client_hello::{ClientHello, KNOWN_INTERCEPTORS, known_interceptor},
    hello::HelloError,
    server_hello::ServerHello,
};

use crate::{corpus, pcap};

/// Where mitmengine keeps the captures, and where the corpus does.
const CAPTURES: &str = "reference_fingerprints/pcaps/middleboxes/";
const FOLDER: &str = "measurements/mitmengine/pcaps_middleboxes";

/// The hellos of browsers that products passed on: JA3, and the captures. The first two are also
/// in captures of two products each.
const OF_BROWSERS: [(&str, &str); 6] = [
    ("f6fd83a21f9f3c5f9ff7b5c63bbc179d", "Chrome 48"),
    ("dda6c525431b3259dac349220160cdcb", "Firefox 43, 44"),
    ("2092e1fffb45d7e4a19a57f9bc5e203a", "Chrome 48, padded"),
    ("07b4162d4db57554961824a21c4a0fde", "Firefox 43, not padded"),
    ("d124ae14809abde3528a479fe01a12bd", "Internet Explorer 11"),
    (
        "2201d8e006f8f005a6b415f61e677532",
        "Internet Explorer 11, TLS 1.0",
    ),
];

/// A capture, named by its folder, with what the directions of its connections carried.
struct Capture {
    name: String,
    directions: Vec<Vec<u8>>,
}

impl Capture {
    fn client_hellos(&self) -> impl Iterator<Item = ClientHello> {
        let hellos = self
            .directions
            .iter()
            .map(|octets| ClientHello::parse(octets));
        hellos.filter_map(Result::ok)
    }
}

fn captures() -> Vec<Capture> {
    let Some(corpus) = corpus() else {
        return Vec::new();
    };
    let mut captures = Vec::new();
    collect(&corpus.join(FOLDER), "", &mut captures);
    assert!(captures.len() > 20);
    captures
}

fn collect(folder: &Path, name: &str, captures: &mut Vec<Capture>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let file_name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}{file_name}/"), captures);
        } else if file_name == "handshake.pcap" {
            captures.push(Capture {
                name: name.trim_end_matches('/').to_owned(),
                directions: pcap::directions(&fs::read(entry.path()).unwrap()),
            });
        }
    }
}

#[test]
fn every_known_hello_of_a_product_is_in_its_capture() {
    let captures = captures();
    if captures.is_empty() {
        return;
    }
    for known in KNOWN_INTERCEPTORS {
        let Some(path) = known.source.strip_prefix(CAPTURES) else {
            continue;
        };
        let name = path.strip_suffix("/handshake.pcap").unwrap();
        let capture = captures.iter().find(|one| one.name == name).unwrap();
        let is_known = |hello: ClientHello| known_interceptor(&hello) == Some(known);
        assert!(capture.client_hellos().any(is_known), "{known:?}");
    }
}

#[test]
fn every_captured_hello_is_known_or_a_browsers() {
    let mut found = BTreeSet::new();
    for capture in captures() {
        for hello in capture.client_hellos() {
            let ja3 = hello.ja3().to_string();
            let is_browsers = OF_BROWSERS.iter().any(|row| row.0 == ja3);
            let known = known_interceptor(&hello);
            assert_ne!(known.is_some(), is_browsers, "{} {ja3}", capture.name);
            found.extend(known.map(|one| (one.ja3, one.ja4)));
        }
    }
    // All but that of Kazakhstan, which is in no capture.
    assert!(found.is_empty() || found.len() + 1 == KNOWN_INTERCEPTORS.len());
}

#[test]
fn captured_answers_are_read_too() {
    let mut read_count = 0;
    for capture in captures() {
        for octets in &capture.directions {
            match (ClientHello::parse(octets), ServerHello::parse(octets)) {
                (Ok(_), Err(HelloError::OtherMessage { message_type: 1 })) => {}
                (Err(HelloError::OtherMessage { message_type: 2 }), Ok(hello)) => {
                    // The servers of that time spoke TLS 1.2 at most.
                    assert!(hello.version().unwrap() <= 0x0303);
                    assert!(!hello.is_retry_request());
                    read_count += 1;
                }
                // Hellos of SSL 2.0, alerts, and connections that began before the capture.
                (
                    Err(HelloError::NotHandshake {
                        record_index: 0, ..
                    }),
                    Err(HelloError::NotHandshake {
                        record_index: 0, ..
                    }),
                ) => {}
                both => panic!("{}: {both:?}", capture.name),
            }
        }
    }
    assert!(corpus().is_none() || read_count > 50, "{read_count}");
}
