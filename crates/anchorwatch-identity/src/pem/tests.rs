use super::*;
use proptest::prelude::*;

fn a_pem() -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
    params
        .self_signed(&key)
        .unwrap()
        .pem()
        .replace("\r\n", "\n")
}

fn readable(text: &str) -> usize {
    blocks(text.as_bytes())
        .iter()
        .filter(|block| block.certificates.is_ok())
        .count()
}

#[test]
fn blocks_are_found_with_their_exact_places() {
    let (one, two) = (a_pem(), a_pem());
    let text = format!("# first\n{one}\n# second\n{two}tail");
    let found = blocks(text.as_bytes());
    assert_eq!(found.len(), 2);
    assert_eq!(&text[found[0].range.clone()], one);
    assert_eq!(&text[found[1].range.clone()], two);
}

/// Measured with OpenSSL 3.0.22, GnuTLS 3.7.9 and git: they use the end mark of the next block.
#[test]
fn a_block_whose_end_mark_is_damaged_is_read_and_its_place_leaves_the_next_one_whole() {
    let (one, two) = (a_pem(), a_pem());
    for end in ["----END", "-- ---END", "----- END"] {
        let text = one.replace("-----END", end) + &two;
        let found = blocks(text.as_bytes());
        assert_eq!(found.len(), 2, "{end}");
        let read: Vec<_> = found
            .iter()
            .map(|block| block.certificates.clone().unwrap())
            .collect();
        assert_eq!(
            read[0],
            blocks(one.as_bytes())[0].certificates.clone().unwrap(),
            "{end}"
        );
        assert_eq!(&text[found[1].range.clone()], two);
    }
    // A block that ends before its certificate contains no certificate.
    let cut = one[..one.len() / 2].to_owned() + "\n" + &two;
    assert_eq!(readable(&cut), 1);
}

/// OpenSSL sees no mark in the first line; GnuTLS sees one that ends with the second line's
/// dashes.
#[test]
fn a_damaged_mark_does_not_hide_the_next_block() {
    let pem = a_pem();
    for mark in [
        "-----BEGIN CERTIFICATE---:--\n",
        "-----BEGIN CERTIFICATE\n",
        "-----BEGIN TRUSTED CERTIFICATEX----\n",
        "-----BEGIN X509 CERTIFICATE ",
    ] {
        for label in ["CERTIFICATE", "TRUSTED CERTIFICATE"] {
            let block = pem.replace("CERTIFICATE", label);
            let text = format!("{mark}{block}");
            let found = blocks(text.as_bytes());
            assert_eq!(found.len(), 2, "{text}");
            assert!(found[0].certificates.is_err(), "{text}");
            assert_eq!(&text[found[1].range.clone()], block);
            assert_eq!(readable(&text), 1);
        }
    }
}

#[test]
fn every_spelling_that_openssl_or_gnutls_accepts_is_found() {
    let pem = a_pem();
    assert_eq!(readable(&pem.replace('\n', "\r\n")), 1, "CRLF");
    assert_eq!(
        readable(&pem.replace("CERTIFICATE", "X509 CERTIFICATE")),
        1,
        "old label"
    );
    assert_eq!(
        readable(&pem.replace("CERTIFICATE", "TRUSTED CERTIFICATE")),
        1,
        "OpenSSL label"
    );
    assert_eq!(readable(&format!("junk {pem}")), 1, "mark inside a line");
    assert_eq!(
        readable(&pem.replace("-----\nM", "-----\nProc-Type: 4\n\nM")),
        1,
        "headers"
    );
    assert_eq!(readable(&pem.replace('\n', " \n  ")), 1, "white space");
    assert_eq!(readable(pem.trim_end()), 1, "no line end at the end");
    assert_eq!(
        readable(&pem.replace("END CERTIFICATE", "END X509 CERTIFICATE")),
        1,
        "other end"
    );
}

#[test]
fn other_labels_are_no_certificates_but_for_what_gnutls_makes_of_them() {
    assert!(blocks(a_pem().replace("CERTIFICATE", "PUBLIC KEY").as_bytes()).is_empty());
    // GnuTLS compares the label only as far as «CERTIFICATE» goes.
    assert_eq!(
        readable(&a_pem().replace("CERTIFICATE", "CERTIFICATE REQUEST")),
        1
    );
    let request = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n";
    assert!(
        blocks(request.as_bytes()).is_empty(),
        "a request is no damaged certificate"
    );
}

#[test]
fn a_cut_block_does_not_hide_the_next_one() {
    let pem = a_pem();
    let cut = &pem[..pem.len() / 2];
    let text = format!("{cut}\n{pem}");
    let found = blocks(text.as_bytes());
    assert_eq!(found.len(), 2);
    assert!(matches!(
        found[0].certificates,
        Err(Error::NoEnd { offset: 0 })
    ));
    assert!(found[1].certificates.is_ok());
}

#[test]
fn a_damaged_body_is_one_unreadable_entry() {
    let pem = a_pem();
    let damaged = pem.replacen("\nM", "\nA", 1);
    let found = blocks(damaged.as_bytes());
    assert!(matches!(
        found[..],
        [Block {
            certificates: Err(Error::Certificate { offset: 0, .. }),
            ..
        }]
    ));
    let empty = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";
    assert!(matches!(
        blocks(empty.as_bytes())[..],
        [Block {
            certificates: Err(Error::NotBase64 { offset: 0 }),
            ..
        }]
    ));
}

#[test]
fn spellings_that_only_one_program_reads_are_seen() {
    let pem = a_pem();
    let begin = "-----BEGIN CERTIFICATE-----";
    let end = "-----END CERTIFICATE-----";
    for (name, text) in [
        (
            "GnuTLS: a longer label",
            pem.replace(begin, "-----BEGIN CERTIFICATEX-----"),
        ),
        (
            "GnuTLS: dashes on the next line",
            pem.replace(begin, "-----BEGIN CERTIFICATE\n-----"),
        ),
        (
            "GnuTLS: four dashes, then five",
            pem.replace(begin, "-----BEGIN CERTIFICATE----\nx-----"),
        ),
        (
            "GnuTLS: an end without dashes",
            pem.replace(end, "-----END CERTIFICATE"),
        ),
        ("all: vertical tabs", pem.replace('\n', "\x0b\n")),
        (
            "OpenSSL: control characters at line ends",
            pem.replace('\n', "\x01\n"),
        ),
        (
            "OpenSSL: NUL and junk at line ends",
            pem.replace('\n', "\0*junk\n"),
        ),
        (
            "OpenSSL: a hyphen before the end",
            pem.replace(end, &format!("-x\n{end}")),
        ),
        (
            "OpenSSL: another mark in the body",
            pem.replace(end, &format!("-----BEGIN X-----\n{end}")),
        ),
        (
            "OpenSSL: bits behind the last octet",
            pem.replace("=\n-----END", "\n-----END"),
        ),
    ] {
        assert_eq!(readable(&text), 1, "{name}");
    }
}

#[test]
fn an_end_without_dashes_does_not_eat_the_next_begin() {
    let (one, two) = (a_pem(), a_pem());
    let text = one.replace("-----END CERTIFICATE-----", "-----END CERTIFICATE") + &two;
    assert_eq!(readable(&text), 2);
    let joined = one.trim_end().to_owned() + two.trim_start_matches("-----");
    let found = blocks(joined.as_bytes());
    assert_eq!(
        found.len(),
        2,
        "an end mark whose dashes are the next begin mark's"
    );
}

#[test]
fn a_body_that_two_programs_read_differently_shows_both_certificates() {
    let (hidden, shown) = (a_pem(), a_pem());
    let body = |pem: &str| {
        pem.lines()
            .filter(|line| !line.starts_with('-'))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let mut text = String::from("-----BEGIN CERTIFICATE-----\n\n");
    for line in body(&hidden) {
        text.push_str(&format!("{}\0:\n", line.trim_end_matches('=')));
    }
    text.push_str("-:xxx\n");
    text.push_str(&body(&shown).join("\n"));
    text.push_str("\n-----END CERTIFICATE-----\n");
    let found = blocks(text.as_bytes());
    assert_eq!(found.len(), 1);
    let seen: Vec<_> = found[0]
        .certificates
        .as_ref()
        .unwrap()
        .iter()
        .map(Certificate::sha256)
        .collect();
    for pem in [&hidden, &shown] {
        let expected = blocks(pem.as_bytes())
            .remove(0)
            .certificates
            .unwrap()
            .remove(0)
            .sha256();
        assert!(seen.contains(&expected));
    }
}

#[test]
fn many_marks_are_scanned_in_time_that_grows_with_the_text() {
    let marks = "-----BEGIN CERTIFICATE-----\n".repeat(200_000);
    assert_eq!(blocks(marks.as_bytes()).len(), 200_000);
    let hyphens = "-".repeat(5_000_000);
    assert!(blocks(hyphens.as_bytes()).is_empty());
}

proptest! {
    #[test]
    fn any_bytes_are_scanned_without_a_panic_and_ranges_move_on(text: Vec<u8>) {
        let mut last = 0;
        for block in blocks(&text) {
            prop_assert!(block.range.start >= last && block.range.end > block.range.start);
            last = block.range.end;
        }
    }

    #[test]
    fn any_text_made_of_marks_is_scanned_without_a_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----", "-----BEGIN ", "-----",
            "\n", "MIIB", ": ", "-----END ", "TRUSTED ",
        ]), 0..40)
    ) {
        let text = parts.concat();
        for block in blocks(text.as_bytes()) {
            prop_assert!(block.range.end <= text.len());
        }
    }
}
