use anchorwatch_lab::{
    Root,
    container::{payload, pkcs7, pkcs7_without_lengths, pkcs12, profile, signed},
    pki::{Recipe, Subject, certificate_pem, public_root},
};
use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

const ROOT: &str = "com.apple.security.root";

/// A folder with files to identify.
struct Files {
    folder: TempDir,
}

impl Files {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Identifies one file with these bytes.
    fn ask(&self, bytes: &[u8], format: &str) -> Run {
        let path = self.path("file");
        std::fs::write(&path, bytes).unwrap();
        anchorwatch(&["identify", &path, "--format", format])
    }

    fn json(&self, bytes: &[u8], code: i32) -> Value {
        let run = self.ask(bytes, "json");
        assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
        run.json("anchorwatch.identity/1")
    }
}

fn column<'a>(document: &'a Value, list: &str, key: &str) -> Vec<&'a str> {
    let rows = document[list].as_array().unwrap().iter();
    rows.map(|row| row[key].as_str().unwrap_or("null"))
        .collect()
}

/// The bytes in every container that can hold them.
fn every_container(der: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let text = profile("x", &[payload(ROOT, Some(der), None)]);
    let pem = certificate_pem(der);
    let in_profile = |kind, content: &[u8]| profile("x", &[payload(kind, Some(content), None)]);
    vec![
        ("der", der.to_vec()),
        ("pem", pem.clone().into_bytes()),
        ("pkcs7", pkcs7(&[der])),
        ("pkcs7", pkcs7_without_lengths(&[der])),
        (
            "pem",
            certificate_pem(&pkcs7(&[der]))
                .replace("CERTIFICATE", "PKCS7")
                .into_bytes(),
        ),
        ("pkcs12", pkcs12(&[der])),
        ("profile", text.clone().into_bytes()),
        (
            "profile",
            in_profile("com.apple.security.pkcs1", der).into_bytes(),
        ),
        (
            "profile",
            in_profile("com.apple.security.pem", pem.as_bytes()).into_bytes(),
        ),
        (
            "profile",
            in_profile("com.apple.security.pkcs12", &pkcs12(&[der])).into_bytes(),
        ),
        (
            "signed_profile",
            signed(
                text.as_bytes(),
                &[],
                (&Subject::common_name("x").der(), &[1]),
            ),
        ),
    ]
}

/// Replaces the key in a certificate and adjusts the two lengths around it.
fn with_key(der: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let at = der
        .windows(old.len())
        .position(|window| window == old)
        .unwrap();
    let mut repaired = [&der[..at], new, &der[at + old.len()..]].concat();
    for header in [0, 4] {
        assert_eq!(repaired[header..header + 2], [0x30, 0x82]);
        let length = usize::from(repaired[header + 2]) * 256 + usize::from(repaired[header + 3]);
        let length = u16::try_from(length + new.len() - old.len()).unwrap();
        repaired[header + 2..header + 4].copy_from_slice(&length.to_be_bytes());
    }
    repaired
}

#[test]
fn a_known_key_is_known_in_every_container_under_a_harmless_name() {
    let host = Root::company("Harmless Name").unwrap();
    let known = anchorwatch_identity::registry::known_key(&kazakh_key()).unwrap();
    let der = with_key(host.der(), &host.spki_der(), known.spki_der);
    let files = Files::new();
    for (format, bytes) in every_container(&der) {
        let document = files.json(&bytes, 10);
        assert_eq!(document["files"][0]["format"], format);
        assert_eq!(
            column(&document, "certificates", "class"),
            ["known_interception"]
        );
        assert_eq!(column(&document, "certificates", "known_id"), [known.id]);
        assert_eq!(document["unreadable"], Value::Array(Vec::new()));
    }
    // The twin that differs in one bit of the modulus is an unknown key. The modulus is
    // followed by the five bytes of the exponent, whose change would not make another key.
    let mut other = known.spki_der.to_vec();
    let last = other.len() - 6;
    other[last] ^= 2;
    let der = with_key(host.der(), &host.spki_der(), &other);
    for (_, bytes) in every_container(&der) {
        let document = files.json(&bytes, 10);
        assert_eq!(column(&document, "certificates", "class"), ["unknown"]);
    }
}

/// The key of a root of Kazakhstan in the registry.
fn kazakh_key() -> anchorwatch_identity::SpkiSha256 {
    let known = anchorwatch_policy::DistrustSet::built_in();
    let mut keys = known
        .entries()
        .iter()
        .filter_map(|entry| match entry.matches {
            anchorwatch_policy::distrust::Match::Key(key) => Some(key),
            _ => None,
        });
    keys.find(|key| {
        let known = anchorwatch_identity::registry::known_key(key);
        known.is_some_and(|known| known.id.starts_with("kz-"))
    })
    .unwrap()
}

#[test]
fn a_public_root_is_nothing_to_worry_about_in_any_container() {
    let public = public_root("ISRG Root X1").unwrap();
    let files = Files::new();
    for (_, bytes) in every_container(&public) {
        let document = files.json(&bytes, 0);
        assert_eq!(
            column(&document, "certificates", "class"),
            ["public_program"]
        );
        assert_eq!(column(&document, "certificates", "role"), ["root"]);
    }
}

#[test]
fn every_field_of_the_contract_is_there() {
    let root = Root::company("Example Works Root").unwrap();
    let document = Files::new().json(root.der(), 10);
    let certificate = &document["certificates"][0];
    assert_eq!(
        certificate["subject"],
        "CN=Example Works Root,O=Example Works,C=SE"
    );
    assert_eq!(certificate["issuer"], certificate["subject"]);
    assert_eq!(certificate["role"], "root");
    assert_eq!(certificate["known_id"], Value::Null);
    assert_eq!(certificate["place"], Value::Null);
    assert_eq!(certificate["reasons"][0]["code"], "not_in_any_registry");
    for (key, length) in [
        ("cert_sha256", 64),
        ("spki_sha256", 64),
        ("subject_der_sha256", 64),
        ("serial_hex", 32),
        ("not_before", 20),
        ("not_after", 20),
    ] {
        assert_eq!(certificate[key].as_str().unwrap().len(), length, "{key}");
    }
}

#[test]
fn a_profile_with_a_public_and_an_unknown_root_is_a_finding_that_names_both() {
    let public = public_root("ISRG Root X1").unwrap();
    let unknown = Root::company("Example Works Root").unwrap();
    let text = profile(
        "Wi-Fi access",
        &[
            payload(ROOT, Some(&public), None),
            payload(ROOT, Some(unknown.der()), None),
            payload("com.apple.mdm", None, None),
        ],
    );
    let files = Files::new();
    let document = files.json(text.as_bytes(), 10);
    assert_eq!(
        column(&document, "certificates", "class"),
        ["public_program", "unknown"]
    );
    let profile = &document["files"][0]["profile"];
    assert_eq!(profile["display_name"], "Wi-Fi access");
    assert_eq!(profile["payloads"][2]["effect"], "device_management");
    assert_eq!(profile["payloads"][0]["effect"], Value::Null);

    let run = files.ask(text.as_bytes(), "text");
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Installing this would make your device trust a root that is in no list here.",
        "Ask who made it, what for, and what it may be used for",
        "A profile here does more to the device's traffic",
        "hands the device to a management server",
        "1 certificate of the public program",
        "CN=ISRG Root X1,O=Internet Security Research Group,C=US",
        "shown as Wi-Fi access",
        "`anchorwatch audit`",
    ] {
        assert!(said.contains(words), "{words}: {}", run.stdout);
    }
    let path = files.path("file");
    let mut lines = run.stdout.lines();
    let too_wide = lines.find(|line| line.chars().count() > 80 && !line.contains(&path));
    assert_eq!(too_wide, None);
}

#[test]
fn the_words_for_a_family_root_begin_with_what_would_happen() {
    let imposed = Root::isca_like().unwrap();
    let run = Files::new().ask(&pkcs7(&[imposed.der()]), "text");
    assert_eq!(run.code, 10);
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.starts_with(
            "Installing this would make your device trust a root that resembles the roots that \
             were used to read traffic; whoever holds its key can read your traffic."
        ),
        "{said}"
    );
    let at = |words: &str| said.find(words);
    assert!(
        at("What to do Do not install it.") < at("class suspected_family"),
        "{said}"
    );
    assert!(at("What to do").is_some(), "{said}");
}

#[test]
fn several_unknown_roots_are_spoken_of_in_the_plural() {
    let roots = ["Works One", "Works Two"].map(|name| Root::company(name).unwrap());
    let all: [&[u8]; 2] = [roots[0].der(), roots[1].der()];
    let run = Files::new().ask(&pkcs7(&all), "text");
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains(
            "trust 2 roots that are in no list here. Ask who made them, what for, and what they \
             may be used for: whoever holds their keys could read your traffic."
        ),
        "{said}"
    );
    let run = Files::new().ask(&pkcs7(&all[..1]), "text");
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("trust a root that is in no list here. Ask who made it,"),
        "{said}"
    );
}

#[test]
fn a_profile_that_steers_traffic_is_not_clean_even_with_public_roots_alone() {
    let public = public_root("ISRG Root X1").unwrap();
    let with = |kind: &str| {
        profile(
            "x",
            &[
                payload(ROOT, Some(&public), None),
                payload(kind, None, None),
            ],
        )
    };
    let files = Files::new();
    files.json(with("com.apple.vpn.managed").as_bytes(), 11);
    files.json(with("com.apple.webClip.managed").as_bytes(), 0);
}

#[test]
fn a_stranger_s_signature_is_no_finding_and_a_root_in_it_is() {
    let public = public_root("ISRG Root X1").unwrap();
    let text = profile("x", &[payload(ROOT, Some(&public), None)]);
    let root = Root::company("Example Works Root").unwrap();
    let chain = root.issue(&["signer.test"]).unwrap();
    let leaf = &chain.certificates()[0];
    let name = Subject::company("Example Works Root").der();
    let files = Files::new();

    let by_leaf = signed(text.as_bytes(), &[leaf], (&name, &[1]));
    let document = files.json(&by_leaf, 0);
    assert_eq!(
        column(&document, "certificates", "class"),
        ["public_program", "unknown"]
    );
    assert_eq!(document["certificates"][1]["is_in_signature"], true);
    let run = files.ask(&by_leaf, "text");
    assert!(
        run.stdout.contains("came with the signature"),
        "{}",
        run.stdout
    );

    let bare = signed(profile("x", &[]).as_bytes(), &[leaf], (&name, &[1]));
    files.json(&bare, 11);

    let by_root = signed(text.as_bytes(), &[leaf, root.der()], (&name, &[1]));
    files.json(&by_root, 10);
}

#[test]
fn roles_are_told_apart() {
    let root = Root::company("Example Works Root").unwrap();
    let other = Root::company("Other").unwrap();
    let crossed = root.cross_signed_by(&other).unwrap();
    let chain = root.issue(&["a.test"]).unwrap();
    let document = Files::new().json(
        &pkcs7(&[root.der(), &crossed, &chain.certificates()[0]]),
        10,
    );
    assert_eq!(
        column(&document, "certificates", "role"),
        ["root", "intermediate", "leaf"]
    );
}

#[test]
fn what_cannot_be_read_is_inconclusive_and_named_never_clean() {
    let files = Files::new();
    let public = public_root("ISRG Root X1").unwrap();
    for (bytes, code) in [
        (&b""[..], "empty"),
        (b"not a certificate", "not_recognised"),
        (b"PK\x03\x04zip", "unsupported"),
        (&public[..public.len() - 1], "damaged"),
        (
            b"<plist><dict><key>a</key><true/></dict></plist>",
            "not_a_profile",
        ),
    ] {
        let document = files.json(bytes, 11);
        assert_eq!(column(&document, "unreadable", "code"), [code]);
        assert_eq!(document["certificates"], Value::Array(Vec::new()));
        let run = files.ask(bytes, "text");
        assert!(run.stdout.contains("Not read"), "{}", run.stdout);
        assert!(!run.stdout.contains("public program"), "{}", run.stdout);
    }
    let nothing = files.json(profile("x", &[]).as_bytes(), 11);
    assert_eq!(nothing["unreadable"], Value::Array(Vec::new()));
    // A finding outranks what could not be read.
    let root = Root::company("x").unwrap();
    let half = format!("{}-----BEGIN CERTIFICATE-----\n", root.pem());
    let document = files.json(half.as_bytes(), 10);
    assert_eq!(column(&document, "unreadable", "code"), ["pem"]);
}

#[test]
fn a_public_root_cut_anywhere_in_any_container_is_never_clean() {
    let public = public_root("ISRG Root X2").unwrap();
    let files = Files::new();
    for (_, bytes) in every_container(&public) {
        let last = bytes.len() - 40;
        for length in (0..last).step_by(last / 8) {
            assert_eq!(files.ask(&bytes[..length], "json").code, 11, "{length}");
        }
    }
}

#[test]
fn a_file_that_is_not_there_is_an_error_only_if_no_other_could_be_asked() {
    let files = Files::new();
    let missing = files.path("missing.cer");
    anchorwatch(&["identify", &missing]).assert_error("missing.cer", "no such file");
    anchorwatch(&["identify", &missing, &missing]).assert_error("missing.cer", "no such file");
    anchorwatch(&["identify", &files.path("")]).assert_error("is not a regular file", "");

    let public = files.path("public.cer");
    std::fs::write(&public, public_root("ISRG Root X1").unwrap()).unwrap();
    let run = anchorwatch(&["identify", &public, &missing, "--format", "json"]);
    assert_eq!(run.code, 11);
    let document = run.json("anchorwatch.identity/1");
    assert_eq!(column(&document, "unreadable", "code"), ["cannot_open"]);
    assert_eq!(column(&document, "unreadable", "file"), [missing.as_str()]);
    assert_eq!(anchorwatch(&["identify"]).code, 2);
}

#[test]
fn a_password_file_that_cannot_be_used_is_an_error_that_keeps_the_secret() {
    let files = Files::new();
    let file = files.path("x.p12");
    std::fs::write(&file, pkcs12(&[Root::company("x").unwrap().der()])).unwrap();
    let ask = |password: &str| anchorwatch(&["identify", &file, "--password-file", password]);
    ask(&files.path("missing")).assert_error("missing", "no such file");
    let secret = files.path("secret");
    std::fs::write(&secret, b"hunter2\xff").unwrap();
    let run = ask(&secret);
    run.assert_error("is not UTF-8", "secret");
    assert!(!run.stderr.contains("hunter2"));
    std::fs::write(&secret, "hunter2\n").unwrap();
    assert_eq!(ask(&secret).code, 10);
}

#[test]
fn neither_names_nor_profiles_nor_file_names_rule_the_terminal() {
    let hostile = "\u{1b}[2J\u{1b}[H0 findings\u{202e}";
    let root = Root::new(Recipe {
        subject: Subject::common_name(hostile),
        ..Recipe::company("x")
    })
    .unwrap();
    let text = profile(
        "&#27;[2J\u{202e}",
        &[
            payload(ROOT, Some(root.der()), None),
            payload("&#27;[2J", None, None),
        ],
    );
    let files = Files::new();
    let path = files.path("a\u{1b}[2Jb\n.mobileconfig");
    std::fs::write(&path, text).unwrap();
    let run = anchorwatch(&["identify", &path]);
    assert_eq!(run.code, 10);
    assert!(
        !run.stdout.contains(['\u{1b}', '\r', '\u{202e}']),
        "{}",
        run.stdout
    );
}
