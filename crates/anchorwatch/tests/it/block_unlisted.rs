use std::process::Command;

use anchorwatch_identity::Certificate;
use anchorwatch_lab::Root;
use serde_json::json;

use crate::run::{Machine, Run, anchorwatch};

mod confined;
mod elsewhere;

const HOLD_OUT: [&str; 4] = ["block", "--unlisted", "--hold-out", "--apply"];
const BUNDLE: &str = "etc/ssl/certs/ca-certificates.crt";
const RECORDS: &str = "var/lib/dpkg/info";

/// A machine whose package ships its public roots and one more root.
struct Distribution {
    machine: Machine,
    own: Root,
}

impl Distribution {
    fn with(local: &[(&str, &Root)]) -> Self {
        let distribution = Self {
            machine: Machine::with(local),
            own: Root::company("The distribution's own").unwrap(),
        };
        let shipped = "usr/share/ca-certificates/mozilla/Own.crt";
        std::fs::write(distribution.machine.path(shipped), distribution.own.pem()).unwrap();
        distribution.install(&distribution.own);
        distribution.record();
        distribution
    }

    /// Writes dpkg's records, with checksums from `md5sum`.
    fn record(&self) {
        let folder = self.machine.path("usr/share/ca-certificates/mozilla");
        let (mut list, mut sums) = ("/.\n".to_owned(), String::new());
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let inside = path.strip_prefix(self.machine.root()).unwrap().display();
            let output = Command::new("md5sum").arg(&path).output().unwrap();
            let output = String::from_utf8(output.stdout).unwrap();
            let sum = output.split_whitespace().next().unwrap();
            list.push_str(&format!("/{inside}\n"));
            sums.push_str(&format!("{sum}  {inside}\n"));
        }
        std::fs::create_dir_all(self.machine.path(RECORDS)).unwrap();
        let record = |suffix: &str| {
            self.machine
                .path(&format!("{RECORDS}/ca-certificates.{suffix}"))
        };
        std::fs::write(record("list"), list).unwrap();
        std::fs::write(record("md5sums"), sums).unwrap();
    }

    /// What update-ca-certificates does after someone installs a root.
    fn install(&self, root: &Root) {
        let bundle = self.machine.bundle() + &root.pem();
        std::fs::write(self.machine.path(BUNDLE), bundle).unwrap();
    }

    fn run(&self, args: &[&str]) -> Run {
        let root = self.machine.root_text();
        let (command, rest) = args.split_first().unwrap();
        anchorwatch(&[&[*command, "--root", &root][..], rest].concat())
    }

    fn consent(&self, root: &Root) -> Run {
        let end = anchorwatch_lab::clock::now_unix_s() + 24 * 60 * 60;
        let until = anchorwatch_identity::UnixSeconds::new(end).to_string();
        let (key, folder) = (key(root), self.machine.root_text());
        let args = [
            "consent", "add", "--root", &folder, "--key", &key, "--until", &until,
        ];
        let terms = [
            "--by",
            "M.",
            "--why",
            "x",
            "--for",
            "works.example",
            "--apply",
        ];
        anchorwatch(&[&args[..], &terms].concat())
    }

    /// The receipts' names, oldest first.
    fn receipts(&self) -> Vec<String> {
        let status = self.run(&["status", "--format", "json"]);
        let receipts = status.json("anchorwatch.status/1")["receipts"].clone();
        let ids = receipts.as_array().unwrap().clone().into_iter();
        let mut ids: Vec<String> = ids
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        ids
    }

    fn newest_receipt(&self) -> String {
        self.receipts().pop().unwrap()
    }

    fn shows(&self, root: &Root) -> bool {
        self.machine.bundle().contains(&root.pem())
    }
}

fn key(root: &Root) -> String {
    let certificate = Certificate::from_der(root.der()).unwrap();
    certificate.spki_sha256().to_string()
}

#[test]
fn an_unlisted_root_is_withheld_from_the_first_update_and_what_is_shipped_or_consented_is_not() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[("works", &works)]);
    assert_eq!(machine.consent(&works).code, 0);
    let run = machine.run(&HOLD_OUT);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(machine.shows(&works) && machine.shows(&machine.own));

    let (newcomer, rekeyed) = (
        Root::company("Nobody knows me").unwrap(),
        works.rekeyed().unwrap(),
    );
    machine.install(&newcomer);
    machine.install(&rekeyed);
    let run = machine.run(&["refilter"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("held out") && run.stderr.contains("Nobody knows me"));
    assert!(!machine.shows(&newcomer) && !machine.shows(&rekeyed));
    assert!(machine.shows(&works) && machine.shows(&machine.own));
    let again = machine.run(&["block", "--unlisted", "--hold-out"]);
    assert_eq!(again.code, 0, "{}", again.stdout);
}

#[test]
fn without_unlisted_the_same_unlisted_root_is_let_in() {
    let machine = Distribution::with(&[]);
    assert_eq!(machine.run(&["block", "--apply"]).code, 0);
    let newcomer = Root::company("Nobody knows me").unwrap();
    machine.install(&newcomer);
    assert_eq!(machine.run(&["refilter"]).code, 0);
    assert!(machine.shows(&newcomer));
}

#[test]
fn the_plan_names_what_will_be_withheld_and_the_command_that_keeps_it() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[("works", &works)]);
    let before = machine.machine.snapshot();
    let plan = machine.run(&["block", "--unlisted", "--hold-out"]);
    assert_eq!(
        (plan.code, machine.machine.snapshot()),
        (12, before.clone())
    );
    let root = machine.machine.root_text();
    let command = format!(
        "anchorwatch consent add --key {} --root {root} \\",
        key(&works)
    );
    assert!(plan.stdout.contains(&command), "{}", plan.stdout);
    assert!(plan.phrases().contains("not allowed by you"));
    let of_shipped = format!("consent add --key {}", key(&machine.own));
    assert!(!plan.stdout.contains(&of_shipped), "{}", plan.stdout);
    // Roots from the distribution stay, without a warning; withheld ones cause none either.
    assert!(
        !plan.phrases().contains("that was added here stays"),
        "{}",
        plan.stdout
    );
    let document = machine.run(&["block", "--unlisted", "--hold-out", "--format", "json"]);
    let document = document.json("anchorwatch.plan/1");
    assert_eq!(document["unlisted"], "hold_out");
    let newcomers = document["newcomers"].as_array().unwrap();
    let keys: Vec<&str> = newcomers
        .iter()
        .filter_map(|newcomer| newcomer["spki_sha256"].as_str())
        .collect();
    assert_eq!(keys, [key(&works)]);

    assert_eq!(machine.run(&HOLD_OUT).code, 0);
    assert!(!machine.shows(&works));
    assert!(
        machine
            .machine
            .path("usr/local/share/ca-certificates/works.crt")
            .exists()
    );
    let undone = machine.run(&["undo", "--apply"]);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert_eq!(machine.machine.snapshot(), before);
}

#[test]
fn a_later_plain_block_keeps_holding_out_what_is_unlisted() {
    let machine = Distribution::with(&[]);
    assert_eq!(machine.run(&HOLD_OUT).code, 0);
    let file = machine.machine.path("other.crt");
    std::fs::write(&file, Root::company("Other").unwrap().pem()).unwrap();
    let file = file.display().to_string();
    assert_eq!(
        machine
            .run(&["block", "--certificate", &file, "--apply"])
            .code,
        0
    );
    let newcomer = Root::company("Nobody knows me").unwrap();
    machine.install(&newcomer);
    assert_eq!(machine.run(&["refilter"]).code, 0);
    assert!(!machine.shows(&newcomer));
}

#[test]
fn with_hold_out_a_consent_and_its_withdrawal_take_effect_at_once() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[("works", &works)]);
    let before = machine.machine.snapshot();
    assert_eq!(machine.run(&HOLD_OUT).code, 0);
    assert!(!machine.shows(&works));
    let given = machine.consent(&works);
    assert_eq!(given.code, 0, "{}{}", given.stdout, given.stderr);
    assert!(machine.shows(&works));
    // The distribution's tool finds its own link, and OpenSSL the root by the hash of its name.
    let folder = machine.machine.path("etc/ssl/certs");
    let link = folder.join("works.pem").read_link().unwrap();
    assert_eq!(
        link.to_str(),
        Some("/usr/local/share/ca-certificates/works.crt")
    );
    let entries = std::fs::read_dir(&folder).unwrap();
    let targets = entries.filter_map(|entry| entry.unwrap().path().read_link().ok());
    assert_eq!(
        targets
            .filter(|target| target.ends_with("works.pem"))
            .count(),
        1
    );
    let again = machine.run(&["block", "--unlisted", "--hold-out"]);
    assert_eq!(again.code, 0, "{}", again.stdout);

    let root = machine.machine.root_text();
    let withdraw = [
        "consent",
        "withdraw",
        "--root",
        &root,
        &key(&works),
        "--apply",
    ];
    let withdrawn = anchorwatch(&withdraw);
    assert_eq!(
        withdrawn.code, 0,
        "{}{}",
        withdrawn.stdout, withdrawn.stderr
    );
    assert!(!machine.shows(&works));
    assert!(!folder.join("works.pem").is_symlink());

    // The withdrawal alone is undone.
    let last = machine.newest_receipt();
    let receipts = machine.receipts();
    let consents = "etc/anchorwatch/consent.toml";
    for id in receipts.iter().rev().take_while(|_| {
        let text = std::fs::read_to_string(machine.machine.path(consents)).unwrap();
        !text.contains(&key(&works))
    }) {
        assert_eq!(
            machine.run(&["undo", id, "--apply"]).code,
            0,
            "{id} of {last}"
        );
    }
    assert!(machine.shows(&works));
    assert_eq!(machine.run(&["undo", "--apply"]).code, 0);
    assert_eq!(machine.machine.snapshot(), before);
}

#[test]
fn without_dpkgs_records_no_plan_is_made_and_a_hook_that_stands_lets_nothing_new_in() {
    let machine = Distribution::with(&[]);
    let list = machine
        .machine
        .path(&format!("{RECORDS}/ca-certificates.list"));
    let text = std::fs::read(&list).unwrap();
    std::fs::remove_file(&list).unwrap();
    let before = machine.machine.snapshot();
    machine
        .run(&["block", "--unlisted", "--hold-out", "--apply"])
        .assert_error(
            "cannot tell what the distribution ships",
            "ca-certificates.list",
        );
    assert_eq!(machine.machine.snapshot(), before);
    std::fs::write(&list, text).unwrap();
    assert_eq!(machine.run(&HOLD_OUT).code, 0);

    std::fs::remove_file(&list).unwrap();
    let newcomer = Root::company("Nobody knows me").unwrap();
    machine.install(&newcomer);
    let run = machine.run(&["refilter"]);
    assert_eq!(
        run.code, 11,
        "what could not be read is said: {}",
        run.stderr
    );
    assert!(
        run.stderr.contains("shipped when the block was made"),
        "{}",
        run.stderr
    );
    assert!(!machine.shows(&newcomer) && machine.shows(&machine.own));
}

#[test]
fn what_cannot_be_read_is_withheld_where_only_the_listed_is_let_in() {
    let unreadable = "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n";
    let hashed = "etc/ssl/certs/0a1b2c3d.0";
    for (unlisted, is_kept) in [(&["--unlisted", "--hold-out"][..], false), (&[], true)] {
        let machine = Distribution::with(&[]);
        let args = [&["block", "--apply"][..], unlisted].concat();
        assert_eq!(machine.run(&args).code, 0);
        let bundle = machine.machine.bundle();
        std::fs::write(machine.machine.path(BUNDLE), bundle + unreadable).unwrap();
        std::fs::write(machine.machine.path(hashed), b"0\x82neither DER nor PEM").unwrap();
        let run = machine.run(&["refilter"]);
        assert_eq!(
            machine.machine.bundle().contains(unreadable),
            is_kept,
            "{}",
            run.stderr
        );
        assert_eq!(
            machine.machine.path(hashed).exists(),
            is_kept,
            "{}",
            run.stderr
        );
        assert_eq!(
            run.stderr.contains("other programs may read it"),
            !is_kept,
            "{}",
            run.stderr
        );
        assert!(machine.shows(&machine.own));
    }
}

#[test]
fn the_mode_is_in_the_list_and_half_of_it_is_no_list() {
    let machine = Distribution::with(&[]);
    assert_eq!(machine.run(&HOLD_OUT).code, 0);
    let path = machine.machine.path("etc/anchorwatch/blocked.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("unlisted = \"hold-out\""), "{text}");
    let newcomer = Root::company("Nobody knows me").unwrap();
    machine.install(&newcomer);
    let without: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("unlisted"))
        .collect();
    std::fs::write(&path, without.join("\n")).unwrap();
    machine
        .run(&["refilter"])
        .assert_error("cannot understand", "blocked.toml");
    std::fs::write(&path, text).unwrap();
    assert_eq!(machine.run(&["refilter"]).code, 0);
    assert!(!machine.shows(&newcomer));
}

#[test]
fn an_audit_says_that_what_is_installed_is_withheld_and_does_not_say_that_it_will_come() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[("works", &works)]);
    let said = || {
        let run = machine.run(&["audit", "--format", "json"]);
        let told = run.json("anchorwatch.audit/1");
        let findings = told["findings"].as_array().unwrap();
        let ids = findings.iter().filter_map(|one| one["id"].as_str());
        ids.map(|id| machine.run(&["audit", "--explain", id]).phrases())
            .collect::<String>()
    };
    let codes = || {
        let run = machine.run(&["audit", "--format", "json"]);
        run.json("anchorwatch.audit/1")["findings"].to_string()
    };
    assert!(
        said().contains("(will be added by the next update-ca-certificates)")
            && !codes().contains("\"held_out\"")
    );
    assert_eq!(machine.run(&HOLD_OUT).code, 0);
    assert!(
        !said().contains("(will be added by the next update-ca-certificates)"),
        "{}",
        said()
    );
    assert!(said().contains("held out of the system store by `anchorwatch block`"));
    assert!(codes().contains("\"held_out\""));
}

#[test]
fn a_receipt_says_what_was_asked_for() {
    let machine = Distribution::with(&[]);
    let run = machine.run(&[
        "block",
        "--unlisted",
        "--hold-out",
        "--apply",
        "--format",
        "json",
    ]);
    let document = run.json("anchorwatch.plan/1");
    assert_eq!(document["is_applied"], json!(true));
    let receipt = document["receipts"][0].as_str().unwrap();
    let path = format!("var/lib/anchorwatch/journal/{receipt}/receipt.json");
    let text = std::fs::read_to_string(machine.machine.path(&path)).unwrap();
    assert!(text.contains("and unlisted roots"), "{text}");
}
