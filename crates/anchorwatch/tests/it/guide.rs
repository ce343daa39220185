//! `guide`: steps and fingerprints for systems without Anchorwatch.

use serde_json::Value;

use crate::run::anchorwatch;

const SYSTEMS: [&str; 4] = ["android", "ios", "windows", "macos"];

fn document(args: &[&str]) -> Value {
    let run = anchorwatch(&[args, &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.json("anchorwatch.guide/1")
}

fn list<'a>(document: &'a Value, key: &str) -> &'a Vec<Value> {
    document[key].as_array().unwrap()
}

#[test]
fn every_guide_has_numbered_steps_warnings_and_what_to_do_after_in_every_language() {
    for (language, phrases) in [
        (
            "en",
            [
                "Before you begin",
                "ask first",
                "installs it again",
                "Removing the root does not undo past reading.",
                "stop loading rather than become private",
                "that proves nothing",
            ],
        ),
        (
            "kk",
            [
                "Бастамас бұрын",
                "алдымен сұраңыз",
                "қайта орнатады",
                "Жою бұрын оқылғанды қайтармайды.",
                "бұл олар қауіпсіз болды дегенді білдірмейді",
                "бұл ештеңені дәлелдемейді",
            ],
        ),
        (
            "ru",
            [
                "Прежде чем начать",
                "сначала спросите",
                "его снова установит",
                "Удаление не отменяет того, что уже прочитано.",
                "перестанут открываться, но это не сделает соединение безопасным",
                "это ничего не доказывает",
            ],
        ),
    ] {
        for system in SYSTEMS {
            let run = anchorwatch(&["guide", system, "--language", language]);
            assert_eq!(run.code, 0);
            run.assert_readable();
            let said = run.phrases();
            for phrase in phrases {
                assert!(said.contains(phrase), "{phrase}: {}", run.stdout);
            }
            let count = list(&document(&["guide", system]), "steps").len();
            for number in 1..=count {
                let start = format!("{number:>3}. ");
                assert!(
                    run.stdout.lines().any(|line| line.starts_with(&start)),
                    "{start}"
                );
            }
            let lines = run.stdout.lines();
            let widest = lines.map(textwrap::core::display_width).max();
            assert!(widest <= Some(80), "{system} {language}: {widest:?}");
        }
    }
}

#[test]
fn the_caution_comes_before_what_is_deleted_and_alternatives_are_no_steps() {
    for system in SYSTEMS {
        let document = document(&["guide", system]);
        let steps = list(&document, "steps");
        let at = |code: &str| steps.iter().position(|step| step["code"] == code);
        assert!(at("keep").unwrap() < at("remove").unwrap(), "{system}");
        for step in steps {
            let text = step["text"].as_str().unwrap();
            let is_alternative = text.starts_with("Or ") || text.starts_with("Android 1");
            assert!(!is_alternative, "{text}");
        }
    }
    let android = document(&["guide", "android"]);
    let ways: Vec<_> = list(&list(&android, "steps")[0], "alternatives")
        .iter()
        .map(|way| way["code"].as_str().unwrap())
        .collect();
    assert_eq!(ways, ["open_11", "open_7", "open_samsung"]);
    let page = anchorwatch(&["guide", "android"]).stdout;
    assert!(page.contains("\n     - Samsung: Settings"), "{page}");
    assert!(page.contains("\n  2. The tab User holds"), "{page}");
}

#[test]
fn the_way_to_the_list_is_named_on_every_system() {
    for (system, facts) in [
        (
            "android",
            &[
                "Trusted credentials",
                "tab User",
                "Samsung",
                "Android 7 to 10",
            ][..],
        ),
        (
            "ios",
            &[
                "VPN & Device Management",
                "Certificate Trust Settings",
                "Remove Profile",
                "MDM",
            ],
        ),
        (
            "windows",
            &[
                "certmgr.msc",
                "certlm.msc",
                "certutil -user -store Root",
                "certutil -store Root",
                r"Get-ChildItem Cert:\CurrentUser\Root",
                "Firefox has a list of its own",
            ],
        ),
        (
            "macos",
            &[
                "Keychain Access",
                "security find-certificate -a -Z /Library/Keychains/System.keychain",
                "Device Management",
                "Firefox has a list of its own",
            ],
        ),
    ] {
        let run = anchorwatch(&["guide", system]);
        let said = run.phrases();
        for fact in facts {
            assert!(said.contains(fact), "{fact}: {}", run.stdout);
        }
    }
    // Commands are not translated.
    for language in ["kk", "ru"] {
        let said = anchorwatch(&["guide", "windows", "--language", language]).phrases();
        assert!(
            said.contains("certutil -user -delstore Root THUMBPRINT"),
            "{said}"
        );
    }
}

#[test]
fn the_known_roots_of_kazakhstan_are_shown_as_each_system_shows_them() {
    for (system, shown) in [
        (
            "android",
            "00:30:9C:73:6D:D6:61:DA:6F:1E:B2:41:73:AA:84:99 44:C1:68:A4",
        ),
        (
            "ios",
            "00 30 9C 73 6D D6 61 DA 6F 1E B2 41 73 AA 84 99 44 C1 68 A4",
        ),
        ("windows", "5811835eefaa2028835ab955da6829bf043a756d"),
        (
            "macos",
            "58 11 83 5E EF AA 20 28 83 5A B9 55 DA 68 29 BF 04 3A 75 6D",
        ),
    ] {
        let run = anchorwatch(&["guide", system]);
        let said = run.phrases();
        assert!(said.contains(shown), "{shown}: {}", run.stdout);
        assert!(said.contains("2016-02-02 … 2046-02-02"), "{}", run.stdout);
        // A government root that was never seen to read traffic is not accused.
        assert!(!said.contains("Russian Trusted Root CA"));
    }
}

#[test]
fn the_document_has_steps_in_english_and_every_fingerprint() {
    for system in SYSTEMS {
        let document = document(&["guide", system, "--language", "ru"]);
        assert_eq!(document["system"], system);
        for key in ["warnings", "steps", "afterwards"] {
            for step in list(&document, key) {
                let (code, text) = (step["code"].as_str(), step["text"].as_str().unwrap());
                assert!(code.is_some() && text.len() > 20, "{step}");
                assert!(!text.contains(|letter| ('\u{400}'..='\u{4ff}').contains(&letter)));
                assert!(step["commands"].is_array());
            }
        }
        let fingerprints = list(&document, "fingerprints");
        let of_kazakhstan = fingerprints.iter().filter(|one| {
            let id = one["known_id"].as_str().unwrap();
            id.starts_with("kz-") && one["class"] == "known_interception"
        });
        assert_eq!(of_kazakhstan.count(), 10);
        for one in fingerprints {
            assert_eq!(one["cert_sha256"].as_str().unwrap().len(), 64);
            assert_eq!(one["cert_sha1"].as_str().unwrap().len(), 40);
            assert_eq!(one["not_after"].as_str().unwrap().len(), 20);
        }
    }
}

#[test]
fn without_a_system_the_four_are_listed_and_another_is_a_usage_error() {
    let run = anchorwatch(&["guide"]);
    assert_eq!(run.code, 0);
    run.assert_readable();
    for system in SYSTEMS {
        let command = format!("`anchorwatch guide {system}`");
        assert!(run.stdout.contains(&command), "{}", run.stdout);
    }
    let document = document(&["guide"]);
    let listed: Vec<_> = list(&document, "systems")
        .iter()
        .map(|one| one["system"].as_str().unwrap())
        .collect();
    assert_eq!(listed, SYSTEMS);
    assert!(run.stdout.contains("`anchorwatch audit`"), "{}", run.stdout);
    for wrong in ["linux", "Linux", "Android", ""] {
        let refused = anchorwatch(&["guide", wrong]);
        assert_eq!(refused.code, 2, "{wrong}");
        let is_led_on = refused.stderr.contains("`anchorwatch audit`");
        assert_eq!(is_led_on, wrong.ends_with("inux"), "{}", refused.stderr);
    }
}
