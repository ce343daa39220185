//! `measure --sign`, `verdict --note` and `report --signed-by`: a whole run that nobody can alter.

use std::path::Path;

use serde_json::Value;

use crate::{
    measure::Field,
    run::{Run, anchorwatch},
    signed_evidence::private_key,
};

/// A signed run of two rounds, each in a segment.
struct Signed {
    field: Field,
    key: String,
}

const ROUNDS: [&str; 2] = ["--rounds", "2"];

impl Signed {
    fn new() -> Self {
        let field = Field::of(1, 1);
        field.write("key", &private_key(1));
        field.write("other", &private_key(2));
        let run = Self::run(&field, "key");
        assert_eq!(run.code, 10, "{}", run.stderr);
        let document = run.json("anchorwatch.measure/1");
        assert_eq!(document["note"], "run.note");
        let key = document["signed_by"].as_str().unwrap().to_owned();
        Self { field, key }
    }

    fn run(field: &Field, key: &str) -> Run {
        let key = field.path(key);
        let sign = ["--sign", &key, "--sign-as", "example.org/kz-watch"];
        field.measure(&[&ROUNDS[..], &sign].concat())
    }

    fn path(&self, name: &str) -> String {
        self.field.path(&format!("out/{name}"))
    }

    /// What a report says of the folder.
    fn report(&self, signed_by: Option<&str>) -> Value {
        let page = self.field.path("page.html");
        let _earlier = std::fs::remove_file(&page);
        let folder = self.field.path("out");
        let mut args = vec!["report", &folder, "--out", &page, "--format", "json"];
        args.extend(signed_by.iter().flat_map(|key| ["--signed-by", key]));
        anchorwatch(&args).json("anchorwatch.report/1")
    }

    fn verdict(&self, segments: &[&str]) -> Run {
        let segments: Vec<String> = segments.iter().map(|it| self.path(it)).collect();
        let note = self.path("run.note");
        let mut args = vec!["verdict", "--format", "json", "--note", &note];
        args.extend(["--signed-by", &self.key]);
        args.extend(segments.iter().map(String::as_str));
        anchorwatch(&args)
    }

    /// Changes one octet of a file: its last digit, so that it still has its form.
    fn alter(&self, name: &str) {
        let path = self.path(name);
        let mut octets = std::fs::read(&path).unwrap();
        let at = octets.iter().rposition(u8::is_ascii_digit).unwrap();
        octets[at] ^= 1;
        std::fs::write(&path, octets).unwrap();
    }
}

/// The files that a report did not use.
fn unread(report: &Value) -> Vec<&str> {
    let files = report["unread_files"].as_array().unwrap();
    files
        .iter()
        .map(|it| it["file"].as_str().unwrap())
        .collect()
}

#[test]
fn a_signed_run_is_read_whole_and_its_signer_is_named() {
    let signed = Signed::new();
    let report = signed.report(Some(&signed.key));
    assert_eq!(report["measurements"]["total"], 4);
    assert_eq!(report["signed_by"][0], "example.org/kz-watch");
    assert!(unread(&report).is_empty());
    let unasked = signed.report(None);
    assert_eq!(unasked["signed_by"].as_array().unwrap().len(), 0);

    let all = signed.verdict(&["000001.jsonl", "000002.jsonl"]);
    let all = all.json("anchorwatch.verdict/1");
    let rest = ["run.json", "targets.txt", "exclude.txt"];
    assert_eq!(all["signed_not_given"], serde_json::json!(rest));
    let one = signed.verdict(&["000002.jsonl"]);
    let one = one.json("anchorwatch.verdict/1");
    let names = one["signed_not_given"].as_array().unwrap();
    assert!(names.contains(&"000001.jsonl".into()) && !names.contains(&"000002.jsonl".into()));
}

#[test]
fn one_changed_octet_of_any_file_is_found_and_nothing_of_it_is_used() {
    for (name, measurements) in [
        ("000001.jsonl", 2),
        ("000002.jsonl", 2),
        ("run.json", 4),
        ("targets.txt", 4),
    ] {
        let signed = Signed::new();
        signed.alter(name);
        let report = signed.report(Some(&signed.key));
        assert_eq!(unread(&report), [format!("out/{name}")]);
        assert_eq!(report["measurements"]["total"], measurements);
    }
    let signed = Signed::new();
    signed.alter("000002.jsonl");
    assert_eq!(signed.verdict(&["000001.jsonl"]).code, 10);
    assert_eq!(signed.verdict(&["000001.jsonl", "000002.jsonl"]).code, 1);
}

#[test]
fn a_missing_segment_an_added_one_and_another_key_are_found() {
    let signed = Signed::new();
    let (first, third) = (signed.path("000001.jsonl"), signed.path("000003.jsonl"));
    std::fs::rename(&first, &third).unwrap();
    let report = signed.report(Some(&signed.key));
    assert_eq!(unread(&report).len(), 2, "{report}");
    assert_eq!(report["measurements"]["total"], 2);
    std::fs::remove_file(&third).unwrap();
    let report = signed.report(Some(&signed.key));
    assert_eq!(unread(&report), ["out/000001.jsonl"]);

    let signed = Signed::new();
    let note = std::fs::read_to_string(signed.path("run.note")).unwrap();
    std::fs::write(signed.path("run.note"), note.replace("000002", "000004")).unwrap();
    let report = signed.report(Some(&signed.key));
    assert_eq!(report["measurements"]["total"], 0);
    assert!(unread(&report).contains(&"out/run.note"));
}

#[test]
fn a_run_that_goes_on_is_signed_again_only_if_nothing_was_changed() {
    let signed = Signed::new();
    let before = std::fs::read_to_string(signed.path("run.note")).unwrap();
    let other = Signed::run(&signed.field, "other");
    assert_eq!(other.code, 1, "another key: {}", other.stderr);
    std::fs::remove_file(signed.path("000002.jsonl")).unwrap();
    assert_eq!(
        Signed::run(&signed.field, "key").code,
        1,
        "a segment is gone"
    );
    assert!(!Path::new(&signed.path("000003.jsonl")).exists());
    assert_eq!(
        std::fs::read_to_string(signed.path("run.note")).unwrap(),
        before
    );
    // Whoever wants to go on anyway says so.
    std::fs::remove_file(signed.path("run.note")).unwrap();
    let unsigned = signed.field.measure(&ROUNDS);
    let unsigned = unsigned.json("anchorwatch.measure/1");
    assert_eq!(
        (&unsigned["note"], &unsigned["signed_by"]),
        (&Value::Null, &Value::Null)
    );
    let again = Signed::run(&signed.field, "key");
    assert_eq!(again.code, 10, "{}", again.stderr);
    let report = signed.report(Some(&signed.key));
    assert_eq!(report["measurements"]["total"], 4);
    assert!(unread(&report).is_empty());
    // An earlier note is not said to be about what was measured since.
    let unsigned = signed.field.measure(&ROUNDS);
    let unsigned = unsigned.json("anchorwatch.measure/1");
    assert_eq!(unsigned["note"], "run.note");
    assert_eq!(unsigned["signed_by"], Value::Null);
}

#[test]
fn nothing_is_measured_if_it_could_not_be_signed() {
    let field = Field::of(1, 0);
    field.write("key", "no key");
    assert_eq!(Signed::run(&field, "key").code, 1);
    field.write("key", &private_key(1));
    let key = field.path("key");
    let sign = ["--sign", &key, "--sign-as", "a", "--rounds", "1000000"];
    let run = field.measure(&sign);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let unnamed = ["--sign", &key];
    assert_eq!(field.measure(&unnamed).code, 2);
    assert_eq!(field.accepted(), [0]);
}
