//! The lists of `measure`: what cannot be read, what is excluded, what nobody answers.

use crate::{
    measure::{Field, NAME},
    run::anchorwatch,
};

#[test]
fn a_target_alone_that_is_not_there_says_nothing() {
    let field = Field::of(0, 0);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = free.local_addr().unwrap();
    drop(free);
    field.write("targets.txt", &format!("{closed}\n"));
    let run = field.measure(&[]);
    assert_eq!(run.code, 11, "{}", run.stderr);
    assert_eq!(run.json("anchorwatch.measure/1")["answer"], "unclear");
}

#[test]
fn lines_that_cannot_be_read_are_missing_now_and_after_a_restart() {
    let field = Field::of(1, 0);
    let address = field.sites[0].address();
    field.write("targets.txt", &format!("{address}\nnot a host\n"));
    field.write("names.txt", &format!("{NAME}\n192.0.2.1\n"));
    let run = field.measure(&[]);
    assert_eq!(run.code, 11, "{}", run.stderr);
    let document = run.json("anchorwatch.measure/1");
    assert_eq!(document["unreadable_lines"], 2);
    assert_eq!(document["answer"], "clean");
    let out = field.path("out");
    let again = anchorwatch(&["measure", "--resume", &out, "--format", "json"]);
    assert_eq!((again.code, again.stdout), (11, run.stdout));
    for language in ["en", "kk", "ru"] {
        anchorwatch(&["measure", "--resume", &out, "--language", language]).assert_readable();
    }
    // The same lists without these lines have nothing that is missing.
    field.write("targets.txt", &format!("{address}\n"));
    field.write("names.txt", &format!("{NAME}\n"));
    let run = field.measure(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn what_is_excluded_gets_no_connection() {
    let field = Field::of(2, 0);
    let port = field.sites[1].address().port();
    field.write(
        "targets.txt",
        &format!("{}\nlocalhost:{port}\n", field.sites[0].address()),
    );
    // The name leads to an address that is excluded.
    field.write("exclude.txt", "# on their wish\n127.0.0.0/8\n::1\n");
    let run = field.measure(&["--exclude", &field.path("exclude.txt")]);
    assert_eq!(run.code, 11, "{}", run.stderr);
    let document = run.json("anchorwatch.measure/1");
    assert_eq!(
        (&document["targets"], &document["excluded"]),
        (&1.into(), &1.into())
    );
    assert_eq!(document["answer"], "nothing_measured");
    assert_eq!(field.accepted(), [0, 0]);

    field.write("exclude.txt", "127.0.0.0/99\n");
    let run = field.measure(&["--exclude", &field.path("exclude.txt")]);
    run.assert_error("line 1 of", "exclude.txt");
}

#[test]
fn a_list_without_a_target_and_wrong_values_are_errors() {
    let field = Field::of(0, 0);
    field.measure(&[]).assert_error("targets.txt", "no target");
    for (option, value) in [
        ("--rate", "0"),
        ("--every", "10"),
        ("--every", "40d"),
        ("--vantage", "a\u{7}"),
        ("--probe-asn", "ASX"),
        ("--probe-cc", "KAZ"),
    ] {
        assert_eq!(field.measure(&[option, value]).code, 2, "{option} {value}");
    }
}

#[test]
fn a_run_goes_on_as_it_began_with_the_settings_it_began_with() {
    let field = Field::of(1, 0);
    // The field's own rate and pause give way.
    let args = field
        .args(&["--timeout", "9", "--concurrency", "3"])
        .into_iter()
        .map(|it| match it.as_str() {
            "1000" => "900".to_owned(),
            "0" => "7".to_owned(),
            _ => it,
        });
    let run = anchorwatch(&args.collect::<Vec<_>>());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let out = field.path("out");
    let resume = ["measure", "--resume", &out, "--format", "json"];
    let plan = |more: &[&str]| {
        let run = anchorwatch(&[resume.as_slice(), &["--dry-run"], more].concat());
        run.json("anchorwatch.measure-plan/1")
    };
    let keys = ["rate_per_s", "pause_ms", "timeout_s", "concurrency"];
    let (kept, given) = (plan(&[]), plan(&["--rate", "5"]));
    assert_eq!(keys.map(|it| kept[it].clone()), [900, 7, 9, 3]);
    assert_eq!(keys.map(|it| given[it].clone()), [5, 7, 9, 3]);

    // It is measured again, and is not clean by any other roots.
    std::fs::remove_file(field.path("out/000001.jsonl")).unwrap();
    let run = anchorwatch(&resume);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.json("anchorwatch.measure/1")["answer"], "clean");
    // A file of roots that is gone is an error: others would give another answer.
    std::fs::remove_file(field.path("public.pem")).unwrap();
    anchorwatch(&resume).assert_error("public.pem", "hint");
}
