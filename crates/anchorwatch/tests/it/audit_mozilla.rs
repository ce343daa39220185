//! Configuration files of Firefox and Thunderbird: policies, preferences, AutoConfig.

use anchorwatch_lab::Root;
use serde_json::{Value, json};

use crate::run::{Machine, anchorwatch};

const POLICIES: &str = "etc/firefox/policies/policies.json";
const DISTRIBUTION: &str = "usr/lib/firefox-esr/distribution/policies.json";
const PROFILE: &str = "home/alice/.mozilla/firefox/abcd1234.default-esr";

fn audit(machine: &Machine, expected: i32) -> Value {
    let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
    assert_eq!(run.code, expected, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.audit/1")
}

fn write(machine: &Machine, inside: &str, content: impl AsRef<[u8]>) {
    let path = machine.path(inside);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

fn installing(names: &[&str]) -> String {
    json!({"policies": {"Certificates": {"Install": names}}}).to_string()
}

fn findings<'a>(document: &'a Value, store: &str) -> Vec<&'a Value> {
    let findings = document["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|finding| finding["store_id"] == store)
        .collect()
}

fn not_checked(document: &Value) -> String {
    document["not_checked"].to_string()
}

#[test]
fn a_certificate_that_a_policy_installs_is_trusted_by_its_program() {
    let imposed = Root::isca_like().unwrap();
    let base64: String = imposed
        .pem()
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    for (name, place) in [
        ("/srv/roots/gov.pem", "srv/roots/gov.pem"),
        ("gov.pem", "usr/lib/mozilla/certificates/gov.pem"),
        (
            "gov.pem",
            "usr/lib/firefox-esr/distribution/certificates/gov.pem",
        ),
    ] {
        for content in [
            imposed.pem().into_bytes(),
            imposed.der().to_vec(),
            base64.clone().into(),
        ] {
            let machine = Machine::with(&[]);
            write(&machine, POLICIES, installing(&[name]));
            std::fs::create_dir_all(machine.path("usr/lib/firefox-esr")).unwrap();
            audit(&machine, 0);
            write(&machine, place, content);
            let document = audit(&machine, 10);
            let found = findings(
                &document,
                "firefox_policy:/etc/firefox/policies/policies.json",
            );
            assert_eq!(found[0]["class"], "suspected_family");
            assert_eq!(found[0]["effective_for"], json!(["firefox"]));
        }
    }
}

#[test]
fn a_certificate_that_no_policy_names_is_trusted_by_nobody() {
    let machine = Machine::with(&[]);
    let imposed = Root::isca_like().unwrap();
    write(
        &machine,
        "usr/lib/mozilla/certificates/gov.pem",
        imposed.pem(),
    );
    write(&machine, POLICIES, installing(&["other.pem"]));
    audit(&machine, 0);
    // The program rejects a relative name that contains a folder.
    write(&machine, POLICIES, installing(&["../certificates/gov.pem"]));
    audit(&machine, 0);
}

#[test]
fn a_policy_finds_certificates_in_the_homes_of_users() {
    for (name, place, store) in [
        (
            "gov.pem",
            "home/bob/.mozilla/certificates/gov.pem",
            "firefox_policy:/home/bob/.mozilla/certificates",
        ),
        ("~/gov.pem", "home/bob/gov.pem", "firefox_policy:/home/bob"),
    ] {
        let machine = Machine::with(&[]);
        write(&machine, POLICIES, installing(&[name]));
        audit(&machine, 0);
        write(&machine, place, Root::isca_like().unwrap().pem());
        let document = audit(&machine, 10);
        let found = findings(&document, store);
        assert_eq!(found[0]["effective_for"], json!(["firefox"]));
    }
}

#[test]
fn the_machines_policies_supplant_those_beside_the_program() {
    let machine = Machine::with(&[]);
    write(&machine, "srv/gov.pem", Root::isca_like().unwrap().pem());
    write(&machine, DISTRIBUTION, installing(&["/srv/gov.pem"]));
    let store = "firefox_policy:/usr/lib/firefox-esr/distribution/policies.json";
    let trusting_programs =
        |document: &Value| findings(document, store)[0]["effective_for"].clone();
    assert_eq!(trusting_programs(&audit(&machine, 10)), json!(["firefox"]));
    write(&machine, POLICIES, r#"{"policies": {}}"#);
    assert_eq!(trusting_programs(&audit(&machine, 10)), json!([]));
}

#[test]
fn thunderbirds_policies_are_thunderbirds() {
    let machine = Machine::with(&[]);
    write(&machine, "srv/gov.pem", Root::isca_like().unwrap().pem());
    let policies = "etc/thunderbird/policies/policies.json";
    write(&machine, policies, installing(&["/srv/gov.pem"]));
    let document = audit(&machine, 10);
    let found = findings(
        &document,
        "firefox_policy:/etc/thunderbird/policies/policies.json",
    );
    assert_eq!(found[0]["effective_for"], json!(["thunderbird"]));
}

#[test]
fn policies_that_cannot_be_read_are_no_clean_answer() {
    for broken in ["{", "{\"policies\": 1}", "[]"] {
        let machine = Machine::with(&[]);
        write(&machine, POLICIES, broken);
        assert!(not_checked(&audit(&machine, 11)).contains("policies.json"));
    }
    let machine = Machine::with(&[]);
    write(&machine, POLICIES, installing(&["/srv/gov.pem"]));
    write(&machine, "srv/gov.pem", "nothing that can be read");
    audit(&machine, 11);
}

#[test]
fn a_module_that_brings_the_systems_roots_makes_firefox_trust_them() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    let trusting_programs = |document: &Value| -> Vec<Value> {
        let findings = document["findings"].as_array().unwrap();
        let clients = findings
            .iter()
            .flat_map(|finding| finding["effective_for"].as_array().unwrap().clone());
        clients.collect()
    };
    assert!(!trusting_programs(&audit(&machine, 10)).contains(&"firefox".into()));
    let module = "/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-trust.so";
    let policies = json!({"policies": {"SecurityDevices": {"Add": {"trust": module}}}});
    write(&machine, POLICIES, policies.to_string());
    assert!(trusting_programs(&audit(&machine, 10)).contains(&"firefox".into()));
    std::fs::remove_file(machine.path(POLICIES)).unwrap();
    write(
        &machine,
        &format!("{PROFILE}/pkcs11.txt"),
        format!("library={module}\nname=trust\n"),
    );
    assert!(trusting_programs(&audit(&machine, 10)).contains(&"firefox".into()));
}

#[test]
fn a_module_that_can_bring_anything_is_no_clean_answer() {
    for (library, code) in [("/opt/x/module.so", 11), ("opensc-pkcs11.so", 0), ("", 0)] {
        let machine = Machine::with(&[]);
        let list = format!("library={library}\nname=x\n");
        write(&machine, &format!("{PROFILE}/pkcs11.txt"), &list);
        audit(&machine, code);
        let machine = Machine::with(&[]);
        let policies = json!({"policies": {"SecurityDevices": {"x": library}}});
        write(&machine, POLICIES, policies.to_string());
        audit(&machine, code);
    }
}

#[test]
fn a_proxy_of_a_policy_a_profile_or_the_machine_is_told_without_its_password() {
    let policy =
        json!({"policies": {"Proxy": {"Mode": "manual", "SSLProxy": "u:secret@10.0.0.1:1"}}});
    let prefs = "user_pref(\"network.proxy.type\", 2);\nuser_pref(\"network.proxy.autoconfig_url\", \"http://u:secret@10.0.0.1/p.pac\");\n";
    for (place, content, code) in [
        (POLICIES, policy.to_string(), "proxy_policy"),
        (
            &*format!("{PROFILE}/prefs.js"),
            prefs.to_owned(),
            "proxy_configuration",
        ),
        (
            &*format!("{PROFILE}/user.js"),
            prefs.to_owned(),
            "proxy_configuration",
        ),
        (
            "etc/firefox/defaults/pref/local.js",
            prefs.replace("user_pref", "pref"),
            "proxy_configuration",
        ),
    ] {
        let machine = Machine::with(&[]);
        write(&machine, place, &content);
        let document = audit(&machine, 10);
        let found = &document["findings"][0];
        assert_eq!(found["kind"], "proxy_configured", "{place}");
        assert_eq!(found["reasons"][0]["code"], code, "{place}");
        assert_eq!(found["effective_for"], json!(["firefox"]));
        assert!(!document.to_string().contains("secret"), "{document}");
        let without = content
            .replace("manual", "none")
            .replace("type\", 2", "type\", 5");
        write(&machine, place, without);
        audit(&machine, 0);
    }
}

#[test]
fn a_users_preferences_go_before_those_that_the_program_wrote() {
    let machine = Machine::with(&[]);
    let chosen = "user_pref('network.proxy.type', 1);user_pref('network.proxy.ssl', '10.0.0.1');";
    write(&machine, &format!("{PROFILE}/prefs.js"), chosen);
    audit(&machine, 10);
    write(
        &machine,
        &format!("{PROFILE}/user.js"),
        "user_pref('network.proxy.type', 0);",
    );
    audit(&machine, 0);
}

#[test]
fn an_exception_for_a_host_is_verification_switched_off() {
    let machine = Machine::with(&[]);
    let header =
        "# PSM Certificate Override Settings file\n# This is a generated file!  Do not edit.\n";
    let place = format!("{PROFILE}/cert_override.txt");
    write(&machine, &place, header);
    audit(&machine, 0);
    let line = format!(
        "www.example.kz:443:\tOID.2.16.840.1.101.3.4.2.1\t{}AA\t\n",
        "AA:".repeat(31)
    );
    write(&machine, &place, format!("{header}{line}"));
    let document = audit(&machine, 10);
    let found = &document["findings"][0];
    assert_eq!(found["kind"], "verification_disabled");
    assert_eq!(found["reasons"][0]["code"], "certificate_override");
    assert!(
        found["reasons"][0]["text"]
            .as_str()
            .unwrap()
            .contains("www.example.kz:443 AA:AA")
    );
}

#[test]
fn an_autoconfig_is_a_store_and_what_it_installs_is_trusted() {
    let names = "pref(\"general.config.filename\", \"x.cfg\");\n";
    let pref = "usr/lib/firefox-esr/defaults/pref/a.js";
    let place = "usr/lib/firefox-esr/x.cfg";
    let store = "firefox_autoconfig:/usr/lib/firefox-esr/x.cfg";
    let moved =
        |script: &str| -> Vec<u8> { script.bytes().map(|octet| octet.wrapping_add(13)).collect() };
    let machine = Machine::with(&[]);
    write(&machine, place, moved("//\nlockPref('a', 1);"));
    // A script that no preference names does not run.
    let count = |document: &Value| {
        let stores = document["stores"].as_array().unwrap();
        stores.iter().filter(|one| one["id"] == store).count()
    };
    assert_eq!(count(&audit(&machine, 0)), 0);
    write(&machine, pref, names);
    assert_eq!(count(&audit(&machine, 0)), 1);

    let imposed = Root::isca_like().unwrap().pem().replace('\n', "\\n");
    let script = format!("//\nvar db = 1; db.addCertFromBase64('{imposed}');");
    write(&machine, place, moved(&script));
    let document = audit(&machine, 10);
    let found = findings(&document, store);
    assert_eq!(found[0]["class"], "suspected_family");
    assert_eq!(found[0]["effective_for"], json!(["firefox"]));

    write(
        &machine,
        pref,
        format!("{names}pref(\"general.config.obscure_value\", 0);"),
    );
    write(&machine, place, &script);
    assert_eq!(findings(&audit(&machine, 10), store).len(), 1);

    write(&machine, place, "//\nfetch('https://a.test').then(eval);");
    assert!(not_checked(&audit(&machine, 11)).contains("x.cfg"));
}

#[test]
fn what_debian_ships_is_no_finding() {
    let machine = Machine::with(&[]);
    let shipped = [
        (
            "usr/lib/firefox-esr/defaults/pref/channel-prefs.js",
            "pref(\"app.update.channel\", \"esr\");\n",
        ),
        (
            "etc/firefox-esr/firefox-esr.js",
            "// comment\npref(\"extensions.update.enabled\", true);\npref(\"browser.newtabpage.enhanced\", false, sticky);\n",
        ),
        (
            "usr/share/firefox-esr/browser/defaults/preferences/vendor.js",
            "pref(\"app.update.enabled\", false, locked);\npref(\"extensions.unsignedScopes\", 12);\n",
        ),
    ];
    for (place, content) in shipped {
        write(&machine, place, content);
    }
    let link = |target: &str, place: &str| {
        std::fs::create_dir_all(machine.path(place).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, machine.path(place)).unwrap();
    };
    link(
        "../../../share/firefox-esr/browser/defaults",
        "usr/lib/firefox-esr/browser/defaults",
    );
    link(
        "../../../../../etc/firefox-esr",
        "usr/share/firefox-esr/browser/defaults/syspref",
    );
    audit(&machine, 0);
    // The link is followed: the same file with one more line is a finding.
    let file = machine.path("etc/firefox-esr/firefox-esr.js");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text + "pref(\"network.proxy.type\", 4);\n").unwrap();
    audit(&machine, 10);
}

#[test]
fn a_file_that_several_policies_name_is_said_once() {
    let machine = Machine::with(&[]);
    write(&machine, "srv/r.dat", [7; 300]);
    write(&machine, "srv/s.dat", [7; 300]);
    std::os::unix::fs::symlink("/srv/r.dat", machine.path("srv/link.dat")).unwrap();
    let names = installing(&["/srv/r.dat", "/srv/r.dat", "/srv/link.dat"]);
    write(&machine, POLICIES, &names);
    write(&machine, DISTRIBUTION, &names);
    let said = |document: &Value, name: &str| {
        let entries = document["not_checked"].as_array().unwrap().iter();
        let whys = entries.filter_map(|entry| entry["why"].as_str());
        whys.filter(|why| why.contains(name)).count()
    };
    let document = audit(&machine, 11);
    let (named, linked) = (
        said(&document, "/srv/r.dat"),
        said(&document, "/srv/link.dat"),
    );
    assert_eq!((named, linked), (1, 0), "{document:#}");
    // Another file is another entry.
    write(&machine, DISTRIBUTION, installing(&["/srv/s.dat"]));
    let document = audit(&machine, 11);
    let (named, other) = (said(&document, "/srv/r.dat"), said(&document, "/srv/s.dat"));
    assert_eq!((named, other), (1, 1), "{document:#}");
}
