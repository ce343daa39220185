//! Certificates, and the files that contain them.

use anchorwatch_container::{self as container, bags::Bags, certificate_file};
use anchorwatch_identity::{
    Certificate, UnixSeconds, certificate_file::OpensslRefusal, p11_kit, pem,
};
use anchorwatch_lab::{Root, container as make, pki};
use anchorwatch_policy::{DistrustSet, ReferenceName, classify};
use anchorwatch_verify::{Anchors, Policy};
use rustls_pki_types::CertificateDer;

use crate::Target;

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "certificate",
        run: certificate,
        seeds: der,
        mutations: 2_000,
    },
    Target {
        name: "pem",
        run: text,
        seeds: pem_seeds,
        mutations: 2_000,
    },
    Target {
        name: "certificate_file",
        run: file,
        seeds: file_seeds,
        mutations: 2_000,
    },
    Target {
        name: "p11_kit",
        run: p11_kit_text,
        seeds: p11_kit_seeds,
        mutations: 2_000,
    },
    Target {
        name: "container",
        run: contents,
        seeds: container_seeds,
        mutations: 2_000,
    },
    Target {
        name: "bags",
        run: bags,
        seeds: bag_seeds,
        mutations: 1_000,
    },
    Target {
        name: "chain",
        run: chain,
        seeds: chain_seeds,
        mutations: 2_000,
    },
];

/// Checks that the output parses to the same value, and can be named, hashed and classified.
fn certificate(bytes: &[u8]) {
    let Ok((certificate, surplus)) = Certificate::from_der_prefix(bytes) else {
        return;
    };
    assert_eq!(certificate.der().len() + surplus, bytes.len());
    assert_eq!(
        Certificate::from_der(certificate.der()).as_ref(),
        Ok(&certificate)
    );
    for now in [i64::MIN, 0, 1_800_000_000, i64::MAX] {
        let classification = classify(&certificate, UnixSeconds::new(now));
        assert!(!classification.reasons.is_empty());
    }
    let shown = certificate.subject().to_string();
    assert!(
        !shown
            .chars()
            .any(anchorwatch_identity::can_control_terminal)
    );
}

/// Checks that blocks lie within the text, in order, and do not overlap.
fn text(bytes: &[u8]) {
    let mut end = 0;
    for block in pem::blocks(bytes) {
        assert!(end <= block.range.start && block.range.start < block.range.end);
        end = block.range.end;
    }
    assert!(end <= bytes.len());
}

/// Checks that parts lie within the file, in order, and do not overlap, and that each certificate
/// in a PEM block is among them.
fn file(bytes: &[u8]) {
    let file = certificate_file(bytes);
    let mut end = 0;
    for part in &file.parts {
        assert!(end <= part.range.start && part.range.start < part.range.end);
        assert!(!part.certificates.is_empty() || !part.unread.is_empty());
        end = part.range.end;
    }
    assert!(end <= bytes.len());
    let in_blocks = pem::blocks(bytes)
        .into_iter()
        .filter_map(|block| block.certificates.ok());
    for certificate in in_blocks.flatten() {
        assert!(file.certificates().any(|one| *one == certificate));
    }
    let _refusal = OpensslRefusal::of(bytes);
}

fn file_seeds() -> Vec<Vec<u8>> {
    let (der, pem) = (der(), pem_seeds());
    let containers = [make::pkcs12(&[&der[0]]), make::pkcs7(&[&der[1]])];
    vec![
        der.concat(),
        [&der[0][..], b"\n", &pem[0]].concat(),
        [&pem[1][..], &der[1], &containers.concat()].concat(),
    ]
}

/// Splits a file into bags, and reassembles it without one bag and with it again.
fn bags(bytes: &[u8]) {
    let passwords = ["changeit".to_owned()];
    let Ok(bags) = Bags::open(bytes, &passwords) else {
        return;
    };
    let Some(first) = bags.trusted().first() else {
        return;
    };
    let rest = bags.rewritten(&[first], &[]);
    let rest = rest.and_then(|file| Bags::open(&file, &passwords));
    assert!(matches!(&rest, Ok(rest) if rest.trusted().len() + 1 == bags.trusted().len()));
    let again = rest.and_then(|rest| rest.rewritten(&[], &[&first.der]));
    let again = again.and_then(|file| Bags::open(&file, &passwords));
    assert!(matches!(again, Ok(again) if again.trusted().len() == bags.trusted().len()));
}

fn bag_seeds() -> Vec<Vec<u8>> {
    // keytool's output: encrypted, and with a message authentication code.
    let usual = include_bytes!("../../anchorwatch-container/src/bags/tests/usual.p12");
    let ders = der();
    let ders: Vec<&[u8]> = ders.iter().take(2).map(Vec::as_slice).collect();
    vec![make::pkcs12_trusted_by_java(&ders), usual.to_vec()]
}

fn contents(bytes: &[u8]) {
    for password in [None, Some(""), Some("changeit")] {
        // A refusal is a valid result.
        drop(container::read(bytes, password));
    }
}

/// Checks that no chain that a server could send is trusted for a public name under a throw-away
/// root.
fn chain(bytes: &[u8]) {
    let certificates: Vec<Certificate> = pem::blocks(bytes)
        .into_iter()
        .filter_map(|block| block.certificates.ok())
        .flatten()
        .collect();
    let chain: Vec<_> = certificates
        .iter()
        .map(|one| CertificateDer::from(one.der().to_vec()))
        .collect();
    let (anchors, _unusable) = Anchors::of(&[], &certificates);
    let policy = Policy::new(anchors, DistrustSet::built_in());
    for name in ["www.example.org", "wiki.intranet", "192.168.1.1"] {
        let name = ReferenceName::parse(name);
        let decision = policy.decide(&chain, &name, UnixSeconds::new(1_800_000_000));
        let is_trusted = matches!(decision, anchorwatch_verify::Decision::Trusted(_));
        let is_public = matches!(name.scope(), anchorwatch_policy::NameScope::Public);
        assert!(!(is_trusted && is_public));
    }
}

pub(crate) fn roots() -> Vec<Root> {
    [Root::isca_like(), Root::company("Example Works")]
        .into_iter()
        .flatten()
        .collect()
}

pub(crate) fn der() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = roots().iter().map(|root| root.der().to_vec()).collect();
    seeds.extend(
        ["ISRG Root X1", "GTS Root R4"]
            .into_iter()
            .filter_map(pki::public_root)
            .map(|root| root.to_vec()),
    );
    seeds
}

/// Checks that only a text in p11-kit's format has objects, and that they are counted.
fn p11_kit_text(bytes: &[u8]) {
    let text = p11_kit::read(bytes);
    assert!(text.objects.is_empty() || p11_kit::is_one(bytes));
    for (number, object) in (1..).zip(&text.objects) {
        assert_eq!(object.number, number);
        let has_certificate = object.certificate().is_some_and(|one| one.is_ok());
        let identity = (object.issuer(), object.serial(), object.public_key());
        let uses = object.allows_servers();
        // An extension is not a certificate.
        assert!(uses.is_none() || object.class() == p11_kit::Class::Extension);
        let _read = (has_certificate, identity, object.is_trusted());
    }
}

fn p11_kit_seeds() -> Vec<Vec<u8>> {
    let quoted =
        |der: &[u8]| -> String { der.iter().map(|octet| format!("%{octet:02x}")).collect() };
    let pem = roots().first().map(Root::pem).unwrap_or_default();
    let value = der().first().map(|der| quoted(der)).unwrap_or_default();
    let head = "[p11-kit-object-v1]\n";
    vec![
        format!("# x\n{head}trusted: true\nlabel: \"x\"\n{pem}").into_bytes(),
        format!("{head}class: certificate\nx-distrusted: true\nvalue: \"{value}\"\n").into_bytes(),
        format!(
            "{head}class: x-certificate-extension\nobject-id: 2.5.29.37\nvalue: \"0%16%06%03U%1d%25%01%01%ff%04%0c0%0a%06%08%2b%06%01%05%05%07%03%03\"\n{}",
            pem.replace("CERTIFICATE", "PUBLIC KEY")
        )
        .into_bytes(),
        format!("{head}class: certificate\nissuer: \"0%00\"\nserial-number: \"%02%01%07\"\n[other]\nx\n")
            .into_bytes(),
    ]
}

pub(crate) fn pem_seeds() -> Vec<Vec<u8>> {
    let one: Vec<String> = roots().iter().map(Root::pem).collect();
    let trusted = one.concat().replace("CERTIFICATE", "TRUSTED CERTIFICATE");
    let both = one.concat();
    vec![
        both.replace('\n', "\r\n").into_bytes(),
        both.into_bytes(),
        trusted.into_bytes(),
    ]
}

fn container_seeds() -> Vec<Vec<u8>> {
    let der = der();
    let all: Vec<&[u8]> = der.iter().map(Vec::as_slice).collect();
    let payload = make::payload("com.apple.security.root", all.first().copied(), None);
    vec![
        make::pkcs7(&all),
        make::pkcs7_without_lengths(&all),
        make::pkcs12(&all),
        make::profile("Profile", &[payload]).into_bytes(),
        data_in_base64(&der),
        in_json(),
        in_utf_16(),
        attached(&make::pkcs7(&all)),
        pki::certificate_pem(&make::pkcs7(&all)).into_bytes(),
        html().into_bytes(),
    ]
}

/// PEM as a JSON value, inside JSON.
fn in_json() -> Vec<u8> {
    let pem = String::from_utf8(pem_seeds().concat()).unwrap_or_default();
    let once = pem.replace('\r', "\\r").replace('\n', "\\n");
    format!("{{\"ca\": \"{once}\", \"u\": \"\\u002d\"}}").into_bytes()
}

fn in_utf_16() -> Vec<u8> {
    let text = String::from_utf8(in_json()).unwrap_or_default();
    let units = text.encode_utf16();
    let octets = units.flat_map(u16::to_le_bytes);
    [0xff, 0xfe].into_iter().chain(octets).collect()
}

/// A mail with an attachment, in quoted-printable and base64.
fn attached(file: &[u8]) -> Vec<u8> {
    let body = data_encoding::BASE64.encode(file);
    let lines: Vec<_> = body
        .as_bytes()
        .chunks(76)
        .map(String::from_utf8_lossy)
        .collect();
    let html = html().replace('=', "=3D").replace("<br>", "<br>=\r\n");
    format!(
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n{html}\r\n--b\r\n\
         Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--",
        lines.join("\r\n")
    )
    .into_bytes()
}

fn html() -> String {
    let pem = roots().first().map(Root::pem).unwrap_or_default();
    let text = pem.replace('\n', "<br>").replace("-----", "&#45;&#x2d;---");
    format!("<html><body>{}</body></html>", text.replace(' ', "&nbsp;"))
}

fn data_in_base64(der: &[Vec<u8>]) -> Vec<u8> {
    let pem = String::from_utf8(pem_seeds().concat()).unwrap_or_default();
    let lines = pem.lines().filter(|line| !line.starts_with('-'));
    let text: String = lines.collect();
    [text.into_bytes(), der.concat()].concat()
}

fn chain_seeds() -> Vec<Vec<u8>> {
    let names = ["www.example.org", "wiki.intranet"];
    roots()
        .iter()
        .filter_map(|root| {
            let chain = root.issue(&names).ok()?;
            Some((chain.pem() + &root.pem()).into_bytes())
        })
        .collect()
}
