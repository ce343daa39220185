use std::path::PathBuf;

use anchorwatch_identity::Certificate;
use anchorwatch_lab::Root;
use anchorwatch_machine::{
    Found, Impact, NotChecked, Setting, SettingKind, StoreKind, StoredCertificate, Unseen,
};
use anchorwatch_policy::classify;
use anchorwatch_remark::Told;

use super::*;
use crate::words::Language;

const NOW: UnixSeconds = UnixSeconds::new(1_700_000_000);

fn store(kind: StoreKind, path: &str, error: Option<Told>) -> Store {
    Store {
        id: path.to_owned(),
        kind,
        path: PathBuf::from(path),
        user: None,
        anchors: Vec::new(),
        error,
        unreadable: Vec::new(),
        remarks: Vec::new(),
        is_of_unknown_program: false,
    }
}

fn setting(kind: SettingKind, path: &str, literal: &str) -> Finding {
    Finding {
        store_id: path.to_owned(),
        effective_for: vec![Client::Git],
        found: Found::Setting(Setting {
            kind,
            store_id: path.to_owned(),
            literal: literal.to_owned(),
            effective_for: vec![Client::Git],
        }),
    }
}

/// One of everything that an audit can hold besides certificates.
fn with_settings() -> Audit {
    Audit {
        stores: vec![
            store(StoreKind::Settings, "/etc/gitconfig", None),
            store(
                StoreKind::JavaKeystore,
                "/etc/ssl/certs/java/cacerts",
                Some(Told::of("container_empty")),
            ),
        ],
        findings: vec![
            setting(
                SettingKind::GitSslVerify,
                "/etc/gitconfig",
                "http.sslVerify = false",
            ),
            setting(
                SettingKind::ProxyEnvironment,
                "/etc/environment",
                "https_proxy=\u{1b}[2J",
            ),
        ],
        remarks: Vec::new(),
        not_checked: vec![NotChecked {
            what: Unseen::Place {
                path: "/etc/ssl/certs/java/cacerts".into(),
            },
            why: Told::of("container_empty"),
            weight: Impact::Inconclusive,
        }],
    }
}

fn said(audit: &Audit, language: Language) -> (String, String) {
    let asked = Asked {
        root: Path::new("/"),
        root_option: "",
        can_be_changed: true,
        view: View::All,
        columns: None,
    };
    let page = render(
        &asked,
        audit,
        &Choices::default(),
        NOW,
        &Words::of(language),
    );
    let page = page.text();
    let words: Vec<&str> = page.split_whitespace().collect();
    (words.join(" "), page)
}

#[test]
fn settings_are_counted_named_with_their_place_and_followed_by_advice() {
    for (language, phrases) in [
        (
            Language::English,
            [
                "1 setting switches verification off. 1 setting leads traffic",
                "/etc/gitconfig: git accepts every certificate, of all sites or of the named one (http.sslVerify = false)",
                "Take out a setting that switches verification off",
                "Ask who set the proxy",
            ],
        ),
        (
            Language::Kazakh,
            [
                "1 баптау сертификаттарды тексеруді өшіреді. 1 баптау трафикті",
                "/etc/gitconfig: git барлық сайттың немесе аталған сайттың кез келген сертификатын қабылдайды (http.sslVerify = false)",
                "Тексеруді өшіретін баптауды",
                "кім орнатқанын сұраңыз",
            ],
        ),
        (
            Language::Russian,
            [
                "1 настройка отключает проверку сертификатов. 1 настройка направляет",
                "/etc/gitconfig: git принимает любой сертификат — всех сайтов или названного (http.sslVerify = false)",
                "Уберите настройку, отключающую проверку",
                "Спросите, кто задал прокси-сервер",
            ],
        ),
    ] {
        let (said, page) = said(&with_settings(), language);
        for phrase in phrases {
            assert!(said.contains(phrase), "{phrase}: {page}");
        }
        assert!(!page.contains('\u{1b}') && !page.contains("{ "), "{page}");
    }
}

#[test]
fn a_store_that_was_not_read_has_a_question_mark_and_never_a_nought() {
    for language in Language::ALL {
        let (said, page) = said(&with_settings(), language);
        assert!(said.contains("? "), "{page}");
        let row = page.lines().find(|line| line.contains("cacerts")).unwrap();
        assert!(row.trim_start().starts_with('?'), "{row}");
        let row = page.lines().find(|line| line.ends_with("/etc/gitconfig"));
        assert!(row.unwrap().trim_start().starts_with('0'), "{page}");
    }
}

#[test]
fn what_else_there_is_to_say_of_a_certificate_stands_with_it_once() {
    let root = Root::company("Example Works").unwrap();
    let certificate = Certificate::from_der(root.der()).unwrap();
    let held = StoredCertificate {
        classification: classify(&certificate, NOW),
        trust: Trust::Trusted,
        certificate,
    };
    let finding = |found: Found| Finding {
        store_id: "/x".to_owned(),
        effective_for: vec![Client::Curl],
        found,
    };
    let certificates = vec![held.certificate.sha256()];
    let key = held.certificate.spki_sha256();
    let twin = |held| Found::SameKeyTwice {
        key,
        held,
        certificates: certificates.clone(),
    };
    let audit = Audit {
        stores: vec![store(StoreKind::NamedFile, "/x", None)],
        findings: vec![
            finding(Found::Certificate(held.clone())),
            finding(Found::NewSinceLastAudit(held.clone())),
            finding(twin(held.clone())),
            finding(Found::PublicNameForeignKey(held.clone())),
            finding(Found::NewSinceLastAudit(held)),
        ],
        remarks: Vec::new(),
        not_checked: Vec::new(),
    };
    for language in Language::ALL {
        let words = Words::of(language);
        let (said, page) = said(&audit, language);
        for kind in [
            FindingKind::SameKeyTwice,
            FindingKind::PublicNameForeignKey,
            FindingKind::NewSinceLastAudit,
        ] {
            let sentence = words.finding_kind(kind);
            let once = format!("{} {sentence}", words.say("label-also"));
            assert_eq!(said.matches(&once).count(), 1, "{once}: {page}");
        }
        // Only one certificate was added, no matter how many findings it has.
        let one = words.with("audit-count-unknown", &[("count", 1.into())]);
        assert!(said.starts_with(&one), "{page}");
    }
}
