//! What `--help` prints for each command.

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
    let (_, list) = help.split_once("Look (nothing is changed):\n").unwrap();
    let (list, _) = list.split_once("Options:\n").unwrap();
    let listed: Vec<&str> = list
        .lines()
        .filter(|line| line.starts_with("  "))
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
