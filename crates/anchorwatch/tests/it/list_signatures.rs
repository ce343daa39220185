//! Whether anybody vouches for a list of others: what is said, and what `--require-signature` refuses.
//!
//! Only Mozilla can sign what leads to its root: a changeset whose signature holds is read in the tests of
//! `anchorwatch-policy`, under another root. Chromium's component is a real one.

use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

const VECTORS: &str = include_str!("../../../anchorwatch-policy/tests/vectors/onecrl.json");

struct Files {
    folder: TempDir,
}

impl Files {
    /// A signed changeset, one without its signature, and the chain of the signer, which does not lead to
    /// Mozilla's root.
    fn new() -> Self {
        let files = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let vectors: Value = serde_json::from_str(VECTORS).unwrap();
        let changeset = vectors["changesets"]["good"].as_str().unwrap();
        files.write("signed.json", changeset);
        let mut unsigned: Value = serde_json::from_str(changeset).unwrap();
        unsigned["metadata"] = Value::Null;
        files.write("unsigned.json", &unsigned.to_string());
        files.write("chain.pem", vectors["chains"]["good"].as_str().unwrap());
        files
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Words that begin with an `@` are files of the folder.
    fn list(&self, words: &[&str]) -> Run {
        let words = words.iter().map(|it| match it.strip_prefix('@') {
            Some(name) => self.path(name).display().to_string(),
            None => (*it).to_owned(),
        });
        let words: Vec<String> = ["list".to_owned()].into_iter().chain(words).collect();
        anchorwatch(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

fn component() -> Option<String> {
    let corpus = PathBuf::from(std::env::var_os("ANCHORWATCH_CORPUS")?);
    Some(corpus.join("crlset/crlset-9941.crx").display().to_string())
}

#[test]
fn why_nobody_vouches_for_a_list_is_said_by_show_and_by_propose() {
    let files = Files::new();
    for (file, code) in [
        ("@signed.json", "list_chain_not_given"),
        ("@unsigned.json", "list_without_signature"),
    ] {
        let shown = files.list(&["show", file, "--format", "json"]);
        let list = &shown.json("anchorwatch.list/1")["lists"][0];
        assert_eq!(list["not_verified"]["code"], code);
        assert_eq!(list["carrier"], "unverified");
        let out = format!("{file}.proposal");
        let words = ["propose", "--list", file, "--out", &out, "--format", "json"];
        let proposed = files.list(&words).json("anchorwatch.list-publishing/1");
        assert_eq!(proposed["sources"][0]["not_verified"]["code"], code);
        assert_eq!(proposed["new_count"], 2);
        assert_eq!(files.list(&["show", file]).code, 0);
    }
}

#[test]
fn a_list_that_nobody_vouches_for_is_refused_if_a_signature_is_required() {
    let files = Files::new();
    for (file, why) in [
        ("@signed.json", "it has a signature"),
        ("@unsigned.json", "it has no signature"),
    ] {
        for words in [
            vec!["show", file, "--require-signature"],
            vec!["import", file, "--require-signature"],
            vec![
                "propose",
                "--list",
                file,
                "--require-signature",
                "--out",
                "@out",
            ],
        ] {
            files.list(&words).assert_error("nobody vouches for", why);
        }
        assert!(!files.path("out").exists());
    }
}

#[test]
fn a_chain_to_another_root_than_mozilla_s_is_refused_without_being_asked() {
    let files = Files::new();
    for words in [
        vec!["show", "@signed.json", "--chain", "@chain.pem"],
        vec![
            "propose",
            "--list",
            "@signed.json",
            "--chain",
            "@chain.pem",
            "--out",
            "@out",
        ],
    ] {
        let run = files.list(&words);
        run.assert_error("cannot read the list", "Mozilla's root is not in it");
    }
    assert!(!files.path("out").exists());
    // Beside a list without a signature, the chain is of no use.
    let words = [
        "show",
        "@unsigned.json",
        "--chain",
        "@chain.pem",
        "--format",
        "json",
    ];
    let list = &files.list(&words).json("anchorwatch.list/1")["lists"][0];
    assert_eq!(list["not_verified"]["code"], "list_without_signature");
}

#[test]
fn chromium_s_real_component_is_proposed_with_its_signatures_and_its_bare_set_without() {
    let Some(component) = component() else { return };
    let files = Files::new();
    let propose = |list: &str, out: &str| {
        files.list(&[
            "propose",
            "--list",
            list,
            "--require-signature",
            "--out",
            out,
            "--format",
            "json",
        ])
    };
    let signed = propose(&component, "@out").json("anchorwatch.list-publishing/1");
    let source = &signed["sources"][0];
    assert_eq!(
        (&source["carrier"], &source["not_verified"]),
        (&"crx3".into(), &Value::Null)
    );
    assert_eq!(source["verified_spki_sha256"].as_array().unwrap().len(), 3);
    assert_eq!(signed["new_count"], 893);
    let bare = component.replace("crlset-9941.crx", "crl-set.raw");
    propose(&bare, "@bare").assert_error("nobody vouches for", "it has no signature");
    let mut damaged = std::fs::read(&component).unwrap();
    *damaged.last_mut().unwrap() ^= 1;
    std::fs::write(files.path("damaged.crx"), damaged).unwrap();
    let words = ["propose", "--list", "@damaged.crx", "--out", "@damaged"];
    files
        .list(&words)
        .assert_error("cannot read the list", "signature 0");
    assert!(!files.path("bare").exists() && !files.path("damaged").exists());
}
