use std::path::Path;

use super::{super::scope::MAX_EXPANDED_BYTES, expansion::PASSED, *};

fn read_in_home(text: &str, dialect: Dialect) -> Script {
    read(text, dialect, &mut Scope::new(Some(Path::new("/home/ana"))))
}

/// Each assignment as `NAME=value`; an unresolved value ends in `?`, one in a condition
/// begins with `may `.
fn said(text: &str) -> Vec<String> {
    shown(&read_in_home(text, Dialect::Posix))
}

fn shown(script: &Script) -> Vec<String> {
    let assignments = script.assignments.iter();
    assignments
        .map(|one| {
            let may = if one.is_conditional { "may " } else { "" };
            let open = if one.value.is_open { "?" } else { "" };
            format!("{may}{}={}{open}", one.name, one.value.text)
        })
        .collect()
}

#[test]
fn an_assignment_is_found_however_it_is_written() {
    for (text, expected) in [
        ("SSL_CERT_FILE=/a", "SSL_CERT_FILE=/a"),
        ("export SSL_CERT_FILE=/a", "SSL_CERT_FILE=/a"),
        ("export X=1 SSL_CERT_FILE=/a Y", "SSL_CERT_FILE=/a"),
        ("X=1 SSL_CERT_FILE='/a b' cmd", "SSL_CERT_FILE=/a b"),
        (
            "declare -x SSL_CERT_FILE=\"/a\\\"b\"",
            "SSL_CERT_FILE=/a\"b",
        ),
        ("export \"SSL_CERT_FILE=/a\"", "SSL_CERT_FILE=/a"),
        ("export SSL_CERT_\\\nFILE=/a\\ b", "SSL_CERT_FILE=/a b"),
        ("SSL_CERT_FILE=/a'b'\"c\"", "SSL_CERT_FILE=/abc"),
        ("SSL_CERT_FILE=$'/a\\'b'", "SSL_CERT_FILE=/a'b"),
        ("SSL_CERT_FILE=~/a", "SSL_CERT_FILE=/home/ana/a"),
        ("SSL_CERT_DIR=/x:~/a", "SSL_CERT_DIR=/x:/home/ana/a"),
        ("SSL_CERT_FILE=$HOME/a", "SSL_CERT_FILE=/home/ana/a"),
        ("SSL_CERT_FILE=\"${HOME}/a\"", "SSL_CERT_FILE=/home/ana/a"),
        ("SSL_CERT_FILE=${SSL_CERT_FILE:-/a}", "SSL_CERT_FILE=/a"),
        ("SSL_CERT_FILE=${Z:-${Y:-/a}}", "SSL_CERT_FILE=/a"),
        (
            "CA=/a; export SSL_CERT_FILE=$CA.pem",
            "SSL_CERT_FILE=/a.pem",
        ),
        ("SSL_CERT_FILE=/a#b # c", "SSL_CERT_FILE=/a#b"),
        ("true && SSL_CERT_FILE=/a", "may SSL_CERT_FILE=/a"),
        ("if x; then\n SSL_CERT_FILE=/a\nfi", "may SSL_CERT_FILE=/a"),
        ("if x; then y; fi; SSL_CERT_FILE=/a", "SSL_CERT_FILE=/a"),
        (
            "on() {\n export SSL_CERT_FILE=/a\n}",
            "may SSL_CERT_FILE=/a",
        ),
        (
            "case $x in a) SSL_CERT_FILE=/a;; esac",
            "may SSL_CERT_FILE=/a",
        ),
        ("setenv SSL_CERT_FILE /a", "SSL_CERT_FILE=/a"),
        (
            "cat <<EOF\nit's \"\nEOF\nSSL_CERT_FILE=/a",
            "SSL_CERT_FILE=/a",
        ),
        ("cat <<-'E'\n $(\n\tE\nSSL_CERT_FILE=/a", "SSL_CERT_FILE=/a"),
        (
            "x=$(echo ')' \")\" $(y)); SSL_CERT_FILE=/a",
            "SSL_CERT_FILE=/a",
        ),
        ("(( x = 1 << 2 ))\nSSL_CERT_FILE=/a", "SSL_CERT_FILE=/a"),
        ("cat <<< SSL\nSSL_CERT_FILE=/a", "SSL_CERT_FILE=/a"),
        ("SSL_CERT\0_FILE=/a", "SSL_CERT_FILE=/a"),
        ("SSL_CERT_FILE=/a\r\n", "SSL_CERT_FILE=/a"),
    ] {
        assert_eq!(said(text), [expected], "{text:?}");
    }
}

#[test]
fn what_is_not_followed_is_said_and_not_dropped() {
    for (text, expected) in [
        ("SSL_CERT_FILE=$X/a", "SSL_CERT_FILE=$X/a?"),
        ("SSL_CERT_FILE=`x`", "SSL_CERT_FILE=$(…)?"),
        ("SSL_CERT_FILE=$(x)/a", "SSL_CERT_FILE=$(…)/a?"),
        ("SSL_CERT_FILE=${X%y}", "SSL_CERT_FILE=${X%y}?"),
        ("SSL_CERT_FILE=~bob/a", "SSL_CERT_FILE=~bob/a?"),
    ] {
        assert_eq!(said(text), [expected], "{text:?}");
    }
    let either = said("CA=/a; CA=/b; SSL_CERT_FILE=$CA");
    assert_eq!(either, ["SSL_CERT_FILE=/b?"]);
    let swollen = format!("A={}\n", "a".repeat(9_000)) + &"A=$A$A\n".repeat(64);
    assert!(said(&(swollen + "SSL_CERT_FILE=$A"))[0].ends_with('?'));
}

#[test]
fn what_is_no_assignment_is_none() {
    for text in [
        "# SSL_CERT_FILE=/a",
        "echo SSL_CERT_FILE=/a",
        "echo 'SSL_CERT_FILE=/a'",
        "export SSL_CERT_FILE",
        "unset SSL_CERT_FILE",
        "alias x='SSL_CERT_FILE=/a y'",
        "cat <<EOF\nSSL_CERT_FILE=/a\nEOF",
        "MY_SSL_CERT_FILE=/a",
    ] {
        assert_eq!(said(text), [""; 0], "{text:?}");
    }
}

#[test]
fn fish_sets_and_exports_in_its_own_way() {
    for (text, expected) in [
        ("set -x SSL_CERT_FILE /a", "SSL_CERT_FILE=/a"),
        ("set -gx SSL_CERT_DIR /a ~/b", "SSL_CERT_DIR=/a:/home/ana/b"),
        (
            "set --export https_proxy 'http://x'",
            "https_proxy=http://x",
        ),
        (
            "if x\n set -x SSL_CERT_FILE /a\nend",
            "may SSL_CERT_FILE=/a",
        ),
        ("if x\n y\nend\nset -x SSL_CERT_FILE /a", "SSL_CERT_FILE=/a"),
        ("set -x SSL_CERT_FILE (x)/a", "SSL_CERT_FILE=$(…)/a?"),
        ("set -x SSL_CERT_FILE '/it\\'s'", "SSL_CERT_FILE=/it's"),
    ] {
        let script = read_in_home(text, Dialect::Fish);
        assert_eq!(shown(&script), [expected], "{text:?}");
    }
    assert!(
        read_in_home("set x SSL_CERT_FILE /a", Dialect::Fish)
            .assignments
            .is_empty()
    );
    assert_eq!(said("set -x SSL_CERT_FILE /a"), [""; 0]);
}

#[test]
fn files_that_are_read_in_are_named() {
    let script = read_in_home(". ~/.proxy; source \"$HOME/x\"\n. $Y", Dialect::Posix);
    let sourced: Vec<_> = script.sourced.iter().map(|value| &*value.text).collect();
    assert_eq!(sourced, ["/home/ana/.proxy", "/home/ana/x", "$Y"]);
}

#[test]
fn a_loop_over_files_reads_in_each_of_them() {
    for (text, expected) in [
        (
            "for i in /etc/a.d/*.sh; do if [ -r $i ]; then . $i; fi; done",
            vec!["/etc/a.d/*.sh"],
        ),
        (
            "for rc in ~/.bashrc.d/*; do [ -f \"$rc\" ] && . \"${rc}\"; done",
            vec!["/home/ana/.bashrc.d/*"],
        ),
        (
            "for f in a b; do source ~/$f.sh; done",
            vec!["/home/ana/a.sh", "/home/ana/b.sh"],
        ),
        ("for f ($HOME/z/*.zsh) source $f", vec!["/home/ana/z/*.zsh"]),
        ("for f in ~/z/*(N); do . $f; done", vec!["/home/ana/z/*"]),
        ("foreach f (~/c/*)\nsource $f\nend", vec!["/home/ana/c/*"]),
    ] {
        let script = read_in_home(text, Dialect::Posix);
        let sourced: Vec<_> = script.sourced.iter().map(|value| &*value.text).collect();
        assert_eq!(sourced, expected, "{text}");
        assert!(script.sourced.iter().all(|value| !value.is_open), "{text}");
    }
    let fish = "for f in ~/.config/fish/x/*.fish\n source $f\nend";
    let script = read_in_home(fish, Dialect::Fish);
    assert_eq!(script.sourced[0].text, "/home/ana/.config/fish/x/*.fish");
}

#[test]
fn a_command_is_kept_with_its_words_and_without_its_redirections() {
    for (text, expected) in [
        (
            "2>/dev/null curl -k https://h >&2 -o x",
            "curl -k https://h -o x",
        ),
        ("A=b curl -k &>/dev/null", "curl -k"),
        ("curl() { true; }", "function curl"),
        ("function curl { true; }", "function curl"),
        ("alias curl='curl -k'", "alias curl=curl -k"),
        ("export \"$x=/a\"", "export $x=/a"),
        ("eval \"$(x y)\"", "eval $(…)"),
        ("source <(x y)", ""),
    ] {
        let script = read_in_home(text, Dialect::Posix);
        let first = script.commands.first().map(|command| {
            let words: Vec<_> = command.words.iter().map(|word| &*word.text).collect();
            words.join(" ")
        });
        assert_eq!(first.unwrap_or_default(), expected, "{text}");
    }
}

#[test]
fn a_quote_that_does_not_end_is_said() {
    for text in ["x='", "x=\"a", "x=$(", "x=${", "x=`", "x=$'", "cat <<EOF\n"] {
        assert!(read_in_home(text, Dialect::Posix).is_cut, "{text:?}");
    }
    assert!(!read_in_home("x='' # it's", Dialect::Posix).is_cut);
}

#[test]
fn what_is_made_to_be_slow_is_read_in_one_go() {
    /// Each byte is read a few times: at a word's start and end, and when the word is
    /// parsed.
    const TIMES: usize = 8;
    for piece in [
        "${",
        "$(",
        "((",
        "'",
        "`",
        "<<A ",
        "${a:-",
        "a=$a$a ",
        "A=${A:-${A:-",
    ] {
        let text = piece.repeat(300_000);
        for dialect in [Dialect::Posix, Dialect::Fish] {
            let before = PASSED.get();
            let script = read_in_home(&text, dialect);
            let passed = PASSED.get() - before;
            assert!(passed <= TIMES * text.len(), "{piece}: {passed}");
            let kept = |value: &Value| value.text.len();
            let kept: usize = script.assignments.iter().map(|one| kept(&one.value)).sum();
            assert!(kept <= 2 * MAX_EXPANDED_BYTES, "{piece}: {kept}");
        }
    }
}
