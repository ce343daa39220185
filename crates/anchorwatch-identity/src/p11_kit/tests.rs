use anchorwatch_lab::pki;

use super::*;

fn root() -> Vec<u8> {
    pki::public_root("ISRG Root X1").unwrap().to_vec()
}

fn quoted(octets: &[u8]) -> String {
    let octets: String = octets.iter().map(|octet| format!("%{octet:02x}")).collect();
    format!("\"{octets}\"")
}

fn one(text: &str) -> (Class, bool, bool, Option<Problem>) {
    let read = read(text.as_bytes());
    let [object] = read.objects.as_slice() else {
        panic!("{} objects", read.objects.len());
    };
    (
        object.class(),
        object.is_trusted(),
        object.is_distrusted(),
        read.problem,
    )
}

#[test]
fn a_certificate_is_read_as_octets_or_as_pem() {
    let der = root();
    let pem = pki::certificate_pem(&der);
    let value = quoted(&der);
    for text in [
        format!("[p11-kit-object-v1]\nclass: certificate\ntrusted: true\nvalue: {value}\n"),
        format!("# x\n\n [p11-kit-object-v1] \n trusted : true\n{pem}"),
        format!("[other]\nnonsense: 1\n{pem}[p11-kit-object-v1]\ntrusted: \"%01\"\n{pem}"),
    ] {
        assert!(is_one(text.as_bytes()));
        assert_eq!(
            one(&text),
            (Class::Certificate, true, false, None),
            "{text}"
        );
        let read = read(text.as_bytes());
        assert_eq!(read.objects[0].certificate().unwrap().unwrap().der(), der);
    }
}

#[test]
fn the_last_of_two_values_counts() {
    let head = "[p11-kit-object-v1]\nclass: certificate\n";
    let two = format!("{head}trusted: true\nx-distrusted: true\ntrusted: false\n");
    assert_eq!(one(&two), (Class::Certificate, false, true, None));
}

#[test]
fn what_p11_kit_would_not_understand_is_named_by_its_line() {
    let pem = pki::certificate_pem(&root());
    let head = "[p11-kit-object-v1]\nclass: certificate\n";
    for (more, line) in [
        ("x-unheard-of: true\n", 3),
        ("134: true\n", 3),
        ("trusted: yes\n", 3),
        ("trusted: 1\n", 3),
        ("label: \"%3\"\n", 3),
        ("label: \"%zz\"\n", 3),
        ("\n# a comment\nno colon\n", 5),
        ("-----BEGIN CERTIFICATE-----\nAAAA\n", 3),
        ("-----BEGIN RSA KEY-----\nAAAA\n-----END RSA KEY-----\n", 3),
        ("[p11-kit-object-v1\n", 3),
    ] {
        let read = read(format!("{head}{more}").as_bytes()).problem;
        assert_eq!(read, Some(Problem { line }), "{more}");
    }
    // The lines of a block are counted.
    let text = format!("{head}{pem}bad\n");
    let line = 3 + pem.lines().count();
    assert_eq!(read(text.as_bytes()).problem, Some(Problem { line }));
    let before = format!("class: certificate\n{head}");
    assert_eq!(read(before.as_bytes()).problem, Some(Problem { line: 1 }));
}

#[test]
fn a_refusal_names_a_certificate_by_issuer_and_serial_or_by_its_key() {
    let certificate = Certificate::from_der(&root()).unwrap();
    let serial = [
        &[0x02, certificate.serial().len() as u8],
        certificate.serial(),
    ]
    .concat();
    let text = format!(
        "[p11-kit-object-v1]\nclass: certificate\nx-distrusted: true\nissuer: {}\nserial-number: {}\npublic-key-info: {}\n",
        quoted(certificate.issuer().der()),
        quoted(&serial),
        quoted(certificate.spki_der()),
    );
    let read = read(text.as_bytes());
    let object = &read.objects[0];
    assert_eq!(read.problem, None);
    assert_eq!(object.certificate(), None);
    assert_eq!(object.issuer().unwrap(), certificate.issuer().der());
    assert_eq!(object.serial().unwrap(), certificate.serial());
    assert_eq!(object.public_key().unwrap(), certificate.spki_der());
}

#[test]
fn an_attached_list_of_uses_says_whether_servers_are_among_them() {
    // Extension { 2.5.29.37, critical, SEQUENCE OF { use } }; RFC 5280 §4.2.1.12.
    let extension = |last: u8| {
        let uses = [
            0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, last,
        ];
        let head = [
            0x30, 0x16, 0x06, 0x03, 0x55, 0x1d, 0x25, 0x01, 0x01, 0xff, 0x04, 0x0c,
        ];
        quoted(&[&head[..], &uses[..]].concat())
    };
    let text = |id: &str, last: u8| {
        let value = extension(last);
        format!(
            "[p11-kit-object-v1]\nclass: x-certificate-extension\nobject-id: {id}\nvalue: {value}\n"
        )
    };
    let by_text = "2.5.29.37";
    let by_octets = quoted(EXTENDED_KEY_USAGE_DER);
    for (text, expected) in [
        (text(by_text, 1), Some(true)),
        (text(&by_octets, 1), Some(true)),
        (text(by_text, 4), Some(false)),
        (text("2.5.29.30", 4), None),
        (
            text(by_text, 4).replace("x-certificate-extension", "data"),
            None,
        ),
    ] {
        let read = read(text.as_bytes());
        assert_eq!(read.objects[0].allows_servers(), expected, "{text}");
        assert_eq!(read.problem, None, "{text}");
    }
}

#[test]
fn more_objects_than_any_text_has_are_a_problem() {
    let text = "[p11-kit-object-v1]\n".repeat(MAX_OBJECT_COUNT + 1);
    let read = read(text.as_bytes());
    assert_eq!(read.objects.len(), MAX_OBJECT_COUNT);
    assert!(read.problem.is_some());
}
