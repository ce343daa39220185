//! Nothing is sent to whoever is on an opt-out list, whatever a run asks for.

use std::{
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use crate::{
    measure::Field,
    run::{Run, anchorwatch, program},
};

/// The field's sites as one target by address and one by name.
fn by_address_and_name() -> Field {
    let field = Field::of(2, 0);
    let port = field.sites[1].address().port();
    field.write(
        "targets.txt",
        &format!("{}\nlocalhost:{port}\n", field.sites[0].address()),
    );
    field
}

fn with_list(field: &Field, list: &str, more: &[&str]) -> Run {
    field.write("opt-out", list);
    let path = field.path("opt-out");
    field.measure(&[["--opt-out", &path].as_slice(), more].concat())
}

#[test]
fn names_addresses_and_networks_that_opted_out_get_nothing() {
    for (list, opted_out) in [
        ("# on their wish\nlocalhost\n127.0.0.1\n", 2),
        // The name leads to these addresses.
        ("127.0.0.0/8\n::1\n", 2),
        ("localhost", 1),
        ("*.localhost # and it itself\n", 1),
    ] {
        let field = by_address_and_name();
        let run = with_list(&field, list, &[]);
        let document = run.json("anchorwatch.measure/1");
        assert_eq!(document["opted_out"], opted_out, "{list}");
        // The run has them still: they may be taken from the list again.
        assert_eq!(document["targets"], 2);
        assert_eq!(document["measured"], 2 - opted_out);
        let (code, answer) = match opted_out {
            2 => (11, "nothing_measured"),
            _ => (0, "clean"),
        };
        assert_eq!((run.code, &document["answer"]), (code, &answer.into()));
        assert_eq!(field.accepted()[1], 0);
        assert_eq!(field.accepted()[0], if opted_out == 2 { 0 } else { 2 });
    }
}

#[test]
fn a_list_that_cannot_be_read_stops_everything_before_something_is_sent() {
    let field = by_address_and_name();
    with_list(&field, "localhost\n127.0.0.0/99\n", &[]).assert_error("line 2 of", "opt-out");
    with_list(&field, "x y\n", &["--dry-run"]).assert_error("line 1 of", "opt-out");
    let missing = field.path("missing");
    let run = field.measure(&["--opt-out", &missing]);
    run.assert_error("missing", "hint");
    assert_eq!(field.accepted(), [0, 0]);
    assert!(!std::path::Path::new(&field.path("out")).exists());
}

#[test]
fn a_dry_run_names_whom_it_leaves_out() {
    let field = by_address_and_name();
    let port = field.sites[1].address().port();
    field.write("exclude.txt", "127.0.0.1\n");
    let exclude = field.path("exclude.txt");
    let run = with_list(&field, "localhost\n", &["--dry-run", "--exclude", &exclude]);
    // Everything is excluded by one of the two.
    let plan = run.json("anchorwatch.measure-plan/1");
    for (key, value) in [
        ("targets", Value::from(0)),
        ("hosts", 0.into()),
        ("most_connections", 0.into()),
        ("excluded", 1.into()),
        ("opted_out", 1.into()),
        ("give_up", 5.into()),
        (
            "first_left_out",
            vec![
                field.sites[0].address().to_string(),
                format!("localhost:{port}"),
            ]
            .into(),
        ),
        ("opt_out_files", vec![field.path("opt-out")].into()),
    ] {
        assert_eq!(plan[key], value, "{key}");
    }
    for language in ["en", "kk", "ru"] {
        let path = field.path("opt-out");
        let mut args = field.args(&["--dry-run", "--opt-out", &path, "--language", language]);
        let format = args.iter().position(|it| it == "json").unwrap();
        args[format] = "text".to_owned();
        let page = anchorwatch(&args);
        page.assert_readable();
        assert!(page.stdout.contains(&format!("localhost:{port}")));
        assert!(!page.phrases().contains("measure-"), "{}", page.stdout);
    }
}

#[test]
fn a_run_that_goes_on_reads_the_list_again() {
    let field = by_address_and_name();
    let run = with_list(&field, "127.0.0.0/8\n::1\n", &[]);
    assert_eq!(run.json("anchorwatch.measure/1")["opted_out"], 2);
    let out = field.path("out");
    let resume = ["measure", "--resume", &out, "--format", "json"];
    // One of them no longer wants that.
    field.write("opt-out", "localhost\n");
    let again = anchorwatch(&resume).json("anchorwatch.measure/1");
    assert_eq!([&again["opted_out"], &again["measured"]], [1, 1]);
    // The same command without the option leaves alone whom it left alone.
    let again = field.measure(&[]).json("anchorwatch.measure/1");
    assert_eq!([&again["opted_out"], &again["measured"]], [1, 1]);
    assert_eq!(field.accepted(), [2, 0]);
    std::fs::remove_file(field.path("opt-out")).unwrap();
    anchorwatch(&resume).assert_error("opt-out", "hint");
    assert_eq!(field.accepted(), [2, 0]);
}

/// With the pause, all rounds take half an hour if the list does not count.
#[test]
fn a_list_that_grows_ends_the_sending_of_later_rounds() {
    let field = Field::of(1, 0);
    field.write("opt-out", "");
    let path = field.path("opt-out");
    let rounds = 20_000;
    let mut args = field.args(&["--opt-out", &path, "--rounds", &rounds.to_string()]);
    let pause = args.iter().position(|it| it == "--pause").unwrap();
    args[pause + 1] = "50".to_owned();
    let mut child = Command::new(program())
        .args(&args)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while field.accepted()[0] < 6 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    // Whole or not at all: half an address would be a line that cannot be read.
    field.write("grown", "127.0.0.1\n");
    std::fs::rename(field.path("grown"), &path).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let count = |key: &str| document[key].as_u64().unwrap();
    assert_eq!(count("opted_out") + count("measured"), rounds);
    assert!(count("opted_out") > 0 && count("measured") >= 3);
    assert_eq!(field.segments().len() as u64, count("measured"));
}
