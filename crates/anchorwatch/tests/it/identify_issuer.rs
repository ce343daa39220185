//! A server's certificate alone, identified by its issuer's name.

use anchorwatch_lab::{
    Root,
    pki::{Attribute, Subject},
};
use serde_json::Value;

use crate::run::{Run, anchorwatch};

fn identify(root: &Root, more: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leaf.pem");
    std::fs::write(&path, root.issue(&["www.example.kz"]).unwrap().pem()).unwrap();
    let path = path.display().to_string();
    anchorwatch(&[&["identify", &path], more].concat())
}

fn only_certificate(run: &Run) -> Value {
    run.json("anchorwatch.identity/1")["certificates"][0].clone()
}

fn named(attributes: &[(Attribute, &str)]) -> Root {
    let root = Root::company("x").unwrap();
    root.renamed(Subject::new(attributes)).unwrap()
}

#[test]
fn a_leaf_under_the_name_of_an_interception_root_is_suspected_by_that_name() {
    let qaznet = [
        (Attribute::Country, "KZ"),
        (Attribute::CommonName, "Qaznet Trust Network"),
    ];
    for (root, code) in [
        (Root::isca_like().unwrap(), "known_issuer_name"),
        (named(&qaznet), "known_issuer_name"),
    ] {
        let run = identify(&root, &["--format", "json"]);
        let found = only_certificate(&run);
        assert_eq!(
            (run.code, &found["class"]),
            (10, &"suspected_family".into())
        );
        assert_eq!(
            (&found["reasons"][0]["code"], &found["role"]),
            (&code.into(), &"leaf".into())
        );
        let text = identify(&root, &[]);
        assert!(
            text.phrases().contains("It names as its issuer what"),
            "{}",
            text.stdout
        );
        text.assert_readable();
    }
    let run = identify(
        &Root::company("Example Works").unwrap(),
        &["--format", "json"],
    );
    assert_eq!(only_certificate(&run)["class"], "unknown");
}

#[test]
fn a_name_that_looks_like_an_interceptor_s_is_suspected_in_every_language() {
    let qaznet = "CN=Qaznet Trust Network,C=KZ";
    for name in [
        "Qaznet Trust Network G2",
        "Q\u{430}zn\u{435}t Trust\u{200b} Network",
    ] {
        let root = named(&[(Attribute::CommonName, name)]);
        let found = only_certificate(&identify(&root, &["--format", "json"]));
        assert_eq!(found["class"], "suspected_family");
        assert_eq!(found["reasons"][0]["code"], "look_alike_issuer_name");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("root.pem");
        std::fs::write(&path, root.pem()).unwrap();
        let path = path.display().to_string();
        let run = anchorwatch(&["identify", &path, "--format", "json"]);
        let found = only_certificate(&run);
        assert_eq!(
            (run.code, &found["class"]),
            (10, &"suspected_family".into())
        );
        assert_eq!(found["reasons"][0]["code"], "look_alike_name");
        for language in ["en", "kk", "ru"] {
            for text in [
                identify(&root, &["--language", language]),
                anchorwatch(&["identify", &path, "--language", language]),
            ] {
                assert!(text.phrases().contains(qaznet), "{}", text.stdout);
                text.assert_readable();
            }
        }
    }
    let other = named(&[(Attribute::CommonName, "Qaznet Trust Works G2")]);
    let found = only_certificate(&identify(&other, &["--format", "json"]));
    assert_eq!(found["class"], "unknown");
}

#[test]
fn a_leaf_or_a_root_with_the_name_of_a_state_s_root_tells_of_it_in_every_language() {
    let ministry = "The Ministry of Digital Development and Communications";
    let russian = |common_name: &str| {
        named(&[
            (Attribute::Country, "RU"),
            (Attribute::Organization, ministry),
            (Attribute::CommonName, common_name),
        ])
    };
    let codes = |certificate: &Value| -> Vec<String> {
        let reasons = certificate["reasons"].as_array().unwrap();
        let codes = reasons.iter().map(|it| it["code"].as_str().unwrap());
        codes.map(str::to_owned).collect()
    };
    let root = russian("Russian Trusted Sub CA");
    let found = only_certificate(&identify(&root, &["--format", "json"]));
    assert_eq!(found["class"], "unknown");
    assert_eq!(codes(&found), ["state_issuer_name"]);
    for language in ["en", "kk", "ru"] {
        let text = identify(&root, &["--language", language]);
        assert!(
            text.phrases().contains("Russian Trusted Sub CA,") && text.phrases().contains("(RU)"),
            "{}",
            text.stdout
        );
    }
    // A root that calls itself so, with another key.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("root.pem");
    std::fs::write(&path, root.pem()).unwrap();
    let path = path.display().to_string();
    let found = only_certificate(&anchorwatch(&["identify", &path, "--format", "json"]));
    assert_eq!(codes(&found), ["state_root_name"]);
    // With one letter else it is an unknown name.
    let almost = russian("Russian Trusted Sup CA");
    let found = only_certificate(&identify(&almost, &["--format", "json"]));
    assert_eq!(codes(&found), ["not_in_any_registry"]);
}

#[test]
fn a_leaf_under_the_name_of_an_antivirus_tells_of_it_in_every_language() {
    let name = [
        (Attribute::Organization, "avast! Web/Mail Shield"),
        (Attribute::CommonName, "avast! Web/Mail Shield Root"),
    ];
    let root = named(&name);
    let found = only_certificate(&identify(&root, &["--format", "json"]));
    assert_eq!(found["class"], "unknown");
    assert_eq!(found["reasons"][0]["code"], "inspection_issuer_name");
    for language in ["en", "kk", "ru"] {
        let text = identify(&root, &["--language", language]);
        assert!(text.phrases().contains("Avast"), "{}", text.stdout);
    }
}
