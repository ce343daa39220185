//! How urgent a finding is, what counts, and what the owner has settled.

use std::path::Path;

use anchorwatch_lab::Root;
use serde_json::{Value, json};

use crate::run::{Machine, Run, anchorwatch};

fn audit(machine: &Machine, more: &[&str]) -> Run {
    anchorwatch(&[&["audit", "--root", &machine.root_text()], more].concat())
}

fn document(machine: &Machine, more: &[&str], code: i32) -> Value {
    let run = audit(machine, &[&["--format", "json"], more].concat());
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.audit/1")
}

fn write(folder: &Path, name: &str, content: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

fn severities(document: &Value) -> Vec<(String, String)> {
    let findings = document["findings"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut all: Vec<_> = findings
        .map(|one| (text(&one["severity"]), text(&one["status"])))
        .collect();
    all.dedup();
    all
}

#[test]
fn the_exit_code_follows_the_severity_that_was_asked_for() {
    let alarm = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    let ask = Machine::with(&[("works", &Root::company("Example Works").unwrap())]);
    let clean = Machine::with(&[]);
    for (fail_on, of_alarm, of_ask) in [
        ("alarm", 10, 0),
        ("ask", 10, 10),
        ("note", 10, 10),
        ("never", 0, 0),
    ] {
        let code = |machine| audit(machine, &["--fail-on", fail_on]).code;
        assert_eq!(
            (code(&alarm), code(&ask), code(&clean)),
            (of_alarm, of_ask, 0),
            "{fail_on}"
        );
    }
    assert_eq!(audit(&ask, &[]).code, 10, "ask is the default");
    assert_eq!(audit(&ask, &["--fail-on", "panic"]).code, 2);
    // Whatever --fail-on says, unread files are reported.
    std::fs::write(ask.path("etc/ssl/certs/0a1b2c3d.0"), [0x30, 0x80, 0x01]).unwrap();
    assert_eq!(audit(&ask, &["--fail-on", "never"]).code, 11);
    assert_eq!(audit(&ask, &["--fail-on", "alarm"]).code, 11);
}

#[test]
fn every_finding_has_a_severity_and_the_host_is_told_without_its_name() {
    let machine = Machine::with(&[
        ("gov", &Root::isca_like().unwrap()),
        ("works", &Root::company("Example Works").unwrap()),
    ]);
    std::fs::write(machine.path("etc/hostname"), "bastion\n").unwrap();
    std::fs::write(
        machine.path("etc/gitconfig"),
        "[http]\n\tsslVerify = false\n",
    )
    .unwrap();
    let told = document(&machine, &[], 10);
    let found = severities(&told);
    let expect = |severity: &str| (severity.to_owned(), "open".to_owned());
    assert!(
        found.contains(&expect("alarm")) && found.contains(&expect("ask")),
        "{found:?}"
    );
    assert!(
        found.iter().all(|(severity, _)| severity != "-"),
        "{found:?}"
    );
    assert_eq!(told["hostname"], Value::Null);
    assert_eq!(told["root"], machine.root_text());
    assert_eq!(told["version"], env!("CARGO_PKG_VERSION"));
    assert!(told["time"].as_str().unwrap().ends_with('Z'));
    assert!(told["counts"]["alarm"].as_u64() > Some(0));
    let certificate = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["class"] == "suspected_family")
        .unwrap();
    for field in ["not_before", "not_after", "issuer", "cert_sha1"] {
        assert!(certificate[field].is_string(), "{field}");
    }
    let file = certificate["file"]["path"].as_str().unwrap();
    assert!(
        file.ends_with("usr/local/share/ca-certificates/gov.crt"),
        "{file}"
    );
    assert_eq!(
        document(&machine, &["--hostname"], 10)["hostname"],
        "bastion"
    );
}

#[test]
fn what_is_refused_is_no_alarm_any_more_and_what_is_trusted_again_is() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    let root = machine.root_text();
    let unfiltered = machine.bundle();
    let block = [
        "block",
        "--root",
        &root,
        "--class",
        "suspected_family",
        "--apply",
    ];
    assert_eq!(anchorwatch(&block).code, 0);

    let told = document(&machine, &[], 0);
    assert_eq!(
        severities(&told),
        [("alarm".to_owned(), "refused".to_owned())]
    );
    assert_eq!(told["counts"], json!({"alarm": 0, "ask": 0, "note": 0}));
    let said = audit(&machine, &["--all"]);
    assert!(
        said.stdout
            .starts_with("1 root here is refused, and no program trusts it."),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains("1 root that is refused here"),
        "{}",
        said.stdout
    );
    assert!(!said.stdout.contains("What to do"), "{}", said.stdout);

    // Another tool rebuilt the bundle and no hook ran.
    std::fs::write(
        machine.path("etc/ssl/certs/ca-certificates.crt"),
        unfiltered,
    )
    .unwrap();
    let said = audit(&machine, &["--all"]);
    assert_eq!(said.code, 10);
    let phrases = said.phrases();
    assert!(
        phrases
            .contains("These keys are refused on this machine, and some program still trusts them"),
        "{phrases}"
    );
    assert!(phrases.contains("trusted by"), "{phrases}");

    assert_eq!(anchorwatch(&["undo", "--root", &root, "--apply"]).code, 0);
    assert_eq!(
        severities(&document(&machine, &[], 10)),
        [("alarm".to_owned(), "open".to_owned())]
    );
}

#[test]
fn a_program_that_no_mechanism_reaches_keeps_a_refused_root_an_alarm() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    let root = machine.root_text();
    let block = [
        "block",
        "--root",
        &root,
        "--class",
        "suspected_family",
        "--apply",
    ];
    assert_eq!(anchorwatch(&block).code, 0);
    assert_eq!(audit(&machine, &[]).code, 0);
    let bundle = machine.path("home/alice/.local/lib/python3/site-packages/certifi/cacert.pem");
    std::fs::create_dir_all(bundle.parent().unwrap()).unwrap();
    std::fs::write(&bundle, gov.pem()).unwrap();
    let told = document(&machine, &[], 10);
    let open: Vec<&Value> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["status"] == "open")
        .collect();
    assert_eq!(open.len(), 1, "{told}");
    assert_eq!(open[0]["effective_for"], json!(["python_requests"]));
}

#[test]
fn a_baseline_lets_off_what_it_knows_and_nothing_that_changed() {
    let folder = tempfile::tempdir().unwrap();
    let works = Root::company("Example Works").unwrap();
    let machine = Machine::with(&[("works", &works)]);
    std::fs::write(
        machine.path("etc/environment"),
        "https_proxy=http://proxy.works.example:3128\n",
    )
    .unwrap();
    let answer = audit(&machine, &["--format", "json"]);
    let known = write(folder.path(), "known.json", &answer.stdout);
    let told = document(&machine, &["--baseline", &known], 0);
    assert_eq!(
        severities(&told),
        [("ask".to_owned(), "baseline".to_owned())]
    );
    let said = audit(&machine, &["--baseline", &known, "--all"]);
    let first = said.phrases();
    assert!(
        first.contains("1 root here is not from the public program, and your baseline knows it."),
        "{first}"
    );
    assert!(!first.contains("No root was found"), "{first}");
    assert!(
        said.stdout.contains("1 root that the baseline knows:"),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains("1 setting that the baseline knows:"),
        "{}",
        said.stdout
    );

    // Another machine of the fleet, with the same key in another place.
    let other = Machine::with(&[("company-root", &works)]);
    assert_eq!(audit(&other, &["--baseline", &known]).code, 0);
    // Another key under the same name, and another proxy.
    let rekeyed = Machine::with(&[("works", &works.rekeyed().unwrap())]);
    assert_eq!(audit(&rekeyed, &["--baseline", &known]).code, 10);
    std::fs::write(
        machine.path("etc/environment"),
        "https_proxy=http://other.example:3128\n",
    )
    .unwrap();
    assert_eq!(audit(&machine, &["--baseline", &known]).code, 10);
}

#[test]
fn an_alarm_in_a_baseline_stays_an_alarm_unless_an_own_list_accepts_it() {
    let folder = tempfile::tempdir().unwrap();
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    let answer = audit(&machine, &["--format", "json"]);
    let saved = write(folder.path(), "saved.json", &answer.stdout);
    assert_eq!(audit(&machine, &["--baseline", &saved]).code, 10);
    let key = answer.json("anchorwatch.audit/1")["findings"][0]["spki_sha256"].clone();
    let own = |accepts: bool| {
        let list = json!({
            "schema": "anchorwatch.baseline/1",
            "findings": [{
                "kind": "certificate", "class": "suspected_family", "spki_sha256": key,
                "because": "our own generator", "accepts_alarm": accepts,
            }],
        });
        write(folder.path(), "own.json", &list.to_string())
    };
    assert_eq!(audit(&machine, &["--baseline", &own(false)]).code, 10);
    let said = audit(&machine, &["--baseline", &own(true), "--all"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    // It is still shown in full.
    assert!(said.stdout.contains("severity    alarm"), "{}", said.stdout);
}

#[test]
fn a_file_that_is_no_baseline_is_an_error_and_nothing_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let machine = Machine::with(&[]);
    for (content, why) in [
        ("", "the text ends too early"),
        (r#"{"schema":"anchorwatch.plan/1"}"#, "anchorwatch.plan/1"),
        (
            r#"{"schema":"anchorwatch.baseline/1","findings":[{"kind":"x"}]}"#,
            "not a kind of finding",
        ),
    ] {
        let path = write(folder.path(), "b.json", content);
        audit(&machine, &["--baseline", &path]).assert_error("is not a baseline", why);
    }
}

#[test]
fn what_somebody_added_stands_before_everything_else_and_the_advice_names_it() {
    let (gov, works) = (
        Root::isca_like().unwrap(),
        Root::company("Example Works").unwrap(),
    );
    let machine = Machine::with(&[("works", &works), ("gov", &gov)]);
    let said = audit(&machine, &["--all"]);
    let at = |words: &str| {
        said.stdout
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {}", said.stdout))
    };
    assert!(at("severity    alarm") < at("severity    ask"));
    assert!(at("severity    ask") < at("Stores that were read"));
    let advice = &said.stdout[at("What to do")..];
    assert!(
        advice.contains("CN=Information Security Certification Authority"),
        "{advice}"
    );
    assert!(advice.contains("CN=Example Works"), "{advice}");
    said.assert_readable();
}

/// A root with the key of an authority that browsers removed for cause.
fn removed_for_cause() -> String {
    let known = anchorwatch_identity::registry::known_roots();
    let known = known.iter().find(|one| one.id == "trustcor-ca1").unwrap();
    let host = Root::company("Formerly Trusted").unwrap();
    let der = crate::audit::with_key(host.der(), &host.spki_der(), known.spki_der);
    anchorwatch_lab::pki::certificate_pem(&der)
}

#[test]
fn a_root_that_was_removed_for_cause_is_a_note_only_while_the_distribution_ships_it() {
    let machine = Machine::with(&[]);
    let pem = removed_for_cause();
    let bundle = machine.path("etc/ssl/certs/ca-certificates.crt");
    std::fs::write(&bundle, machine.bundle() + &pem).unwrap();
    let removed = |code| {
        let told = document(&machine, &[], code);
        assert_eq!(told["findings"][0]["class"], "distrusted_by_program");
        told["findings"][0]["severity"].clone()
    };
    assert_eq!(removed(10), "ask", "somebody put it there");
    let shipped = machine.path("usr/share/ca-certificates/mozilla/formerly.crt");
    std::fs::write(&shipped, &pem).unwrap();
    assert_eq!(removed(0), "note");
    assert_eq!(audit(&machine, &["--fail-on", "note"]).code, 10);
    let said = audit(&machine, &[]);
    assert!(
        said.phrases()
            .contains("1 root that browsers removed for cause; the distribution still ships it"),
        "{}",
        said.stdout
    );
    assert!(!said.stdout.contains("Formerly Trusted"), "{}", said.stdout);
    let all = audit(&machine, &["--all"]);
    assert!(all.stdout.contains("Formerly Trusted"), "{}", all.stdout);
    // A file that anyone can write proves nothing.
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(&shipped, std::fs::Permissions::from_mode(0o666)).unwrap();
    assert_eq!(removed(10), "ask");
}
