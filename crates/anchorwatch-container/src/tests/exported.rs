//! Exports of other systems' stores. The samples are built octet by octet from the formats'
//! descriptions.

use super::*;

/// A property of Windows's lists.
fn property(id: u32, value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).unwrap();
    let head = [id, 1, length].map(u32::to_le_bytes).concat();
    [&head[..], value].concat()
}

/// A certificate with a hash and a friendly name before it, as Windows writes one.
fn element(der: &[u8]) -> Vec<u8> {
    [
        property(3, &[7; 20]),
        property(11, b"N\0a\0m\0e\0\0\0"),
        property(32, der),
    ]
    .concat()
}

pub(super) fn serialized_store(certificates: &[&[u8]]) -> Vec<u8> {
    let elements = certificates.iter().map(|der| element(der));
    let end = vec![0; 12];
    let parts = [b"\0\0\0\0CERT".to_vec()]
        .into_iter()
        .chain(elements)
        .chain([end]);
    parts.flatten().collect()
}

/// Keys of a registry export with their blobs, 25 octets a line.
pub(super) fn registry_export(keys: &[(&str, Vec<u8>)]) -> String {
    let mut text = "Windows Registry Editor Version 5.00\r\n\r\n".to_owned();
    for (key, blob) in keys {
        let lines: Vec<String> = blob
            .chunks(25)
            .map(|line| {
                line.iter()
                    .map(|octet| format!("{octet:02x}"))
                    .collect::<Vec<_>>()
                    .join(",")
            })
            .collect();
        text += &format!(
            "[{key}]\r\n\"Blob\"=hex:{}\r\n\r\n",
            lines.join(",\\\r\n  ")
        );
    }
    text
}

pub(super) fn utf16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xff, 0xfe].into_iter().chain(units).collect()
}

pub(super) fn p11_kit(der: &[u8], more: &str) -> String {
    let value: String = der.iter().map(|octet| format!("%{octet:02x}")).collect();
    format!("# a comment\n[p11-kit-object-v1]\nclass: certificate\n{more}value: \"{value}\"\n")
}

fn presences(contents: &Contents) -> Vec<Presence> {
    contents.items.iter().map(|item| item.presence).collect()
}

const ROOT: &str =
    r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\SystemCertificates\ROOT\Certificates\AB12";
const REFUSED: &str =
    r"HKEY_CURRENT_USER\Software\Microsoft\SystemCertificates\disallowed\Certificates\CD34";

#[test]
fn a_serialized_store_is_read() {
    let pair = Pair::new();
    let contents = read_as(&serialized_store(&pair.both()), Format::SerializedStore);
    assert_eq!(certificates(&contents), hashes(&pair.both()));
    assert_eq!(presences(&contents), [Presence::Offered; 2]);
    let empty = read_as(&serialized_store(&[]), Format::SerializedStore);
    assert_eq!(empty.items, []);
}

#[test]
fn a_serialized_store_that_holds_something_else_or_more_says_so() {
    let pair = Pair::new();
    let contents = read(&serialized_store(&[&pair.one, b"no certificate"]), None).unwrap();
    assert!(matches!(errors(&contents)[..], [Error::Certificate { .. }]));
    let surplus = [serialized_store(&pair.both()), pair.one.clone()].concat();
    let contents = read(&surplus, None).unwrap();
    assert!(matches!(
        errors(&contents)[..],
        [Error::SurplusBytes { .. }]
    ));
    let huge = [
        &b"\0\0\0\0CERT"[..],
        &[32, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff],
    ]
    .concat();
    assert!(matches!(read(&huge, None), Err(Error::Damaged { .. })));
}

#[test]
fn a_registry_export_is_read_in_every_encoding() {
    let pair = Pair::new();
    let text = registry_export(&[(ROOT, element(&pair.one)), (REFUSED, element(&pair.two))]);
    let older = text.replace("Windows Registry Editor Version 5.00", "REGEDIT4");
    let marked = format!("\u{feff}{text}");
    for bytes in [
        utf16(&text),
        text.clone().into_bytes(),
        marked.into_bytes(),
        older.into_bytes(),
        text.replace("\r\n", "\n").into_bytes(),
        text.replace("\r\n", "\r").into_bytes(),
        text.replace("hex:", "hex(3):").into_bytes(),
    ] {
        let contents = read_as(&bytes, Format::RegistryExport);
        assert_eq!(certificates(&contents), hashes(&pair.both()));
        assert_eq!(
            presences(&contents),
            [Presence::Offered, Presence::Distrusted]
        );
        let [PlaceStep::RegistryKey { path }] = contents.items[0].place.as_slice() else {
            panic!("{:?}", contents.items[0].place);
        };
        assert!(path.contains(r"ROOT\Certificates\AB12"));
    }
}

#[test]
fn only_windowss_own_store_of_refused_certificates_refuses() {
    let pair = Pair::new();
    for key in [
        r"HKEY_CURRENT_USER\Software\Other\Disallowed\Certificates\CD34",
        r"HKEY_CURRENT_USER\Software\Microsoft\SystemCertificates\ROOT\Certificates\Disallowed",
        r"X\SystemCertificates\ROOT\Certificates\A]\SystemCertificates\Disallowed\Certificates\B",
        r"X\SystemCertificates\Disallowed\Certificates\",
        "",
    ] {
        let text = registry_export(&[(key, element(&pair.one))]);
        let contents = read_as(text.as_bytes(), Format::RegistryExport);
        assert_eq!(presences(&contents), [Presence::Offered], "{key}");
    }
}

#[test]
fn a_value_of_the_registry_that_is_not_understood_is_said_and_a_list_is_passed_over() {
    for (blob, expected) in [
        (Vec::new(), 1),
        (property(3, &[7; 20]), 1),
        (property(32, b"no certificate"), 1),
        (vec![32, 0, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f], 1),
        (property(33, b"a CRL"), 0),
    ] {
        let text = registry_export(&[(ROOT, blob.clone())]);
        let contents = read_as(text.as_bytes(), Format::RegistryExport);
        assert_eq!(errors(&contents).len(), expected, "{blob:?}");
    }
    for octets in ["0", "0g", "+1", "000", "\u{0661}\u{0661}"] {
        let text = format!("REGEDIT4\n[{ROOT}]\n\"Blob\"=hex:{octets}\n");
        let contents = read_as(text.as_bytes(), Format::RegistryExport);
        assert_eq!(errors(&contents).len(), 1, "{octets}");
    }
    let other = format!("REGEDIT4\n[{ROOT}]\n\"Other\"=hex:00\n\"Blob\"=\"text\"\n");
    assert_eq!(read_as(other.as_bytes(), Format::RegistryExport).items, []);
}

#[test]
fn a_text_of_p11_kit_is_read_with_what_it_refuses() {
    let pair = Pair::new();
    for (more, presence) in [
        ("trusted: true\n", Presence::Offered),
        ("trusted: false\n", Presence::Offered),
        ("x-distrusted: false\n", Presence::Offered),
        ("x-distrusted: true\n", Presence::Distrusted),
    ] {
        let contents = read_as(p11_kit(&pair.one, more).as_bytes(), Format::P11Kit);
        assert_eq!(certificates(&contents), hashes(&[&pair.one]));
        assert_eq!(presences(&contents), [presence], "{more}");
    }
    let extension =
        p11_kit(&pair.one, "").replace("class: certificate", "class: x-certificate-extension");
    assert_eq!(read_as(extension.as_bytes(), Format::P11Kit).items, []);
}

#[test]
fn pem_that_p11_kit_would_refuse_is_offered_to_every_other_program() {
    let pair = Pair::new();
    let pem = pki::certificate_pem(&pair.two);
    let text = p11_kit(&pair.one, "x-distrusted: true\n") + &pem;
    let contents = read_as(text.as_bytes(), Format::P11Kit);
    assert_eq!(certificates(&contents), hashes(&pair.both()));
    assert_eq!(
        presences(&contents),
        [Presence::Distrusted, Presence::Offered]
    );
}

#[test]
fn a_value_of_p11_kit_that_is_no_certificate_is_said() {
    for value in [
        "\"%3\"", "\"%+1\"", "\"%zz\"", "\"abc\"", "\"%30%82", "true", "\"",
    ] {
        let text = format!("[p11-kit-object-v1]\nclass: certificate\nvalue: {value}\n");
        let contents = read_as(text.as_bytes(), Format::P11Kit);
        assert_eq!(errors(&contents).len(), 1, "{value}");
    }
}

#[test]
fn a_certificate_that_has_a_mark_of_another_format_inside_stays_a_certificate() {
    let mark = "x\n[p11-kit-object-v1]\nx-distrusted: true\n";
    let root = Root::company(mark).unwrap();
    assert_eq!(read_as(root.der(), Format::Der).items.len(), 1);
}

#[test]
fn a_million_entries_are_read_up_to_a_limit_and_that_is_reported() {
    let many = [
        &b"\0\0\0\0CERT"[..],
        &property(32, b"").repeat(1_000_000),
        &[0; 12],
    ]
    .concat();
    let contents = read(&many, None).unwrap();
    assert_eq!(contents.items.len(), MAX_ITEM_COUNT + 1);
    let objects = "[p11-kit-object-v1]\nclass: certificate\nvalue: \"\"\n".repeat(300_000);
    let contents = read(objects.as_bytes(), None).unwrap();
    assert_eq!(contents.items.last().unwrap().certificate, Err(TOO_MANY));
    let values = format!("REGEDIT4\n{}", "\"Blob\"=hex:\n".repeat(1_000_000));
    let contents = read(values.as_bytes(), None).unwrap();
    assert_eq!(contents.items.last().unwrap().certificate, Err(TOO_MANY));
}
