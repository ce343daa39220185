use super::*;

fn set(text: &str, language: Language) -> Vec<(String, Value)> {
    Prefs::read(text, language).set.into_iter().collect()
}

#[test]
fn preferences_are_read_in_every_spelling() {
    let expected = vec![
        ("a.b".to_owned(), Value::Text("it's\n\u{e9}".to_owned())),
        ("c".to_owned(), Value::Number(-4)),
        ("d".to_owned(), Value::Flag(true)),
    ];
    for text in [
        "user_pref(\"a.b\", \"it's\\n\\xe9\");user_pref(\"c\", -4);user_pref(\"d\", true);",
        "\u{feff}// x\r\nuser_pref ( 'a.b' , 'it\\'s\\n\\u00e9' ) ;\npref(\"c\",-4,locked);\nsticky_pref(\"d\",true,sticky)",
        "# c, \"x\nuser_pref(\"a.b\",/* y */ \"it's\\n\u{e9}\");user_pref(\"c\", 7);user_pref(\"c\", -4);user_pref(\"d\", true);",
    ] {
        assert_eq!(set(text, Language::Preferences), expected, "{text}");
    }
}

#[test]
fn a_broken_line_does_not_hide_the_next() {
    for broken in [
        "user_pref(\"x\", );",
        "user_pref(\"x\" 1);",
        "junk junk(",
        "user_pref(",
        "}{;;",
        "user_pref(\"x\", 1.5);",
    ] {
        let text = format!("{broken}\nuser_pref(\"y\", 1);");
        let read = set(&text, Language::Preferences);
        assert!(
            read.contains(&("y".to_owned(), Value::Number(1))),
            "{broken}"
        );
    }
}

#[test]
fn a_comment_sets_nothing() {
    for text in [
        "// user_pref(\"x\", 1);",
        "/* user_pref(\"x\", 1);",
        "# user_pref(\"x\", 1);",
        "\"user_pref('x', 1);\"",
    ] {
        assert_eq!(set(text, Language::Preferences), [], "{text}");
    }
}

#[test]
fn a_script_is_understood_only_if_it_does_nothing_but_set_preferences() {
    let understood = |text: &str| Prefs::read(text, Language::Script).is_understood;
    assert!(understood(
        "// first line\nlockPref('a', 1);\ndefaultPref(\"b\", \"x\" + 'y');;\nclearPref(\"c\"); unlockPref('d');"
    ));
    for text in [
        "lockPref('a', 1 + 1);",
        "lockPref(name, 1);",
        "lockPref('a', f());",
        "lockPref('a', `${b}`);",
        "lockPref('a', 0x10);",
        "Services.prefs.setIntPref('a', 1);",
        "lockPref('a', 1); eval('b');",
        "lockPref('a', 1); /* open",
        "lockPref('a', 'open",
        "# lockPref('a', 1);",
    ] {
        assert!(!understood(text), "{text}");
    }
}

#[test]
fn strings_of_a_script_are_joined_as_the_script_joins_them() {
    let prefs = Prefs::read("f('a' + \"b\" +\n 'c', 'd'); // 'e'", Language::Script);
    assert_eq!(prefs.texts, ["abc", "d"]);
}

#[test]
fn a_file_cut_anywhere_is_read_without_a_panic() {
    let text = "user_pref(\"a\", \"\\x41\\u0042\\\\\");/* c */ pref('b', -12, locked); `x${y}`";
    for at in 0..=text.len() {
        for language in [Language::Preferences, Language::Script] {
            let _prefs = Prefs::read(&text[..at], language);
        }
    }
    let digits = "9".repeat(100);
    assert_eq!(
        set(&format!("pref('a', {digits})"), Language::Preferences),
        [("a".to_owned(), Value::Number(i64::MAX))]
    );
}
