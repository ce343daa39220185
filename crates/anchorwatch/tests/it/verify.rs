use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::{
    Root,
    pki::{Issuance, Recipe, Validity},
};
use anchorwatch_verify::ct;
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

/// A site of a root that is taken for public, with a chain that holds for years around now:
/// the list of logs that is shipped is not made today.
fn ct_of(files: &Files, mode: &[&str], after_days: i64) -> Run {
    let recipe = Recipe {
        validity: Validity::days(-2000, 4000),
        ..Recipe::company("Public")
    };
    let issuance = Issuance {
        leaf: Validity::days(-2000, 4000),
        intermediate: None,
    };
    let public = Root::new(recipe).unwrap();
    let chain = public.issue_with(&["www.example.kz"], &issuance).unwrap();
    std::fs::write(files.path("chain.pem"), chain.pem()).unwrap();
    std::fs::write(files.path("public.pem"), public.pem()).unwrap();
    let as_of = ct::Logs::bundled().as_of().get();
    let at = UnixSeconds::new(as_of + after_days * 24 * 60 * 60).to_string();
    let public = files.path("public.pem");
    let args = [&["--public", &public, "--at", &at][..], mode].concat();
    files.verify("www.example.kz", &args)
}

#[test]
fn what_the_public_logs_say_is_told_or_not_asked_or_required() {
    let files = Files::new();
    for (mode, code, reason, status) in [
        (&[][..], 0, "public_program", "no_scts"),
        (&["--ct", "report"], 0, "public_program", "no_scts"),
        (&["--ct", "off"], 0, "public_program", "off"),
        (&["--ct", "require"], 10, "not_transparent", "no_scts"),
    ] {
        let run = ct_of(&files, mode, 1);
        let document = run.json("anchorwatch.decision/1");
        let logs = &document["certificate_transparency"];
        assert_eq!((run.code, &document["reason_code"]), (code, &reason.into()));
        let mode = *mode.last().unwrap_or(&"report");
        assert_eq!(
            (&logs["mode"], &logs["status"]),
            (&mode.into(), &status.into())
        );
        let as_of = ct::Logs::bundled().as_of().to_string();
        assert_eq!(logs["log_list_as_of"], as_of);
        assert_eq!(logs["scts"], serde_json::json!([]));
    }
}

#[test]
fn a_list_of_logs_that_is_too_old_refuses_nothing_and_that_is_told() {
    let files = Files::new();
    let run = ct_of(&files, &["--ct", "require"], 71);
    let document = run.json("anchorwatch.decision/1");
    let status = &document["certificate_transparency"]["status"];
    assert_eq!((run.code, status), (0, &"list_too_old".into()));
}

#[test]
fn where_a_chain_is_refused_for_another_reason_logs_are_not_asked() {
    let files = Files::new();
    let run = files.verify("www.example.kz", &["--ct", "require"]);
    let document = run.json("anchorwatch.decision/1");
    assert_eq!(document["reason_code"], "local_anchor_for_public_name");
    assert_eq!(document["certificate_transparency"], Value::Null);
    let run = files.verify("wiki.intranet", &["--ct", "require"]);
    let document = run.json("anchorwatch.decision/1");
    let status = &document["certificate_transparency"]["status"];
    assert_eq!((run.code, status), (0, &"anchor_not_public".into()));
}

#[test]
fn a_mode_that_does_not_exist_is_wrong_usage() {
    let run = Files::new().verify("wiki.intranet", &["--ct", "maybe"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("off, report, require"),
        "{}",
        run.stderr
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
    let not_asked = "Certificate Transparency was not asked.";
    assert!(run.phrases().contains(not_asked), "{}", run.stdout);
}

#[test]
fn every_key_of_the_document_is_described() {
    let files = Files::new();
    let document = files
        .verify("www.example.kz", &[])
        .json("anchorwatch.decision/1");
    let trusted = files
        .verify("wiki.intranet", &[])
        .json("anchorwatch.decision/1");
    let page = include_str!("../../../../docs/reference/decision.md");
    let mut key_count = 0;
    for object in [
        &document,
        &document["path"][0],
        &document["anchor"],
        &document["deciding"],
        &document["attribution"],
        &trusted["certificate_transparency"],
    ] {
        for key in object.as_object().unwrap().keys() {
            let is_described =
                page.contains(&format!("`{key}`")) || page.contains(&format!("`….{key}`"));
            assert!(is_described, "{key}");
            key_count += 1;
        }
    }
    assert!(key_count > 20, "{key_count}");
}
