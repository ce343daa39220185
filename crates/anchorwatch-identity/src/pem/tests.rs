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
        .filter(|block| block.certificate.is_ok())
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

#[test]
fn every_spelling_that_openssl_or_gnutls_believes_is_seen() {
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
fn other_labels_are_no_certificates() {
    assert!(blocks(a_pem().replace("CERTIFICATE", "PUBLIC KEY").as_bytes()).is_empty());
    assert!(
        blocks(
            a_pem()
                .replace("CERTIFICATE", "CERTIFICATE REQUEST")
                .as_bytes()
        )
        .is_empty()
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
        found[0].certificate,
        Err(Error::NoEnd { offset: 0 })
    ));
    assert!(found[1].certificate.is_ok());
}

#[test]
fn a_damaged_body_is_one_unreadable_entry() {
    let pem = a_pem().replacen("\nM", "\n*", 1);
    let found = blocks(pem.as_bytes());
    assert!(matches!(
        found[..],
        [Block {
            certificate: Err(Error::NotBase64 { offset: 0 }),
            ..
        }]
    ));
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
