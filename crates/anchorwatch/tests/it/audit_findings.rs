//! Findings besides a certificate's class.

use anchorwatch_lab::{
    Root,
    pki::{Attribute, KeyKind, Recipe, Subject, public_root},
};
use serde_json::Value;

use crate::{
    audit::with_key,
    run::{Machine, anchorwatch},
};

fn audit(machine: &Machine, more: &[&str], expected: i32) -> Value {
    let root = machine.root_text();
    let args = [&["audit", "--root", &root, "--format", "json"], more].concat();
    let run = anchorwatch(&args);
    assert_eq!(run.code, expected, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.audit/1")
}

fn of_kind<'a>(document: &'a Value, kind: &str) -> Vec<&'a Value> {
    let findings = document["findings"].as_array().unwrap().iter();
    findings.filter(|finding| finding["kind"] == kind).collect()
}

fn isrg(common_name: &str) -> Root {
    let subject = Subject::new(&[
        (Attribute::Country, "US"),
        (Attribute::Organization, "Internet Security Research Group"),
        (Attribute::CommonName, common_name),
    ]);
    Root::new(Recipe {
        subject,
        ..Recipe::company("not used")
    })
    .unwrap()
}

#[test]
fn a_key_in_two_certificates_is_said_once_and_names_both() {
    let root = Root::company("Example Works").unwrap();
    let twin = root.reissued().unwrap();
    let document = audit(
        &Machine::with(&[("works", &root), ("works2", &twin)]),
        &[],
        10,
    );
    let [found] = of_kind(&document, "same_key_twice")[..] else {
        panic!("{document}");
    };
    let certificate = of_kind(&document, "certificate")[0];
    assert_eq!(found["spki_sha256"], certificate["spki_sha256"]);
    assert_eq!(found["cert_sha256"], Value::Null);
    assert!(!found["effective_for"].as_array().unwrap().is_empty());
    let text = found["reasons"][0]["text"].as_str().unwrap();
    for certificate in of_kind(&document, "certificate") {
        assert!(text.contains(certificate["cert_sha256"].as_str().unwrap()));
    }
}

#[test]
fn one_certificate_in_many_places_is_no_twin() {
    let root = Root::company("Example Works").unwrap();
    let document = audit(&Machine::with(&[("works", &root)]), &[], 10);
    assert!(of_kind(&document, "certificate").len() > 1);
    assert!(of_kind(&document, "same_key_twice").is_empty());
}

#[test]
fn a_public_root_s_name_over_a_foreign_key_is_said_and_a_name_beside_it_is_not() {
    let document = audit(
        &Machine::with(&[
            ("isrg", &isrg("ISRG Root X1")),
            ("own", &isrg("ISRG Root X9")),
        ]),
        &[],
        10,
    );
    let found = of_kind(&document, "public_name_foreign_key");
    assert!(!found.is_empty());
    for found in found {
        assert_eq!(found["class"], "unknown");
        assert!(found["subject"].as_str().unwrap().contains("ISRG Root X1"));
    }
    // The real one is in every such machine's bundle and is not reported.
    assert!(public_root("ISRG Root X1").is_some());
    let clean = audit(&Machine::with(&[]), &["--all"], 0);
    assert!(of_kind(&clean, "public_name_foreign_key").is_empty());
    assert_eq!(of_kind(&clean, "same_key_twice").len(), 0);
}

#[test]
fn what_an_earlier_answer_does_not_list_is_new() {
    let old = Root::company("Old Works").unwrap();
    let new = Root::company("New Works").unwrap();
    let earlier = anchorwatch(&[
        "audit",
        "--root",
        &Machine::with(&[("old", &old)]).root_text(),
        "--format",
        "json",
    ]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("earlier.json");
    std::fs::write(&path, &earlier.stdout).unwrap();
    let since = ["--since", path.to_str().unwrap()];
    let machine = Machine::with(&[("old", &old), ("new", &new)]);
    let document = audit(&machine, &since, 10);
    let found = of_kind(&document, "new_since_last_audit");
    assert!(!found.is_empty());
    for found in found {
        assert!(found["subject"].as_str().unwrap().contains("New Works"));
    }
    let same = audit(&Machine::with(&[("old", &old)]), &since, 10);
    assert!(of_kind(&same, "new_since_last_audit").is_empty());
    // Public roots are counted but not listed, so they are never new.
    let root = machine.root_text();
    let words = anchorwatch(&["audit", "--root", &root, "--all", since[0], since[1]]);
    assert!(words.stdout.contains("The earlier audit did not list it."));
}

#[test]
fn an_earlier_answer_that_is_none_is_an_error_and_nothing_is_answered() {
    let machine = Machine::with(&[]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("earlier.json");
    for (content, why) in [
        ("", "the text ends too early"),
        ("{\"schema\":\"anchorwatch.audit/1\"}", "findings"),
        (
            "{\"schema\":\"anchorwatch.audit/2\",\"findings\":[]}",
            "anchorwatch.audit/2",
        ),
        (
            "{\"schema\":\"anchorwatch.audit/1\",\"findings\":[{\"cert_sha256\":\"zz\"}]}",
            "a hash in the earlier answer",
        ),
    ] {
        std::fs::write(&path, content).unwrap();
        let since = path.to_str().unwrap();
        let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--since", since]);
        run.assert_error("", why);
    }
}

/// Qaznet's key without the NULL that RFC 3279 requires: the same key with another hash.
fn qaznet_in_other_bytes() -> Vec<u8> {
    let known = anchorwatch_identity::registry::known_roots();
    let known = known.iter().find(|one| one.id == "kz-qaznet-2016").unwrap();
    let mut spki = known.spki_der.to_vec();
    let null = spki.windows(2).position(|pair| pair == [5, 0]).unwrap();
    spki.drain(null..null + 2);
    // The lengths of the algorithm and of the whole; the latter is in the long form.
    spki[5] -= 2;
    let length = u16::from_be_bytes([spki[2], spki[3]]) - 2;
    spki[2..4].copy_from_slice(&length.to_be_bytes());
    spki
}

#[test]
fn a_known_key_in_other_bytes_is_known_and_withheld_with_the_key() {
    let host = Root::new(Recipe {
        key_kind: KeyKind::Rsa4096,
        ..Recipe::company("Quiet Harbour Root")
    })
    .unwrap();
    let der = with_key(host.der(), &host.spki_der(), &qaznet_in_other_bytes());
    let machine = Machine::with(&[]);
    let pem = format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        data_encoding::BASE64.encode(&der)
    );
    let bundle = machine.path("etc/ssl/certs/ca-certificates.crt");
    std::fs::write(&bundle, machine.bundle() + &pem).unwrap();
    let document = audit(&machine, &[], 10);
    let [found] = of_kind(&document, "certificate")[..] else {
        panic!("{document}");
    };
    assert_eq!(found["class"], "known_interception");
    assert_eq!(found["known_id"], "kz-qaznet-2016");
    let codes = found["reasons"].as_array().unwrap().iter();
    assert!(
        codes
            .map(|reason| &reason["code"])
            .any(|code| code == "known_key_other_encoding")
    );
    let root = machine.root_text();
    let blocked = anchorwatch(&["block", "--root", &root, "--apply"]);
    assert_eq!(blocked.code, 0, "{}{}", blocked.stdout, blocked.stderr);
    audit(&machine, &[], 0);
}

#[test]
fn a_home_that_no_line_of_passwd_names_is_read_too() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    let bundle = machine.path("home/carol/.local/lib/python3/site-packages/certifi/cacert.pem");
    std::fs::create_dir_all(bundle.parent().unwrap()).unwrap();
    std::fs::write(&bundle, gov.pem()).unwrap();
    for is_listed in [true, false] {
        if !is_listed {
            std::fs::remove_file(machine.path("etc/passwd")).unwrap();
        }
        let document = audit(&machine, &[], 10);
        let found = of_kind(&document, "certificate");
        assert_eq!(found[0]["class"], "suspected_family");
        assert_eq!(
            found[0]["effective_for"],
            serde_json::json!(["python_requests"])
        );
    }
}
