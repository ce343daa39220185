use anchorwatch_lab::Root;
use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

/// A chain under a local root for a public and a private name, as files.
struct Files {
    folder: TempDir,
    root: Root,
}

impl Files {
    fn new() -> Self {
        let (folder, root) = (tempfile::tempdir().unwrap(), Root::isca_like().unwrap());
        let chain = root.issue(&["www.example.kz", "wiki.intranet"]).unwrap();
        std::fs::write(folder.path().join("chain.pem"), chain.pem()).unwrap();
        std::fs::write(folder.path().join("local.pem"), root.pem()).unwrap();
        Self { folder, root }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn verify(&self, host: &str, more: &[&str]) -> Run {
        let (chain, local) = (self.path("chain.pem"), self.path("local.pem"));
        let args = [
            "verify", "--host", host, "--local", &local, "--format", "json", &chain,
        ];
        anchorwatch(&[&args[..], more].concat())
    }
}

#[test]
fn a_local_root_is_refused_for_a_public_name_and_accepted_for_a_private_one() {
    let files = Files::new();
    let run = files.verify("www.example.kz", &[]);
    let document = run.json("anchorwatch.decision/1");
    assert_eq!((run.code, &document["decision"]), (10, &"refused".into()));
    assert_eq!(document["reason_code"], "local_anchor_for_public_name");
    assert_eq!(document["deciding"]["cert_index"], "anchor");
    assert_eq!(
        document["deciding"]["rule_id"],
        "local_root_private_names_only"
    );
    assert_eq!(document["anchor"]["via"], Value::Null);
    assert_eq!(
        document["attribution"]["family"],
        serde_json::json!(["isca_name", "isca_generator_mark", "known_name_new_key"])
    );

    let run = files.verify("WIKI.intranet.", &[]);
    let document = run.json("anchorwatch.decision/1");
    assert_eq!((run.code, &document["decision"]), (0, &"trusted".into()));
    assert_eq!(document["anchor"]["via"], "local_private_name");
    assert_eq!(document["path"].as_array().unwrap().len(), 1);
}

#[test]
fn the_given_public_set_replaces_the_shipped_one() {
    let files = Files::new();
    let public = files.path("local.pem");
    let run = files.verify("www.example.kz", &["--public", &public]);
    let document = run.json("anchorwatch.decision/1");
    assert_eq!(
        (run.code, &document["anchor"]["via"]),
        (0, &"public_program".into())
    );
}

#[test]
fn the_time_can_be_given() {
    let files = Files::new();
    let run = files.verify("wiki.intranet", &["--at", "2019-07-18T00:00:00Z"]);
    assert_eq!(
        (run.code, &run.json("anchorwatch.decision/1")["reason_code"]),
        (10, &"certificate_not_yet_valid".into())
    );
}

#[test]
fn one_der_certificate_is_a_chain_too() {
    let files = Files::new();
    let leaf = files.root.issue(&["wiki.intranet"]).unwrap();
    std::fs::write(files.path("chain.pem"), &leaf.certificates()[0]).unwrap();
    assert_eq!(files.verify("wiki.intranet", &[]).code, 0);
}

#[test]
fn the_words_say_who_may_not_speak_and_why() {
    let files = Files::new();
    let (chain, local) = (files.path("chain.pem"), files.path("local.pem"));
    let run = anchorwatch(&[
        "verify",
        "--host",
        "www.example.kz",
        "--local",
        &local,
        &chain,
    ]);
    assert!(
        run.stdout
            .starts_with("Refused for www.example.kz: only a root that is not in the public set"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("The name www.example.kz is public"));
}
