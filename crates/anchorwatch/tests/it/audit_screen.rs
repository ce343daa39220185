//! The first screen of `audit`, one finding in full, and colour.

use anchorwatch_identity::SpkiSha256;
use anchorwatch_lab::{Root, pki::certificate_pem};
use serde_json::Value;
use textwrap::core::display_width;

use crate::{
    audit::with_key,
    run::{Machine, Run, anchorwatch, anchorwatch_as_nobody, anchorwatch_with},
};

const LANGUAGES: [&str; 3] = ["en", "kk", "ru"];

fn audit(machine: &Machine, more: &[&str]) -> Run {
    anchorwatch(&[&["audit", "--root", &machine.root_text()], more].concat())
}

/// A root with a known key, under its own name.
fn with_known_key(id: &str, name: &str) -> String {
    let known = anchorwatch_identity::registry::known_roots();
    let known = known.iter().find(|one| one.id == id).unwrap();
    let host = Root::company(name).unwrap();
    certificate_pem(&with_key(host.der(), &host.spki_der(), known.spki_der))
}

/// Public roots, and a removed one that the distribution still ships.
fn stock() -> Machine {
    let machine = Machine::with(&[]);
    let removed = with_known_key("trustcor-ca1", "Formerly Trusted");
    let bundle = machine.path("etc/ssl/certs/ca-certificates.crt");
    std::fs::write(&bundle, machine.bundle() + &removed).unwrap();
    let shipped = machine.path("usr/share/ca-certificates/mozilla/formerly.crt");
    std::fs::write(shipped, removed).unwrap();
    machine
}

/// Five findings: two alarms, two roots to ask about, and a proxy.
fn hostile() -> Machine {
    let machine = Machine::with(&[
        ("gov", &Root::isca_like().unwrap()),
        ("works", &Root::company("Example Works").unwrap()),
    ]);
    let bundle = machine.path("etc/ssl/certs/ca-certificates.crt");
    let more = with_known_key("kz-qaznet-2016", "Quiet Harbour")
        + &with_known_key("trustcor-ca1", "Formerly Trusted");
    std::fs::write(&bundle, machine.bundle() + &more).unwrap();
    let proxy = "https_proxy=http://proxy.example:3128\n";
    std::fs::write(machine.path("etc/environment"), proxy).unwrap();
    machine
}

/// Only a command may be wider than a terminal, because it is never broken.
fn assert_fits(run: &Run, most_lines: usize) {
    assert!(run.stdout.lines().count() <= most_lines, "{}", run.stdout);
    for line in run.stdout.lines() {
        let is_command = line.contains(" anchorwatch ") || line.contains("`anchorwatch ");
        assert!(is_command || display_width(line) <= 80, "{line}");
    }
    let is_raw = run.stdout.contains('\u{1b}') || run.stdout.contains("\\n");
    assert!(!is_raw && !run.stdout.contains("{ "), "{}", run.stdout);
}

#[test]
fn a_stock_machine_fits_one_screen_in_every_language() {
    let machine = stock();
    for (language, verdict) in [
        ("en", "No root or setting here needs action.\n"),
        ("kk", "Мұндағы түбірлік сертификаттар"),
        ("ru", "Ни один корневой сертификат"),
    ] {
        let run = audit(&machine, &["--language", language]);
        assert_eq!(run.code, 0, "{}", run.stdout);
        assert!(run.stdout.starts_with(verdict), "{}", run.stdout);
        assert_fits(&run, 24);
        run.assert_readable();
    }
}

#[test]
fn five_findings_fit_forty_lines_in_every_language() {
    let machine = hostile();
    for (language, words) in LANGUAGES.into_iter().zip([
        ["\nALARM ", "\nASK "],
        ["\nДАБЫЛ ", "\nШЕШІҢІЗ "],
        ["\nТРЕВОГА ", "\nРЕШИТЕ "],
    ]) {
        let run = audit(&machine, &["--language", language]);
        assert_eq!(run.code, 10, "{}", run.stdout);
        assert_fits(&run, 40);
        let at = |word: &str| run.stdout.find(word).unwrap_or(usize::MAX);
        assert!(at(words[0]) < at(words[1]), "{}", run.stdout);
        for name in [
            "Information Security Certification Authority (ISCA, KZ)",
            "Quiet Harbour",
            "Formerly Trusted",
            "Example Works",
            "proxy.example:3128",
        ] {
            assert!(run.stdout.contains(name), "{name}: {}", run.stdout);
        }
    }
}

#[test]
fn every_command_that_is_shown_works_and_names_the_tree() {
    let machine = hostile();
    let run = audit(&machine, &[]);
    let shown = run
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("    do "))
        .map(|line| line.trim().strip_prefix("anchorwatch ").unwrap());
    let mut count = 0;
    for command in shown {
        let words: Vec<&str> = command.split(' ').collect();
        assert!(words.contains(&machine.root_text().as_str()), "{command}");
        let run = anchorwatch(&words);
        let expected: &[i32] = if words[0] == "block" {
            &[0, 11, 12]
        } else {
            &[10]
        };
        // The plan is about the root that the command is listed under.
        let is_named = command.contains("--class") || command.contains("--explain");
        assert!(
            is_named || run.stdout.contains("Quiet Harbour"),
            "{}",
            run.stdout
        );
        assert!(
            expected.contains(&run.code),
            "{command}: {} {}",
            run.code,
            run.stderr
        );
        count += 1;
    }
    assert_eq!(count, 4, "{}", run.stdout);
}

#[test]
fn a_finding_is_explained_in_full_by_the_id_of_the_first_screen() {
    let machine = hostile();
    let document = audit(&machine, &["--format", "json"]).json("anchorwatch.audit/1");
    let findings = document["findings"].as_array().unwrap();
    let of_class = |class: &str| findings.iter().find(|one| one["class"] == class).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let known = of_class("known_interception");
    let id = text(&known["id"]);
    assert_eq!(id, text(&known["spki_sha256"])[..8]);
    assert!(
        audit(&machine, &[])
            .stdout
            .contains(&format!("\n  {id}  Quiet Harbour"))
    );
    let run = audit(&machine, &["--explain", &id]);
    assert_eq!(run.code, 10);
    for fact in [
        "kz-qaznet-2016",
        "source      https://",
        "issued by   CN=Quiet Harbour",
        "found in ",
        "trusted by  openssl",
        &text(&known["spki_sha256"]),
    ] {
        assert!(run.stdout.contains(fact), "{fact}: {}", run.stdout);
    }
    let sha1 = text(&known["cert_sha1"]).to_uppercase();
    let pairs: Vec<&str> = (0..16).map(|at| &sha1[2 * at..2 * at + 2]).collect();
    assert!(run.stdout.contains(&pairs.join(":")), "{}", run.stdout);
    assert!(!run.stdout.contains("CN=Example Works"), "{}", run.stdout);
    // In the form in which other tools print a fingerprint.
    let sha256 = text(&known["cert_sha256"]).to_uppercase();
    let pairs: Vec<&str> = (0..32).map(|at| &sha256[2 * at..2 * at + 2]).collect();
    assert_eq!(
        audit(&machine, &["--explain", &pairs.join(":")]).stdout,
        run.stdout
    );
    // The document contains only that root.
    let told = audit(&machine, &["--explain", &id, "--format", "json"]);
    let told = told.json("anchorwatch.audit/1");
    let told = told["findings"].as_array().unwrap();
    assert!(!told.is_empty() && told.iter().all(|one| one["id"] == id.as_str()));
}

#[test]
fn the_package_of_a_roots_file_is_named() {
    let works = Root::company("Example Works").unwrap();
    let machine = Machine::with(&[("works", &works)]);
    let explain = || {
        audit(
            &machine,
            &[
                "--explain",
                &SpkiSha256::of(&works.spki_der()).to_string()[..8],
            ],
        )
    };
    assert!(
        explain().stdout.contains("works.crt"),
        "{}",
        explain().stdout
    );
    assert!(
        !explain().stdout.contains("package"),
        "{}",
        explain().stdout
    );
    let records = machine.path("var/lib/dpkg/info");
    std::fs::create_dir_all(&records).unwrap();
    let list = "/.\n/usr/local/share/ca-certificates/works.crt\n";
    std::fs::write(records.join("works-roots.list"), list).unwrap();
    assert!(
        explain().phrases().contains("package works-roots)"),
        "{}",
        explain().stdout
    );
    let document = audit(&machine, &["--format", "json"]).json("anchorwatch.audit/1");
    let mut findings = document["findings"].as_array().unwrap().iter();
    let has = |one: &Value| one["file"]["package"] == "works-roots";
    assert!(findings.any(has), "{document}");
}

#[test]
fn an_id_that_names_nothing_is_an_error_and_what_is_none_wrong_usage() {
    let machine = stock();
    audit(&machine, &["--explain", "00000000"]).assert_error("no root here has the ID", "");
    for wrong in ["", "abc", "ISCA", "12345678x"] {
        assert_eq!(audit(&machine, &["--explain", wrong]).code, 2, "{wrong}");
    }
    assert_eq!(audit(&machine, &["--explain", "12345678", "--all"]).code, 2);
}

#[test]
fn colour_repeats_the_severity_word_and_is_never_in_a_pipe_unless_asked_for() {
    let machine = hostile();
    let root = machine.root_text();
    let run = |environment: &[(&str, &str)], color: &[&str]| {
        let args = [&["audit", "--root", root.as_str()], color].concat();
        let said = anchorwatch_with(environment, &args).stdout;
        let lines = said.lines().filter(|line| !line.contains("(UTC)"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let terminal = ("TERM", "xterm-256color");
    let plain = run(&[terminal], &[]);
    assert!(!plain.contains('\u{1b}'));
    assert_eq!(run(&[terminal], &["--color", "auto"]), plain);
    assert_eq!(run(&[terminal, ("NO_COLOR", "1")], &[]), plain);
    assert_eq!(run(&[terminal], &["--color", "never"]), plain);
    let painted = run(&[terminal], &["--color", "always"]);
    assert!(
        painted.contains("\u{1b}[1m\u{1b}[31mALARM\u{1b}[0m "),
        "{painted:?}"
    );
    assert!(
        painted.contains("\u{1b}[1m\u{1b}[33mASK\u{1b}[0m "),
        "{painted:?}"
    );
    let sequences = ["\u{1b}[1m", "\u{1b}[31m", "\u{1b}[33m", "\u{1b}[0m"];
    let bare = sequences
        .iter()
        .fold(painted, |text, it| text.replace(it, ""));
    assert_eq!(bare, plain);
}

#[test]
fn what_could_not_be_read_is_counted_and_the_rest_is_a_step_away() {
    let machine = Machine::with(&[]);
    for number in 0..8 {
        let path = format!("etc/ssl/certs/0a1b2c3{number}.0");
        std::fs::write(machine.path(&path), [0x30, 0x80, 0x01]).unwrap();
    }
    let run = audit(&machine, &[]);
    assert_eq!(run.code, 11);
    let first = "Nothing that needs action was found, but 8 places could not be read.";
    assert!(run.stdout.starts_with(first), "{}", run.stdout);
    assert!(!run.stdout.contains("No root or setting here needs action"));
    assert!(
        run.stdout.contains("Not checked: 8 places"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("… and 2 more; --all"), "{}", run.stdout);
    assert_fits(&run, 24);
    let all = audit(&machine, &["--all"]);
    for number in 0..8 {
        assert!(all.stdout.contains(&format!("0a1b2c3{number}.0")));
    }
}

#[test]
fn what_is_refused_or_allowed_is_counted_by_name_and_asks_for_nothing() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    let root = machine.root_text();
    let block = [
        "block",
        "--root",
        &root,
        "--class",
        "suspected_family",
        "--apply",
    ];
    assert_eq!(anchorwatch(&block).code, 0);
    let run = audit(&machine, &[]);
    assert_eq!(run.code, 0);
    let said = run.phrases();
    assert!(
        said.starts_with("No root or setting here needs action."),
        "{said}"
    );
    assert!(said.contains("1 root is refused here;"), "{said}");
    assert!(
        said.contains("Information Security Certification Authority"),
        "{said}"
    );
    assert!(!said.contains("ALARM"), "{said}");
}

#[test]
fn who_trusts_a_root_is_not_known_if_the_bundle_is_closed_to_who_asks() {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt as _};

    if !anchorwatch_lab::programs::is_root() {
        return;
    }
    let root = Root::company("Added Here").unwrap();
    let said = |mode| {
        let machine = Machine::with(&[("added", &root)]);
        let folder = machine.path("etc/ssl/certs");
        std::fs::set_permissions(&folder, Permissions::from_mode(mode)).unwrap();
        let root = machine.root_text();
        let mut pages = Vec::new();
        for view in [&[][..], &["--all"]] {
            let args = [&["audit", "--root", &root], view].concat();
            pages.push(anchorwatch_as_nobody(&args).phrases());
        }
        pages
    };
    for page in said(0o700) {
        assert!(page.contains("not known: /"), "{page}");
        assert!(!page.contains("no program that is known here"), "{page}");
    }
    for page in said(0o755) {
        assert!(!page.contains("not known: /"), "{page}");
    }
}
