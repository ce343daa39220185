use anchorwatch_identity::certificate_file::{ContainerKind, Error, Form, MAX_CONTAINER_COUNT};
use anchorwatch_lab::container as make;

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

fn pem(label: &str, der: &[u8]) -> Vec<u8> {
    anchorwatch_lab::pki::pem_block(label, der).into_bytes()
}

fn names(file: &CertificateFile) -> Vec<String> {
    let names = file.certificates().map(|one| one.subject().to_string());
    names.collect()
}

fn read(parts: &[&[u8]]) -> CertificateFile {
    let file = certificate_file(&parts.concat());
    let mut from = 0;
    for part in &file.parts {
        assert!(from <= part.range.start && part.range.start < part.range.end);
        from = part.range.end;
    }
    assert!(from <= parts.concat().len());
    file
}

#[test]
fn nothing_in_front_hides_a_certificate() {
    let (public, imposed) = (root("Public"), root("Imposed"));
    let (public_pem, imposed_pem) = (pem("CERTIFICATE", &public), pem("CERTIFICATE", &imposed));
    let trusted = pem("TRUSTED CERTIFICATE", &imposed);
    let pkcs12 = make::pkcs12(&[&imposed]);
    let pkcs7 = make::pkcs7(&[&imposed]);
    let endless = make::pkcs7_without_lengths(&[&imposed]);
    let fronts: [&[u8]; 8] = [
        &public,
        &public_pem,
        b"text\n",
        b"\n",
        b"",
        b"\xef\xbb\xbf",
        b"-----BEGIN CERTIFICATE-----\n",
        &[0x30, 0x82, 0x7f, 0xff],
    ];
    for front in fronts {
        for between in [&b""[..], b"\n", b"text \xe4\n", b"\0", &[0x30, 0x80]] {
            for behind in [&imposed, &imposed_pem, &trusted, &pkcs12, &pkcs7, &endless] {
                let file = read(&[front, between, behind]);
                assert!(
                    names(&file).contains(&"CN=Imposed".to_owned()),
                    "{front:?} {between:?} {behind:?}"
                );
            }
        }
    }
}

#[test]
fn any_label_is_read_as_java_reads_it_and_a_key_is_nothing() {
    let imposed = root("Imposed");
    let file = read(&[
        &pem("FOO", &imposed),
        &pem("PKCS7", &make::pkcs7(&[&imposed])),
    ]);
    let forms: Vec<_> = file.found().map(|found| found.form.clone()).collect();
    assert_eq!(forms, [Form::OtherPem, Form::OtherPem]);
    let labelled = read(&[&pem("CERTIFICATE", &make::pkcs7(&[&imposed]))]);
    assert_eq!(names(&labelled), ["CN=Imposed"]);
    assert_eq!(labelled.unread().next(), None);
    let key = rcgen::KeyPair::generate().unwrap().serialize_pem();
    assert_eq!(read(&[key.as_bytes()]).parts, []);
}

#[test]
fn a_pkcs12_file_with_a_password_is_reported() {
    let usual = include_bytes!("../bags/tests/usual.p12");
    let file = read(&[&pem("CERTIFICATE", &root("One")), usual]);
    assert!(matches!(
        file.unread().next(),
        Some(Error::Container {
            kind: ContainerKind::Pkcs12,
            ..
        })
    ));
}

#[test]
fn only_so_many_containers_are_opened_and_that_is_reported() {
    let one = make::pkcs12(&[&root("One")]);
    for (count, is_said) in [(1, false), (MAX_CONTAINER_COUNT + 1, true)] {
        let file = read(&[&one.repeat(count)]);
        let too_many = file.unread().any(|one| *one == Error::TooManyContainers);
        assert_eq!(too_many, is_said);
    }
}

#[test]
fn what_a_container_is_made_of_is_read_with_it_and_no_part_of_its_own() {
    let imposed = root("Imposed");
    for whole in [
        make::pkcs12(&[&imposed]),
        make::pkcs7(&[&imposed]),
        make::pkcs7_without_lengths(&[&imposed]),
    ] {
        let file = read(&[&whole]);
        assert_eq!(file.unread().next(), None);
        let read = file.whole().unwrap();
        assert!(read.iter().all(|one| one.der() == imposed), "{read:?}");
        // Cut off, it is damaged, whatever is inside.
        let cut = certificate_file(&whole[..whole.len() - 1]);
        assert!(cut.whole().is_err() || cut.certificates().next().is_none());
    }
}
