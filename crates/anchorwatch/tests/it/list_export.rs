//! `list export`: lists of others, in the formats of others.

use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, anchorwatch};

const SCHEMA: &str = "anchorwatch.list-export/1";

/// A folder with a OneCRL of one record by serial number and one by key.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let vectors = include_str!("../../../anchorwatch-policy/tests/vectors/onecrl.json");
    let vectors: Value = serde_json::from_str(vectors).unwrap();
    let changeset = vectors["changesets"]["good"].as_str().unwrap();
    std::fs::write(folder.path().join("onecrl"), changeset).unwrap();
    folder
}

/// Words that begin with an `@` are files of the folder.
fn list(folder: &TempDir, words: &[&str]) -> Run {
    let path = |name: &str| folder.path().join(name).display().to_string();
    let words = words.iter().map(|it| match it.strip_prefix('@') {
        Some(name) => path(name),
        None => (*it).to_owned(),
    });
    let words: Vec<String> = ["list".to_owned()].into_iter().chain(words).collect();
    anchorwatch(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

fn export(folder: &TempDir, words: &[&str], code: i32) -> Value {
    let run = list(folder, &[&["export", "--format", "json"], words].concat());
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    run.json(SCHEMA)
}

fn shown(folder: &TempDir, file: &str) -> Value {
    let run = list(folder, &["show", file, "--all", "--format", "json"]);
    let list = run.json("anchorwatch.list/1")["lists"][0].clone();
    list["entries"].clone()
}

fn matches(entries: &Value) -> Vec<(String, String)> {
    let entries = entries.as_array().unwrap().iter();
    let mut matches: Vec<_> = entries
        .map(|it| {
            let mut it = it.clone();
            it["source"] = Value::Null;
            (it["match"].as_str().unwrap().to_owned(), it.to_string())
        })
        .collect();
    matches.sort();
    matches
}

#[test]
fn onecrl_is_written_with_the_names_of_the_file_that_it_comes_from() {
    let folder = folder();
    let written = export(
        &folder,
        &["@onecrl", "--as", "onecrl", "--out", "@again"],
        0,
    );
    assert_eq!(
        (&written["format"], &written["written_count"]),
        (&"onecrl".into(), &2.into())
    );
    let (before, after) = (shown(&folder, "@onecrl"), shown(&folder, "@again"));
    assert_eq!(matches(&before), matches(&after));
    // The normal form has hashes alone; the names come from elsewhere.
    let run = list(&folder, &["import", "@onecrl", "--output", "@entries"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let words = ["@entries", "--as", "onecrl", "--out", "@no-names"];
    let written = export(&folder, &words, 11);
    assert_eq!(written["left_out"][0]["code"], "list_left_out_name");
    assert_eq!(written["left_out"][0]["facts"]["count"], 2);
    let words = [
        "@entries", "--as", "onecrl", "--names", "@onecrl", "--out", "@names",
    ];
    export(&folder, &words, 0);
    assert_eq!(matches(&shown(&folder, "@names")), matches(&before));
}

#[test]
fn what_a_format_cannot_say_is_counted_and_the_exit_code_tells() {
    let folder = folder();
    for form in ["crlset", "java_blocked", "blocked_toml"] {
        let out = format!("@{form}");
        let written = export(&folder, &["@onecrl", "--as", form, "--out", &out], 11);
        assert_eq!(
            written["left_out"][0]["code"], "list_left_out_kind",
            "{form}"
        );
        assert_eq!(written["left_out"][0]["facts"]["count"], 2, "{form}");
        assert_eq!(written["written_count"], 0, "{form}");
    }
    let page = list(
        &folder,
        &["export", "@onecrl", "--as", "crlset", "--out", "@page"],
    );
    page.assert_readable();
}

#[test]
fn nothing_is_written_over_a_file_or_from_a_list_that_nobody_vouches_for() {
    let folder = folder();
    let words = ["export", "@onecrl", "--as", "onecrl", "--out", "@onecrl"];
    list(&folder, &words).assert_error("already something", "");
    let words = [
        "export",
        "@onecrl",
        "--as",
        "onecrl",
        "--require-signature",
        "--out",
        "@x",
    ];
    list(&folder, &words).assert_error("nobody vouches for", "it has a signature");
    assert!(!folder.path().join("x").exists());
}
