//! The first screen of a plan: what is refused in which program, and how much fits.

use std::fs;

use anchorwatch_lab::{
    Root,
    tree::{NssAnchor, firefox_profile, nss_database},
};

use crate::run::{Machine, anchorwatch};

/// The height of one screen.
const MOST_LINES: usize = 40;

fn machine() -> Machine {
    let (gov, works) = (
        Root::isca_like().unwrap(),
        Root::company("Example Works").unwrap(),
    );
    Machine::with(&[("gov", &gov), ("works", &works)])
}

#[test]
fn a_plan_fits_a_screen_in_every_language_and_verbose_says_everything() {
    let machine = machine();
    let root = machine.root_text();
    for (language, refused, not_applied) in [
        ("en", "by key", "Nothing was changed."),
        ("kk", "кілт бойынша", "Ештеңе өзгертілген жоқ."),
        ("ru", "по ключу", "Ничего не изменено."),
    ] {
        let plan = |more: &[&str]| {
            let args = ["block", "--root", &root, "--language", language];
            let run = anchorwatch(&[&args[..], more].concat());
            assert_eq!(run.code, 12);
            run.assert_readable();
            run
        };
        let screen = plan(&[]);
        let lines: Vec<&str> = screen.stdout.lines().collect();
        assert!(lines.len() <= MOST_LINES, "{language}: {}", screen.stdout);
        let row = lines.iter().find(|line| line.contains("gnutls"));
        let row = row.unwrap_or_else(|| panic!("{}", screen.stdout));
        assert!(row.starts_with(&format!("  {refused}")), "{row}");
        assert!(screen.stdout.contains(not_applied), "{}", screen.stdout);
        let known = "b5ba8dd7f89564c2889d3d6453c84998c77824919b64ea0835aa62986591be50";
        assert!(!screen.stdout.contains(known), "{}", screen.stdout);
        let everything = plan(&["--verbose"]).stdout;
        assert!(everything.contains(known), "{everything}");
        assert!(everything.contains("blocked.toml"), "{everything}");
    }
}

#[test]
fn a_program_with_roots_here_that_refuses_nothing_is_named_and_in_colour_only_if_asked_for() {
    let machine = machine();
    let root = machine.root_text();
    let plan = |color: &str| {
        let args = ["block", "--root", &root, "--color", color];
        anchorwatch(&args).stdout
    };
    assert!(!plan("never").contains("NOT refused"), "{}", plan("never"));
    let imposed = Root::isca_like().unwrap();
    let anchor = NssAnchor {
        certificate: imposed.der(),
        trust_flags: "C,,",
        nickname: "imposed",
    };
    firefox_profile(&machine.path("home/alice"), &[anchor]).unwrap();
    let plain = plan("never");
    let row = plain.lines().find(|line| line.contains("NOT refused"));
    assert!(row.is_some_and(|row| row.contains("firefox")), "{plain}");
    assert_eq!(plain, plan("auto"), "a pipe gets no colour");
    let colour = plan("always");
    assert!(colour.contains("NOT refused\u{1b}[0m"), "{colour}");
}

#[test]
fn what_is_removed_and_undone_is_said_in_every_language() {
    for (language, removed, undone) in [
        ("en", "Remove 1 key from every store:", "Undone."),
        ("kk", "1 кілт барлық қоймадан жойылады:", "Қайтарылды."),
        ("ru", "Удалить 1 ключ из всех хранилищ:", "Отменено."),
    ] {
        let machine = machine();
        let root = machine.root_text();
        let ask = |args: &[&str]| {
            let more = ["--root", &root, "--language", language];
            let run = anchorwatch(&[args, &more[..]].concat());
            run.assert_readable();
            run
        };
        let run = ask(&["remove", "--class", "suspected_family", "--apply"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert!(run.stdout.starts_with(removed), "{}", run.stdout);
        let run = ask(&["undo", "--apply"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        assert!(run.phrases().ends_with(undone), "{}", run.stdout);
    }
}

/// A desktop of two people: browsers' databases, a program's own bundle, an environment's.
fn desktop() -> Machine {
    let machine = machine();
    let imposed = Root::isca_like().unwrap();
    let anchors = || {
        [NssAnchor {
            certificate: imposed.der(),
            trust_flags: "C,,",
            nickname: "imposed",
        }]
    };
    for user in ["alice", "bob"] {
        let home = machine.path(&format!("home/{user}"));
        firefox_profile(&home, &anchors()).unwrap();
        nss_database(&home.join(".pki/nssdb"), &anchors()).unwrap();
        let certifi = home.join("venv/lib/python3.11/site-packages/certifi");
        fs::create_dir_all(&certifi).unwrap();
        fs::write(certifi.join("cacert.pem"), imposed.pem()).unwrap();
        fs::create_dir_all(home.join("venv/bin")).unwrap();
        fs::write(home.join("venv/pyvenv.cfg"), "home = /usr/bin\n").unwrap();
        fs::write(
            home.join(".npmrc"),
            format!("cafile=/home/{user}/corp.pem\n"),
        )
        .unwrap();
        fs::write(home.join("corp.pem"), imposed.pem()).unwrap();
    }
    for program in ["chromium", "firefox", "thunderbird"] {
        let file = machine.path("usr/bin").join(program);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "").unwrap();
    }
    machine
}

#[test]
fn a_plan_for_a_desktop_fits_a_screen_too() {
    let machine = desktop();
    let root = machine.root_text();
    for language in ["en", "kk", "ru"] {
        for more in [&[][..], &["--class", "suspected_family"]] {
            let args = ["block", "--root", &root, "--language", language];
            let run = anchorwatch(&[&args[..], more].concat());
            assert_eq!(run.code, 12, "{}", run.stderr);
            run.assert_readable();
            let count = run.stdout.lines().count();
            assert!(count <= MOST_LINES, "{language}: {count}\n{}", run.stdout);
        }
    }
}
