//! Certificates in JSON, HTML, mails and UTF-16, and data that is not a certificate.

use data_encoding::BASE64;

use super::*;

/// The certificates that could be read.
fn read_ones(contents: &Contents) -> Vec<CertSha256> {
    let items = contents.items.iter();
    let read = items.filter_map(|item| item.certificate.as_ref().ok());
    read.map(Certificate::sha256).collect()
}

fn base64_lines(bytes: &[u8], line: usize, end: &str) -> String {
    let text = BASE64.encode(bytes);
    let lines = text.as_bytes().chunks(line).map(String::from_utf8_lossy);
    lines.map(|line| format!("{line}{end}")).collect()
}

fn wide(text: &str, mark: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = format!("{mark}{text}");
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn json(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('\n', "\\n");
    format!(
        "{{\"name\": \"x\", \"ca\": \"{}\"}}",
        escaped.replace('/', "\\/")
    )
}

fn html(text: &str) -> String {
    let text = text.replace('-', "&#45;").replace(' ', "&nbsp;");
    let lines = text.replace('\n', "<br>\n");
    format!("<!DOCTYPE html>\n<html><body><p>Save&nbsp;this:</p><code>{lines}</code></body></html>")
}

fn quoted_printable(text: &str) -> String {
    let text = text.replace('=', "=3D");
    let lines = text.lines().map(|line| match line.split_at_checked(30) {
        Some((head, tail)) => format!("{head}=\r\n{tail}\r\n"),
        None => format!("{line}\r\n"),
    });
    let body: String = lines.collect();
    format!("Content-Transfer-Encoding: quoted-printable\r\nSubject: x\r\n\r\nHello,\r\n{body}")
}

fn mail(kind: &str, bytes: &[u8]) -> String {
    format!(
        "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nInstall this.\r\n\r\n--b\r\nContent-Type: {kind}; \
         name=\"x\"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        base64_lines(bytes, 76, "\r\n")
    )
}

#[expect(clippy::too_many_lines, reason = "a table")]
/// A file of certificates in every disguise, with a name.
fn disguises(pem: &str, der: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let quoted: String = pem.lines().map(|line| format!("> {line}\r\n")).collect();
    let c_source: String = pem.lines().map(|line| format!("\"{line}\\n\"\n")).collect();
    let bare = BASE64.encode(der);
    let profile = make::profile(
        "x",
        &[make::payload("com.apple.security.root", Some(der), None)],
    );
    vec![
        ("UTF-16LE", wide(pem, "\u{feff}", u16::to_le_bytes)),
        ("UTF-16BE", wide(pem, "\u{feff}", u16::to_be_bytes)),
        ("UTF-16LE without a mark", wide(pem, "", u16::to_le_bytes)),
        ("UTF-16BE without a mark", wide(pem, "", u16::to_be_bytes)),
        ("JSON", json(pem).into_bytes()),
        ("JSON in JSON", json(&json(pem)).into_bytes()),
        (
            "JSON in UTF-16",
            wide(&json(pem), "\u{feff}", u16::to_le_bytes),
        ),
        ("HTML", html(pem).into_bytes()),
        (
            "HTML in quoted-printable",
            quoted_printable(&html(pem)).into_bytes(),
        ),
        ("quoted-printable", quoted_printable(pem).into_bytes()),
        ("a quoting mail", quoted.into_bytes()),
        ("C", c_source.into_bytes()),
        (
            "URL",
            pem.replace('\n', "%0A")
                .replace(' ', "%20")
                .replace('+', "%2B")
                .into_bytes(),
        ),
        (
            "an attached PEM",
            mail("application/x-pem-file", pem.as_bytes()).into_bytes(),
        ),
        (
            "an attached DER",
            mail("application/pkix-cert", der).into_bytes(),
        ),
        (
            "an attached text",
            mail("text/plain", pem.as_bytes()).into_bytes(),
        ),
        (
            "an attached profile",
            mail("application/x-apple-aspen-config", profile.as_bytes()).into_bytes(),
        ),
        (
            "an attached PKCS #12",
            mail("application/x-pkcs12", &make::pkcs12(&[der])).into_bytes(),
        ),
        (
            "a forwarded mail",
            mail(
                "message/rfc822",
                mail("application/pkix-cert", der).as_bytes(),
            )
            .into_bytes(),
        ),
        (
            "a profile in a mail",
            format!("Subject: x\r\n\r\n{profile}\r\n").into_bytes(),
        ),
        (
            "lines in a key of JSON",
            json(&base64_lines(der, 64, "\n")).into_bytes(),
        ),
        (
            "a key of JSON",
            format!("{{\"x5c\": [\"{bare}\"]}}").into_bytes(),
        ),
        (
            "an element of XML",
            format!(
                "<KeyInfo>\n<X509Certificate>{}</X509Certificate></KeyInfo>",
                base64_lines(der, 64, "\n").trim_end()
            )
            .into_bytes(),
        ),
        (
            "a value of YAML",
            format!(
                "clusters:\n- cluster:\n    certificate-authority-data: {}\n    server: x\n",
                BASE64.encode(pem.as_bytes())
            )
            .into_bytes(),
        ),
        (
            "LDIF",
            format!(
                "dn: cn=x\ncACertificate;binary:: {}\n",
                base64_lines(der, 70, "\n ").trim_end()
            )
            .into_bytes(),
        ),
    ]
}

#[test]
fn a_certificate_is_found_in_every_disguise_and_nothing_is_said_to_be_unread() {
    let pair = Pair::new();
    for (name, bytes) in disguises(&pki::certificate_pem(&pair.one), &pair.one) {
        let contents = read(&bytes, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read_ones(&contents), hashes(&[&pair.one]), "{name}");
        assert_eq!(errors(&contents), [&Error::Empty; 0], "{name}");
    }
}

#[test]
fn a_disguised_certificate_that_was_cut_is_said_to_be_unread() {
    let pair = Pair::new();
    let der = &pair.one[..pair.one.len() - 40];
    let pem = pki::certificate_pem(der);
    for (name, bytes) in disguises(&pem, der) {
        match read(&bytes, None) {
            Ok(contents) => {
                assert_eq!(read_ones(&contents), [], "{name}");
                assert!(!errors(&contents).is_empty(), "{name}");
            }
            Err(error) => assert_ne!(error, Error::Empty, "{name}"),
        }
    }
}

#[test]
fn a_disguised_certificate_beside_a_plain_one_is_seen_and_so_is_one_that_is_cut() {
    let pair = Pair::new();
    let plain = pki::certificate_pem(&pair.one);
    let both = |other: &[u8]| [plain.as_bytes(), b"\n\n", other].concat();
    let cut = &pair.two[..pair.two.len() - 40];
    for ((name, whole), (_, broken)) in disguises(&pki::certificate_pem(&pair.two), &pair.two)
        .into_iter()
        .zip(disguises(&pki::certificate_pem(cut), cut))
        .filter(|((name, _), _)| !name.contains("UTF-16"))
    {
        let contents = read(&both(&whole), None).unwrap();
        let mut found = read_ones(&contents);
        found.sort();
        let mut expected = hashes(&pair.both());
        expected.sort();
        assert_eq!(found, expected, "{name}");
        assert_eq!(errors(&contents), [&Error::Empty; 0], "{name}");
        let contents = read(&both(&broken), None).unwrap();
        assert_eq!(read_ones(&contents), hashes(&[&pair.one]), "{name}");
        assert!(!errors(&contents).is_empty(), "{name}");
    }
}

#[test]
fn one_that_is_damaged_in_the_form_in_which_another_is_whole_stays_damaged() {
    let pair = Pair::new();
    let pem = pki::certificate_pem(&pair.one);
    let broken = pki::certificate_pem(&pair.two[..pair.two.len() - 40]);
    let contents = read(json(&format!("{pem}{broken}")).as_bytes(), None).unwrap();
    assert_eq!(read_ones(&contents), hashes(&[&pair.one]));
    assert!(matches!(errors(&contents).as_slice(), [Error::Pem { .. }]));
}

#[test]
fn a_chain_as_pkcs7_under_any_label_of_a_certificate_is_read() {
    let pair = Pair::new();
    let pkcs7 = pki::certificate_pem(&make::pkcs7(&pair.both()));
    for label in [
        "CERTIFICATE",
        "X509 CERTIFICATE",
        "CERTIFICATE CHAIN",
        "CERTIFICATES",
        "PKCS7",
        "CMS",
        "PKCS #7 SIGNED DATA",
        "PKCS7 CERTIFICATE CHAIN",
    ] {
        let text = pkcs7.replace("CERTIFICATE", label);
        let contents = read_as(text.as_bytes(), Format::Pem);
        assert_eq!(read_ones(&contents), hashes(&pair.both()), "{label}");
        assert_eq!(errors(&contents), [&Error::Empty; 0], "{label}");
        // Cut anywhere inside, it is damaged.
        let der = make::pkcs7(&pair.both());
        let cut = pki::certificate_pem(&der[..der.len() / 2]).replace("CERTIFICATE", label);
        let contents = read(cut.as_bytes(), None).unwrap();
        assert!(!errors(&contents).is_empty(), "{label}");
    }
    let bare = base64_lines(&make::pkcs7(&pair.both()), 64, "\n");
    let contents = read_as(bare.as_bytes(), Format::Base64);
    assert_eq!(read_ones(&contents), hashes(&pair.both()));
    let sealed = pki::certificate_pem(&make::pkcs12(&pair.both()));
    let contents = read_as(sealed.as_bytes(), Format::Pem);
    assert_eq!(read_ones(&contents), hashes(&pair.both()));
}

#[test]
fn a_netscape_sequence_under_the_label_of_a_certificate_is_read() {
    let pair = Pair::new();
    // As `openssl nseq -toseq` writes it.
    let oid = [
        0x06, 9, 0x60, 0x86, 0x48, 0x01, 0x86, 0xf8, 0x42, 0x02, 0x05,
    ];
    let certificates_of_both = element(0x30, &pair.both().concat());
    let content = element(0xa0, &certificates_of_both);
    let mut bag = element(0x30, &[&oid[..], &content].concat());
    let pem = pki::certificate_pem(&bag);
    assert_eq!(
        certificates(&read_as(pem.as_bytes(), Format::Pem)),
        hashes(&pair.both())
    );
    // Another Netscape type is unknown and reported.
    let last = bag.windows(oid.len()).position(|part| part == oid).unwrap() + oid.len() - 1;
    bag[last] = 6;
    let pem = pki::certificate_pem(&bag);
    let contents = read(pem.as_bytes(), None).unwrap();
    assert!(matches!(
        errors(&contents).as_slice(),
        [Error::Unsupported { .. }]
    ));
}

/// An element of DER with a length of two octets.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x82], &length[..], content].concat()
}

#[test]
fn keys_lists_and_requests_are_counted_and_are_no_certificates() {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
    let request = params.serialize_request(&key).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let issuer = rcgen::Issuer::from_params(&params, &key);
    let list = rcgen::CertificateRevocationListParams {
        this_update: rcgen::date_time_ymd(2024, 1, 1),
        next_update: rcgen::date_time_ymd(2034, 1, 1),
        crl_number: rcgen::SerialNumber::from(1),
        issuing_distribution_point: None,
        revoked_certs: Vec::new(),
        key_identifier_method: rcgen::KeyIdMethod::Sha256,
    };
    let list = list.signed_by(&issuer).unwrap();
    for (der, pem, other) in [
        (key.serialize_der(), key.serialize_pem(), Other::PrivateKey),
        (
            rcgen::PublicKeyData::subject_public_key_info(&key),
            key.public_key_pem(),
            Other::PublicKey,
        ),
        (
            request.der().to_vec(),
            request.pem().unwrap(),
            Other::Request,
        ),
        (
            list.der().to_vec(),
            list.pem().unwrap(),
            Other::RevocationList,
        ),
    ] {
        for (bytes, format) in [
            (der.as_slice(), Format::NoCertificate),
            (pem.as_bytes(), Format::Pem),
        ] {
            let contents = read_as(bytes, format);
            assert!(contents.items.is_empty(), "{other:?}");
            assert_eq!(contents.others, [(other, 1)].into());
        }
    }
}

#[test]
fn what_is_no_certificate_in_a_mail_is_said_unless_it_is_a_text_or_a_picture() {
    let noise = [0x89, b'P', b'N', b'G'].repeat(100);
    for (kind, is_said) in [
        ("image/png", false),
        ("text/plain", false),
        ("application/zip", true),
    ] {
        let pem = pki::certificate_pem(&Pair::new().one);
        let text = format!("{}\r\n{pem}", mail(kind, &noise));
        let contents = read(text.as_bytes(), None).unwrap();
        assert_eq!(read_ones(&contents).len(), 1);
        assert_eq!(!errors(&contents).is_empty(), is_said, "{kind}");
    }
}

#[test]
fn text_that_only_mentions_certificates_contains_none() {
    for text in [
        "Run `openssl x509`: it prints a CERTIFICATE.\nMIIB is how they begin.\n",
        "{\"a\": \"\\n\", \"b\": [1, 2]}",
        "<html><body>&nbsp;<br></body></html>",
        "Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        "ELF\0\0 -----END\0 BEGIN \\n &lt; <b> = %",
    ] {
        assert_eq!(
            read(text.as_bytes(), None),
            Err(Error::NotRecognised),
            "{text}"
        );
    }
}

#[test]
fn texts_that_repeat_what_is_looked_for_come_to_an_end() {
    let der = BASE64.encode(&Pair::new().one);
    for text in [
        format!("\"{der}\",").repeat(400),
        "MII".repeat(500_000),
        "\"MIIA\",".repeat(200_000),
        "Content-Transfer-Encoding: base64\n\n".repeat(40_000),
        "<plist>".repeat(100_000),
        "\\n&#45;=3D<br>%0A-----BEGIN CERTIFICATE-----".repeat(2_000),
        ":".repeat(1 << 20),
    ] {
        let _answer = read(text.as_bytes(), None);
    }
}

#[test]
fn base64_in_base64_comes_to_an_end() {
    let mut bytes = Pair::new().one;
    for _ in 0..MAX_NESTING + 2 {
        bytes = mail("application/octet-stream", &bytes).into_bytes();
    }
    let contents = read(&bytes, None).unwrap();
    assert_eq!(errors(&contents), [&TOO_DEEP]);
}

#[test]
fn disguises_in_one_another_come_to_an_end() {
    // Every form of each level differs, fails and contains the next level.
    let signs = "\\n&#45;=3D<br>%0A\n-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n";
    let mut text = signs.to_owned();
    for _ in 0..MAX_NESTING {
        let inner = BASE64.encode(text.repeat(3).as_bytes());
        text = format!("{signs}Content-Transfer-Encoding: base64\n\n{inner}\n\n");
    }
    let contents = read(text.repeat(20).as_bytes(), None).unwrap();
    assert!(errors(&contents).contains(&&UNFOLDS));
}

#[test]
fn numbers_patches_and_other_alphabets_are_read() {
    let pair = Pair::new();
    let pem = pki::certificate_pem(&pair.one);
    let hex = |separator: &str| -> String {
        let octets = pair
            .one
            .iter()
            .map(|octet| format!("{octet:02x}{separator}"));
        octets.collect()
    };
    let lines = base64_lines(&pair.one, 64, "\n");
    let url = BASE64.encode(&pair.one).replace('+', "-").replace('/', "_");
    for text in [
        hex(""),
        hex(":"),
        format!("<cert>{}</cert>", hex(" ")),
        format!("{{\"x\": \"{}\"}}", url.trim_end_matches('=')),
        pem.lines().map(|line| format!("+{line}\n")).collect(),
        lines
            .lines()
            .map(|line| format!("    \"{line}\"\n"))
            .collect(),
        BASE64.encode(lines.as_bytes()),
        format!("ca: {}\n", BASE64.encode(lines.as_bytes())),
    ] {
        let contents = read(text.as_bytes(), None).unwrap();
        assert_eq!(read_ones(&contents), hashes(&[&pair.one]), "{text}");
        assert_eq!(errors(&contents), [&Error::Empty; 0], "{text}");
    }
}

#[test]
fn a_packed_file_is_called_so_and_one_that_only_holds_pem_is_read() {
    let pair = Pair::new();
    let pem = pki::certificate_pem(&pair.one);
    for magic in [&b"PK\x03\x04"[..], b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0"] {
        let packed = [magic, &[0x9c; 300]].concat();
        let refused = read(&packed, None).unwrap_err();
        let is_packed = matches!(
            refused,
            Error::Unsupported {
                what: ContainerPart::PackedFile,
                ..
            }
        );
        assert!(is_packed, "{refused}");
        // A ZIP stores incompressible data unchanged.
        let stored = [&packed, pem.as_bytes()].concat();
        assert_eq!(
            read_ones(&read(&stored, None).unwrap()),
            hashes(&[&pair.one])
        );
    }
}
