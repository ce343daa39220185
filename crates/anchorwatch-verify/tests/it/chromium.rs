//! Chromium's test signatures over certificates, checked as attribution does.

use std::fs;

use anchorwatch_identity::{Certificate, is_signed_by};
use data_encoding::BASE64;

use crate::{corpus, pki::tlv};

/// Its files whose data is the signed part of a certificate, and whether the key signed it by
/// this crate's answer. Who signed is a fact however key and algorithm are encoded, so the fourth
/// to sixth count as signed although path building refuses the encoding.
const FILES: [(&str, bool); 9] = [
    ("rsa-pkcs1-sha256", true),
    ("rsa2048-pkcs1-sha512", true),
    ("ecdsa-secp384r1-sha256", true),
    ("rsa-pkcs1-sha256-spki-non-null-params", true),
    ("rsa-pkcs1-sha256-using-id-ea-rsa", true),
    ("rsa-pkcs1-sha256-key-encoded-ber", true),
    ("rsa-pkcs1-sha256-using-ecdsa-algorithm", false),
    ("rsa-using-ec-key", false),
    ("ecdsa-using-rsa-key", false),
];

/// A block of PEM, with whatever comments the file has between them.
fn block(text: &str, label: &str) -> Vec<u8> {
    let begin = format!("-----BEGIN {label}-----");
    let (_, rest) = text.split_once(&begin).unwrap();
    let (base64, _) = rest.split_once("-----END").unwrap();
    let digits: String = base64.split_whitespace().collect();
    BASE64.decode(digits.as_bytes()).unwrap()
}

#[test]
fn chromiums_signatures_are_attributed_to_the_key_that_made_them_and_to_no_other() {
    let folder = "corpora/webpki_chromium/third-party/chromium/data/verify_signed_data";
    let Some(folder) = corpus().map(|corpus| corpus.join(folder)) else {
        return;
    };
    for (file, is_signed) in FILES {
        let path = folder.join(file).with_extension("pem");
        let text = fs::read_to_string(path).unwrap();
        let parts = ["DATA", "ALGORITHM", "SIGNATURE"].map(|label| block(&text, label));
        let der = tlv(0x30, &parts.concat());
        let key = block(&text, "PUBLIC KEY");
        let certificate = Certificate::from_der(&der).unwrap();
        assert_eq!(is_signed_by(&certificate, &key), is_signed, "{file}");
        // One changed bit in the signed part, in the serial number's last octet.
        let serial = certificate.serial().to_vec();
        let mut windows = der.windows(serial.len());
        let at = windows.position(|octets| octets == serial).unwrap();
        let mut changed = der;
        changed[at + serial.len() - 1] ^= 1;
        let changed = Certificate::from_der(&changed).unwrap();
        assert!(!is_signed_by(&changed, &key), "{file}");
    }
}
