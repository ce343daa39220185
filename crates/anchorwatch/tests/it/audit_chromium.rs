use anchorwatch_lab::Root;
use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::{
    audit::with_key,
    run::{Machine, anchorwatch},
};

fn audit(machine: &Machine, expected: i32) -> Value {
    let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
    assert_eq!(run.code, expected, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.audit/1")
}

fn findings<'a>(document: &'a Value, store: &str) -> Vec<&'a Value> {
    let findings = document["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|finding| finding["store_id"] == store)
        .collect()
}

fn write(machine: &Machine, path: &str, content: &str) {
    let path = machine.path(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

#[test]
fn a_root_of_a_policy_is_trusted_by_chromium_until_a_later_file_takes_it_back() {
    let machine = Machine::with(&[]);
    let imposed = BASE64.encode(Root::isca_like().unwrap().der());
    let policy = format!("// ours\n{{\"CACertificates\": [\"{imposed}\",],}}");
    write(
        &machine,
        "etc/chromium/policies/managed/50-works.json",
        &policy,
    );
    let document = audit(&machine, 10);
    let store = "chromium_policy:/etc/chromium/policies/managed/50-works.json";
    let found = findings(&document, store);
    assert_eq!(found[0]["class"], "suspected_family");
    assert_eq!(found[0]["effective_for"], json!(["chromium"]));

    let empty = json!({"CACertificates": []}).to_string();
    write(&machine, "etc/chromium/policies/managed/99", &empty);
    // It is still there, and its family makes it a finding, but nothing trusts it.
    let document = audit(&machine, 10);
    assert_eq!(findings(&document, store)[0]["effective_for"], json!([]));
}

#[test]
fn a_policy_that_refuses_a_known_key_is_no_finding_and_one_that_trusts_it_is() {
    let host = Root::company("Carrier").unwrap();
    let known = anchorwatch_identity::registry::known_roots()
        .iter()
        .next()
        .unwrap();
    let carrier = BASE64.encode(&with_key(host.der(), &host.spki_der(), known.spki_der));
    for (key, expected) in [("CADistrustedCertificates", 0), ("CACertificates", 10)] {
        let machine = Machine::with(&[]);
        let policy = json!({ key: [carrier] }).to_string();
        write(&machine, "etc/chromium/policies/managed/zz.json", &policy);
        audit(&machine, expected);
    }
}

#[test]
fn a_policy_file_that_cannot_be_read_is_no_clean_answer() {
    let machine = Machine::with(&[]);
    write(
        &machine,
        "etc/brave/policies/managed/a.json",
        "{\"CACertificates\": [\"",
    );
    let document = audit(&machine, 11);
    let not_checked = document["not_checked"].as_array().unwrap();
    let is_named = |entry: &Value| entry["what"].as_str().unwrap().ends_with("managed/a.json");
    assert!(not_checked.iter().any(is_named));
}

#[test]
fn a_switch_in_a_start_file_and_a_proxy_in_a_policy_are_findings_with_their_words() {
    let machine = Machine::with(&[]);
    let start = "[Desktop Entry]\nExec=chromium --ignore-certificate-errors %U\n";
    write(&machine, "home/alice/.config/autostart/x.desktop", start);
    let policy =
        json!({"ProxyMode": "fixed_servers", "ProxyServer": "http://eve:s3cret@10.0.0.1:1"});
    write(
        &machine,
        "etc/chromium/policies/managed/p",
        &policy.to_string(),
    );
    let document = audit(&machine, 10);

    let found = findings(
        &document,
        "settings:/home/alice/.config/autostart/x.desktop",
    );
    assert_eq!(found[0]["kind"], "verification_disabled");
    assert_eq!(found[0]["effective_for"], json!(["chromium"]));
    assert_eq!(found[0]["reasons"][0]["code"], "browser_switch");
    let found = findings(
        &document,
        "chromium_policy:/etc/chromium/policies/managed/p",
    );
    assert_eq!(found[0]["kind"], "proxy_configured");
    let words = found[0]["reasons"][0]["text"].as_str().unwrap();
    assert!(
        words.contains("10.0.0.1:1") && !words.contains("s3cret"),
        "{words}"
    );
}

#[test]
fn a_start_file_without_such_a_switch_is_no_finding() {
    let machine = Machine::with(&[]);
    let start = "[Desktop Entry]\nExec=chromium %U\n";
    write(&machine, "usr/share/applications/chromium.desktop", start);
    write(
        &machine,
        "etc/chromium/policies/managed/a.json",
        "{\"HomepageLocation\": \"about:blank\"}",
    );
    assert_eq!(audit(&machine, 0)["findings"], json!([]));
}
