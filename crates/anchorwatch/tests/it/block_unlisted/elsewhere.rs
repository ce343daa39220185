//! `block --unlisted` in the files and databases beyond the system store.

use std::{fs, process::Command};

use anchorwatch_container::certificate_file;
use anchorwatch_lab::tree::{NssAnchor, nss_database};
use anchorwatch_machine::confined_cert;

use super::*;

const CONFINE: [&str; 3] = ["block", "--unlisted", "--apply"];
const FILE: &str = "srv/ca.pem";
const DATABASE: &str = "etc/pki/nssdb";

/// A machine whose settings name a file with this root, and with a database.
fn machine(root: &Root) -> Distribution {
    let machine = Distribution::with(&[]);
    come(&machine, root);
    machine
}

/// The root comes into a file that a setting names, and into the machine's database.
fn come(machine: &Distribution, root: &Root) {
    let path = |inner: &str| machine.machine.path(inner);
    for folder in ["srv", DATABASE] {
        fs::create_dir_all(path(folder)).unwrap();
    }
    fs::write(path(FILE), format!("# ours\n{}", root.pem())).unwrap();
    let names = format!("SSL_CERT_FILE=/{FILE}\n");
    fs::write(path("etc/environment"), names).unwrap();
    let anchor = NssAnchor {
        certificate: root.der(),
        trust_flags: "C,,",
        nickname: "works",
    };
    nss_database(&path(DATABASE), &[anchor]).unwrap();
}

impl Distribution {
    /// The certificates in the file that the setting names.
    fn in_file(&self) -> Vec<Certificate> {
        let content = fs::read(self.machine.path(FILE)).unwrap();
        certificate_file(&content).certificates().cloned().collect()
    }

    /// The trust of each certificate in the database, as `certutil` says it.
    fn in_database(&self) -> Vec<String> {
        let database = format!("sql:{}", self.machine.path(DATABASE).display());
        let listed = Command::new("certutil")
            .args(["-L", "-d", &database])
            .output();
        let text = String::from_utf8(listed.unwrap().stdout).unwrap();
        let lines = text.lines().filter(|line| line.starts_with("works"));
        let mut trust: Vec<String> = lines
            .filter_map(|line| line.split_whitespace().last())
            .map(str::to_owned)
            .collect();
        trust.sort();
        trust
    }
}

#[test]
fn settings_files_and_databases_follow_and_undo_brings_all_back() {
    let works = Root::company("Example Works").unwrap();
    let machine = machine(&works);
    let before = machine.machine.snapshot();
    let run = machine.run(&CONFINE);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let roots: Vec<_> = (machine.in_file().iter())
        .map(confined_cert::root_of)
        .collect();
    let root = Certificate::from_der(works.der()).unwrap();
    assert_eq!(roots, [Some(root)]);
    assert_eq!(machine.in_database(), ["C,,", "p,p,p"]);
    let status = machine.run(&["status", "--format", "json"]);
    assert_eq!(status.code, 0, "{}{}", status.stdout, status.stderr);
    let again = machine.run(&["block", "--unlisted"]);
    assert_eq!(again.code, 0, "{}", again.stdout);
    let plan = machine.run(&["block", "--unlisted", "--format", "json"]);
    assert_eq!(plan.json("anchorwatch.plan/1")["changes"], json!([]));

    let undone = machine.run(&["undo", "--apply"]);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert_eq!(machine.in_database(), ["C,,"]);
    // SQLite's files have other octets; everything else is as it was.
    let is_another_s = |line: &String| !line.contains(".db");
    let (mut before, mut after) = (before, machine.machine.snapshot());
    before.retain(is_another_s);
    after.retain(is_another_s);
    assert_eq!(before, after);
}

#[test]
fn a_settings_file_follows_a_consent_and_what_someone_puts_into_it() {
    let works = Root::company("Example Works").unwrap();
    let machine = machine(&works);
    assert_eq!(machine.run(&CONFINE).code, 0);
    let private = machine.in_file();
    assert_eq!(machine.consent(&works).code, 0);
    let consented = machine.in_file();
    assert_ne!(consented, private);
    let folder = machine.machine.root_text();
    let withdraw = ["consent", "withdraw", "--root", &folder];
    let withdrawn = anchorwatch(&[&withdraw[..], &[&key(&works), "--apply"]].concat());
    assert_eq!(withdrawn.code, 0, "{}", withdrawn.stderr);
    assert_eq!(machine.in_file(), private);

    // An installer writes the file anew. The timer runs this every hour.
    let newcomer = Root::company("Nobody knows me").unwrap();
    let content = format!("{}{}", newcomer.pem(), works.pem());
    fs::write(machine.machine.path(FILE), &content).unwrap();
    assert_eq!(machine.run(&["refilter"]).code, 0);
    let now = machine.in_file();
    let is_confined = |one: &Certificate| confined_cert::is_one(one);
    assert!(now.len() == 2 && now.iter().all(is_confined), "{now:?}");

    // A tool that writes it again and again gets one receipt.
    let newest = machine.newest_receipt();
    for _ in 0..3 {
        fs::write(machine.machine.path(FILE), &content).unwrap();
        assert_eq!(machine.run(&["refilter"]).code, 0);
        assert_eq!(machine.in_file(), now);
    }
    assert_eq!(machine.newest_receipt(), newest);

    let undone = machine.run(&["undo", "--apply"]);
    assert_eq!(undone.code, 0, "{}{}", undone.stdout, undone.stderr);
    let back: Vec<Vec<u8>> = (machine.in_file().iter())
        .map(|one| one.der().to_vec())
        .collect();
    assert_eq!(back, [newcomer.der().to_vec(), works.der().to_vec()]);
}

/// The watch starts this when a file that a setting of the machine names changes.
#[test]
fn a_root_that_comes_into_a_settings_file_is_held_as_soon_as_the_file_changes() {
    let (works, newcomer) = (
        Root::company("Example Works").unwrap(),
        Root::company("Nobody knows me").unwrap(),
    );
    let machine = machine(&works);
    let path = |inner: &str| machine.machine.path(inner);
    // Nothing in it is to be held yet.
    fs::write(path(FILE), "# none\n").unwrap();
    fs::create_dir_all(path("usr/lib/systemd")).unwrap();
    fs::write(path("usr/lib/systemd/systemd"), "").unwrap();
    assert_eq!(machine.run(&CONFINE).code, 0);
    let unit = path("etc/systemd/system/anchorwatch-refilter.path");
    let unit = fs::read_to_string(unit).unwrap();
    assert!(unit.contains(&format!("PathChanged=/{FILE}\n")), "{unit}");
    fs::write(path(FILE), newcomer.pem()).unwrap();
    assert_eq!(machine.run(&["refilter", "--watched"]).code, 0);
    let shown = machine.in_file();
    assert!(shown.len() == 1 && confined_cert::is_one(&shown[0]));
    let status = machine.run(&["status", "--format", "json"]);
    assert_eq!(status.json("anchorwatch.status/1")["drift"], json!([]));
    let undone = machine.run(&["undo", "--apply"]);
    assert_eq!(undone.code, 0, "{}{}", undone.stdout, undone.stderr);
    assert_eq!(fs::read_to_string(path(FILE)).unwrap(), newcomer.pem());
}

/// The timer runs this every hour.
#[test]
fn what_comes_anywhere_later_is_held_too_and_a_run_without_news_writes_nothing() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[]);
    assert_eq!(
        machine.run(&["refilter", "--everywhere"]).code,
        1,
        "not blocked"
    );
    assert_eq!(machine.run(&CONFINE).code, 0);
    come(&machine, &works);
    let first = machine.receipts();
    let run = machine.run(&["refilter", "--everywhere"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("Example Works"), "{}", run.stderr);
    assert!(machine.in_file().iter().all(confined_cert::is_one));
    assert_eq!(machine.in_database(), ["C,,", "p,p,p"]);
    let after = machine.receipts();
    assert_eq!(after.len(), first.len() + 1);
    let run = machine.run(&["refilter", "--everywhere"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(machine.receipts(), after);
    let undone = machine.run(&["undo", "--apply"]);
    assert_eq!(undone.code, 0, "{}{}", undone.stdout, undone.stderr);
    let content = fs::read_to_string(machine.machine.path(FILE)).unwrap();
    assert_eq!(content, format!("# ours\n{}", works.pem()));
}

/// A consent between two blocks changes each place twice.
#[test]
fn all_of_it_is_undone_at_once_and_in_any_order() {
    let works = Root::company("Example Works").unwrap();
    let original = |machine: &Distribution| {
        let content = fs::read_to_string(machine.machine.path(FILE)).unwrap();
        content == format!("# ours\n{}", works.pem()) && machine.in_database() == ["C,,"]
    };
    let blocked_twice = |is_in_store: bool| {
        let machine = machine(&works);
        if is_in_store {
            machine.install(&works);
        }
        let before = machine.machine.bundle();
        for _ in 0..2 {
            assert_eq!(machine.run(&CONFINE).code, 0);
            assert_eq!(machine.consent(&works).code, 0);
        }
        assert_eq!(machine.run(&CONFINE).code, 0);
        (machine, before)
    };
    let (machine, before) = blocked_twice(true);
    let undone = machine.run(&["undo", "--apply"]);
    assert_eq!(undone.code, 0, "{}{}", undone.stdout, undone.stderr);
    assert!(original(&machine));
    assert_eq!(machine.machine.bundle(), before);
    let status = machine.run(&["status", "--format", "json"]);
    let receipts = status.json("anchorwatch.status/1")["receipts"].clone();
    let receipts = receipts.as_array().unwrap().clone();
    assert!(
        receipts.iter().all(|one| one["status"] == "undone"),
        "{receipts:?}"
    );

    // The first block alone: not past what a later receipt did to the store.
    let (machine, _) = blocked_twice(true);
    let first = machine.receipts().remove(0);
    assert_eq!(machine.run(&["undo", &first, "--apply"]).code, 1);
    let (machine, _) = blocked_twice(false);
    let first = machine.receipts().remove(0);
    let undone = machine.run(&["undo", &first, "--apply"]);
    assert_eq!(undone.code, 0, "{}{}", undone.stdout, undone.stderr);
    let undone = machine.run(&["undo", "--apply"]);
    assert_eq!(undone.code, 0, "{}{}", undone.stdout, undone.stderr);
    assert!(original(&machine), "{:?}", machine.in_database());
}

#[test]
fn what_was_held_to_names_is_out_once_roots_are_held_out() {
    let works = Root::company("Example Works").unwrap();
    let machine = machine(&works);
    assert_eq!(machine.run(&CONFINE).code, 0);
    assert!(machine.in_file().iter().all(confined_cert::is_one));
    assert_eq!(machine.in_database().len(), 2);
    assert_eq!(machine.run(&HOLD_OUT).code, 0);
    assert_eq!(
        (machine.in_file(), machine.in_database()),
        (vec![], vec!["p,p,p".to_owned()])
    );
    let undone = machine.run(&["undo", "--apply"]);
    assert_eq!(undone.code, 0, "{}{}", undone.stdout, undone.stderr);
    let content = fs::read_to_string(machine.machine.path(FILE)).unwrap();
    assert_eq!(content, format!("# ours\n{}", works.pem()));
    assert_eq!(machine.in_database(), ["C,,"]);
}

/// A database is asked too whether an interrupted run changed it.
#[test]
fn an_interrupted_run_is_not_called_finished_while_a_database_is_as_before() {
    let works = Root::company("Example Works").unwrap();
    let machine = machine(&works);
    let database = machine.machine.path(DATABASE);
    let copy = |from: &std::path::Path, to: &std::path::Path| {
        fs::create_dir_all(to).unwrap();
        for name in ["cert9.db", "key4.db"] {
            fs::copy(from.join(name), to.join(name)).unwrap();
        }
    };
    let kept = tempfile::tempdir().unwrap();
    let (before, after) = (kept.path().join("before"), kept.path().join("after"));
    copy(&database, &before);
    assert_eq!(machine.run(&CONFINE).code, 0);
    copy(&database, &after);
    let journal = machine.machine.path("var/lib/anchorwatch/journal");
    let status = journal.join(machine.newest_receipt()).join("status");
    fs::write(&status, "begun\n").unwrap();
    let tree = anchorwatch_home::Tree::open(&machine.machine.root()).unwrap();
    for (state, word) in [(&before, "begun\n"), (&after, "applied\n")] {
        copy(state, &database);
        let rights = anchorwatch_machine::Rights::Own;
        anchorwatch_refuse::block::finish_interrupted(&tree, rights).unwrap();
        assert_eq!(fs::read_to_string(&status).unwrap(), word);
    }
}

/// Root changes no file of root's because a user's settings name it, and no server's certificate.
#[test]
fn a_user_s_setting_has_no_file_of_root_s_changed_and_a_server_keeps_its_certificate() {
    let works = Root::company("Example Works").unwrap();
    let machine = Distribution::with(&[]);
    let path = |inner: &str| machine.machine.path(inner);
    fs::create_dir_all(path("srv")).unwrap();
    fs::create_dir_all(path("home/mallory")).unwrap();
    fs::write(path(FILE), works.pem()).unwrap();
    let mut users = fs::read_to_string(path("etc/passwd")).unwrap_or_default();
    users += "mallory:x:4242:4242::/home/mallory:/bin/sh\n";
    fs::write(path("etc/passwd"), users).unwrap();
    fs::write(path("home/mallory/.curlrc"), format!("cacert = /{FILE}\n")).unwrap();
    let run = machine.run(&CONFINE);
    assert_eq!(run.code, 11, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("srv/ca.pem"), "{}", run.stdout);
    assert_eq!(fs::read_to_string(path(FILE)).unwrap(), works.pem());

    // The machine's own setting names a file with a server's certificate, its root and an
    // authority between.
    let chain = works
        .issue_with(
            &["wiki.corp"],
            &anchorwatch_lab::pki::Issuance::VIA_INTERMEDIATE,
        )
        .unwrap();
    let chain = chain.pem();
    fs::write(path(FILE), format!("{chain}{}", works.pem())).unwrap();
    fs::write(path("etc/environment"), format!("SSL_CERT_FILE=/{FILE}\n")).unwrap();
    let run = machine.run(&CONFINE);
    assert_eq!(run.code, 11, "{}{}", run.stdout, run.stderr);
    let now = fs::read_to_string(path(FILE)).unwrap();
    assert!(
        now.starts_with(&chain) && !now.contains(&works.pem()),
        "{now}"
    );
}
