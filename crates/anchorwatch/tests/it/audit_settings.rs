//! Program settings: each known one is found with the programs that obey it, and its harmless
//! twin is not.

use std::{collections::BTreeMap, os::unix::fs::PermissionsExt as _};

use anchorwatch_lab::{Root, pki::Recipe};
use serde_json::{Value, json};

use crate::run::{Machine, anchorwatch, anchorwatch_with};

mod named;
mod places;
mod table;

use named::NAMED;
use places::PLACES;
use table::{FILES, PROXIES, Row, SWITCHES};

const ALICE: &str = "home/alice/";

fn audit(machine: &Machine, expected: i32) -> Value {
    let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
    assert_eq!(run.code, expected, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.audit/1")
}

fn findings(document: &Value) -> &Vec<Value> {
    document["findings"].as_array().unwrap()
}

/// Writes the lines of all rows, grouped by file.
fn write(machine: &Machine, lines: impl Iterator<Item = (String, String)>) {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (file, text) in lines.filter(|(_, text)| !text.is_empty()) {
        let content = files.entry(file).or_default();
        content.push_str(&text);
        content.push('\n');
    }
    for (file, content) in files {
        put(machine, &file, content.as_bytes());
    }
}

fn put(machine: &Machine, file: &str, content: &[u8]) {
    let path = machine.path(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

fn rows() -> impl Iterator<Item = &'static Row> + Clone {
    SWITCHES.iter().chain(&PROXIES)
}

#[test]
fn every_switch_and_every_proxy_is_found_with_the_programs_that_follow_it() {
    let machine = Machine::with(&[]);
    write(
        &machine,
        rows().map(|row| (row.file.to_owned(), row.text.to_owned())),
    );
    let document = audit(&machine, 10);
    let expected = rows().filter(|row| !row.code.is_empty());
    assert_eq!(
        findings(&document).len(),
        expected.clone().count(),
        "{document:#}"
    );
    for row in expected {
        let is_it = |finding: &&Value| {
            let reason = &finding["reasons"][0];
            finding["store_id"] == format!("settings:/{}", row.file)
                && reason["code"] == row.code
                && reason["text"].as_str().unwrap().contains(row.literal)
        };
        let found = findings(&document).iter().find(is_it);
        let found = found.unwrap_or_else(|| panic!("{}: {}", row.file, row.text));
        assert_eq!(found["effective_for"], json!(row.clients), "{}", row.text);
        let kind = if row.code.starts_with("proxy") {
            "proxy_configured"
        } else {
            "verification_disabled"
        };
        assert_eq!(found["kind"], kind, "{}", row.text);
    }
    assert!(!document.to_string().contains("pw@"));
}

#[test]
fn the_harmless_twin_of_each_is_no_finding() {
    let machine = Machine::with(&[]);
    write(
        &machine,
        rows().map(|row| (row.file.to_owned(), row.twin.to_owned())),
    );
    let document = audit(&machine, 0);
    assert_eq!(findings(&document).len(), 0, "{document:#}");
}

fn anchor_file(index: usize) -> String {
    format!("/srv/roots/{index}.pem")
}

fn machine_naming(which: usize) -> Machine {
    let machine = Machine::with(&[]);
    let lines = FILES.iter().enumerate().map(|(index, (file, texts, _))| {
        let text = texts[which].replace("{CA}", &anchor_file(index));
        ((*file).to_owned(), text)
    });
    write(&machine, lines);
    for index in 0..FILES.len() {
        let root = Root::new(Recipe::company(&format!("Root {index}"))).unwrap();
        put(
            &machine,
            anchor_file(index).trim_start_matches('/'),
            root.pem().as_bytes(),
        );
    }
    machine
}

#[test]
fn every_file_of_anchors_that_a_setting_names_is_a_store() {
    let document = audit(&machine_naming(0), 10);
    assert_eq!(findings(&document).len(), FILES.len(), "{document:#}");
    for (index, (file, _, clients)) in FILES.iter().enumerate() {
        let id = format!("named_file:{}", anchor_file(index));
        let found = findings(&document)
            .iter()
            .find(|finding| finding["store_id"] == id);
        let found = found.unwrap_or_else(|| panic!("nothing from {file}"));
        assert_eq!(found["effective_for"], json!(clients), "{file}");
        assert_eq!(
            (&found["kind"], &found["class"]),
            (&"certificate".into(), &"unknown".into())
        );
    }
}

#[test]
fn another_key_beside_the_same_file_names_no_anchor() {
    let document = audit(&machine_naming(1), 0);
    assert_eq!(findings(&document).len(), 0, "{document:#}");
}

/// A machine with every place, or with every twin.
fn machine_with_places(which: usize) -> Machine {
    let machine = Machine::with(&[]);
    put(
        &machine,
        "home/alice/work/.venv/pyvenv.cfg",
        b"home = /usr/bin\n",
    );
    let roots: Vec<Root> = (0..PLACES.len())
        .map(|index| Root::new(Recipe::company(&format!("Place {index}"))).unwrap())
        .collect();
    let lines = PLACES.iter().enumerate().map(|(index, (file, texts, _))| {
        let text = texts[which]
            .replace("{CA}", &anchor_file(index))
            .replace("{PEM}", &roots[index].pem());
        ((*file).to_owned(), text)
    });
    write(&machine, lines);
    for (index, root) in roots.iter().enumerate() {
        let path = anchor_file(index);
        put(
            &machine,
            path.trim_start_matches('/'),
            root.pem().as_bytes(),
        );
    }
    machine
}

#[test]
fn a_root_that_is_planted_for_a_program_is_found_in_every_place() {
    let document = audit(&machine_with_places(0), 10);
    let mut wrong = Vec::new();
    for (index, (file, texts, clients)) in PLACES.iter().enumerate() {
        if clients.is_empty() {
            continue;
        }
        let name = format!("Place {index}");
        let is_it = |finding: &&Value| {
            let subject = finding["subject"].as_str().unwrap_or_default();
            subject.split(['=', ',']).any(|part| part.trim() == name)
        };
        match findings(&document).iter().find(is_it) {
            Some(found) if found["effective_for"] == json!(clients) => {}
            Some(found) => wrong.push(format!(
                "{file}: {} for {}",
                texts[0], found["effective_for"]
            )),
            None => wrong.push(format!("{file}: nothing of {}", texts[0])),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_harmless_twin_of_each_place_is_neither_found_nor_named() {
    let document = audit(&machine_with_places(1), 0);
    assert_eq!(findings(&document).len(), 0, "{document:#}");
}

#[test]
fn what_is_not_understood_is_named_and_what_is_like_it_and_understood_is_not() {
    let mut wrong = Vec::new();
    for (file, texts) in NAMED {
        for (text, expected) in texts.iter().zip([11, 0]) {
            let machine = Machine::with(&[]);
            if text.is_empty() {
                continue;
            }
            put(&machine, file, format!("{text}\n").as_bytes());
            let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
            let document = run.json("anchorwatch.audit/1");
            let not_checked = document["not_checked"].as_array().unwrap();
            let is_named = |entry: &Value| entry["what"].as_str().unwrap().ends_with(file);
            if run.code != expected || not_checked.iter().any(is_named) != (expected == 11) {
                wrong.push(format!("{file}: {text}: {}", run.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_folder_is_read_as_its_programs_read_it() {
    let machine = Machine::with(&[]);
    let [hashed, named] = ["Hashed", "Named"].map(|name| Root::new(Recipe::company(name)).unwrap());
    put(&machine, "srv/d/0a1b2c3d.0", hashed.pem().as_bytes());
    put(&machine, "srv/d/named.crt", named.pem().as_bytes());
    put(
        &machine,
        "etc/environment",
        b"SSL_CERT_DIR=/nowhere:/srv/d\n",
    );
    put(
        &machine,
        "home/alice/.gitconfig",
        b"[http]\nsslCAPath = /srv/d\n",
    );
    let document = audit(&machine, 10);
    let trusting_programs = |name: &str| {
        let is_it = |finding: &&Value| finding["subject"].as_str().unwrap().contains(name);
        let found = findings(&document).iter().find(is_it).unwrap();
        assert_eq!(found["store_id"], "named_directory:/srv/d");
        found["effective_for"].clone()
    };
    assert_eq!(
        trusting_programs("Hashed"),
        json!(["openssl", "curl", "git", "python_ssl", "go"])
    );
    assert_eq!(trusting_programs("Named"), json!(["git", "go"]));
}

#[test]
fn a_root_inside_an_npmrc_is_found_in_the_file_itself() {
    let machine = Machine::with(&[]);
    let pem = Root::isca_like().unwrap().pem().replace('\n', "\\n");
    put(
        &machine,
        "home/alice/.npmrc",
        format!("ca[]=\"{pem}\"\n//h.example/:_authToken=secret\n").as_bytes(),
    );
    let document = audit(&machine, 10);
    let found = &findings(&document)[0];
    assert_eq!(found["store_id"], format!("settings:/{ALICE}.npmrc"));
    assert_eq!(
        (&found["class"], &found["effective_for"]),
        (&"suspected_family".into(), &json!(["node"]))
    );
    assert!(!document.to_string().contains("secret"));
}

#[test]
fn programs_that_are_told_to_trust_the_system_are_added_to_its_roots() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    let clients = |document: &Value| findings(document)[0]["effective_for"].clone();
    let has_node = |document: &Value| {
        clients(document)
            .as_array()
            .unwrap()
            .contains(&"node".into())
    };
    assert!(!has_node(&audit(&machine, 10)));
    for line in [
        "NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt",
        "export NODE_OPTIONS=\"$NODE_OPTIONS --use-openssl-ca\"",
        "NODE_USE_SYSTEM_CA=1",
    ] {
        put(&machine, "home/alice/.profile", line.as_bytes());
        let document = audit(&machine, 10);
        assert!(has_node(&document), "{line}: {document:#}");
        let stores = document["stores"].as_array().unwrap();
        assert!(stores.iter().all(|store| store["kind"] != "named_file"));
    }
}

#[test]
fn what_cannot_be_followed_makes_no_clean_answer() {
    for (file, text) in [
        ("etc/environment", "SSL_CERT_FILE=relative.pem\n"),
        ("home/alice/.profile", "export SSL_CERT_FILE=$(find-it)\n"),
        ("home/alice/.profile", "export https_proxy=$WORK_PROXY\n"),
        ("home/alice/.bashrc", "x='\n"),
        ("home/alice/.cargo/config.toml", "[http\n"),
        ("home/alice/.docker/config.json", "{"),
    ] {
        let machine = Machine::with(&[]);
        put(&machine, file, text.as_bytes());
        let document = audit(&machine, 11);
        let not_checked = document["not_checked"].as_array().unwrap();
        let is_named = |entry: &Value| entry["what"].as_str().unwrap().ends_with(file);
        assert!(not_checked.iter().any(is_named), "{text}: {document:#}");
    }
}

#[test]
fn a_file_of_anchors_that_is_not_there_is_no_news() {
    let machine = Machine::with(&[]);
    put(
        &machine,
        "etc/environment",
        b"SSL_CERT_FILE=/srv/none.pem\nSSL_CERT_DIR=/srv/none\n",
    );
    audit(&machine, 0);
}

#[test]
fn a_file_that_is_closed_to_its_user_is_said() {
    if !anchorwatch_lab::programs::is_root() {
        return;
    }
    let machine = Machine::with(&[]);
    put(&machine, "home/alice/.curlrc", b"insecure\n");
    let path = machine.path("home/alice/.curlrc");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    // Alice owns it, by the tree's passwd; in a home of root's it would be read as root.
    std::os::unix::fs::chown(path.parent().unwrap(), Some(1000), Some(1000)).unwrap();
    let document = audit(&machine, 11);
    let not_checked = document["not_checked"].as_array().unwrap();
    let is_named = |entry: &Value| entry["what"].as_str().unwrap().ends_with("alice/.curlrc");
    assert!(not_checked.iter().any(is_named), "{document:#}");
}

#[test]
fn the_words_show_a_setting_its_file_and_no_password() {
    let machine = Machine::with(&[]);
    put(
        &machine,
        "home/alice/.curlrc",
        b"proxy = \"http://me:secret@h.example\"\n",
    );
    let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--all"]);
    assert_eq!(run.code, 10);
    for words in [
        "1 setting leads traffic through a proxy.",
        ".curlrc",
        "<scrubbed>@h.example",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    assert!(!run.stdout.contains("secret"));
}

#[test]
fn the_environment_of_the_caller_counts_for_the_running_system_alone() {
    let variables = [("GIT_SSL_NO_VERIFY", "1")];
    let found = |root: &str| {
        let run = anchorwatch_with(&variables, &["audit", "--root", root, "--format", "json"]);
        let document = run.json("anchorwatch.audit/1");
        let is_process = |finding: &Value| finding["store_id"] == "environment:process";
        findings(&document).iter().any(is_process)
    };
    assert!(found("/"));
    assert!(!found(&Machine::with(&[]).root_text()));
}
