use anchorwatch_identity::{CertSha256, Certificate};
use anchorwatch_lab::{Root, container as make, pki};
use pkcs5::{der::Encode as _, pbes2};

use super::{
    budget::{TOO_DEEP, TOO_MANY, UNFOLDS, too_large},
    *,
};

mod disguised;
mod exported;
mod hostile;
mod java_mark;

/// Two roots that differ in every byte that matters.
struct Pair {
    one: Vec<u8>,
    two: Vec<u8>,
}

impl Pair {
    fn new() -> Self {
        let der = |name| Root::company(name).unwrap().der().to_vec();
        Self {
            one: der("One"),
            two: der("Two"),
        }
    }

    fn both(&self) -> [&[u8]; 2] {
        [&self.one, &self.two]
    }
}

/// The hashes of the certificates that were read; every place must be readable.
fn certificates(contents: &Contents) -> Vec<CertSha256> {
    let read = contents.items.iter().map(|item| {
        let certificate = item.certificate.as_ref();
        certificate
            .unwrap_or_else(|error| panic!("{:?}: {error}", item.place))
            .sha256()
    });
    read.collect()
}

fn hashes(der: &[&[u8]]) -> Vec<CertSha256> {
    der.iter().map(|der| CertSha256::of(der)).collect()
}

fn errors(contents: &Contents) -> Vec<&Error> {
    let items = contents.items.iter();
    items
        .filter_map(|item| item.certificate.as_ref().err())
        .collect()
}

fn read_as(bytes: &[u8], format: Format) -> Contents {
    let contents = read(bytes, None).unwrap();
    assert_eq!(contents.format, format);
    contents
}

/// A PKCS #12 whose one part is encrypted by PBES2.
fn encrypted_pkcs12(certificates: &[&[u8]], password: &str, rounds: u32) -> Vec<u8> {
    let parameters =
        pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(rounds, b"salt-of-16-bytes", [7; 16])
            .unwrap();
    let octets = parameters
        .encrypt(password, &make::safe_contents(certificates))
        .unwrap();
    make::pkcs12_of(&[make::encrypted_part(&pbes2_scheme(&parameters), &octets)])
}

fn pbes2_scheme(parameters: &pbes2::Parameters) -> Vec<u8> {
    let oid = [
        0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d,
    ];
    sequence(&[&oid, parameters.to_der().unwrap().as_slice()])
}

/// A SEQUENCE of fewer than 128 octets.
fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u8::try_from(content.len()).unwrap();
    assert!(length < 0x80);
    [&[0x30, length], content.as_slice()].concat()
}

#[test]
fn one_certificate_is_read_as_der_pem_and_bare_base64() {
    let root = Root::company("One").unwrap();
    let contents = read_as(root.der(), Format::Der);
    assert_eq!(certificates(&contents), hashes(&[root.der()]));
    assert_eq!(contents.items[0].place, []);
    let contents = read_as(root.pem().as_bytes(), Format::Pem);
    assert_eq!(certificates(&contents), hashes(&[root.der()]));
    let bare: String = root
        .pem()
        .lines()
        .filter(|line| !line.contains('-'))
        .map(|line| format!("{line}\r\n"))
        .collect();
    let contents = read_as(bare.as_bytes(), Format::Base64);
    assert_eq!(certificates(&contents), hashes(&[root.der()]));
    assert_eq!(
        read(bare.replacen('M', "!", 1).as_bytes(), None),
        Err(Error::NotRecognised)
    );
}

#[test]
fn pkcs7_is_read_in_all_its_spellings() {
    let pair = Pair::new();
    let der = make::pkcs7(&pair.both());
    let pem = |label: &str| pki::certificate_pem(&der).replace("CERTIFICATE", label);
    for (bytes, format) in [
        (der.clone(), Format::Pkcs7),
        (make::pkcs7_without_lengths(&pair.both()), Format::Pkcs7),
        (pem("PKCS7").into_bytes(), Format::Pem),
        (pem("CMS").into_bytes(), Format::Pem),
    ] {
        let contents = read_as(&bytes, format);
        assert_eq!(certificates(&contents), hashes(&pair.both()));
        assert!(contents.signers.is_empty());
    }
    // A wrong label hides nothing.
    let contents = read_as(pem("PUBLIC KEY").as_bytes(), Format::Pem);
    assert_eq!(certificates(&contents), hashes(&pair.both()));
}

#[test]
fn a_plain_pkcs12_is_read_without_a_password_and_with_any() {
    let pair = Pair::new();
    let bytes = make::pkcs12(&pair.both());
    for password in [None, Some(""), Some("wrong")] {
        let contents = read(&bytes, password).unwrap();
        assert_eq!(contents.format, Format::Pkcs12);
        assert_eq!(certificates(&contents), hashes(&pair.both()));
    }
}

#[test]
fn an_encrypted_pkcs12_opens_with_its_password_alone() {
    let pair = Pair::new();
    let bytes = encrypted_pkcs12(&pair.both(), "sesame", 2_048);
    let contents = read(&bytes, Some("sesame")).unwrap();
    assert_eq!(certificates(&contents), hashes(&pair.both()));
    assert_eq!(
        errors(&read(&bytes, None).unwrap()),
        [&Error::NeedsPassword]
    );
    for wrong in ["sesamf", ""] {
        assert_eq!(
            errors(&read(&bytes, Some(wrong)).unwrap()),
            [&Error::WrongPassword]
        );
    }
    let empty = encrypted_pkcs12(&pair.both(), "", 1);
    assert_eq!(
        certificates(&read(&empty, None).unwrap()),
        hashes(&pair.both())
    );
}

#[test]
fn a_profile_s_own_password_the_given_one_and_the_empty_one_are_tried() {
    let pair = Pair::new();
    for (own, given, opens) in [
        (Some("sesame"), None, true),
        (Some("sesame"), Some("other"), true),
        (Some("other"), Some("sesame"), true),
        (None, Some("sesame"), true),
        (Some("other"), None, false),
        (None, None, false),
    ] {
        let closed = encrypted_pkcs12(&[&pair.one], "sesame", 1);
        let text = make::profile(
            "x",
            &[
                make::payload("com.apple.security.pkcs12", Some(&closed), own),
                // A payload's password opens only that payload; the empty one is tried for all.
                make::payload(
                    "com.apple.security.pkcs12",
                    Some(&encrypted_pkcs12(&[&pair.two], "", 1)),
                    None,
                ),
            ],
        );
        let contents = read(text.as_bytes(), given).unwrap();
        let found: Vec<_> = contents
            .items
            .iter()
            .map(|item| item.certificate.is_ok())
            .collect();
        assert_eq!(found, [opens, true], "{own:?} {given:?}");
    }
}

#[test]
fn what_is_plain_is_read_even_where_a_part_stays_closed() {
    let pair = Pair::new();
    let plain = make::pkcs12(&[&pair.one]);
    let parameters =
        pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(1, b"salt", [7; 16]).unwrap();
    let octets = parameters
        .encrypt("sesame", &make::safe_contents(&[&pair.two]))
        .unwrap();
    let closed = make::encrypted_part(&pbes2_scheme(&parameters), &octets);
    // The same part unencrypted, cut out of a whole file.
    let at = plain.len() - make::safe_contents(&[&pair.one]).len();
    let open = content_info_around(&plain[at..]);
    let contents = read(&make::pkcs12_of(&[open, closed]), None).unwrap();
    assert_eq!(errors(&contents), [&Error::NeedsPassword]);
    let first = contents.items[0].certificate.as_ref().unwrap();
    assert_eq!(first.sha256(), CertSha256::of(&pair.one));
    assert_eq!(
        contents.items[1].place,
        [PlaceStep::Pkcs12Part { number: 2 }]
    );
}

fn content_info_around(safe_contents: &[u8]) -> Vec<u8> {
    let long = |tag: u8, content: &[u8]| {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82], length.as_slice(), content].concat()
    };
    let data = [
        0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01,
    ];
    let content = long(0xa0, &long(0x04, safe_contents));
    long(0x30, &[data.as_slice(), &content].concat())
}

#[test]
fn every_certificate_payload_of_a_profile_is_read() {
    let pair = Pair::new();
    let pem = pki::certificate_pem(&pair.two);
    let sealed = encrypted_pkcs12(&[&pair.two], "sesame", 1);
    let text = make::profile(
        "Wi-Fi",
        &[
            make::payload("com.apple.security.root", Some(&pair.one), None),
            make::payload("com.apple.security.pkcs1", Some(&pair.two), None),
            make::payload("com.apple.security.pem", Some(pem.as_bytes()), None),
            make::payload("com.apple.security.pkcs12", Some(&sealed), Some("sesame")),
            make::payload("com.apple.webClip.managed", None, None),
        ],
    );
    let contents = read_as(text.as_bytes(), Format::Profile);
    let expected = hashes(&[&pair.one, &pair.two, &pair.two, &pair.two]);
    assert_eq!(certificates(&contents), expected);
    assert_eq!(
        contents.items[2].place,
        [
            PlaceStep::Payload {
                number: 3,
                kind: "com.apple.security.pem".to_owned(),
            },
            PlaceStep::PemBlock { number: 1 },
        ]
    );
    let profile = contents.profile.unwrap();
    assert_eq!(profile.display_name.as_deref(), Some("Wi-Fi"));
    assert_eq!(profile.organization.as_deref(), Some("Example Works"));
    assert_eq!(profile.identifier.as_deref(), Some("test.example.profile"));
    assert_eq!(profile.payloads.len(), 5);
    assert!(
        profile
            .payloads
            .iter()
            .all(|payload| payload.effect.is_none())
    );

    let other = text.replace("sesame", "sesamf");
    let contents = read_as(other.as_bytes(), Format::Profile);
    assert_eq!(errors(&contents), [&Error::WrongPassword]);
}

#[test]
fn a_binary_profile_says_the_same_as_the_one_in_xml() {
    let pair = Pair::new();
    let text = make::profile(
        "Сертификат",
        &[
            make::payload("com.apple.security.root", Some(&pair.one), None),
            make::payload("com.apple.mdm", None, None),
        ],
    );
    let mut binary = Vec::new();
    plist::Value::from_reader_xml(text.as_bytes())
        .unwrap()
        .to_writer_binary(&mut binary)
        .unwrap();
    let contents = read_as(&binary, Format::Profile);
    assert_eq!(contents, read_as(text.as_bytes(), Format::Profile));
    assert_eq!(certificates(&contents), hashes(&[&pair.one]));
}

#[test]
fn a_signed_profile_names_its_signer_and_keeps_the_signature_s_certificates_apart() {
    let pair = Pair::new();
    let signer = Certificate::from_der(&pair.two).unwrap();
    let text = make::profile(
        "x",
        &[make::payload(
            "com.apple.security.root",
            Some(&pair.one),
            None,
        )],
    );
    let name = (signer.issuer().der(), signer.serial());
    let contents = read_as(
        &make::signed(text.as_bytes(), &[&pair.two], name),
        Format::SignedProfile,
    );
    assert_eq!(certificates(&contents), hashes(&pair.both()));
    let presences: Vec<_> = contents.items.iter().map(|item| item.presence).collect();
    assert_eq!(presences, [Presence::Offered, Presence::InSignature]);
    let name = signer.subject().to_string();
    assert_eq!(contents.signers, [Signer::Named { name }]);
    assert!(contents.profile.is_some());

    let stranger = (signer.issuer().der(), &[1_u8][..]);
    let contents = read_as(
        &make::signed(text.as_bytes(), &[&pair.two], stranger),
        Format::SignedProfile,
    );
    assert_eq!(contents.signers, [Signer::NotInFile]);
}

#[test]
fn signed_content_that_is_not_understood_is_reported() {
    let pair = Pair::new();
    let signer = Certificate::from_der(&pair.two).unwrap();
    let name = (signer.issuer().der(), signer.serial());
    let contents = read_as(
        &make::signed(b"a letter", &[&pair.two], name),
        Format::Pkcs7,
    );
    assert_eq!(errors(&contents), [&Error::NotRecognised]);
    // Not a profile: opening it offers the certificate.
    assert_eq!(contents.items[1].presence, Presence::Offered);
}

#[test]
fn every_effect_of_a_profile_is_recognised_by_its_payload_type() {
    for (kind, effect) in [
        ("com.apple.vpn.managed", Some(Effect::Vpn)),
        ("com.apple.vpn.managed.applayer", Some(Effect::Vpn)),
        ("com.apple.proxy.http.global", Some(Effect::Proxy)),
        ("com.apple.relay.managed", Some(Effect::Relay)),
        ("com.apple.webcontent-filter", Some(Effect::ContentFilter)),
        ("com.apple.dnsSettings.managed", Some(Effect::Dns)),
        ("com.apple.dnsProxy.managed", Some(Effect::Dns)),
        ("com.apple.mdm", Some(Effect::DeviceManagement)),
        ("Profile Service", Some(Effect::FetchesProfile)),
        (
            "com.apple.security.certificatetransparency",
            Some(Effect::TransparencyExemption),
        ),
        ("com.apple.wifi.managed", None),
        ("com.apple.mdm.other", None),
    ] {
        let text = make::profile("x", &[make::payload(kind, None, None)]);
        let profile = read_as(text.as_bytes(), Format::Profile).profile.unwrap();
        let [payload] = profile.payloads.as_slice() else {
            panic!("{kind}")
        };
        assert_eq!((payload.kind.as_str(), payload.effect), (kind, effect));
    }
    let wifi = make::payload("com.apple.wifi.managed", None, None).replace(
        "<dict>\n",
        "<dict>\n<key>ProxyType</key><string>Manual</string>\n",
    );
    let text = make::profile("x", &[wifi]);
    let profile = read_as(text.as_bytes(), Format::Profile).profile.unwrap();
    assert_eq!(profile.payloads[0].effect, Some(Effect::Proxy));
}

#[test]
fn a_payload_inside_a_payload_is_seen() {
    let pair = Pair::new();
    let inner = make::payload("com.apple.security.root", Some(&pair.one), None);
    let outer = format!(
        "<dict><key>PayloadType</key><string>Configuration</string>\n\
         <key>PayloadContent</key><array>{inner}</array></dict>\n"
    );
    let text = make::profile("x", &[outer]);
    let contents = read_as(text.as_bytes(), Format::Profile);
    assert_eq!(certificates(&contents), hashes(&[&pair.one]));
    assert_eq!(contents.profile.unwrap().payloads.len(), 2);
}

#[test]
fn a_profile_whose_payloads_cannot_be_seen_is_not_clean() {
    let text = make::profile("x", &[]).replacen(
        "<dict>",
        "<dict><key>EncryptedPayloadContent</key><data>AAAA</data>",
        1,
    );
    let contents = read_as(text.as_bytes(), Format::Profile);
    assert_eq!(errors(&contents), [&Error::EncryptedProfile]);
    let text = make::profile("x", &[make::payload("com.apple.security.root", None, None)]);
    let contents = read_as(text.as_bytes(), Format::Profile);
    assert_eq!(errors(&contents), [&Error::EmptyPayload]);
}

#[test]
fn a_file_that_is_two_things_is_read_as_both() {
    let pair = Pair::new();
    let pem = pki::certificate_pem(&pair.two);
    let contents = read_as(&[pair.one.as_slice(), pem.as_bytes()].concat(), Format::Der);
    let found: Vec<_> = contents
        .items
        .iter()
        .map(|item| item.certificate.is_ok())
        .collect();
    assert_eq!(
        found,
        [true, false, true],
        "the DER, the rest, the PEM block"
    );
    let text = make::profile("x", &[]) + &pem;
    let contents = read(text.as_bytes(), None).unwrap();
    assert!(contents.items.iter().any(|item| item.certificate.is_ok()));
}

#[test]
fn harmless_bytes_after_a_file_are_no_surplus_but_others_are() {
    let pair = Pair::new();
    let with = |tail: &[u8]| [pair.one.as_slice(), tail].concat();
    assert_eq!(errors(&read(&with(b"\r\n\0\0"), None).unwrap()).len(), 0);
    assert_eq!(
        errors(&read(&with(b"\n\0x\n"), None).unwrap()),
        [&Error::SurplusBytes { count: 3 }]
    );
}

#[test]
fn a_private_key_is_counted_in_pkcs12_and_alone() {
    let root = Root::company("One").unwrap();
    let alone = read_as(root.key_pkcs8_der(), Format::NoCertificate);
    assert_eq!(alone.others, [(Other::PrivateKey, 1)].into());
    assert_eq!(alone.private_key_count, 0, "outside of PKCS #12");
    assert_eq!(
        read(&make::pkcs12(&[root.der()]), None)
            .unwrap()
            .private_key_count,
        0
    );
}

#[test]
fn every_error_has_a_listed_code() {
    for error in [Error::Empty, UNFOLDS, Error::EmptyPayload, TOO_DEEP] {
        assert!(Error::CODES.contains(&error.code()));
    }
}

#[test]
fn a_role_follows_from_the_names_and_the_constraint() {
    let root = Root::company("One").unwrap();
    let other = Root::company("Two").unwrap();
    let role = |der: &[u8]| Role::of(&Certificate::from_der(der).unwrap());
    assert_eq!(role(root.der()), Role::Root);
    assert_eq!(
        role(&root.cross_signed_by(&other).unwrap()),
        Role::Intermediate
    );
    let chain = root.issue(&["a.test"]).unwrap();
    assert_eq!(role(&chain.certificates()[0]), Role::Leaf);
    // Self-issued without cA TRUE, as Dell's eDellRoot.
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(["a.test".to_owned()]).unwrap();
    assert_eq!(role(params.self_signed(&key).unwrap().der()), Role::Root);
}
