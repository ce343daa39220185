use sha1::{Digest, Sha1};

use super::*;

pub(in crate::java) fn der(name: &str) -> Vec<u8> {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
    params.self_signed(&key).unwrap().der().to_vec()
}

/// A JKS file with one trusted entry.
pub(in crate::java) fn jks(encoding: &[u8], password: &str) -> Vec<u8> {
    let mut bytes = [0xfe_ed_fe_ed_u32, 2, 1, 2].map(u32::to_be_bytes).concat();
    bytes.extend(b"\0\x03one\0\0\0\0\0\0\0\0\0\x05X.509");
    bytes.extend(u32::try_from(encoding.len()).unwrap().to_be_bytes());
    bytes.extend(encoding);
    let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let digest = Sha1::digest([&password, b"Mighty Aphrodite".as_slice(), &bytes].concat());
    bytes.extend(digest);
    bytes
}

#[test]
fn a_certificate_is_read_in_der_and_in_pem_and_what_is_neither_is_said() {
    let der = der("a.test");
    let body = data_encoding::BASE64.encode(&der);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
    for encoding in [&der[..], pem.as_bytes()] {
        let keystore = read(&jks(encoding, "changeit"), &[]).unwrap();
        assert_eq!(keystore.certificates.len(), 1);
        assert_eq!(keystore.certificates[0].0.der(), der);
        assert_eq!(keystore.certificates[0].1, Trust::Trusted);
        assert!(keystore.unreadable.is_empty() && keystore.remarks.is_empty());
    }
    let keystore = read(&jks(&der[1..], "changeit"), &[]).unwrap();
    assert_eq!(
        (keystore.certificates.len(), keystore.unreadable.len()),
        (0, 1)
    );
    assert!(matches!(
        &keystore.unreadable[0],
        JavaRemark::Entry { alias, .. } if alias == "one"
    ));
}

#[test]
fn a_digest_of_a_usual_or_a_named_password_is_no_remark_and_another_is() {
    let der = der("a.test");
    for (password, named, remark_count) in [
        ("changeit", "", 0),
        ("", "x", 0),
        ("changeme", "x", 0),
        ("sesame", "sesame", 0),
        ("sesame", "sesamf", 1),
    ] {
        let keystore = read(&jks(&der, password), &[named.to_owned()]).unwrap();
        assert_eq!(keystore.remarks.len(), remark_count, "{password} {named}");
        assert_eq!(
            (keystore.certificates.len(), keystore.unreadable.len()),
            (1, 0)
        );
    }
}

#[test]
fn a_file_that_is_no_keystore_of_javas_own_is_an_error() {
    // BKS begins with its version and a salt's length, BCFKS is a SEQUENCE of SEQUENCEs.
    let bks = [0, 0, 0, 2, 0, 0, 0, 20, 1, 2, 3];
    let bcfks = [0x30, 6, 0x30, 4, 0x30, 2, 5, 0];
    let der = der("a.test");
    for bytes in [
        &bks[..],
        &bcfks,
        &der,
        b"",
        b"x",
        b"-----BEGIN CERTIFICATE-----\n",
    ] {
        assert!(read(bytes, &[]).is_err(), "{bytes:?}");
    }
}
