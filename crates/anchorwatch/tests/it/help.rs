//! What `--help` prints for each command.

use crate::run::anchorwatch;

/// Every command with its subcommands, as `--help` lists them. The first is the program itself.
fn commands() -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let mut next = 0;
    while let Some(command) = commands.get(next).cloned() {
        next += 1;
        commands.extend(listed(&command).into_iter().map(|name| {
            let mut longer = command.clone();
            longer.push(name);
            longer
        }));
    }
    commands
}

/// The commands that the help of a command lists.
fn listed(command: &[String]) -> Vec<String> {
    let help = help(command);
    let heading = match command {
        [] => "\nLook (nothing is changed):\n",
        _ => "\nCommands:\n",
    };
    let Some((_, list)) = help.split_once(heading) else {
        return Vec::new();
    };
    let (list, _) = list.split_once("\nOptions:\n").unwrap();
    let lines = list.lines().filter_map(|line| line.strip_prefix("  "));
    let names = lines.filter(|line| line.starts_with(char::is_alphabetic));
    let names = names.filter_map(|line| line.split_whitespace().next());
    let names = names.filter(|name| *name != "help");
    names.map(str::to_owned).collect()
}

fn help(command: &[String]) -> String {
    let run = anchorwatch(&[command, &["--help".to_owned()]].concat());
    assert_eq!(run.code, 0, "{command:?}");
    run.stdout
}

#[test]
fn every_command_has_an_example_in_its_help() {
    let commands = commands();
    for expected in [&["audit"][..], &["refilter"], &["consent", "withdraw"]] {
        assert!(
            commands.iter().any(|command| command == expected),
            "{commands:?}"
        );
    }
    for command in commands {
        let help = help(&command);
        let (_, examples) = help
            .split_once("Example")
            .unwrap_or_else(|| panic!("{command:?}: {help}"));
        let example = format!("  anchorwatch {}", command.join(" "));
        assert!(
            examples.contains(example.trim_end()),
            "{command:?}: {examples}"
        );
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

#[test]
fn without_a_command_ten_lines_say_what_to_type_first() {
    for (arguments, first) in [
        (&[][..], "Anchorwatch finds and blocks"),
        (&["--language", "ru"], "Anchorwatch находит и блокирует"),
        (&["--language=kk"], "Anchorwatch трафикті"),
        (&["--color", "never"], "Anchorwatch finds and blocks"),
    ] {
        let run = anchorwatch::<&str>(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.starts_with(first), "{}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 10, "{}", run.stderr);
        assert!(
            run.stderr.contains("  anchorwatch audit "),
            "{}",
            run.stderr
        );
    }
    // Errors are still reported, and a command with subcommands keeps its own help.
    assert!(anchorwatch(&["--nothing"]).stderr.contains("--nothing"));
    assert!(anchorwatch(&["consent"]).stderr.contains("withdraw"));
}

/// The command line, the answer in English, Russian and Kazakh, and a fact in all three.
const WRONG: [(&[&str], [&str; 3], &str); 10] = [
    (
        &["audit", "--formt", "json"],
        [
            "no option --formt",
            "нет параметра --formt",
            "--formt параметрі жоқ",
        ],
        "--format",
    ),
    (
        &["autit"],
        [
            "no command autit",
            "нет команды autit",
            "autit деген пәрмен жоқ",
        ],
        "audit",
    ),
    (
        &["audit", "--format", "xml"],
        [
            "does not take «xml»",
            "не принимает «xml»",
            "«xml» мәнін қабылдамайды",
        ],
        "text",
    ),
    (
        &["identify"],
        ["something is missing", "не хватает", "мыналар жетіспейді"],
        "<FILE>",
    ),
    (
        &["consent", "--color", "never"],
        [
            "needs another command",
            "нужна ещё одна команда",
            "тағы бір пәрмен керек",
        ],
        "withdraw",
    ),
    (
        &["audit", "--root"],
        ["needs a value", "нужно значение", "мән керек"],
        "--root",
    ),
    (
        &["block", "--apply=now"],
        [
            "takes no value",
            "не принимает значения",
            "мән қабылдамайды",
        ],
        "now",
    ),
    (
        &["audit", "--format", "text", "--format", "json"],
        ["once only", "только один раз", "тек бір рет"],
        "--format",
    ),
    (
        &["block", "--key", "zz"],
        [
            "64 hexadecimal digits",
            "64 шестнадцатеричные цифры",
            "64 он алтылық сан",
        ],
        "identify",
    ),
    (
        &["check", "ftp://a.example"],
        ["TLS alone", "только TLS", "тек TLS"],
        "ftp://",
    ),
];

#[test]
fn a_wrong_command_line_is_answered_in_the_readers_language() {
    for (args, said, fact) in WRONG {
        for (language, said) in ["en", "ru", "kk"].into_iter().zip(said) {
            let run = anchorwatch(&[&["--language", language], args].concat());
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
            assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
            assert!(run.stderr.contains(fact), "{args:?}: {}", run.stderr);
            let english = ["error: ", "Usage: ", "for more information", "tip: "];
            let is_english = |line: &str| english.iter().any(|word| line.contains(word));
            assert!(
                language == "en" || !is_english(&run.stderr),
                "{}",
                run.stderr
            );
        }
    }
}
