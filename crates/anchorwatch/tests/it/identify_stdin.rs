//! `identify -`, `/dev/stdin` and the pipes of a shell.

use std::fs::File;

use anchorwatch_lab::{Root, pki::public_root};
use serde_json::Value;

use crate::run::{Machine, Run, anchorwatch, anchorwatch_in_bash, anchorwatch_reading};

fn on_disk(bytes: &[u8]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file").display().to_string();
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn classes(run: &Run) -> Vec<Value> {
    let document = run.json("anchorwatch.identity/1");
    let rows = document["certificates"].as_array().unwrap().iter();
    rows.map(|row| row["class"].clone()).collect()
}

#[test]
fn standard_input_is_read_under_each_of_its_names() {
    let (_folder, path) = on_disk(Root::isca_like().unwrap().der());
    for name in ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"] {
        let input = File::open(&path).unwrap();
        let run = anchorwatch_reading(input, &["identify", name, "--format", "json"]);
        assert_eq!(
            (run.code, classes(&run)),
            (10, vec!["suspected_family".into()])
        );
        let script = format!("cat \"$1\" | \"$0\" identify {name} --format json");
        let run = anchorwatch_in_bash(&script, &[&path]);
        assert_eq!(
            (run.code, classes(&run)),
            (10, vec!["suspected_family".into()])
        );
    }
    let page = anchorwatch_reading(File::open(&path).unwrap(), &["identify", "-"]);
    assert!(
        page.stdout.contains("standard input: a certificate"),
        "{}",
        page.stdout
    );
}

#[test]
fn the_pipe_of_a_process_substitution_is_read() {
    let (_folder, path) = on_disk(&public_root("ISRG Root X1").unwrap());
    let script = "\"$0\" identify <(cat \"$1\") --format json";
    let run = anchorwatch_in_bash(script, &[&path]);
    assert_eq!(
        (run.code, classes(&run)),
        (0, vec!["public_program".into()])
    );

    let machine = Machine::with(&[("works", &Root::company("Works").unwrap())]);
    let root = machine.root_text();
    let script = "\"$0\" audit --root \"$1\" --since <(\"$0\" audit --root \"$1\" --format json) \
                  --format json";
    let run = anchorwatch_in_bash(script, &[&root]);
    assert_eq!(run.code, 10, "{}", run.stderr);
    assert!(
        !run.stdout.contains("new_since_last_audit"),
        "{}",
        run.stdout
    );
}

#[test]
fn nothing_and_too_much_on_standard_input_are_said() {
    let run = anchorwatch(&["identify", "-", "--format", "json"]);
    assert_eq!(run.code, 11);
    assert!(run.stdout.contains("\"empty\""), "{}", run.stdout);
    let input = || File::open("/dev/zero").unwrap();
    anchorwatch_reading(input(), &["identify", "-"])
        .assert_error("standard input has more than", "");
    anchorwatch_reading(input(), &["identify", "/dev/stdin"])
        .assert_error("/dev/stdin has more than", "");
    // A descriptor that is not open.
    anchorwatch(&["identify", "/dev/fd/77"]).assert_error("/dev/fd/77", "no such file");
}

#[test]
fn a_pipe_that_lies_in_a_folder_is_refused_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("0");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&pipe, &link).unwrap();
    for path in [&pipe, &link] {
        let path = path.display().to_string();
        anchorwatch(&["identify", &path]).assert_error("is not a regular file", "");
    }
}
