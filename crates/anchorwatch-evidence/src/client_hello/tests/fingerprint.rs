use std::collections::BTreeSet;

use anchorwatch_lab::pki::behind_length;

use super::{
    super::{KNOWN_INTERCEPTORS, known_interceptor},
    chrome, kazakhstan, make, read, with_body,
};

/// A hello with these numbers; an extension has the body that is named, or an empty one.
fn of(
    version: u16,
    suites: &[u16],
    extensions: &[u16],
    bodies: &[(u16, Vec<u8>)],
) -> make::ClientHello {
    let body = |id: u16| {
        let named = bodies.iter().find(|one| one.0 == id);
        (id, named.map(|one| one.1.clone()).unwrap_or_default())
    };
    let mut hello = kazakhstan();
    hello.version = version;
    hello.cipher_suites = suites.to_vec();
    let extensions: Vec<_> = extensions.iter().map(|id| body(*id)).collect();
    hello.extensions = (!extensions.is_empty()).then_some(extensions);
    hello
}

#[test]
fn the_interceptor_of_2019_has_its_published_identifier() {
    // Raman et al., IMC 2020; tlsfingerprint.io/id/f09427b5aaf9304b.
    let hello = read(&kazakhstan());
    assert_eq!(hello.tls_fingerprint_id().to_string(), "f09427b5aaf9304b");
    assert_eq!(
        hello.ja3_text(),
        "771,49195-49199-49196-49200-49162-49161-49171-49172-51-57-47-53-255,\
         0-11-10-35-22-23-13,29-23-30-25-24,0-1-2"
    );
    let known = known_interceptor(&hello).unwrap();
    assert_eq!(known.product, "kzmitm-20190719");
    let random = make::ClientHello {
        random: [0; 32],
        session_id: vec![1],
        ..make::ClientHello::kazakhstan_2019("another.example")
    };
    assert_eq!(known_interceptor(&read(&random)), Some(known));
}

#[test]
fn a_hello_with_one_suite_less_is_not_the_interceptors() {
    let mut written = kazakhstan();
    written.cipher_suites.pop();
    let hello = read(&written);
    assert_eq!(known_interceptor(&hello), None);
    assert_ne!(hello.tls_fingerprint_id().to_string(), "f09427b5aaf9304b");
    assert_eq!(known_interceptor(&read(&chrome())), None);
}

#[test]
fn the_interceptors_extensions_in_another_order_are_not_its_hello() {
    let mut written = kazakhstan();
    written.extensions.as_mut().unwrap().swap(1, 2);
    let hello = read(&written);
    let known = known_interceptor(&read(&kazakhstan())).unwrap();
    assert_eq!(hello.ja4().to_string(), known.ja4);
    assert_eq!(known_interceptor(&hello), None);
}

#[test]
fn the_examples_of_ja3_have_their_hashes() {
    // README.md of github.com/salesforce/ja3 (421dd4f), read 2026-11-30.
    let suites = [47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4];
    let bodies = [
        (10, make::numbers(2, &[23, 24, 25])),
        (11, behind_length(1, &[0])),
    ];
    let hello = read(&of(769, &suites, &[0, 10, 11], &bodies));
    assert_eq!(hello.ja3().to_string(), "ada70206e40642a3e4461f35503241d5");
    let suites = [4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99];
    let hello = read(&of(769, &suites, &[], &[]));
    assert_eq!(hello.ja3_text(), "769,4-5-10-9-100-98-3-6-19-18-99,,,");
    assert_eq!(hello.ja3().to_string(), "de350869b8c85de67a350c8d186f11e6");
}

#[test]
fn chrome_has_the_same_fingerprints_with_every_grease() {
    // tls.md of github.com/service0427/v2_cp_app: an answer of browserleaks.com.
    for step in 0..16 {
        let written = make::ClientHello::chrome_143("www.example.org", 0x0a0a + step * 0x1010);
        let hello = read(&written);
        assert_eq!(hello.ja3().to_string(), "98487aa16281980e7d1120d399efb6a4");
        assert_eq!(
            hello.ja4().to_string(),
            "t13d1516h2_8daaf6152771_d8a2da3f94cd"
        );
    }
}

#[test]
fn the_order_of_extensions_changes_ja3_and_not_ja4() {
    let mut written = chrome();
    let before = read(&written);
    written.extensions.as_mut().unwrap().swap(1, 2);
    let after = read(&written);
    assert_ne!(before.ja3(), after.ja3());
    assert_eq!(before.ja4(), after.ja4());
    assert_ne!(before.tls_fingerprint_id(), after.tls_fingerprint_id());
}

/// The example of JA4.md (github.com/FoxIO-LLC/ja4, 0e54bc8), read 2026-11-30.
fn example_of_ja4(algorithms: &[u16], protocol: &[u8]) -> make::ClientHello {
    let suites = [
        0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014,
        0x9c, 0x9d, 0x2f, 0x35,
    ];
    let extensions = [
        0x1b, 0, 0x33, 0x10, 0x4469, 0x17, 0x2d, 0x0d, 0x05, 0x23, 0x12, 0x2b, 0xff01, 0x0b, 0x0a,
        0x15,
    ];
    let bodies = [
        (13, make::numbers(2, algorithms)),
        (16, behind_length(2, &behind_length(1, protocol))),
        (43, make::numbers(1, &[0x0303, 0xfafa, 0x0304])),
    ];
    of(0x0303, &suites, &extensions, &bodies)
}

const ALGORITHMS: [u16; 8] = [
    0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601,
];

#[test]
fn the_example_of_ja4_has_its_fingerprint() {
    let ja4 = |hello: &make::ClientHello| read(hello).ja4().to_string();
    let whole = example_of_ja4(&ALGORITHMS, b"h2");
    assert_eq!(ja4(&whole), "t13d1516h2_8daaf6152771_e5627efa2ab1");
    let without = example_of_ja4(&[], b"h2");
    assert_eq!(ja4(&without), "t13d1516h2_8daaf6152771_6d807ffa2a79");
    let mut algorithms = ALGORITHMS.to_vec();
    algorithms.insert(3, 0x6a6a);
    let greasy = example_of_ja4(&algorithms, b"h2");
    assert_eq!(ja4(&greasy), "t13d1516h2_8daaf6152771_e5627efa2ab1");
    algorithms.swap(0, 1);
    assert_ne!(ja4(&example_of_ja4(&algorithms, b"h2")), ja4(&greasy));
}

#[test]
fn ja4_shows_a_protocols_ends_or_those_of_its_hexadecimal_form() {
    // JA4.md, "ALPN Extension Value".
    let rows: [(&[u8], &str); 12] = [
        (b"h2", "h2"),
        (b"http/1.1", "h1"),
        (b"x", "xx"),
        (b"", "00"),
        (&[0xab], "ab"),
        (&[0x20], "20"),
        (&[0xab, 0xcd], "ad"),
        (&[0x20, 0x61], "21"),
        (&[0x30, 0xab], "3b"),
        (&[0x61, 0x20], "60"),
        (&[0x30, 0x31, 0xab, 0xcd], "3d"),
        (&[0x30, 0xab, 0xcd, 0x31], "01"),
    ];
    for (protocol, shown) in rows {
        let ja4 = read(&example_of_ja4(&ALGORITHMS, protocol)).ja4();
        let expected = format!("t13d1516{shown}_8daaf6152771_e5627efa2ab1");
        assert_eq!(ja4.to_string(), expected);
    }
}

#[test]
fn ja4_shows_versions_counts_and_empty_lists() {
    let offer = |hello: &make::ClientHello| read(hello).ja4().to_string()[..10].to_owned();
    for (version, shown) in [
        (0x0304, "13"),
        (0x0303, "12"),
        (0x0302, "11"),
        (0x0301, "10"),
        (0x0300, "s3"),
        (0x0002, "s2"),
        (0x0200, "00"),
    ] {
        let hello = of(version, &[0x2f], &[], &[]);
        assert_eq!(offer(&hello), format!("t{shown}i010000"));
        // Only GREASE in supported_versions: the same as without it.
        let list = [(43, make::numbers(1, &[0x1a1a]))];
        let hello = of(version, &[0x2f], &[43], &list);
        assert_eq!(offer(&hello), format!("t{shown}i010100"));
    }
    let many: Vec<u16> = (0..150).collect();
    assert_eq!(offer(&of(0x0303, &many, &many, &[])), "t12d999900");
    let nothing = of(0x0303, &[0x0a0a], &[0, 16], &[]);
    assert_eq!(
        read(&nothing).ja4().to_string(),
        "t12d000200_000000000000_000000000000"
    );
}

#[test]
fn a_tls_fingerprint_depends_on_each_extension_that_it_hashes() {
    let usual = read(&chrome()).tls_fingerprint_id();
    for id in [10, 11, 13, 16, 27, 43, 45, 51] {
        let hello = read(&with_body(chrome(), id, &[0, 2, 3, 3]));
        assert_ne!(hello.tls_fingerprint_id(), usual, "{id}");
    }
    for id in [0, 5, 18, 23, 35] {
        let hello = read(&with_body(chrome(), id, &[0, 2, 3, 3]));
        assert_eq!(hello.tls_fingerprint_id(), usual, "{id}");
    }
    for grease in [0x0a0a, 0xfafa] {
        let hello = read(&make::ClientHello::chrome_143("x", grease));
        assert_eq!(hello.tls_fingerprint_id(), usual);
    }
}

#[test]
fn the_known_hellos_are_written_well_and_all_different() {
    let mut seen = BTreeSet::new();
    for known in KNOWN_INTERCEPTORS {
        assert!(seen.insert((known.ja3, known.ja4)), "{known:?}");
        assert_eq!(known.ja3.len(), 32, "{known:?}");
        assert_eq!(known.ja4.len(), 36, "{known:?}");
        assert!(!known.product.is_empty() && !known.source.is_empty());
    }
}
