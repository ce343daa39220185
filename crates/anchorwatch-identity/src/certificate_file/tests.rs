use anchorwatch_lab::container as make;
use data_encoding::BASE64;

use super::*;

fn root(name: &str) -> Vec<u8> {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.self_signed(&key).unwrap().der().to_vec()
}

/// A certificate with this inside an extension of its own.
fn around(inner: &[u8]) -> Vec<u8> {
    let mut params = rcgen::CertificateParams::default();
    params.custom_extensions = vec![rcgen::CustomExtension::from_oid_content(
        &[1, 3, 6, 1, 4, 1, 99999, 1],
        inner.to_vec(),
    )];
    let key = rcgen::KeyPair::generate().unwrap();
    params.self_signed(&key).unwrap().der().to_vec()
}

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    anchorwatch_lab::pki::pem_block(label, der).into_bytes()
}

fn names(file: &CertificateFile) -> Vec<String> {
    let names = file.certificates().map(|one| one.subject().to_string());
    names.collect()
}

fn read(parts: &[&[u8]]) -> CertificateFile {
    let file = CertificateFile::of_pem_and_der(&parts.concat());
    let mut from = 0;
    for part in &file.parts {
        assert!(from <= part.range.start && part.range.start < part.range.end);
        from = part.range.end;
    }
    assert!(from <= parts.concat().len());
    file
}

#[test]
fn parts_differ_by_their_form_and_range() {
    let (one, two, three) = (root("One"), root("Two"), root("Three"));
    let text = pem("CERTIFICATE", &two);
    let file = read(&[&one, b"\n", &text, &three]);
    let parts: Vec<_> = file
        .parts
        .iter()
        .map(|part| (part.range.clone(), part.certificates[0].form.clone()))
        .collect();
    let (first, second) = (one.len(), one.len() + 1 + text.len());
    assert_eq!(
        parts,
        [
            (0..first, Form::Der),
            (first + 1..second, Form::Pem),
            (second..second + three.len(), Form::Der),
        ]
    );
    assert_eq!(file.unread().next(), None);
}

#[test]
fn a_certificate_inside_another_part_is_found_and_they_are_one_part() {
    let imposed = root("Imposed");
    for inner in [imposed.clone(), pem("CERTIFICATE", &imposed)] {
        let outer = around(&[b"\n", inner.as_slice(), b"\n"].concat());
        let file = read(&[&outer, b"\n"]);
        assert_eq!(file.parts.len(), 1);
        assert_eq!(file.parts[0].range, 0..outer.len());
        assert_eq!(names(&file).len(), 2, "{:?}", names(&file));
    }
}

#[test]
fn binary_bytes_that_are_no_certificate_are_named_and_text_is_not() {
    let one = root("One");
    let der = || one.clone();
    let mut cut = der();
    cut.truncate(one.len() - 1);
    // BER with an indefinite length.
    let mut endless = vec![0x30, 0x80];
    endless.extend(&one[4..]);
    endless.extend([0, 0]);
    let mut damaged = der();
    damaged[8] = 0xff;
    for bytes in [&cut, &endless, &damaged] {
        let file = read(&[&pem("CERTIFICATE", &one), bytes]);
        let unread: Vec<_> = file.unread().collect();
        assert!(matches!(unread[..], [Error::Unknown { .. }]), "{unread:?}");
        assert!(!unread[0].is_in_pem());
    }
    for text in [
        &b"# Autoridad de Certificaci\xf3n 2002-06-30\n"[..],
        "# Főtanúsítvány 0123456789\n".as_bytes(),
        b"\0\0\0",
        b"\x1a",
        b"0 2 6 \x0c\t\r\n",
    ] {
        let file = read(&[&pem("CERTIFICATE", &one), text]);
        assert_eq!(file.unread().next(), None, "{text:?}");
    }
}

#[test]
fn a_damaged_block_and_an_encrypted_one_are_named() {
    let one = pem("CERTIFICATE", &root("One"));
    let damaged = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let file = read(&[damaged, &one]);
    assert!(file.unread().all(Error::is_in_pem) && file.unread().count() == 1);
    assert_eq!(names(&file), ["CN=One"]);
    let text = String::from_utf8(one).unwrap();
    let header = "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,00\n\n";
    let encrypted = text.replacen("-----\n", header, 1);
    let unread = read(&[encrypted.as_bytes()]);
    assert!(matches!(
        unread.unread().next(),
        Some(Error::Encrypted { offset: 0 })
    ));
}

#[test]
fn the_trust_in_a_block_is_read_only_under_its_own_label() {
    let one = root("One");
    let rejects = [0x30, 0x0c, 0xa0, 0x0a, 0x06, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];
    let whole = [one.as_slice(), &rejects].concat();
    let is_rejected = |label: &str, der: &[u8]| {
        let file = read(&[&pem(label, der)]);
        let forms: Vec<_> = file.found().map(|found| &found.form).cloned().collect();
        assert_eq!(forms.len(), 1);
        forms[0].is_rejected_for_servers()
    };
    assert!(is_rejected("TRUSTED CERTIFICATE", &whole));
    assert!(!is_rejected("TRUSTED CERTIFICATE", &one));
    // OpenSSL does not look past the certificate if a file is named.
    assert!(!is_rejected("CERTIFICATE", &whole));
    assert!(!is_rejected("X509 CERTIFICATE", &whole));
}

/// OpenSSL stops at a hyphen, so it does not see the refusal after it.
#[test]
fn a_refusal_that_only_some_readings_have_does_not_count() {
    let whole_groups = |_| Some(root("One")).filter(|der| der.len() % 3 == 0);
    let one = (0..1_000).find_map(whole_groups).unwrap();
    let rejects = [0x30, 0x0c, 0xa0, 0x0a, 0x06, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];
    for (between, is_rejected) in [("", true), ("-\n", false)] {
        let text = format!(
            "-----BEGIN TRUSTED CERTIFICATE-----\n{}\n{between}{}\n-----END TRUSTED CERTIFICATE-----\n",
            BASE64.encode(&one),
            BASE64.encode(&rejects)
        );
        let file = read(&[text.as_bytes()]);
        let form = file.found().next().unwrap().form.clone();
        assert_eq!(form.is_rejected_for_servers(), is_rejected, "{form:?}");
    }
}

#[test]
fn a_container_is_named_and_not_opened_where_only_pem_and_der_are_read() {
    let one = root("One");
    for (container, named) in [
        (make::pkcs12(&[&one]), ContainerKind::Pkcs12),
        (make::pkcs7(&[&one]), ContainerKind::Pkcs7),
        (pem("PKCS7", &make::pkcs7(&[&one])), ContainerKind::Pkcs7),
    ] {
        let file = read(&[&pem("CERTIFICATE", &one), &container]);
        let closed = Error::Container {
            offset: pem("CERTIFICATE", &one).len(),
            kind: named,
            source: ContainerError::NotOpened,
        };
        assert!(file.unread().any(|unread| *unread == closed));
        assert_eq!(file.whole(), Err(closed));
    }
    assert!(read(&[&pem("CERTIFICATE", &one)]).whole().is_ok());
}

#[test]
fn the_work_on_a_hostile_file_is_bounded_and_reported() {
    let mut nested = root("Inner");
    for _ in 0..40 {
        nested = around(&nested);
    }
    let file = read(&[&nested]);
    assert!(names(&file).len() > 4);
    let endless = [0x30, 0x80, 0x02, 0x01, 0x03].repeat(200_000);
    assert!(read(&[&endless]).unread().next().is_some());
    let deep = [0x30, 0x84, 0x00, 0x0f, 0xff, 0xff].repeat(100_000);
    assert!(read(&[&deep]).certificates().next().is_none());
}
