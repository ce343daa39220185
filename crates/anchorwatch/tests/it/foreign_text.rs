//! Text from others cannot control the terminal, whichever command shows it.

use std::fs;

use anchorwatch_identity::can_control_terminal;
use anchorwatch_lab::Root;

use crate::run::{Machine, Run, anchorwatch};

/// DEL, C1, an escape sequence, a bidirectional override, a paragraph separator, a newline, and
/// invisible characters.
const HOSTILE: &str = "A\u{7f}B\u{9b}31mC\u{202e}D\u{2029}E\u{1b}[2JF\nG\u{200b}H\u{e0041}";

fn assert_calm(run: &Run, what: &[&str]) {
    for (said, name) in [(&run.stdout, "stdout"), (&run.stderr, "stderr")] {
        let found = said
            .chars()
            .find(|one| *one != '\n' && can_control_terminal(*one));
        assert_eq!(found, None, "{what:?}, {name}: {said}");
        let own_line = said.lines().any(|line| line.starts_with('G'));
        assert!(!own_line, "{what:?}, {name}: {said}");
    }
}

/// Runs it in both formats and parses the document.
fn both(words: &[&str]) -> Run {
    let text = anchorwatch(words);
    assert_calm(&text, words);
    let json = anchorwatch(&[words, &["--format", "json"]].concat());
    assert_calm(&json, words);
    if !json.stdout.is_empty() {
        let _document: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    }
    text
}

struct Scene {
    machine: Machine,
    root: String,
    file: String,
}

impl Scene {
    fn new() -> Self {
        let imposed = Root::company(&HOSTILE.replace('\n', "\u{85}")).unwrap();
        let machine = Machine::with(&[("works", &imposed)]);
        let file = machine.path(&format!("srv/{HOSTILE}.pem"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, imposed.pem()).unwrap();
        Self {
            root: machine.root_text(),
            file: file.display().to_string(),
            machine,
        }
    }

    fn write(&self, inner: &str, text: &str) -> String {
        let path = self.machine.path(inner);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

#[test]
fn what_is_shown_of_stores_and_settings_is_calm() {
    let scene = Scene::new();
    let one_line = HOSTILE.replace('\n', "");
    scene.write(
        "etc/environment",
        &format!("SSL_CERT_FILE=/srv/{one_line}.pem\nHTTPS_PROXY=http://{one_line}/\n"),
    );
    scene.write(
        "etc/chromium/policies/managed/x.json",
        &serde_json::json!({ "CACertificates": [HOSTILE], HOSTILE: HOSTILE }).to_string(),
    );
    scene.write("root/.npmrc", &format!("cafile=/srv/{one_line}\n"));
    scene.write(
        "root/.curlrc",
        &format!("proxy = \"{one_line}\"\ncacert = \"{one_line}\"\n"),
    );
    both(&["audit", "--root", &scene.root]);
    let audit = both(&["audit", "--root", &scene.root, "--all"]);
    assert!(audit.stdout.contains("\\7f"), "{}", audit.stdout);
}

#[test]
fn what_is_shown_of_files_is_calm() {
    let scene = Scene::new();
    assert!(both(&["identify", &scene.file]).stdout.contains("\\7f"));
    both(&["identify", &scene.write(HOSTILE, HOSTILE)]);
    both(&["identify", HOSTILE]);
    both(&["verdict", HOSTILE]);
    let evidence = scene.write("evidence.json", &serde_json::json!([HOSTILE]).to_string());
    both(&["verdict", &evidence]);
    both(&["verify", "--host", HOSTILE, &scene.file]);
    both(&["verify", "--host", "www.example.org", &scene.file]);
    both(&["check", "--public", HOSTILE, "127.0.0.1:1"]);
}

#[test]
fn what_is_shown_of_lists_is_calm() {
    let scene = Scene::new();
    let list = serde_json::json!({
        "schema": "anchorwatch.entries/1",
        "made_from": [{ "format": "crlset", "sequence": 1, "verified_spki_sha256": [], "unusable_count": 0 }],
        "entries": [{
            "match": "key", "spki_sha256": "00".repeat(32), "threshold": "quick",
            "source": { "list": "crlset", "sequence": 1 },
            "limits": { "names_inside": ["a\u{7f}b"] },
        }],
        "known_interception": [],
    });
    let onecrl = serde_json::json!({ "data": [{
        "schema": 1, "details": { "name": HOSTILE, "why": HOSTILE }, "enabled": true,
        "issuerName": HOSTILE, "serialNumber": HOSTILE, "id": HOSTILE, "last_modified": 1,
    }] });
    for list in [list, onecrl] {
        let file = scene.write(&format!("{HOSTILE}.json"), &list.to_string());
        both(&["list", "show", &file]);
        let import = ["list", "import", &file];
        assert_calm(&anchorwatch(&import), &import);
    }
}

#[test]
fn what_is_shown_of_plans_and_of_what_was_consented_to_is_calm() {
    let scene = Scene::new();
    let (root, file) = (scene.root.as_str(), scene.file.as_str());
    let given = ["--root", root, "--certificate", file];
    both(&[&["remove"][..], &given].concat());
    both(&[&["block"][..], &given].concat());
    let until = ["--for", "wiki.intranet", "--until", "2030-01-01"];
    let said = ["--by", HOSTILE, "--why", HOSTILE];
    let consent = [&["consent", "add"][..], &given, &until, &said].concat();
    both(&consent);
    assert_calm(
        &anchorwatch(&[&consent[..], &["--apply"]].concat()),
        &consent,
    );
    both(&["consent", "list", "--root", root]);
    both(&[&["block"][..], &given, &["--apply"]].concat());
    both(&["undo", "--root", root]);
    both(&["undo", "--root", root, HOSTILE]);
}

#[test]
fn what_is_wrong_with_the_words_of_the_command_line_is_said_calmly() {
    for words in [
        &[HOSTILE][..],
        &["audit", HOSTILE],
        &["--language", HOSTILE],
        &["block", "--key", HOSTILE],
        &["block", "--class", HOSTILE],
        &["block", "--root", HOSTILE],
        &["guide", HOSTILE],
        &["check", HOSTILE],
    ] {
        let run = anchorwatch(words);
        assert_calm(&run, words);
        assert!(
            [1, 2, 10, 11].contains(&run.code),
            "{words:?}: {}",
            run.code
        );
    }
    assert!(anchorwatch(&["--help"]).stdout.contains("Usage:"));
    assert_eq!(anchorwatch(&["--help"]).code, 0);
    assert_eq!(anchorwatch(&["--nothing"]).code, 2);
}
