//! A run is killed, meets a full disk, and goes on: nothing is lost, and nothing is there twice.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use rustix::fs::FlockOperation;

use crate::{
    measure::Field,
    run::{anchorwatch, anchorwatch_in_bash, measurements, program},
};

const SITES: usize = 12;

/// The whole lines of every segment, complete or not.
fn recorded(out: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(out) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let segments = paths.filter(|path| path.to_string_lossy().contains(".jsonl"));
    let mut lines = Vec::new();
    for segment in segments {
        let text = std::fs::read_to_string(segment).unwrap();
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        lines.extend(whole.lines().map(str::to_owned));
    }
    lines.retain(|line| line.starts_with("{\"measurement\""));
    lines
}

/// Runs until something more than `lines` was recorded, and kills the run then.
fn kill_after(field: &Field, lines: usize) {
    let mut child = Command::new(program())
        .args(field.args(&[]))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = field.path("out");
    while recorded(&out).len() <= lines && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(200));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_run_that_is_killed_at_any_moment_goes_on() {
    let field = Field::of(SITES - 1, 1);
    let out = field.path("out");
    let mut before = Vec::new();
    for lines in [0, 0, 1, 3, 4, 7, 9] {
        kill_after(&field, lines);
        let now = recorded(&out);
        for line in &before {
            assert!(now.contains(line), "a recorded line was lost");
        }
        before = now;
    }
    let run = field.measure(&[]);
    assert_eq!(run.code, 10, "{}", run.stderr);
    // What was found before the kill counts too.
    let document = run.json("anchorwatch.measure/1");
    assert_eq!(document["measured"], SITES);
    assert_eq!(field.numbers(), (0..SITES as u64).collect::<Vec<_>>());
    let now = recorded(&out);
    assert!(before.iter().all(|line| now.contains(line)));

    let accepted: usize = field.sites.iter().map(|it| it.accepted_count()).sum();
    let again = anchorwatch(&[
        "measure",
        "--resume",
        &out,
        "--format",
        "json",
        "--public",
        &field.path("public.pem"),
        "--local",
        &field.path("local.pem"),
    ]);
    assert_eq!((again.code, again.stdout), (10, run.stdout));
    let after: usize = field.sites.iter().map(|it| it.accepted_count()).sum();
    assert_eq!(after, accepted, "a complete run sends nothing");
}

#[test]
fn every_round_counts_and_what_is_missing_of_an_earlier_one_is_measured() {
    let field = Field::of(1, 1);
    let rounds = ["--rounds", "3", "--every", "0s"];
    let run = field.measure(&rounds);
    assert_eq!(run.code, 10, "{}", run.stderr);
    assert_eq!(run.json("anchorwatch.measure/1")["measured"], 6);
    // The same command again measures nothing, and says the same of all rounds.
    let again = field.measure(&rounds);
    assert_eq!((again.code, again.stdout), (10, run.stdout));
    assert_eq!(field.numbers(), [0, 1, 2, 3, 4, 5]);

    std::fs::remove_file(field.path("out/000002.jsonl")).unwrap();
    // The newest segment was still growing when the run was killed.
    let newest = field.path("out/000003.jsonl");
    std::fs::rename(&newest, format!("{newest}.part")).unwrap();
    let run = field.measure(&rounds);
    assert_eq!(run.json("anchorwatch.measure/1")["measured"], 6);
    assert_eq!(field.numbers(), [0, 1, 2, 3, 4, 5]);
    let measured_again = field.path("out/000004.jsonl");
    let numbers = measurements(&measured_again);
    let numbers: Vec<_> = numbers.iter().map(|it| it["number"].clone()).collect();
    assert_eq!(numbers.len(), 2);
    assert!(
        numbers
            .iter()
            .all(|it| [2, 3].contains(&it.as_u64().unwrap()))
    );
}

#[test]
fn a_line_that_was_cut_is_measured_again() {
    let field = Field::of(3, 0);
    assert_eq!(field.measure(&[]).code, 0);
    let complete = field.path("out/000001.jsonl");
    let whole = std::fs::read(&complete).unwrap();
    std::fs::remove_file(&complete).unwrap();
    let growing = format!("{complete}.part");
    // Every line, and every place in the last measurement's line, where the file can end.
    let lines = whole
        .iter()
        .enumerate()
        .filter(|(_, octet)| **octet == b'\n');
    let lines: Vec<usize> = lines.map(|(at, _)| at + 1).collect();
    let last = lines[lines.len() - 2];
    let cuts = lines
        .iter()
        .copied()
        .chain([0, 1, last - 1, last - 700, last + 3]);
    for cut in cuts {
        std::fs::write(&growing, &whole[..cut]).unwrap();
        let run = field.measure(&[]);
        assert_eq!(run.code, 0, "cut at {cut}: {}", run.stderr);
        assert_eq!(field.numbers(), [0, 1, 2], "cut at {cut}");
        for segment in field.segments() {
            assert_eq!(anchorwatch(&["verdict", &segment]).code, 0);
            std::fs::remove_file(segment).unwrap();
        }
    }
}

#[test]
fn a_damaged_segment_is_refused_and_kept() {
    let field = Field::of(2, 0);
    assert_eq!(field.measure(&[]).code, 0);
    let complete = field.path("out/000001.jsonl");
    let whole = std::fs::read_to_string(&complete).unwrap();
    let damaged = whole.replacen("measurement", "measurment", 1);
    std::fs::write(&complete, &damaged).unwrap();
    field.measure(&[]).assert_error("000001.jsonl", "hint");
    assert_eq!(std::fs::read_to_string(&complete).unwrap(), damaged);
    // One that still grows is called by the name that it has.
    std::fs::rename(&complete, format!("{complete}.part")).unwrap();
    field.measure(&[]).assert_error("000001.jsonl.part", "hint");
}

#[test]
fn a_full_disk_ends_the_run_and_it_goes_on_later() {
    let field = Field::of(SITES, 0);
    let args = field.args(&["--concurrency", "1"]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    // A file may have 8 KiB at most; writing more fails instead of killing the process.
    let run = anchorwatch_in_bash("trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"", &args);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    for part in ["error: ", "000001.jsonl.part", "hint: "] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    let before = recorded(&field.path("out"));
    assert!(!before.is_empty() && before.len() < SITES);
    let run = field.measure(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(field.numbers(), (0..SITES as u64).collect::<Vec<_>>());
    let now = recorded(&field.path("out"));
    assert!(before.iter().all(|line| now.contains(line)));
}

#[test]
fn one_folder_has_one_run_and_one_at_a_time() {
    let field = Field::of(1, 0);
    assert_eq!(field.measure(&[]).code, 0);
    let out = field.path("out");
    field
        .measure(&["--deep"])
        .assert_error(&out, "something else");
    field.write("targets.txt", "192.0.2.1\n");
    field.measure(&[]).assert_error(&out, "something else");

    let folder = std::fs::File::open(&out).unwrap();
    rustix::fs::flock(&folder, FlockOperation::NonBlockingLockExclusive).unwrap();
    anchorwatch(&["measure", "--resume", &out]).assert_error("another run", &out);
    drop(folder);

    let other = field.path("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(Path::new(&other).join("mine.txt"), "").unwrap();
    anchorwatch(&["measure", "--resume", &other]).assert_error("has no run", &other);
    let args = field.args(&[]);
    let args: Vec<String> = args
        .into_iter()
        .map(|it| if it == out { other.clone() } else { it })
        .collect();
    anchorwatch(&args).assert_error("already something", &other);
}

#[test]
fn a_list_that_was_changed_in_the_folder_is_not_measured() {
    let field = Field::of(1, 0);
    assert_eq!(field.measure(&[]).code, 0);
    std::fs::write(field.path("out/targets.txt"), "192.0.2.1:443\n").unwrap();
    field.measure(&[]).assert_error("targets.txt", "hint");
}

#[test]
fn a_run_that_no_arguments_ask_for_is_refused_and_nothing_is_sent() {
    let field = Field::of(1, 0);
    assert_eq!(field.measure(&[]).code, 0);
    let accepted = field.sites[0].accepted_count();
    let (out, path) = (field.path("out"), field.path("out/run.json"));
    let whole = std::fs::read_to_string(&path).unwrap();
    let segment = field.path("out/000001.jsonl");
    let names: Vec<String> = (0..101).map(|it| format!("n{it}.example")).collect();
    let settings = |key: &str, value: u64| {
        let mut all = serde_json::from_str::<serde_json::Value>(&whole).unwrap()["settings"].take();
        all[key] = value.into();
        all
    };
    for (key, value) in [
        ("targets", u64::MAX.into()),
        ("targets", 2.into()),
        ("rounds", u64::MAX.into()),
        ("every_s", u64::MAX.into()),
        ("names", names.into()),
        ("names", serde_json::json!(["<b>\u{202e}"])),
        ("names", serde_json::json!(["A.example"])),
        ("vantage", "\u{1b}[31m".into()),
        ("settings", settings("rate_per_s", 0)),
        ("settings", settings("concurrency", u64::MAX)),
        ("settings", settings("timeout_s", 0)),
    ] {
        let mut run: serde_json::Value = serde_json::from_str(&whole).unwrap();
        assert_ne!(run[key], value);
        run[key] = value;
        std::fs::write(&path, run.to_string()).unwrap();
        let run = anchorwatch(&["measure", "--resume", &out]);
        assert_eq!(run.code, 1, "{key}: {}", run.stderr);
        assert!(run.stderr.contains("run.json"), "{key}: {}", run.stderr);
    }
    std::fs::write(&path, &whole).unwrap();
    // A measurement of a round that the run does not have.
    let text = std::fs::read_to_string(&segment).unwrap();
    for number in ["1", "9223372036854775807", "18446744073709551615"] {
        let other = text.replacen("\"number\":0", &format!("\"number\":{number}"), 1);
        assert_ne!(other, text);
        std::fs::write(&segment, other).unwrap();
        let run = anchorwatch(&["measure", "--resume", &out]);
        assert_eq!(run.code, 1, "{number}: {}", run.stderr);
        assert!(run.stderr.contains("000001.jsonl"), "{}", run.stderr);
    }
    assert_eq!(field.sites[0].accepted_count(), accepted);
}
