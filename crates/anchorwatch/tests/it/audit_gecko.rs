//! What is built on Firefox, under whatever name: read like Firefox, and refused in it.

use anchorwatch_lab::Root;
use serde_json::{Value, json};

use crate::{
    block_elsewhere::{FAMILY, run, write},
    run::Machine,
};

/// Where a program lies, where the machine's settings for it and a user's profiles are.
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
fn a_program_and_profiles_of_an_unknown_name_are_told_and_read() {
    let machine = Machine::with(&[]);
    install(&machine, "opt/fennec");
    let document = audit(&machine, 11);
    assert!(
        document["not_checked"].to_string().contains("/opt/fennec"),
        "{document}"
    );

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
