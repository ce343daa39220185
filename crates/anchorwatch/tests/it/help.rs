//! What `--help` says of each command.

use crate::run::anchorwatch;

const COMMANDS: [&[&str]; 19] = [
    &[],
    &["audit"],
    &["identify"],
    &["guide"],
    &["check"],
    &["verdict"],
    &["verify"],
    &["block"],
    &["status"],
    &["remove"],
    &["consent"],
    &["consent", "add"],
    &["consent", "list"],
    &["consent", "withdraw"],
    &["undo"],
    &["refilter"],
    &["list"],
    &["list", "show"],
    &["list", "import"],
];

#[test]
fn every_command_has_an_example_in_its_help() {
    for command in COMMANDS {
        let run = anchorwatch(&[command, &["--help"]].concat());
        assert_eq!(run.code, 0, "{command:?}");
        let (_, examples) = run
            .stdout
            .split_once("Example")
            .unwrap_or_else(|| panic!("{command:?}: {}", run.stdout));
        let example = format!("  anchorwatch {}", command.join(" "));
        assert!(
            examples.contains(example.trim_end()),
            "{command:?}: {examples}"
        );
    }
}

#[test]
fn no_command_is_left_out() {
    let help = anchorwatch(&["--help"]).stdout;
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let listed: Vec<&str> = list
        .lines()
        .take_while(|line| line.starts_with("  "))
        .filter(|line| line.chars().nth(2).is_some_and(char::is_alphabetic))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(listed.len() > 10, "{help}");
    for name in listed {
        assert!(COMMANDS.contains(&&[name][..]), "{name}");
    }
}

#[test]
fn options_of_a_closed_list_show_their_values() {
    for (command, values) in [
        ("block", &["suspected_family", "state_root", "unknown"][..]),
        ("remove", &["suspected_family", "distrusted_by_program"]),
        ("verify", &["off", "report", "require"]),
        ("audit", &["alarm", "ask", "note", "never"]),
    ] {
        let help = anchorwatch(&[command, "--help"]).stdout;
        for value in values {
            assert!(help.contains(value), "{command} {value}: {help}");
        }
        let mistyped = match command {
            "verify" => vec!["verify", "--host", "a", "--ct", "x", "chain.pem"],
            "audit" => vec!["audit", "--fail-on", "x"],
            _ => vec![command, "--class", "x"],
        };
        let run = anchorwatch(&mistyped);
        assert_eq!(run.code, 2, "{command}");
        assert!(run.stderr.contains(values[0]), "{}", run.stderr);
    }
}
