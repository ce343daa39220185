//! Names and addresses that nearly match the reference name, or are nearly private.

use anchorwatch_verify::RefusalReason;

use super::{Scene, reason};
use crate::{
    graph::PRIVATE_NAME,
    pki::{DNS_NAME, IP_ADDRESS, ORDINARY, alternative_names},
};

/// None of them is private.
const LOOK_PRIVATE: [&str; 29] = [
    "localhost..",
    ".localhost",
    "localhost.example.com",
    "kz",
    "kz.",
    "com",
    "xn--80ao21a",
    "\u{49b}\u{430}\u{437}",
    "intranet.kz",
    "wiki.intranet.kz",
    "wiki.intranet\u{2024}kz",
    "wiki-intranet.kz",
    "wiki.intranet/.kz",
    "wiki.intranet@www.example.kz",
    "www.example.kz#.intranet",
    "www.example.kz:443",
    "0x0a000007",
    "167772167",
    "10.7",
    "010.0.0.7",
    "10.0.0.7.",
    "100.64.0.1",
    "[10.0.0.7]",
    "fe80::1%eth0",
    "onion",
    "wiki.onion",
    "",
    ".",
    " wiki.intranet",
];

#[test]
fn an_address_in_the_dress_of_a_name_is_no_address_and_the_other_way_round() {
    let scene = Scene::new();
    let leaf = |tag: u8, name: &[u8]| {
        [scene.local.leaf(&[], &|params| {
            params.custom_extensions = vec![alternative_names(&[(tag, name)])];
        })]
    };
    let mapped = "::ffff:10.0.0.7"
        .parse::<std::net::Ipv6Addr>()
        .unwrap()
        .octets();
    let rows: [(u8, &[u8], &str, bool); 9] = [
        (IP_ADDRESS, &[10, 0, 0, 7], "10.0.0.7", true),
        (DNS_NAME, b"10.0.0.7", "10.0.0.7", false),
        (IP_ADDRESS, &[10, 0, 0, 7], "::ffff:10.0.0.7", false),
        (IP_ADDRESS, &mapped, "::ffff:10.0.0.7", true),
        (IP_ADDRESS, &mapped, "10.0.0.7", false),
        (IP_ADDRESS, &[10, 0, 0, 0, 255, 0, 0, 0], "10.0.0.7", false),
        (IP_ADDRESS, b"disk", "disk", false),
        (IP_ADDRESS, b"disk", "100.105.115.107", false),
        (DNS_NAME, b"disk", "disk", true),
    ];
    for (tag, name, asked, is_accepted) in rows {
        let decision = scene.ask(&leaf(tag, name), asked);
        assert_eq!(
            reason(&decision).is_none(),
            is_accepted,
            "{name:?} for {asked}"
        );
    }
}

#[test]
fn a_name_in_the_certificate_speaks_for_what_it_spells_and_for_nothing_near_it() {
    let scene = Scene::new();
    let leaf = |name: &[u8]| {
        [scene.local.leaf(&[], &|params| {
            params.custom_extensions = vec![alternative_names(&[(DNS_NAME, name)])];
        })]
    };
    let rows: [(&[u8], &str, bool); 21] = [
        (b"wiki.intranet", "wiki.intranet", true),
        (b"WIKI.intranet", "wiki.INTRANET.", true),
        (b"wiki.intranet.", "wiki.intranet", false),
        (b"wiki.intranet\0", "wiki.intranet", false),
        (b"wiki.intranet\0.example", "wiki.intranet", false),
        (b"wiki.intranet", "wiki.intranet\0.example", false),
        (b"wiki.intranet", "wiki.intranet\0", false),
        (b".intranet", "wiki.intranet", false),
        (b"", "wiki.intranet", false),
        (b"*.wiki.intranet", "a.wiki.intranet", true),
        (b"*.wiki.intranet", "a.b.wiki.intranet", false),
        (b"*.wiki.intranet", "wiki.intranet", false),
        (b"*.wiki.intranet", "*.wiki.intranet", false),
        // webpki requires two labels after the star.
        (b"*.intranet", "wiki.intranet", false),
        (b"w*.intranet", "wiki.intranet", false),
        (b"*", "wiki", false),
        (b"*.*", "wiki.intranet", false),
        (b"xn--bcher-kva.intranet", "b\u{fc}cher.intranet", true),
        (b"XN--BCHER-KVA.intranet", "B\u{dc}CHER.intranet", true),
        (
            "b\u{fc}cher.intranet".as_bytes(),
            "b\u{fc}cher.intranet",
            false,
        ),
        (b"bcher.intranet", "b\u{fc}cher.intranet", false),
    ];
    for (name, asked, is_accepted) in rows {
        let decision = scene.ask(&leaf(name), asked);
        let shown = String::from_utf8_lossy(name);
        assert_eq!(
            reason(&decision).is_none(),
            is_accepted,
            "{shown:?} for {asked:?}"
        );
    }
}

#[test]
fn a_name_that_only_looks_private_is_refused_to_a_local_root_whatever_its_certificate_says() {
    let scene = Scene::new();
    let names: Vec<(u8, &[u8])> = LOOK_PRIVATE
        .iter()
        .map(|name| (DNS_NAME, name.as_bytes()))
        .collect();
    let leaf = scene.local.leaf(&[], &|params| {
        params.custom_extensions = vec![alternative_names(
            &[
                names.as_slice(),
                &[
                    (DNS_NAME, b"localhost"),
                    (DNS_NAME, PRIVATE_NAME.as_bytes()),
                ],
            ]
            .concat(),
        )];
    });
    for asked in LOOK_PRIVATE {
        let decision = scene.ask(std::slice::from_ref(&leaf), asked);
        let refused = reason(&decision);
        assert_eq!(
            refused,
            Some(RefusalReason::LocalAnchorForPublicName),
            "{asked:?}"
        );
    }
    for asked in [
        "localhost",
        "localhost.",
        "LOCALHOST",
        "localhost\u{3002}",
        PRIVATE_NAME,
    ] {
        let plain = scene.local.leaf(&["localhost", PRIVATE_NAME], ORDINARY);
        assert_eq!(reason(&scene.ask(&[plain], asked)), None, "{asked:?}");
    }
}
