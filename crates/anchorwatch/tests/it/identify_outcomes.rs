//! The advice fits the outcome: each outcome has its headline, its advice and its exit code.

use anchorwatch_lab::{
    Root,
    container::{payload, pkcs7, pkcs12, profile},
    pki::{certificate_pem, public_root},
};

use crate::run::{Run, anchorwatch};

const PUBLIC: &str = "There is no need to install a root that is already public";
const UNREAD: &str = "Do not install what could not be read";
const ASK: &str = "Do not install it before you know";
const KNOWN: &str = "Do not install it. If it is installed already";
const AGAIN: &str = "It is empty or damaged: get it again";
const NOT_KNOWN: &str = "This file could not be read, so we do not know what it would do.";
const IN_PART: &str = "Part of it could not be read";

fn identify(files: &[&[u8]], more: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let mut args = vec!["identify".to_owned()];
    for (index, bytes) in files.iter().enumerate() {
        let path = folder.path().join(format!("file{index}"));
        std::fs::write(&path, bytes).unwrap();
        args.push(path.display().to_string());
    }
    args.extend(more.iter().map(|&word| word.to_owned()));
    anchorwatch(&args)
}

/// The page has these phrases, and no other advice.
fn assert_says(name: &str, run: &Run, code: i32, phrases: &[&str]) {
    assert_eq!(run.code, code, "{name}: {}{}", run.stdout, run.stderr);
    run.assert_readable();
    let said = run.phrases();
    for phrase in phrases {
        assert!(said.contains(phrase), "{name}: {phrase}: {}", run.stdout);
    }
    for other in [PUBLIC, UNREAD, ASK, KNOWN, AGAIN, NOT_KNOWN, IN_PART] {
        assert_eq!(
            said.contains(other),
            phrases.contains(&other),
            "{name}: {other}: {said}"
        );
    }
}

fn key_pem() -> String {
    let key = certificate_pem(Root::company("x").unwrap().key_pkcs8_der());
    key.replace("CERTIFICATE", "PRIVATE KEY")
}

/// A PKCS #12 encrypted by OpenSSL.
fn sealed() -> &'static [u8] {
    include_bytes!("../../../anchorwatch-container/src/bags/tests/legacy.p12")
}

#[test]
fn what_could_not_be_read_is_not_to_be_installed() {
    for (name, bytes, hint) in [
        ("a text", &b"# A README\n\nSome words.\n"[..], UNREAD),
        ("a program", b"\x7fELF\x02\x01\x01\0\0\0\0", UNREAD),
        ("nothing", b"", AGAIN),
        ("zip", b"PK\x03\x04zip", UNREAD),
        ("cut", b"-----BEGIN CERTIFICATE-----\nMIIB", AGAIN),
    ] {
        assert_says(
            name,
            &identify(&[bytes], &[]),
            11,
            &[NOT_KNOWN, UNREAD, hint],
        );
    }
    let both = identify(&[b"text", b"other text"], &[]);
    let said = "These 2 files could not be read, so we do not know what they would do.";
    assert_says("two", &both, 11, &[said, UNREAD]);
}

#[test]
fn an_encrypted_file_is_told_with_the_way_to_give_its_password() {
    let way = "run `anchorwatch identify FILE --password-file PASSWORD-FILE`.";
    let wrong = "The password does not fit.";
    assert_says(
        "none",
        &identify(&[sealed()], &[]),
        11,
        &[NOT_KNOWN, UNREAD, way],
    );
    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password").display().to_string();
    std::fs::write(&password, "no\n").unwrap();
    let given = ["--password-file", &password];
    assert_says(
        "wrong",
        &identify(&[sealed()], &given),
        11,
        &[NOT_KNOWN, UNREAD, wrong],
    );
    for right in ["changeit", "changeit\n"] {
        std::fs::write(&password, right).unwrap();
        let run = identify(&[sealed()], &given);
        assert_eq!(run.code, 10, "{}", run.stdout);
        assert!(!run.phrases().contains(UNREAD));
    }
}

#[test]
fn a_part_that_could_not_be_read_does_not_hide_behind_the_rest() {
    let public = certificate_pem(&public_root("ISRG Root X1").unwrap());
    let unknown = Root::company("Works").unwrap().pem();
    let imposed = Root::isca_like().unwrap().pem();
    let cut = "-----BEGIN CERTIFICATE-----\n";
    for (name, whole, code, advice) in [
        ("public", public, 11, vec![]),
        ("unknown", unknown, 10, vec![ASK]),
        ("imposed", imposed, 10, vec![KNOWN]),
    ] {
        let part = identify(&[format!("{whole}{cut}").as_bytes()], &[]);
        let phrases = [advice.clone(), vec![IN_PART, UNREAD, AGAIN]].concat();
        assert_says(name, &part, code, &phrases);
        // The same in two files.
        let two = identify(&[whole.as_bytes(), b"text"], &[]);
        let phrases = [advice, vec![IN_PART, UNREAD]].concat();
        assert_says(name, &two, code, &phrases);
    }
}

#[test]
fn all_that_was_read_has_its_own_last_word() {
    let public = public_root("ISRG Root X1").unwrap();
    let root = Root::company("Works").unwrap();
    let chain = root.issue(&["a.example"]).unwrap();
    let leaf = chain.certificates()[0].clone();
    let leaf_advice = "A server sends its certificate by itself";
    assert_says("public", &identify(&[&public], &[]), 0, &[PUBLIC]);
    assert_says("unknown", &identify(&[root.der()], &[]), 10, &[ASK]);
    assert_says(
        "leaf",
        &identify(&[&leaf], &[]),
        10,
        &[leaf_advice, "names a.example"],
    );
    let both = pkcs7(&[&leaf, root.der()]);
    assert_says("leaf and root", &identify(&[&both], &[]), 10, &[ASK]);
    let public_and_leaf = pkcs7(&[&leaf, &public]);
    assert_says(
        "public and leaf",
        &identify(&[&public_and_leaf], &[]),
        10,
        &[leaf_advice],
    );
    let steers = profile(
        "x",
        &[
            payload("com.apple.security.root", Some(&public), None),
            payload("com.apple.vpn.managed", None, None),
        ],
    );
    let advice = "Do not install a profile that changes where your traffic goes";
    assert_says("VPN", &identify(&[steers.as_bytes()], &[]), 11, &[advice]);
}

#[test]
fn a_file_without_a_certificate_says_what_it_holds_instead() {
    let nothing = "There is nothing in it to trust.";
    let key = "A private key belongs to its owner alone.";
    let run = identify(&[key_pem().as_bytes()], &[]);
    let only = "No certificate was found, only 1 private key.";
    assert_says("a key", &run, 11, &[only, key]);
    let two = format!("{0}{0}", key_pem());
    let only = "No certificate was found, only 2 private keys.";
    assert_says(
        "two keys",
        &identify(&[two.as_bytes()], &[]),
        11,
        &[only, key],
    );
    let empty = pkcs12(&[]);
    let none = "No certificate was found. That alone does not make a file harmless.";
    assert_says(
        "an empty PKCS #12",
        &identify(&[&empty], &[]),
        11,
        &[none, nothing],
    );
    // A root next to a key is still a root.
    let root = Root::company("Works").unwrap();
    let both = root.pem() + &key_pem();
    assert_says(
        "both",
        &identify(&[both.as_bytes()], &[]),
        10,
        &[ASK, "1 private key"],
    );
    let json = identify(&[both.as_bytes()], &["--format", "json"]);
    let document = json.json("anchorwatch.identity/1");
    let held = &document["files"][0]["also_holds"];
    assert_eq!(held[0]["code"], "private_key");
    assert_eq!(held[0]["count"], 1);
}

#[test]
fn fingerprints_are_written_as_other_tools_write_them_and_apart_from_the_key() {
    let root = Root::company("Works").unwrap();
    let run = identify(&[root.der()], &[]);
    let document = identify(&[root.der()], &["--format", "json"]).json("anchorwatch.identity/1");
    let certificate = &document["certificates"][0];
    for key in ["cert_sha256", "cert_sha1"] {
        // In OpenSSL's format, over two lines.
        let hex = certificate[key].as_str().unwrap().to_uppercase();
        let digits: Vec<char> = hex.chars().collect();
        let pairs: Vec<String> = digits.chunks(2).map(|pair| pair.iter().collect()).collect();
        for line in pairs.chunks(16) {
            let line = format!("{}\n", line.join(":"));
            assert!(run.stdout.contains(&line), "{line}: {}", run.stdout);
        }
    }
    let said = run.phrases();
    assert!(said.contains("fingerprint SHA-256 "), "{said}");
    assert!(
        said.contains("of the public key, not the fingerprint"),
        "{said}"
    );
    assert_eq!(certificate["cert_sha1"].as_str().unwrap().len(), 40);
    assert_eq!(certificate["alternative_names"], serde_json::json!([]));
}

#[test]
fn the_last_word_is_said_in_every_language() {
    for (language, unread, public) in [
        (
            "kk",
            "Оқылмаған нәрсені орнатпаңыз",
            "Ашық бағдарламадағы түбірлік",
        ),
        (
            "ru",
            "Не устанавливайте то, что не удалось прочитать",
            "Публичный корневой",
        ),
    ] {
        let run = identify(&[b"text", sealed()], &["--language", language]);
        assert_eq!(run.code, 11);
        run.assert_readable();
        let said = run.phrases();
        assert!(said.contains(unread) && !said.contains(public), "{said}");
        assert!(said.contains("--password-file"), "{said}");
    }
}
