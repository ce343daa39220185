use anchorwatch_identity::Certificate;
use anchorwatch_lab::{Root, pki::Subject};
use serde_json::{Value, json};

use crate::run::{Machine, Run, anchorwatch};

const FILE: &str = "etc/anchorwatch/consent.toml";

/// A day about 100 days ahead, by this machine's clock.
pub(crate) fn soon() -> String {
    in_days(100)
}

fn in_days(days: i64) -> String {
    let now = anchorwatch_lab::clock::now_unix_s();
    let end = anchorwatch_identity::UnixSeconds::new(now + days * 24 * 60 * 60);
    end.to_string()
}

/// A machine with a company's root, and the root as a file.
fn machine(root: &Root) -> (Machine, String) {
    let machine = Machine::with(&[("works", root)]);
    let file = machine.path("usr/local/share/ca-certificates/works.crt");
    (machine, file.display().to_string())
}

fn key(root: &Root) -> String {
    let certificate = Certificate::from_der(root.der()).unwrap();
    certificate.spki_sha256().to_string()
}

fn consent(machine: &Machine, args: &[&str]) -> Run {
    let root = machine.root_text();
    let (action, rest) = args.split_first().unwrap();
    anchorwatch(&[&["consent", action, "--root", &root][..], rest].concat())
}

fn add(machine: &Machine, file: &str, more: &[&str]) -> Run {
    let until = soon();
    let common = [
        "add",
        "--certificate",
        file,
        "--until",
        &until,
        "--by",
        "M. Owner",
    ];
    let why = ["--why", "the company's own network"];
    consent(machine, &[&common[..], &why, more].concat())
}

fn audit(machine: &Machine, expected: i32) -> Value {
    let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
    assert_eq!(run.code, expected, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.audit/1")
}

#[test]
fn a_consent_is_a_plan_first_and_then_takes_a_root_out_of_the_findings_that_count() {
    let works = Root::company("Example Works").unwrap();
    let (machine, file) = machine(&works);
    audit(&machine, 10);
    let before = machine.snapshot();
    let plan = add(&machine, &file, &["--for", "works.example"]);
    assert_eq!((plan.code, machine.snapshot()), (12, before.clone()));
    assert!(plan.stdout.contains("Nothing was changed") && plan.stdout.contains(&key(&works)));

    let run = add(
        &machine,
        &file,
        &["--for", "Works.Example.", "--for", "10.0.0.0/8", "--apply"],
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    let document = audit(&machine, 0);
    let findings = document["findings"].as_array().unwrap();
    assert!(!findings.is_empty(), "a consented root is still listed");
    for finding in findings {
        assert_eq!(
            finding["consent"]["for"],
            json!(["works.example", "10.0.0.0/8"])
        );
        assert_eq!(finding["consent"]["by"], "M. Owner");
        assert!(
            finding["consent"]["until"]
                .as_str()
                .unwrap()
                .starts_with("20")
        );
    }
    let again = add(
        &machine,
        &file,
        &["--for", "works.example", "--apply", "--format", "json"],
    );
    assert_eq!(again.json("anchorwatch.plan/1")["is_applied"], true);

    let undone = anchorwatch(&["undo", "--root", &machine.root_text(), "--apply"]);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert_eq!(machine.snapshot(), before);
    assert_eq!(audit(&machine, 10)["findings"][0]["consent"], Value::Null);
}

#[test]
fn a_twin_of_a_consented_key_is_covered_and_a_rekeyed_root_or_an_accused_twin_is_not() {
    let works = Root::company("Example Works").unwrap();
    let twin = works.reissued().unwrap();
    let accused = works.renamed(Subject::isca()).unwrap();
    let rekeyed = works.rekeyed().unwrap();
    for (name, other, expected) in [
        ("twin", &twin, 0),
        ("accused", &accused, 10),
        ("rekeyed", &rekeyed, 10),
    ] {
        let machine = Machine::with(&[("works", &works)]);
        let file = machine
            .path("usr/local/share/ca-certificates/works.crt")
            .display()
            .to_string();
        assert_eq!(
            add(&machine, &file, &["--for", "works.example", "--apply"]).code,
            0
        );
        audit(&machine, 0);
        let bundle = machine.bundle() + &other.pem();
        std::fs::write(machine.path("etc/ssl/certs/ca-certificates.crt"), bundle).unwrap();
        let document = audit(&machine, expected);
        if name == "accused" {
            let codes: Vec<&Value> = document["findings"][0]["reasons"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reason| &reason["code"])
                .collect();
            assert!(codes.contains(&&json!("consent_void")), "{codes:?}");
        }
    }
}

#[test]
fn what_no_consent_covers_is_refused_and_nothing_is_written() {
    let (works, gov) = (
        Root::company("Example Works").unwrap(),
        Root::isca_like().unwrap(),
    );
    let (machine, file) = machine(&works);
    let accused = machine.path("gov.crt");
    std::fs::write(&accused, gov.pem()).unwrap();
    let accused = accused.display().to_string();
    let before = machine.snapshot();
    let scope = ["--for", "works.example", "--apply"];
    add(&machine, &accused, &scope).assert_error("cannot be given", "suspected_family");
    for refused in [
        "*",
        "*.works.example",
        "kz",
        "gov.kz",
        "0.0.0.0/0",
        "8.0.0.0/8",
        "",
    ] {
        let run = add(&machine, &file, &["--for", refused, "--apply"]);
        assert_eq!(run.code, 2, "{refused}: {}", run.stdout);
    }
    assert_eq!(machine.snapshot(), before);
    assert_eq!(
        add(&machine, &file, &scope).code,
        0,
        "the twin of all of them"
    );
}

#[test]
fn a_consent_that_is_too_long_too_late_unsigned_or_for_a_known_key_is_refused() {
    let works = Root::company("Example Works").unwrap();
    let (machine, file) = machine(&works);
    let before = machine.snapshot();
    let scope = ["--for", "works.example", "--apply"];
    let until = |end: &str| {
        let args = [
            "add",
            "--certificate",
            &file,
            "--until",
            end,
            "--by",
            "M.",
            "--why",
            "x",
        ];
        consent(&machine, &[&args[..], &scope].concat())
    };
    until(&in_days(399)).assert_error("cannot be given", "398 days");
    until("2020-01-01").assert_error("cannot be given", "before it begins");
    let args = [
        "add",
        "--certificate",
        &file,
        "--until",
        &soon(),
        "--by",
        " ",
        "--why",
        "x",
    ];
    consent(&machine, &[&args[..], &scope].concat())
        .assert_error("cannot be given", "nothing is said about who gives it");
    let known = "b5ba8dd7f89564c2889d3d6453c84998c77824919b64ea0835aa62986591be50";
    let args = [
        "add",
        "--key",
        known,
        "--until",
        &soon(),
        "--by",
        "M.",
        "--why",
        "x",
    ];
    consent(&machine, &[&args[..], &scope].concat())
        .assert_error("cannot be given", "known_interception");
    assert_eq!(machine.snapshot(), before);
    assert_eq!(until(&in_days(397)).code, 0, "the twin of all of them");
}

#[test]
fn a_key_by_hash_is_judged_by_the_certificates_that_the_machine_holds() {
    let (works, gov) = (
        Root::company("Example Works").unwrap(),
        Root::isca_like().unwrap(),
    );
    let machine = Machine::with(&[("works", &works), ("gov", &gov)]);
    let by_hash = |root: &Root| {
        let (hash, until) = (key(root), soon());
        let args = [
            "add", "--key", &hash, "--until", &until, "--by", "M.", "--why", "x",
        ];
        consent(
            &machine,
            &[&args[..], &["--for", "works.example", "--apply"]].concat(),
        )
    };
    by_hash(&gov).assert_error("cannot be given", "suspected_family");
    assert_eq!(by_hash(&works).code, 0);
}

#[test]
fn all_names_take_the_private_key_of_this_device_and_the_sentence_and_stay_a_finding() {
    let (antivirus, other) = (
        Root::company("Antivirus").unwrap(),
        Root::company("Other").unwrap(),
    );
    let (machine, file) = machine(&antivirus);
    let (own, foreign) = (machine.path("own.key"), machine.path("foreign.key"));
    std::fs::write(&own, antivirus.key_pkcs8_der()).unwrap();
    std::fs::write(&foreign, other.key_pkcs8_der()).unwrap();
    let (own, foreign) = (own.display().to_string(), foreign.display().to_string());
    let before = machine.snapshot();
    let all = |key: &str, more: &[&str]| {
        add(
            &machine,
            &file,
            &[&["--all-names", "--private-key", key][..], more].concat(),
        )
    };
    assert_eq!(
        add(&machine, &file, &["--all-names", "--apply"]).code,
        2,
        "no private key"
    );
    assert_eq!(add(&machine, &file, &["--apply"]).code, 2, "for nothing");
    all(&foreign, &["--apply"]).assert_error("cannot be given", "another certificate");
    all(&file, &["--apply"]).assert_error("cannot be given", "no private key");
    let plan = all(&own, &[]);
    assert_eq!(plan.code, 12, "{}", plan.stderr);
    assert!(
        plan.phrases()
            .contains("can read everything that this device sends")
    );
    let sentence = format!(
        "whoever holds the key {} may read everything that this device sends",
        &key(&antivirus)[..8]
    );
    all(&own, &["--apply"]).assert_error("is not confirmed", &sentence);
    let almost = sentence.to_uppercase();
    all(&own, &["--apply", "--confirm", &almost]).assert_error("is not confirmed", "sentence");
    assert_eq!(machine.snapshot(), before);
    let run = all(&own, &["--apply", "--confirm", &sentence]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stdout.contains("PRIVATE"));
    let document = audit(&machine, 10);
    assert_eq!(
        document["findings"][0]["consent"]["for"],
        json!(["all-names"])
    );
}

/// Moves every time in the consents to the past, because the machine's clock is real.
fn as_of_long_ago(machine: &Machine) {
    let path = machine.path(FILE);
    let text = std::fs::read_to_string(&path).unwrap();
    let moved = |line: &str| {
        if line.starts_with("not-before = ") {
            "not-before = \"2020-01-01T00:00:00Z\"\n".to_owned()
        } else if line.starts_with("until = ") {
            "until = \"2020-12-31T23:59:59Z\"\n".to_owned()
        } else {
            format!("{line}\n")
        }
    };
    let text: String = text.lines().map(moved).collect();
    std::fs::write(path, text).unwrap();
}

#[test]
fn an_expired_consent_covers_nothing_and_is_said_in_three_languages() {
    let works = Root::company("Example Works").unwrap();
    let (machine, file) = machine(&works);
    assert_eq!(
        add(&machine, &file, &["--for", "works.example", "--apply"]).code,
        0
    );
    let said = |language: &str, code: i32| {
        let root = machine.root_text();
        let run = anchorwatch(&["audit", "--root", &root, "--all", "--language", language]);
        assert_eq!(run.code, code, "{}", run.stdout);
        run.assert_readable();
        run.phrases()
    };
    let in_force = [
        (
            "en",
            "M. Owner consents to this key for works.example, until",
        ),
        (
            "kk",
            "Осы кілтке мыналар үшін келісім берілген: works.example",
        ),
        ("ru", "Согласие на этот ключ для works.example, до"),
    ];
    for (language, words) in in_force {
        let said = said(language, 0);
        assert!(said.contains(words), "{said}");
    }
    assert!(!said("en", 0).contains("Ask whoever runs this machine"));
    as_of_long_ago(&machine);
    let over = [
        (
            "en",
            "The consent of M. Owner for works.example ended at 2020-12-31T23:59:59Z",
        ),
        (
            "kk",
            "works.example үшін берілген келісімнің мерзімі 2020-12-31T23:59:59Z бітті",
        ),
        (
            "ru",
            "Согласие для works.example закончилось 2020-12-31T23:59:59Z",
        ),
    ];
    for (language, words) in over {
        let said = said(language, 10);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn an_expired_consent_is_null_in_the_document_with_its_reason_and_is_listed() {
    let works = Root::company("Example Works").unwrap();
    let (machine, file) = machine(&works);
    assert_eq!(
        add(&machine, &file, &["--for", "works.example", "--apply"]).code,
        0
    );
    assert!(consent(&machine, &["list"]).stdout.starts_with("In force:"));
    as_of_long_ago(&machine);
    let document = audit(&machine, 10);
    assert_eq!(document["findings"][0]["consent"], Value::Null);
    let reasons = document["findings"][0]["reasons"].as_array().unwrap();
    assert!(
        reasons
            .iter()
            .any(|reason| reason["code"] == "consent_expired")
    );
    let list = consent(&machine, &["list"]);
    assert!(
        list.stdout.starts_with("Expired; it covers nothing"),
        "{}",
        list.stdout
    );
}

#[test]
fn consents_are_listed_and_withdrawn() {
    let works = Root::company("Example Works").unwrap();
    let (machine, file) = machine(&works);
    assert!(
        consent(&machine, &["list"])
            .stdout
            .starts_with("There is no consent")
    );
    consent(&machine, &["withdraw", &key(&works)]).assert_error("there is no consent", "hint");
    assert_eq!(
        add(&machine, &file, &["--for", "works.example", "--apply"]).code,
        0
    );
    let document = consent(&machine, &["list", "--format", "json"]);
    let document = document.json("anchorwatch.consents/1");
    assert_eq!(document["consents"][0]["spki_sha256"], json!(key(&works)));
    assert_eq!(document["consents"][0]["is_in_force"], true);
    assert_eq!(document["consents"][0]["why"], "the company's own network");
    let with = machine.snapshot();
    assert_eq!(consent(&machine, &["withdraw", &key(&works)]).code, 12);
    assert_eq!(machine.snapshot(), with);
    assert_eq!(
        consent(&machine, &["withdraw", &key(&works), "--apply"]).code,
        0
    );
    audit(&machine, 10);
    // Newest first: the withdrawal, then the consent.
    let undone = anchorwatch(&["undo", "--root", &machine.root_text(), "--apply"]);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert!(!machine.path(FILE).exists());
}

#[test]
fn consents_that_others_could_write_or_that_are_cut_short_cover_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let works = Root::company("Example Works").unwrap();
    let (machine, file) = machine(&works);
    assert_eq!(
        add(&machine, &file, &["--for", "works.example", "--apply"]).code,
        0
    );
    let path = machine.path(FILE);
    let set = |mode| std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
    set(0o666);
    let document = audit(&machine, 10);
    let unread = document["not_checked"].as_array().unwrap();
    assert!(
        unread
            .iter()
            .any(|entry| entry["what"].as_str().unwrap().ends_with(FILE))
    );
    add(&machine, &file, &["--for", "other.example", "--apply"])
        .assert_error("could have been written by someone other", "mode 666");
    set(0o644);
    audit(&machine, 0);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, &text[..text.len() / 2]).unwrap();
    audit(&machine, 10);
    std::fs::write(&path, text + "allow = \"all\"\n").unwrap();
    audit(&machine, 10);
}

#[test]
fn verify_lets_a_consented_root_speak_for_its_names_and_for_no_others() {
    let works = Root::company("Example Works").unwrap();
    let (machine, file) = machine(&works);
    assert_eq!(
        add(&machine, &file, &["--for", "works.example", "--apply"]).code,
        0
    );
    let chain = machine.path("chain.pem");
    let issued = works
        .issue(&["www.works.example", "www.example.kz"])
        .unwrap();
    std::fs::write(&chain, issued.pem()).unwrap();
    let (chain, consents) = (
        chain.display().to_string(),
        machine.path(FILE).display().to_string(),
    );
    let verify = |host: &str, more: &[&str]| {
        let args = [
            "verify", "--host", host, "--local", &file, "--format", "json", &chain,
        ];
        let run = anchorwatch(&[&args[..], more].concat());
        (
            run.code,
            run.json("anchorwatch.decision/1")["reason_code"].clone(),
        )
    };
    let with = ["--consents", &consents];
    assert_eq!(verify("www.works.example", &with), (0, json!("consent")));
    assert_eq!(
        verify("www.example.kz", &with),
        (10, json!("local_anchor_for_public_name"))
    );
    assert_eq!(
        verify("www.works.example", &[]),
        (10, json!("local_anchor_for_public_name"))
    );
    let text = anchorwatch(&[
        "verify",
        "--host",
        "www.works.example",
        "--local",
        &file,
        "--consents",
        &consents,
        &chain,
    ]);
    assert!(
        text.phrases().contains("a consent of this machine's owner"),
        "{}",
        text.stdout
    );
}

#[test]
fn a_refused_key_stays_refused_whatever_is_consented_to() {
    let works = Root::company("Example Works").unwrap();
    let (machine, file) = machine(&works);
    let root = machine.root_text();
    let block = anchorwatch(&["block", "--root", &root, "--certificate", &file, "--apply"]);
    assert_eq!(block.code, 0);
    let run = add(&machine, &file, &["--for", "works.example", "--apply"]);
    assert!(
        run.phrases().contains("refuses this key: it stays refused"),
        "{}",
        run.stdout
    );
    assert_eq!(anchorwatch(&["refilter", "--root", &root]).code, 0);
    assert!(!machine.bundle().contains(&works.pem()));
}

#[test]
fn names_come_from_a_file_too_and_a_line_that_is_none_is_named() {
    let works = Root::company("Example Works").unwrap();
    let (machine, file) = machine(&works);
    let names = machine.path("names.txt").display().to_string();
    let text = "# banks\nworks.example\n\n  10.1.0.0/16  \r\n";
    std::fs::write(&names, text).unwrap();
    let more = ["--names-from", &names, "--for", "intra.example", "--apply"];
    let run = add(&machine, &file, &more);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let listed = consent(&machine, &["list", "--format", "json"]);
    let listed = listed.json("anchorwatch.consents/1").to_string();
    for name in ["works.example", "10.1.0.0/16", "intra.example"] {
        assert!(listed.contains(name), "{listed}");
    }

    std::fs::write(&names, format!("{text}*.kz\n")).unwrap();
    let before = machine.snapshot();
    let run = add(&machine, &file, &["--names-from", &names, "--apply"]);
    run.assert_error("line 5", "names.txt");
    assert_eq!(machine.snapshot(), before);
}
