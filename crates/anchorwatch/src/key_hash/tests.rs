use anchorwatch_lab::Root;

use super::*;

fn hex(octet: &str) -> String {
    octet.repeat(32)
}

fn read(text: &str) -> Result<KeyHash, String> {
    text.parse().map_err(|why: Mistyped| why.to_string())
}

#[test]
fn a_hash_is_read_as_every_tool_prints_it() {
    let octets = [0xabu8; 32];
    let colons = vec!["AB"; 32].join(":");
    let spaces = vec!["ab"; 32].join(" ");
    let pin = BASE64.encode(&octets);
    for text in [
        hex("ab"),
        hex("AB"),
        colons.clone(),
        spaces.clone(),
        format!("  {colons}\n"),
        format!("sha256:{}", hex("ab")),
        format!("SHA256:{colons}"),
        format!("sha256 Fingerprint={colons}"),
        format!("SHA256 Fingerprint={colons}"),
        format!("SHA-256 Fingerprint: {colons}"),
        format!("\u{200e}{spaces}"),
        format!("{}\n{}", &colons[..48], &colons[48..]),
    ] {
        assert_eq!(read(&text), Ok(KeyHash::Sha256(octets)), "{text:?}");
    }
    for text in [
        format!("sha256//{pin}"),
        format!("sha256/{pin}"),
        format!("pin-sha256=\"{pin}\""),
        pin.clone(),
    ] {
        assert_eq!(read(&text), Ok(KeyHash::Pin(octets)), "{text}");
    }
    let sha1 = vec!["AB"; 20].join(":");
    assert_eq!(
        read(&format!("SHA1 Fingerprint={sha1}")),
        Ok(KeyHash::Sha1([0xab; 20]))
    );
}

#[test]
fn what_is_no_hash_is_refused_and_an_md5_is_named() {
    for text in [
        String::new(),
        "zz".repeat(32),
        hex("ab")[1..].to_owned(),
        "CN=Example Works".to_owned(),
        "works.crt".to_owned(),
        format!("{}0", hex("ab")),
        "sha256//not base64".to_owned(),
        "\u{445}".repeat(64),
    ] {
        assert!(read(&text).is_err(), "{text:?}");
    }
    let md5 = format!("MD5 Fingerprint={}", vec!["AB"; 16].join(":"));
    assert!(read(&md5).unwrap_err().contains("MD5"));
    let file = read("works.crt").unwrap_err();
    assert!(file.contains("`anchorwatch identify FILE`"), "{file}");
}

struct Machine {
    folder: tempfile::TempDir,
    certificate: Certificate,
}

impl Machine {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            certificate: Certificate::from_der(Root::company("Example Works").unwrap().der())
                .unwrap(),
        }
    }

    fn asked(&self, text: &str, is_here: bool) -> anyhow::Result<TypedKey> {
        let tree = Tree::open(self.folder.path()).unwrap();
        let given = if is_here {
            vec![self.certificate.clone()]
        } else {
            Vec::new()
        };
        KnownHere::of(&tree, &[], &given).key(text.parse().unwrap(), "block --key")
    }
}

#[test]
fn a_certificate_s_hash_is_refused_with_its_key_and_the_key_itself_is_taken() {
    let machine = Machine::new();
    let one = &machine.certificate;
    let key = one.spki_sha256();
    let sha1 = HEXLOWER.encode(&Sha1::digest(one.der()));
    let identifier = HEXLOWER.encode(one.public_key_sha1());
    for typed in [one.sha256().to_string(), sha1, identifier] {
        let error = machine.asked(&typed, true).unwrap_err();
        assert_eq!(crate::problem::exit(&error), crate::exit::Exit::Usage);
        let message = crate::problem::message(
            &error,
            &crate::words::Words::of(crate::words::Language::English),
        );
        assert!(message.contains("Example Works"), "{message}");
        assert!(
            message.contains(&format!(
                "hint: if that is the root you mean: `anchorwatch block --key {key} --root {}`",
                machine.folder.path().display()
            )),
            "{message}"
        );
    }
    let taken = machine.asked(&key.to_string(), true).unwrap();
    assert_eq!(
        taken,
        TypedKey {
            key,
            is_known: true
        }
    );
    // If nothing knows the key, it is accepted and reported as unknown.
    let taken = machine.asked(&key.to_string(), false).unwrap();
    assert_eq!(
        taken,
        TypedKey {
            key,
            is_known: false
        }
    );
}

#[test]
fn every_certificate_of_the_registry_is_recognised_and_every_key_taken() {
    let machine = Machine::new();
    for (key, one) in known_certificates() {
        for typed in [one.sha256.to_string(), one.sha1_hex.to_owned()] {
            let message = format!("{:#}", machine.asked(&typed, false).unwrap_err());
            assert!(message.contains(&key.spki_sha256.to_string()), "{message}");
        }
    }
    for known in registry::known_roots() {
        let taken = machine.asked(&known.spki_sha256.to_string(), false);
        assert!(taken.unwrap().is_known, "{}", known.id);
    }
    for known in registry::known_intermediates() {
        let message = format!("{:#}", machine.asked(known.sha1_hex, false).unwrap_err());
        assert!(message.contains(known.id), "{message}");
    }
}

#[test]
fn a_hash_that_was_blocked_by_mistake_before_is_no_key_by_that() {
    use anchorwatch_home::{BlockedKey, Twins, paths};
    let machine = Machine::new();
    let hash = machine.certificate.sha256();
    let mistaken = BlockedKey {
        key: SpkiSha256::from_bytes(*hash.as_bytes()),
        because: "owner: named by key".to_owned(),
        since: anchorwatch_identity::UnixSeconds::new(0),
        twins: Twins::default(),
    };
    let list = BlockList::default().with([mistaken]).encode();
    let path = machine
        .folder
        .path()
        .join(paths::BLOCK_LIST.trim_start_matches('/'));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, list).unwrap();
    assert!(machine.asked(&hash.to_string(), true).is_err());
    assert!(!machine.asked(&hash.to_string(), false).unwrap().is_known);
}

#[test]
fn an_unknown_sha1_names_nothing_and_the_help_fits_the_command() {
    let machine = Machine::new();
    let error = machine.asked(&"ab".repeat(20), true).unwrap_err();
    let message = crate::problem::message(
        &error,
        &crate::words::Words::of(crate::words::Language::English),
    );
    assert!(
        message.contains("`anchorwatch block --certificate FILE`"),
        "{message}"
    );
    assert_eq!(
        with_file("consent add --key"),
        "anchorwatch consent add --certificate FILE"
    );
    assert_eq!(with_file("consent withdraw"), "anchorwatch consent list");
}

#[test]
fn a_serial_number_and_a_key_identifier_are_told_for_what_they_are() {
    let machine = Machine::new();
    let one = &machine.certificate;
    let serial = HEXLOWER.encode(one.serial());
    let identifier = HEXLOWER.encode(one.subject_key_identifier().unwrap());
    let bare = serial.trim_start_matches('0');
    for (typed, what) in [
        (serial.clone(), "serial number"),
        (bare.to_uppercase(), "serial number"),
        (format!("0x{bare}"), "serial number"),
        (format!("serial={}", serial.to_uppercase()), "serial number"),
        (format!("Serial Number: {serial}"), "serial number"),
        (identifier, "key identifier"),
    ] {
        let error = machine.asked(&typed, true).unwrap_err();
        assert_eq!(crate::problem::exit(&error), crate::exit::Exit::Usage);
        let message = crate::problem::message(
            &error,
            &crate::words::Words::of(crate::words::Language::English),
        );
        assert!(
            message.contains(&format!("this is the {what} of a certificate")),
            "{typed}: {message}"
        );
        assert!(message.contains(&one.spki_sha256().to_string()));
        let error = machine.asked(&typed, false).unwrap_err();
        let message = crate::problem::message(
            &error,
            &crate::words::Words::of(crate::words::Language::English),
        );
        assert!(message.contains("names no key"), "{typed}: {message}");
    }
}
