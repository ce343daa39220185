//! Browsers built on Firefox: they are audited like Firefox, and keys are refused in them.

use anchorwatch_lab::{
    Root,
    tree::{NssAnchor, nss_database},
};
use serde_json::{Value, json};

use crate::{
    block_elsewhere::{FAMILY, run, write},
    run::Machine,
};

/// Program folder, machine settings, and user profiles.
const PROGRAMS: [[&str; 3]; 9] = [
    ["usr/share/librewolf", "etc/librewolf", ".librewolf"],
    ["opt/zen", "etc/zen", ".zen"],
    ["opt/waterfox", "etc/waterfox", ".waterfox"],
    ["usr/lib/floorp", "etc/floorp", ".floorp"],
    ["usr/lib/firefox-beta", "etc/firefox", ".mozilla/firefox"],
    [
        "usr/lib/firefox-devedition",
        "etc/firefox",
        ".mozilla/firefox",
    ],
    [
        "usr/lib/firefox-nightly",
        "etc/firefox",
        ".config/mozilla/firefox",
    ],
    [
        "opt/firefox-developer-edition",
        "etc/firefox",
        ".mozilla/firefox",
    ],
    [
        "opt/zen-browser-bin",
        "etc/zen",
        ".var/app/app.zen_browser.zen/.zen",
    ],
];

fn audit(machine: &Machine, code: i32) -> Value {
    let run = run("audit", machine, &["--format", "json"]);
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.audit/1")
}

fn install(machine: &Machine, folder: &str) {
    for file in ["application.ini", "omni.ja"] {
        write(machine, &format!("{folder}/{file}"), "x");
    }
}

#[test]
fn policies_preferences_and_profiles_are_read_under_every_name() {
    let imposed = Root::isca_like().unwrap();
    for [folder, settings, profiles] in PROGRAMS {
        let machine = Machine::with(&[]);
        install(&machine, folder);
        audit(&machine, 0);
        write(&machine, "srv/gov.pem", &imposed.pem());
        let policy = json!({"policies": {"Certificates": {"Install": ["/srv/gov.pem"]}}});
        for place in [
            format!("{folder}/distribution/policies.json"),
            format!("{settings}/policies/policies.json"),
        ] {
            write(&machine, &place, &policy.to_string());
            let document = audit(&machine, 10);
            let findings = document["findings"].as_array().unwrap();
            let found = findings
                .iter()
                .find(|finding| finding["store_id"] == format!("firefox_policy:/{place}"));
            assert_eq!(
                found.unwrap()["effective_for"],
                json!(["firefox"]),
                "{place}"
            );
            std::fs::remove_file(machine.path(&place)).unwrap();
        }
        audit(&machine, 0);
        let prefs = format!("home/alice/{profiles}/abc.default/prefs.js");
        write(
            &machine,
            &prefs,
            "user_pref(\"network.proxy.type\", 2);\nuser_pref(\"network.proxy.autoconfig_url\", \"http://10.0.0.1/p.pac\");\n",
        );
        let document = audit(&machine, 10).to_string();
        assert!(
            document.contains(&format!("settings:/{prefs}")),
            "{document}"
        );
    }
}

#[test]
fn a_block_refuses_in_each_of_them_and_undo_takes_it_back() {
    let imposed = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &imposed)]);
    for [folder, ..] in PROGRAMS {
        install(&machine, folder);
    }
    let theirs = "// theirs\nlockPref(\"a\", 1);\n";
    write(&machine, "usr/share/librewolf/librewolf.cfg", theirs);
    write(
        &machine,
        "usr/share/librewolf/defaults/pref/local-settings.js",
        "pref(\"general.config.filename\", \"librewolf.cfg\");\npref(\"general.config.obscure_value\", 0);\npref(\"general.config.sandbox_enabled\", false);\n",
    );
    let done = run("block", &machine, &[&FAMILY[..], &["--apply"]].concat());
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    let script = |folder: &str| {
        let name = if folder.ends_with("librewolf") {
            "librewolf.cfg"
        } else {
            "anchorwatch.cfg"
        };
        std::fs::read_to_string(machine.path(&format!("{folder}/{name}"))).unwrap_or_default()
    };
    for [folder, settings, _] in PROGRAMS {
        assert!(script(folder).len() > theirs.len(), "{folder}");
        let policies = machine.path(&format!("{settings}/policies/policies.json"));
        assert!(policies.exists(), "{settings}");
    }
    assert_eq!(run("undo", &machine, &["--apply"]).code, 0);
    for [folder, ..] in PROGRAMS {
        let left = if folder.ends_with("librewolf") {
            theirs
        } else {
            ""
        };
        assert_eq!(script(folder), left, "{folder}");
    }
}

#[test]
fn profiles_of_an_unknown_name_are_read() {
    let machine = Machine::with(&[]);
    write(
        &machine,
        "home/alice/.fennec/profiles.ini",
        "[Profile0]\nIsRelative=1\nPath=x.default\n",
    );
    write(&machine, "home/alice/.fennec/x.default/cert8.db", "x");
    let document = audit(&machine, 11);
    let not_checked = document["not_checked"].to_string();
    assert!(
        not_checked.contains(".fennec/x.default/cert8.db"),
        "{not_checked}"
    );
}

/// Folders of programs that no package installed, and the file that points to some of them.
const UNPACKED: [(&str, Option<(&str, &str)>); 15] = [
    ("opt/fennec", None),
    ("opt/mozilla/firefox-140", None),
    ("usr/local/share/zen", None),
    ("srv/apps/waterfox", None),
    ("home/alice/firefox", None),
    ("home/alice/.local/opt/librewolf", None),
    ("home/alice/Applications/tor-browser/Browser", None),
    ("home/alice/work/browsers/nightly/firefox", None),
    (
        "var/lib/flatpak/app/org.mozilla.firefox/x86_64/stable/active/files/lib/firefox",
        None,
    ),
    (
        "home/alice/.local/share/flatpak/app/app.zen_browser.zen/x86_64/stable/active/files/zen",
        None,
    ),
    ("snap/firefox/current/usr/lib/firefox", None),
    (
        "data/one",
        Some((
            "home/alice/.mozilla/firefox/a.default/compatibility.ini",
            "[Compatibility]\nLastPlatformDir=/data/one\nLastAppDir=/data/one/browser\n",
        )),
    ),
    (
        "data/two",
        Some((
            "home/alice/.local/share/applications/f.desktop",
            "[Desktop Entry]\nType=Application\nName=F\nExec=/data/two/firefox %u\n",
        )),
    ),
    (
        "data/three",
        Some((
            "home/alice/bin/f",
            "#!/bin/sh\nexec /data/three/firefox \"$@\"\n",
        )),
    ),
    (
        "data/four",
        Some((
            "usr/share/applications/f.desktop",
            "[Desktop Entry]\nType=Application\nName=F\nExec=/data/four/firefox %u\n",
        )),
    ),
];

fn unpacked(folder: &str, named_by: Option<(&str, &str)>) -> Machine {
    let machine = Machine::with(&[]);
    install(&machine, folder);
    if let Some((path, text)) = named_by {
        write(&machine, path, text);
    }
    machine
}

#[test]
fn policies_and_autoconfig_of_an_unpacked_program_are_read_wherever_it_lies() {
    let imposed = Root::isca_like().unwrap();
    for (folder, named_by) in UNPACKED {
        let machine = unpacked(folder, named_by);
        audit(&machine, 0);
        write(&machine, "srv/gov.pem", &imposed.pem());
        let policy = json!({"policies": {"Certificates": {"Install": ["/srv/gov.pem"]}}});
        let place = format!("{folder}/distribution/policies.json");
        write(&machine, &place, &policy.to_string());
        let document = audit(&machine, 10);
        let findings = document["findings"].to_string();
        assert!(
            findings.contains(&format!("firefox_policy:/{place}")),
            "{folder}: {findings}"
        );
        std::fs::remove_file(machine.path(&place)).unwrap();

        let names_it = "pref(\"general.config.filename\", \"x.cfg\");\npref(\"general.config.obscure_value\", 0);\n";
        write(&machine, &format!("{folder}/defaults/pref/x.js"), names_it);
        let script = format!("//\nrun(\"{}\");\n", imposed.pem().replace('\n', "\\n"));
        write(&machine, &format!("{folder}/x.cfg"), &script);
        let findings = audit(&machine, 10)["findings"].to_string();
        assert!(
            findings.contains(&format!("firefox_autoconfig:/{folder}/x.cfg")),
            "{folder}: {findings}"
        );
    }
}

#[test]
fn another_list_of_roots_in_an_unpacked_program_is_seen_wherever_it_lies() {
    let imposed = Root::isca_like().unwrap();
    let p11_kit = b"\x7fELF PKCS#11 Kit Trust Module C_GetFunctionList".to_vec();
    let nss = b"\x7fELF NSS Builtin Object Cryptoki Module Builtin Object Token C_GetFunctionList ";
    let rebuilt = [&nss[..], imposed.der().as_ref()].concat();
    for (folder, named_by) in UNPACKED {
        let place = format!("{folder}/libnssckbi.so");
        let put = |machine: &Machine, content: &[u8]| {
            std::fs::write(machine.path(&place), content).unwrap();
        };
        // p11-kit's module in its place: the browser also trusts the bundle's root.
        let machine = unpacked(folder, named_by);
        put(&machine, &p11_kit);
        let document = audit(&machine, 0);
        assert!(
            document["stores"]
                .to_string()
                .contains(&format!("settings:/{place}")),
            "{folder}: {document}"
        );
        let findings = audit(&machine, 0)["findings"].to_string();
        assert_eq!(findings, "[]", "{folder}");
        put(&machine, &rebuilt);
        let findings = audit(&machine, 10)["findings"].to_string();
        assert!(
            findings.contains(&format!("settings:/{place}")),
            "{folder}: {findings}"
        );
        // Neither library: reported as not checked.
        put(&machine, b"\x7fELF something else");
        let not_checked = audit(&machine, 11)["not_checked"].to_string();
        assert!(not_checked.contains(&place), "{folder}: {not_checked}");
    }
}

#[test]
fn a_block_refuses_in_the_profile_that_an_unpacked_program_opened() {
    let imposed = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &imposed)]);
    install(&machine, "usr/lib/firefox-esr");
    let profile = "home/alice/.mozilla/firefox/a.default";
    write(&machine, &format!("{profile}/prefs.js"), "");
    let not_checked = || {
        let planned = run(
            "block",
            &machine,
            &[&FAMILY[..], &["--format", "json"]].concat(),
        );
        let document: Value = serde_json::from_str(&planned.stdout).unwrap();
        document["not_checked"].to_string()
    };
    // The script in the program's own folder covers the profile.
    assert!(!not_checked().contains(profile));
    install(&machine, "home/alice/firefox");
    write(
        &machine,
        &format!("{profile}/compatibility.ini"),
        "[Compatibility]\nLastPlatformDir=/home/alice/firefox\n",
    );
    assert!(not_checked().contains(profile), "{}", not_checked());
}

/// Profiles and databases outside of known places, and their readers.
const ELSEWHERE: [(&str, &[&str]); 10] = [
    (".mozilla/seamonkey/x.default", &["firefox"]),
    (".moonchild productions/pale moon/x.default", &["firefox"]),
    (
        "Downloads/tor-browser/Browser/TorBrowser/Data/Browser/profile.default",
        &["firefox"],
    ),
    (
        ".local/share/torbrowser/tbb/x86_64/tor-browser/Browser/TorBrowser/Data/Browser/profile.default",
        &["firefox"],
    ),
    (
        ".var/app/net.mullvad.MullvadBrowser/.mullvad-browser/x.default",
        &["firefox"],
    ),
    (
        ".var/app/eu.betterbird.Betterbird/.betterbird/x.default",
        &["thunderbird"],
    ),
    ("snap/floorp/common/.floorp/x.default", &["firefox"]),
    ("work/home/.pki/nssdb", &["chromium"]),
    (".config/evolution/nssdb", &[]),
    (".config/libreoffice/4/user/nssdb", &[]),
];

#[test]
fn a_database_is_read_wherever_it_lies_and_refused_in_by_a_block() {
    let imposed = Root::isca_like().unwrap();
    let anchor = NssAnchor {
        certificate: imposed.der(),
        trust_flags: "C,,",
        nickname: "gov",
    };
    for (place, clients) in ELSEWHERE {
        let machine = Machine::with(&[]);
        let folder = format!("home/alice/{place}");
        if let Some((program, _)) = folder.split_once("/TorBrowser") {
            install(&machine, program);
        }
        write(&machine, &format!("{folder}/cert8.db"), "x");
        if !place.ends_with("nssdb") {
            write(&machine, &format!("{folder}/prefs.js"), "");
        }
        let not_checked = audit(&machine, 11)["not_checked"].to_string();
        assert!(not_checked.contains(place), "{place}: {not_checked}");
        std::fs::remove_file(machine.path(&format!("{folder}/cert8.db"))).unwrap();
        nss_database(&machine.path(&folder), &[anchor]).unwrap();
        let document = audit(&machine, 10);
        let finding = &document["findings"][0];
        assert_eq!(finding["effective_for"], json!(clients), "{place}");
        let done = run("block", &machine, &[&FAMILY[..], &["--apply"]].concat());
        assert_eq!(done.code, 0, "{place}: {}{}", done.stdout, done.stderr);
        let document = audit(&machine, 0);
        assert_eq!(
            document["findings"][0]["status"], "refused",
            "{place}: {document}"
        );
        assert_eq!(run("undo", &machine, &["--apply"]).code, 0, "{place}");
        audit(&machine, 10);
    }
}
