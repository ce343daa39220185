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
