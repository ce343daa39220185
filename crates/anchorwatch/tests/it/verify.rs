use anchorwatch_identity::UnixSeconds;
use anchorwatch_lab::{
    Root,
    pki::{Issuance, Recipe, Validity},
};
use anchorwatch_verify::ct;
use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

/// Files with a chain from a local root, for a public and a private name.
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

/// A site under a root treated as public. The chain is valid for years before and after today,
/// because the shipped log list was not made today.
fn ct_of(files: &Files, mode: &[&str], after_days: i64) -> Run {
    let recipe = Recipe {
        validity: Validity::days(-2000, 4000),
        ..Recipe::company("Public")
    };
    let issuance = Issuance {
        leaf: Validity::days(-2000, 4000),
        ..Issuance::default()
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
        run.stderr.contains("off, report and require"),
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
fn a_chain_that_cannot_be_read_is_an_error_and_no_decision() {
    let files = Files::new();
    let leaf = files.root.issue(&["wiki.intranet"]).unwrap();
    let pem = leaf.pem();
    let der = leaf.certificates()[0].to_vec();
    let large = vec![0x30; 2 << 20];
    let unreadable: [(&str, Vec<u8>); 8] = [
        ("empty", Vec::new()),
        ("no certificate", b"not a certificate\n".to_vec()),
        ("cut PEM", pem.as_bytes()[..pem.len() / 2].to_vec()),
        ("cut DER", der[..der.len() - 1].to_vec()),
        (
            "a DER before a cut one",
            [der.as_slice(), &der[..der.len() - 1]].concat(),
        ),
        ("NUL", b"\0".repeat(4096)),
        ("2 MiB of nothing", large.clone()),
        (
            "a good one before a bad one",
            [
                pem.as_bytes(),
                b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            ]
            .concat(),
        ),
    ];
    for (what, content) in unreadable {
        std::fs::write(files.path("chain.pem"), content).unwrap();
        let run = files.verify("wiki.intranet", &[]);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{what}");
        run.assert_error("cannot read the certificates in", "");
    }
    std::fs::write(files.path("chain.pem"), pem).unwrap();
    assert_eq!(files.verify("wiki.intranet", &[]).code, 0);
}

#[test]
fn a_thousand_certificates_are_a_chain_too_and_only_what_leads_to_a_root_counts() {
    let files = Files::new();
    let (leaf, stranger) = (
        files.root.issue(&["wiki.intranet"]).unwrap(),
        Root::company("Stranger").unwrap(),
    );
    let decoys = stranger.pem().repeat(500) + &files.root.rekeyed().unwrap().pem().repeat(499);
    std::fs::write(files.path("chain.pem"), leaf.pem() + &decoys).unwrap();
    assert_eq!(files.verify("wiki.intranet", &[]).code, 0);
    let other = stranger.issue(&["wiki.intranet"]).unwrap();
    std::fs::write(files.path("chain.pem"), other.pem() + &decoys).unwrap();
    let run = files.verify("wiki.intranet", &[]);
    let reason = &run.json("anchorwatch.decision/1")["reason_code"];
    assert_eq!((run.code, reason), (10, &"unknown_issuer".into()));
}

#[test]
fn every_spelling_of_a_host_is_decided_and_what_cannot_be_parsed_is_public() {
    let files = Files::new();
    let names = [
        "wiki.intranet",
        "xn--bcher-kva.intranet",
        "10.0.0.7",
        "disk",
        "www.example.kz",
    ];
    let chain = files.root.issue(&names).unwrap();
    std::fs::write(files.path("chain.pem"), chain.pem()).unwrap();
    let rows = [
        ("wiki.intranet", "local_private_name"),
        ("WIKI.INTRANET.", "local_private_name"),
        ("b\u{fc}cher.intranet", "local_private_name"),
        ("xn--bcher-kva.intranet", "local_private_name"),
        ("10.0.0.7", "local_private_name"),
        ("disk", "local_private_name"),
        ("other.intranet", "name_mismatch"),
        ("::ffff:10.0.0.7", "name_mismatch"),
        ("64:ff9b::a00:7", "name_mismatch"),
        ("10.0.0.8", "name_mismatch"),
        ("8.8.8.8", "local_anchor_for_public_name"),
        ("www.example.kz", "local_anchor_for_public_name"),
        ("*.intranet", "local_anchor_for_public_name"),
        ("wiki.intranet..", "local_anchor_for_public_name"),
        ("0x0a000007", "local_anchor_for_public_name"),
        ("kz", "local_anchor_for_public_name"),
    ];
    for (host, reason) in rows {
        let run = files.verify(host, &[]);
        let document = run.json("anchorwatch.decision/1");
        let code = if reason == "local_private_name" {
            0
        } else {
            10
        };
        let expected = (code, &Value::from(reason));
        assert_eq!((run.code, &document["reason_code"]), expected, "{host:?}");
    }
    // A name with other parts is rejected, because the decision would be about another name.
    for host in [
        "wiki.intranet:443",
        "https://wiki.intranet",
        "u@wiki.intranet",
        "",
    ] {
        let run = files.verify(host, &[]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{host:?}");
    }
}

#[test]
fn a_time_before_1970_or_far_ahead_refuses_and_one_that_is_none_is_wrong_usage() {
    let files = Files::new();
    let rows = [
        ("1969-12-31T23:59:59Z", 10, "certificate_not_yet_valid"),
        ("0001-01-01T00:00:00Z", 10, "certificate_not_yet_valid"),
        ("9999-12-31T23:59:59Z", 10, "certificate_expired"),
    ];
    for (at, code, reason) in rows {
        let run = files.verify("wiki.intranet", &["--at", at]);
        let document = run.json("anchorwatch.decision/1");
        assert_eq!(
            (run.code, &document["reason_code"]),
            (code, &reason.into()),
            "{at}"
        );
    }
    for at in [
        "",
        "now",
        "2019-07-18",
        "10000-01-01T00:00:00Z",
        "2019-02-30T00:00:00Z",
    ] {
        assert_eq!(files.verify("wiki.intranet", &["--at", at]).code, 2, "{at}");
    }
}

#[test]
fn a_servers_certificate_given_as_the_public_root_vouches_for_nobody_and_an_empty_file_is_an_error()
{
    let files = Files::new();
    let (chain, local) = (files.path("chain.pem"), files.path("local.pem"));
    // A server's certificate is not a root that could have issued it, and the name is public.
    let leaf = files.root.issue(&["www.example.kz"]).unwrap();
    std::fs::write(files.path("public.pem"), leaf.pem()).unwrap();
    let ask = |public: &str, local: &str| {
        let roots = ["--public", public, "--local", local, "--format", "json"];
        anchorwatch(
            &[
                &["verify", "--host", "www.example.kz"],
                &roots[..],
                &[&chain],
            ]
            .concat(),
        )
    };
    let run = ask(&files.path("public.pem"), &local);
    assert_eq!(run.code, 10);
    std::fs::write(files.path("public.pem"), "").unwrap();
    ask(&files.path("public.pem"), &local).assert_error("cannot read the certificates in", "");
}
