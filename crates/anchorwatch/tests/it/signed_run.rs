//! `measure --sign`, `verdict --note` and `report --signed-by`: a whole run that nobody can alter.

use std::path::Path;

use serde_json::Value;

use crate::{
    measure::Field,
    run::{Run, anchorwatch, anchorwatch_in_bash},
    signed_evidence::private_key,
};

/// A signed run of two rounds, each in a segment.
struct Signed {
    field: Field,
    key: String,
}

const ROUNDS: [&str; 2] = ["--rounds", "2"];

/// Gives the first argument's content through a pipe.
const PIPED: &str = "given=$1; shift; cat \"$given\" | \"$0\" \"$@\"";

impl Signed {
    fn new() -> Self {
        Self::of(Field::of(1, 1), 10)
    }

    fn of(field: Field, code: i32) -> Self {
        field.write("key", &private_key(1));
        field.write("other", &private_key(2));
        let run = Self::run(&field, "key");
        assert_eq!(run.code, code, "{}", run.stderr);
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
        let folder = self.field.path("out");
        self.report_on(&[&folder], signed_by)
            .json("anchorwatch.report/1")
    }

    fn report_on(&self, folders: &[&str], signed_by: Option<&str>) -> Run {
        let page = self.field.path("page.html");
        let _earlier = std::fs::remove_file(&page);
        let mut args = vec!["report", "--out", &page, "--format", "json"];
        args.extend(signed_by.iter().flat_map(|key| ["--signed-by", key]));
        anchorwatch(&[&args, folders].concat())
    }

    /// Copies the folder, with the note and everything else.
    fn copy(&self, name: &str) -> String {
        let copy = self.field.path(name);
        std::fs::create_dir(&copy).unwrap();
        for entry in std::fs::read_dir(self.field.path("out")).unwrap() {
            let from = entry.unwrap().path();
            let to = Path::new(&copy).join(from.file_name().unwrap());
            std::fs::copy(from, to).unwrap();
        }
        copy
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
fn no_link_takes_the_place_of_a_signed_file() {
    let signed = Signed::new();
    let real = signed.path("000001.jsonl");
    for name in ["out/0.txt", "0.txt", "out/0.part", "out/000000.jsonl"] {
        for is_hard in [false, true] {
            let link = signed.field.path(name);
            match is_hard {
                true => std::fs::hard_link(&real, &link).unwrap(),
                false => std::os::unix::fs::symlink(&real, &link).unwrap(),
            }
            let above = signed.field.path("");
            let folders = [above.as_str()];
            for key in [None, Some(signed.key.as_str())] {
                let report = signed.report_on(&folders, key).json("anchorwatch.report/1");
                assert_eq!(report["measurements"]["total"], 4, "{name} {key:?}");
                let is_named = key.is_some() && name.ends_with(".jsonl");
                let named = if is_named { vec![name] } else { vec![] };
                assert_eq!(unread(&report), named, "{name} {key:?}");
            }
            std::fs::remove_file(link).unwrap();
        }
    }
}

#[test]
fn a_copy_of_what_is_signed_is_no_second_measurement_and_no_vantage_point() {
    let signed = Signed::new();
    let (folder, copy) = (signed.field.path("out"), signed.copy("astana"));
    let report = |folders: &[&str]| {
        let run = signed.report_on(folders, Some(&signed.key));
        run.json("anchorwatch.report/1")
    };
    let both = report(&[&folder, &copy]);
    assert_eq!(both["measurements"]["total"], 4);
    assert_eq!(both["vantage_count"], 1);
    // Nobody signed what the folder is called.
    let alone = report(&[&folder]);
    assert_eq!(
        alone["names"][0]["vantages"][0]["vantage"],
        both["names"][0]["vantages"][0]["vantage"]
    );
    assert_ne!(alone["names"][0]["vantages"][0]["vantage"], "out");
    // A copy that was changed does not take the place of the whole one.
    let changed = Path::new(&copy).join("000001.jsonl");
    let octets = std::fs::read(&changed).unwrap();
    std::fs::write(&changed, &octets[..octets.len() - 1]).unwrap();
    let both = report(&[&copy, &folder]);
    assert_eq!(both["measurements"]["total"], 4);
    assert_eq!(unread(&both), ["astana/000001.jsonl"]);
}

#[test]
fn a_given_folder_that_was_emptied_is_named() {
    let clean = Signed::of(Field::of(1, 0), 0);
    let folder = clean.field.path("out");
    for key in [None, Some(clean.key.as_str())] {
        assert_eq!(clean.report_on(&[&folder], key).code, 0);
        // Only what describes a run is left of it.
        let emptied = clean.field.path("astana");
        std::fs::create_dir_all(&emptied).unwrap();
        std::fs::write(Path::new(&emptied).join("run.json"), "{}").unwrap();
        let run = match key {
            Some(_) => {
                std::fs::remove_dir_all(&emptied).unwrap();
                std::fs::create_dir(&emptied).unwrap();
                clean.report_on(&[&folder, &emptied], key)
            }
            None => clean.report_on(&[&folder, &emptied], key),
        };
        assert_eq!(run.code, 11, "{key:?}");
        let report = run.json("anchorwatch.report/1");
        assert_eq!(unread(&report), ["astana"], "{key:?}");
        // The same folder twice is no empty one.
        assert_eq!(clean.report_on(&[&folder, &folder], key).code, 0);
    }
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
fn a_segment_that_the_run_did_not_write_is_named_and_not_signed() {
    let signed = Signed::new();
    std::fs::copy(signed.path("000002.jsonl"), signed.path("900000.jsonl")).unwrap();
    // What was growing can be foreign too.
    let text = std::fs::read_to_string(signed.path("000002.jsonl")).unwrap();
    std::fs::write(signed.path("900001.jsonl.part"), text).unwrap();
    let run = Signed::run(&signed.field, "key");
    let document = run.json("anchorwatch.measure/1");
    let foreign = ["900000.jsonl", "900001.jsonl"];
    assert_eq!(document["not_signed"], serde_json::json!(foreign));
    assert_eq!(document["signed_by"], signed.key.as_str());
    let report = signed.report(Some(&signed.key));
    assert_eq!(report["measurements"]["total"], 4);
    assert_eq!(unread(&report), ["out/900000.jsonl", "out/900001.jsonl"]);
}

#[test]
fn what_was_found_is_said_even_if_it_cannot_be_signed() {
    for (field, code) in [(Field::of(1, 1), 10), (Field::of(1, 0), 1)] {
        field.write("key", &private_key(1));
        let measured = field.measure(&ROUNDS);
        let measured = measured.json("anchorwatch.measure/1");
        std::fs::create_dir(field.path("out/run.note.part")).unwrap();
        let run = Signed::run(&field, "key");
        assert_eq!(run.code, code, "{}", run.stderr);
        let document = run.json("anchorwatch.measure/1");
        assert_eq!(document["measured"], measured["measured"]);
        assert_eq!(document["signed_by"], Value::Null);
        assert!(run.stderr.contains("anchorwatch: error: "));
    }
}

#[test]
fn evidence_without_a_signed_segment_is_never_clean() {
    let signed = Signed::of(Field::of(1, 0), 0);
    let both = signed.verdict(&["000001.jsonl", "000002.jsonl"]);
    assert_eq!(both.code, 0, "what describes the run is no evidence");
    let one = signed.verdict(&["000002.jsonl"]);
    assert_eq!(one.code, 11);
    let document = one.json("anchorwatch.verdict/1");
    assert_eq!(document["signed_not_given"][0], "000001.jsonl");
}

#[test]
fn a_link_to_standard_input_describes_no_run_and_is_no_note() {
    let signed = Signed::new();
    let note = std::fs::read_to_string(signed.path("run.note")).unwrap();
    let vantage = r#"{"vantage":"from standard input"}"#;
    let links = [
        ("run.json", None, vantage),
        ("run.note", Some(signed.key.as_str()), note.as_str()),
        ("000001.jsonl", None, vantage),
    ];
    for (name, key, given) in links {
        let path = signed.path(name);
        let kept = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/dev/stdin", &path).unwrap();
        let (page, folder) = (signed.field.path("page.html"), signed.field.path("out"));
        let _earlier = std::fs::remove_file(&page);
        signed.field.write("given", given);
        let given = signed.field.path("given");
        let mut args = vec![given.as_str(), "report", "--out", &page];
        args.extend(["--format", "json", &folder]);
        args.extend(key.iter().flat_map(|key| ["--signed-by", key]));
        let run = anchorwatch_in_bash(PIPED, &args);
        // Without its note nothing is signed.
        let count = if key.is_some() { 4 } else { 1 };
        let report = run.json("anchorwatch.report/1");
        assert_eq!(unread(&report).len(), count, "{name}: {report}");
        assert!(!run.stdout.contains("from standard input"));
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, kept).unwrap();
    }
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
