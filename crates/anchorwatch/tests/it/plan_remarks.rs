//! What a plan and an undo tell: in every language, and as codes with facts in a document.

use anchorwatch_lab::Root;
use serde_json::Value;

use crate::{
    block_elsewhere::{FAMILY, run, write},
    run::{Machine, Run},
};

const LISTS: [&str; 3] = ["not_checked", "not_refused", "warnings"];

/// A machine with a script that is kept in a sandbox, a root that Firefox trusts by a policy, and
/// no systemd.
fn machine() -> Machine {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    write(&machine, "etc/gov.pem", &gov.pem());
    let policies = r#"{"policies": {"Certificates": {"Install": ["/etc/gov.pem"]}}}"#;
    write(&machine, "etc/firefox/policies/policies.json", policies);
    let preferences = "pref(\"general.config.filename\", \"theirs.cfg\");\n\
                       pref(\"general.config.sandbox_enabled\", true);\n";
    write(
        &machine,
        "usr/lib/firefox-esr/defaults/pref/theirs.js",
        preferences,
    );
    write(&machine, "usr/lib/firefox-esr/theirs.cfg", "//\n");
    machine
}

fn block(machine: &Machine, more: &[&str]) -> Run {
    run("block", machine, &[&FAMILY[..], more].concat())
}

#[test]
fn each_text_of_a_plan_has_its_code_and_facts_beside_it() {
    let machine = machine();
    let document = block(&machine, &["--format", "json"]).json("anchorwatch.plan/1");
    for list in LISTS {
        let texts = document[list].as_array().unwrap();
        let coded = document[format!("{list}_coded")].as_array().unwrap();
        assert!(!texts.is_empty(), "{list}: {document:#}");
        let same: Vec<&Value> = coded.iter().map(|one| &one["text"]).collect();
        assert_eq!(texts.iter().collect::<Vec<_>>(), same);
        assert!(coded.iter().all(|one| one["facts"].is_object()));
    }
    let sandboxed = &document["not_checked_coded"][0];
    assert_eq!(sandboxed["code"], "autoconfig_not_covered");
    assert_eq!(sandboxed["facts"]["client"], "firefox");
    assert_eq!(sandboxed["facts"]["why"]["code"], "autoconfig_sandboxed");
    // The policy against clicking past errors is in the file that installs the root, and refuses
    // nothing by itself.
    let trusted = &document["not_refused_coded"][0];
    assert_eq!(trusted["code"], "still_trusted_in_store", "{document:#}");
    let warned = document["warnings_coded"].to_string();
    assert!(warned.contains("watch_without_systemd"), "{warned}");
    let changed = document["changes"].as_array().unwrap();
    let states = changed.iter().map(|one| &one["after_coded"]["code"]);
    assert!(states.clone().any(|code| code == "node_file"));
    let items = changed
        .iter()
        .flat_map(|one| one["items"].as_array().unwrap());
    let codes: Vec<&Value> = items.map(|item| &item["name_coded"]["code"]).collect();
    assert_eq!(codes, ["item_policy"], "{document:#}");
}

#[test]
fn a_program_that_only_stops_clicking_is_listed_as_not_refusing() {
    let machine = machine();
    let said = block(&machine, &[]).phrases();
    assert!(said.contains("no click past an error firefox"), "{said}");
    assert!(said.contains("NOT refused firefox"), "{said}");
}

#[test]
fn every_remark_of_a_plan_is_in_the_language_of_its_reader() {
    let machine = machine();
    let document = block(&machine, &["--format", "json"]).json("anchorwatch.plan/1");
    let english: Vec<&str> = LISTS
        .iter()
        .flat_map(|list| document[*list].as_array().unwrap())
        .map(|text| text.as_str().unwrap())
        .collect();
    let said = |language: &str| {
        let page = block(&machine, &["--verbose", "--language", language]);
        // Values of a policy have braces; a variable without a value has a dollar sign too.
        assert!(!page.stdout.contains("{$"), "{}", page.stdout);
        page.phrases()
    };
    let page = said("en");
    for text in &english {
        assert!(page.contains(text), "{text}\n{page}");
    }
    for (language, phrases) in [
        (
            "kk",
            [
                "AutoConfig сценарийін құмсалғышта ұстайды",
                "systemd болмағандықтан",
                "DisableSecurityBypass саясаты: жоқ ->",
            ],
        ),
        (
            "ru",
            [
                "держит сценарий AutoConfig в песочнице",
                "без systemd между обновлениями",
                "политика DisableSecurityBypass: нет ->",
            ],
        ),
    ] {
        let page = said(language);
        for text in &english {
            assert!(!page.contains(text), "{language}: {text}\n{page}");
        }
        for phrase in phrases {
            assert!(page.contains(phrase), "{phrase}\n{page}");
        }
    }
}

#[test]
fn what_keeps_an_undo_from_being_made_is_in_the_language_of_its_reader() {
    let machine = machine();
    assert_eq!(block(&machine, &["--apply"]).code, 11);
    let policies = machine.path("etc/firefox/policies/policies.json");
    let text = std::fs::read_to_string(&policies).unwrap();
    std::fs::write(&policies, text.replace("true", "false")).unwrap();
    for (language, what, hint) in [
        (
            "en",
            "DisableSecurityBypass.InvalidCertificate is now false",
            "hint: undo later receipts first",
        ),
        (
            "kk",
            "DisableSecurityBypass.InvalidCertificate мәні қазір false",
            "кеңес: алдымен кейінгі түбіртектерді қайтарыңыз",
        ),
        (
            "ru",
            "DisableSecurityBypass.InvalidCertificate теперь false",
            "совет: сначала отмените более поздние квитанции",
        ),
    ] {
        let refused = run("undo", &machine, &["--language", language]);
        assert_eq!((refused.code, refused.stdout.as_str()), (1, ""));
        for said in [what, hint] {
            assert!(refused.stderr.contains(said), "{said}: {}", refused.stderr);
        }
    }
}
