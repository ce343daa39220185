use anchorwatch_identity::{Certificate, UnixSeconds};
use anchorwatch_lab::Root;
use anchorwatch_machine::{Setting, SettingKind, StoredCertificate, Trust};
use anchorwatch_policy::classify;

use super::*;

fn finding(certificate: &Certificate, class: Class) -> Finding {
    let mut classification = classify(certificate, UnixSeconds::new(1_700_000_000));
    classification.class = class;
    Finding {
        store_id: "debian_bundle".to_owned(),
        effective_for: Vec::new(),
        found: Found::Certificate(StoredCertificate {
            certificate: certificate.clone(),
            classification,
            trust: Trust::Trusted,
        }),
    }
}

fn certificate(name: &str) -> Certificate {
    Certificate::from_der(Root::company(name).unwrap().der()).unwrap()
}

fn entry(class: &str, key: &str, more: &str) -> String {
    format!(r#"{{"kind":"certificate","class":"{class}","spki_sha256":"{key}"{more}}}"#)
}

fn own(entries: &str) -> anyhow::Result<Baseline> {
    let text = format!(r#"{{"schema":"anchorwatch.baseline/1","findings":[{entries}]}}"#);
    Baseline::parse(text.as_bytes())
}

#[test]
fn a_root_is_known_by_key_and_class_and_a_changed_one_is_new() {
    let (one, other) = (certificate("One"), certificate("Other"));
    let key = one.spki_sha256().to_string();
    let baseline = own(&entry("unknown", &key, "")).unwrap();
    let has = |certificate, class| baseline.has(&finding(certificate, class), Severity::Ask);
    assert!(has(&one, Class::Unknown));
    assert!(!has(&other, Class::Unknown), "another key");
    assert!(!has(&one, Class::GovernmentRoot), "it is another thing now");
    let named = Finding {
        found: Found::PublicNameForeignKey(finding(&one, Class::Unknown).held().unwrap().clone()),
        ..finding(&one, Class::Unknown)
    };
    assert!(!baseline.has(&named, Severity::Ask), "another kind");
    let new = Finding {
        found: Found::NewSinceLastAudit(finding(&one, Class::Unknown).held().unwrap().clone()),
        ..finding(&one, Class::Unknown)
    };
    assert!(baseline.has(&new, Severity::Ask), "the owner knows of it");
}

#[test]
fn an_alarm_is_taken_from_an_own_list_with_a_reason_alone_and_a_known_key_never() {
    let one = certificate("One");
    let key = one.spki_sha256().to_string();
    let family = finding(&one, Class::SuspectedFamily);
    let answer = format!(
        r#"{{"schema":"anchorwatch.audit/1","findings":[{}]}}"#,
        entry("suspected_family", &key, "")
    );
    let answer = Baseline::parse(answer.as_bytes()).unwrap();
    assert!(!answer.has(&family, Severity::Alarm));
    let without = own(&entry("suspected_family", &key, "")).unwrap();
    assert!(!without.has(&family, Severity::Alarm));
    let accepted = r#","accepts_alarm":true,"because":"our own generator""#;
    let with = own(&entry("suspected_family", &key, accepted)).unwrap();
    assert!(with.has(&family, Severity::Alarm));
    for (class, more) in [
        ("suspected_family", r#","accepts_alarm":true"#),
        (
            "suspected_family",
            r#","accepts_alarm":true,"because":"  ""#,
        ),
        ("known_interception", accepted),
        ("leaked_key", accepted),
        ("unknown", accepted),
    ] {
        assert!(own(&entry(class, &key, more)).is_err(), "{class} {more}");
    }
    let known = own(&entry("known_interception", &key, "")).unwrap();
    let known_finding = finding(&one, Class::KnownInterception);
    assert!(!known.has(&known_finding, Severity::Alarm));
}

#[test]
fn a_setting_is_known_by_what_it_says_wherever_it_stands() {
    let setting = |literal: &str| Finding {
        store_id: "settings:/home/a/.gitconfig".to_owned(),
        effective_for: Vec::new(),
        found: Found::Setting(Setting {
            kind: SettingKind::GitSslVerify,
            store_id: "settings:/home/a/.gitconfig".to_owned(),
            literal: literal.to_owned(),
            effective_for: Vec::new(),
        }),
    };
    let kind = setting("x").kind().code();
    let code = SettingKind::GitSslVerify.code();
    let baseline = own(&format!(
        r#"{{"kind":"{kind}","setting":"{code}","literal":"http.sslVerify = false"}}"#
    ))
    .unwrap();
    assert!(baseline.has(&setting("http.sslVerify = false"), Severity::Ask));
    assert!(!baseline.has(&setting("http.sslVerify = no"), Severity::Ask));
}

#[test]
fn of_an_answer_of_another_version_the_rest_is_taken_and_the_unknown_counts() {
    let one = certificate("One");
    let key = one.spki_sha256().to_string();
    let answer = format!(
        r#"{{"schema":"anchorwatch.audit/1","time":"x","findings":[{},{},{}]}}"#,
        entry("unknown", &key, r#","severity":"ask""#),
        r#"{"kind":"proxy_configured","class":null,"spki_sha256":null}"#,
        r#"{"kind":"of_the_future","class":"unknown","spki_sha256":"00"}"#,
    );
    let baseline = Baseline::parse(answer.as_bytes()).unwrap();
    assert!(baseline.has(&finding(&one, Class::Unknown), Severity::Ask));
    assert_eq!(baseline.known.len(), 1);
}

#[test]
fn a_file_that_is_not_understood_is_refused_whole() {
    let key = "ab".repeat(32);
    for entries in [
        entry("unknown", "zz", ""),
        entry("no_such_class", &key, ""),
        entry("unknown", &key, r#","store":"x""#),
        entry("unknown", &key, r#","setting":"x","literal":"y""#),
        r#"{"kind":"certificate"}"#.to_owned(),
        r#"{"kind":"nothing","class":"unknown","spki_sha256":""}"#.to_owned(),
    ] {
        assert!(own(&entries).is_err(), "{entries}");
    }
    for text in [
        "",
        "[]",
        r#"{"findings":[]}"#,
        r#"{"schema":"anchorwatch.plan/1","findings":[]}"#,
        r#"{"schema":"anchorwatch.baseline/1"}"#,
        r#"{"schema":"anchorwatch.baseline/1","findings":[],"more":1}"#,
    ] {
        assert!(Baseline::parse(text.as_bytes()).is_err(), "{text}");
    }
    assert!(own("").is_ok());
}
