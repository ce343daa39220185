//! How a key is named, and the certificate hash that other programs show instead.

use anchorwatch_lab::Root;
use serde_json::Value;

use crate::run::{Machine, Run, anchorwatch};

fn hash_of(root: &Root, algorithm: &str) -> String {
    let certificate = anchorwatch_identity::Certificate::from_der(root.der()).unwrap();
    let hex = match algorithm {
        "key" => certificate.spki_sha256().to_string(),
        _ => certificate.sha256().to_string(),
    };
    let pairs: Vec<String> = hex
        .as_bytes()
        .chunks(2)
        .map(|pair| String::from_utf8_lossy(pair).to_uppercase())
        .collect();
    pairs.join(":")
}

fn refused(run: &Run, root: &Root, command: &str, tree: &str) {
    let key = hash_of(root, "key").replace(':', "").to_lowercase();
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(
        run.stderr.contains("this is the SHA-256 of a certificate"),
        "{}",
        run.stderr
    );
    let hint =
        format!("hint: if that is the root you mean: `anchorwatch {command} {key} --root {tree}`");
    assert!(run.stderr.contains(&hint), "{}", run.stderr);
}

#[test]
fn a_certificate_s_fingerprint_is_refused_by_every_command_and_its_key_is_offered() {
    let works = Root::company("Example Works").unwrap();
    let machine = Machine::with(&[("works", &works)]);
    let before = machine.snapshot();
    let root = machine.root_text();
    let mistaken = hash_of(&works, "certificate");
    for (args, command) in [
        (vec!["block", "--key", &mistaken, "--apply"], "block --key"),
        (
            vec!["remove", "--key", &mistaken, "--apply"],
            "remove --key",
        ),
        (
            vec![
                "consent",
                "add",
                "--key",
                &mistaken,
                "--for",
                "works.example",
                "--until",
                "2027-01-01",
                "--by",
                "M. Owner",
                "--why",
                "x",
                "--apply",
            ],
            "consent add --key",
        ),
        (
            vec!["consent", "withdraw", &mistaken, "--apply"],
            "consent withdraw",
        ),
    ] {
        let run = anchorwatch(&[args, vec!["--root", &root]].concat());
        refused(&run, &works, command, &root);
        assert_eq!(machine.snapshot(), before, "{command}");
    }
}

#[test]
fn the_key_itself_is_taken_with_colons_and_blocks() {
    let works = Root::company("Example Works").unwrap();
    let machine = Machine::with(&[("works", &works)]);
    let key = hash_of(&works, "key");
    let run = anchorwatch(&[
        "block",
        "--root",
        &machine.root_text(),
        "--key",
        &key,
        "--apply",
    ]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(!machine.bundle().contains(&works.pem()));
    assert!(
        run.phrases()
            .contains("1 of them is trusted in a store here"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_key_that_nothing_knows_is_said_and_that_is_no_success() {
    let works = Root::company("Example Works").unwrap();
    let stranger = Root::company("Elsewhere").unwrap();
    let machine = Machine::with(&[("works", &works)]);
    let root = machine.root_text();
    for hash in ["key", "certificate"] {
        let typed = hash_of(&stranger, hash);
        let plain = typed.replace(':', "").to_lowercase();
        let run = anchorwatch(&["block", "--root", &root, "--key", &typed, "--apply"]);
        assert_eq!(run.code, 11, "{}{}", run.stdout, run.stderr);
        assert!(
            run.stdout
                .starts_with("No store that was read holds this key"),
            "{}",
            run.stdout
        );
        assert!(run.stdout.contains(&plain));
        // Reported again, although it is on the list now.
        let again = anchorwatch(&[
            "block", "--root", &root, "--key", &typed, "--format", "json",
        ]);
        assert_eq!(again.code, 11, "{}", again.stdout);
        let document = again.json("anchorwatch.plan/1");
        assert_eq!(document["unknown_keys"], Value::from(vec![plain]));
        let removed = anchorwatch(&["remove", "--root", &root, "--key", &typed]);
        assert_eq!(removed.code, 11, "{}", removed.stdout);
    }
    // The same command with a key that is in a store succeeds.
    let known = hash_of(&works, "key");
    let run = anchorwatch(&["block", "--root", &root, "--key", &known, "--apply"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let run = anchorwatch(&[
        "consent",
        "add",
        "--root",
        &root,
        "--key",
        &hash_of(&stranger, "key"),
        "--for",
        "works.example",
        "--until",
        "2027-01-01",
        "--by",
        "M. Owner",
        "--why",
        "x",
        "--apply",
    ]);
    assert_eq!(run.code, 11, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stdout
            .starts_with("No store that was read holds this key")
    );
}

#[test]
fn a_fingerprint_of_a_known_interception_certificate_is_recognised_where_it_is_not_installed() {
    let machine = Machine::with(&[]);
    let known = anchorwatch_identity::registry::known_roots();
    let known = known.iter().find(|one| one.id == "kz-qaznet-2016").unwrap();
    let certificate = &known.certificates[0];
    for typed in [
        certificate.sha256.to_string(),
        certificate.sha1_hex.to_uppercase(),
        format!("SHA1 Fingerprint={}", certificate.sha1_hex),
    ] {
        let run = anchorwatch(&["block", "--root", &machine.root_text(), "--key", &typed]);
        assert_eq!(run.code, 2, "{typed}");
        assert!(
            run.stderr.contains(&known.spki_sha256.to_string()),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn roots_that_one_command_includes_are_named_together() {
    let roots = [(); 5].map(|()| Root::isca_like().unwrap());
    let names = ["a", "b", "c", "d", "e"];
    let installed: Vec<(&str, &Root)> = names.into_iter().zip(&roots).collect();
    let machine = Machine::with(&installed);
    let root = machine.root_text();
    let command = "anchorwatch block --class suspected_family";
    for (more, others) in [(None, 1), (Some("--verbose"), 0)] {
        let args = ["block", "--root", &root].into_iter().chain(more);
        let plan = anchorwatch(&args.collect::<Vec<_>>());
        let words: Vec<&str> = plan.stdout.split_whitespace().collect();
        let said = words.join(" ");
        let first = said.split("Refuse 23 keys").next().unwrap();
        assert!(first.starts_with("NOT included: 5 roots"), "{first}");
        assert_eq!(first.matches(command).count(), 1, "{first}");
        assert_eq!(first.matches("and 2 others").count(), others, "{first}");
    }
}

#[test]
fn a_plain_block_says_first_which_roots_it_leaves_and_what_includes_them() {
    let (gov, works) = (
        Root::isca_like().unwrap(),
        Root::company("Example Works").unwrap(),
    );
    let machine = Machine::with(&[("gov", &gov), ("works", &works)]);
    let root = machine.root_text();
    let plan = anchorwatch(&["block", "--root", &root]);
    assert_eq!(plan.code, 12);
    let first = plan.stdout.split("Refuse 23 keys").next().unwrap();
    assert!(first.starts_with("NOT included: 2 roots"), "{first}");
    assert!(first.contains("anchorwatch block --class suspected_family"));
    let key = hash_of(&works, "key").replace(':', "").to_lowercase();
    assert!(
        first.contains(&format!("anchorwatch block --key {key}")),
        "{first}"
    );
    let of_family = first.find("suspected_family").unwrap();
    assert!(
        of_family < first.find("(unknown)").unwrap(),
        "the worst first"
    );

    let document = anchorwatch(&["block", "--root", &root, "--format", "json"]);
    let document = document.json("anchorwatch.plan/1");
    let left = document["not_included"].as_array().unwrap();
    assert_eq!((left.len(), &left[0]["severity"]), (2, &"alarm".into()));
    assert_eq!(
        left[0]["command"],
        format!("anchorwatch block --class suspected_family --root {root}")
    );

    // Neither what the command includes nor what is already refused is left.
    let plan = anchorwatch(&[
        "block",
        "--root",
        &root,
        "--class",
        "suspected_family",
        "--apply",
    ]);
    assert!(
        plan.stdout.starts_with("NOT included: 1 root"),
        "{}",
        plan.stdout
    );
    let again = anchorwatch(&["block", "--root", &root]);
    assert!(
        again.stdout.starts_with("NOT included: 1 root"),
        "{}",
        again.stdout
    );
    assert!(!again.stdout.contains("--class suspected_family"));
    let clean = Machine::with(&[]);
    let plan = anchorwatch(&["block", "--root", &clean.root_text()]);
    assert!(plan.stdout.starts_with("Refuse 23 keys"), "{}", plan.stdout);
}

#[test]
fn a_plan_says_that_nobody_can_click_through_where_that_is_closed_and_only_there() {
    let says = "clicking through any certificate warning";
    let machine = Machine::with(&[]);
    let root = machine.root_text();
    let plan = || anchorwatch(&["block", "--root", &root]);
    assert!(!plan().phrases().contains(says), "no browser is here");
    std::fs::create_dir_all(machine.path("usr/lib/firefox-esr")).unwrap();
    let told = plan().phrases();
    assert!(told.contains(says) && told.contains("(firefox)"), "{told}");
    // How to exempt a device is in the details.
    let all = anchorwatch(&["block", "--root", &root, "--verbose"]).phrases();
    assert!(
        all.contains("--allow-override-for https://router.lan"),
        "{all}"
    );
}

#[test]
fn the_first_screen_shortens_many_warnings_and_verbose_says_them_whole() {
    let machine = Machine::with(&[]);
    std::fs::create_dir_all(machine.path("usr/lib/firefox-esr")).unwrap();
    std::fs::create_dir_all(machine.path("etc/chromium/policies/managed")).unwrap();
    let root = machine.root_text();
    let block = |more: &[&str]| {
        let key = "ab".repeat(32);
        let words = ["block", "--root", &root, "--key", &key];
        anchorwatch(&[&words[..], more].concat())
    };
    let (screen, all) = (block(&[]), block(&["--verbose"]));
    let warnings = |run: &Run, start: &str| {
        let lines = run
            .stdout
            .lines()
            .skip_while(|line| !line.starts_with(start));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let short = warnings(&screen, "Warnings; --verbose shows them whole:");
    let points = short.iter().filter(|line| line.starts_with("  - ")).count();
    assert!(points > 2, "{}", screen.stdout);
    // Two lines each, and a third where a hash does not fit beside the words before it.
    let lines = short.iter().skip(1).take_while(|line| !line.is_empty());
    let lines: Vec<&String> = lines.collect();
    assert!(lines.len() <= 3 * points, "{}", screen.stdout);
    assert!(lines.iter().any(|line| line.contains('…')), "{lines:?}");
    let whole = all.stdout.matches("\nWarning: ").count();
    assert_eq!(whole, points, "{}", all.stdout);
    assert!(!all.stdout.contains('…'), "{}", all.stdout);
}
