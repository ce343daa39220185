//! What a user, or the author of an image, can do to prevent an undo.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
};

use anchorwatch_identity::Certificate;
use anchorwatch_lab::{Root, programs::is_root};

use crate::{
    block_elsewhere::{BUNDLE, FAMILY, give_to_alice, run, write},
    run::{Machine, Run},
};

fn block(machine: &Machine) -> Run {
    run("block", machine, &[&FAMILY[..], &["--apply"]].concat())
}

fn undo(machine: &Machine) -> Run {
    run("undo", machine, &["--apply"])
}

fn set_mode(machine: &Machine, inner: &str, mode: u32) {
    fs::set_permissions(machine.path(inner), fs::Permissions::from_mode(mode)).unwrap();
}

/// A machine with an imposed root in the system store and in a bundle of alice's.
fn with_alices_bundle() -> (Machine, Root) {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    write(&machine, BUNDLE, &(machine.bundle() + &gov.pem()));
    (machine, gov)
}

#[test]
fn a_bundle_that_its_owner_made_set_user_id_keeps_nobody_from_undoing() {
    let (machine, _gov) = with_alices_bundle();
    give_to_alice(&machine);
    set_mode(&machine, BUNDLE, 0o4644);
    let before = machine.snapshot();
    assert_eq!(block(&machine).code, 0);
    assert_ne!(machine.snapshot(), before);
    let undone = undo(&machine);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert_eq!(machine.snapshot(), before);
}

#[test]
fn a_folder_that_the_environment_names_comes_back() {
    let (gov, works) = (Root::isca_like().unwrap(), Root::company("Works").unwrap());
    let machine = Machine::with(&[]);
    write(&machine, "etc/environment", "SSL_CERT_DIR=/srv/certs\n");
    write(&machine, "srv/certs/gov.pem", &gov.pem());
    write(&machine, "srv/certs/both.pem", &(works.pem() + &gov.pem()));
    symlink("gov.pem", machine.path("srv/certs/0a0a0a0a.0")).unwrap();
    let before = machine.snapshot();
    assert_eq!(block(&machine).code, 0);
    assert!(!machine.path("srv/certs/gov.pem").exists());
    let undone = undo(&machine);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert_eq!(machine.snapshot(), before);
}

#[test]
fn what_could_not_be_brought_back_is_not_changed_and_told() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    write(&machine, "etc/environment", "SSL_CERT_DIR=/srv/certs\n");
    write(&machine, "srv/certs/gov.pem", &gov.pem());
    set_mode(&machine, "srv/certs/gov.pem", 0o4755);
    let before = machine.snapshot();
    let blocked = block(&machine);
    assert_eq!(blocked.code, 11, "{}", blocked.stderr);
    assert!(
        blocked.phrases().contains("could not be brought back so"),
        "{}",
        blocked.stdout
    );
    assert!(machine.path("srv/certs/gov.pem").exists());
    assert_eq!(undo(&machine).code, 0);
    assert_eq!(machine.snapshot(), before);
}

#[test]
fn an_exception_in_roots_own_profile_comes_back() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    let certificate = Certificate::from_der(gov.der()).unwrap();
    let print: Vec<String> = certificate
        .sha256()
        .as_bytes()
        .iter()
        .map(|octet| format!("{octet:02X}"))
        .collect();
    let exceptions = format!(
        "a.test:443:\tOID.2.16.840.1.101.3.4.2.1\t{}\t\n",
        print.join(":")
    );
    let place = "root/.thunderbird/x.default/cert_override.txt";
    write(&machine, place, &exceptions);
    let before = machine.snapshot();
    let blocked = block(&machine);
    assert_eq!(blocked.code, 0, "{}", blocked.stderr);
    assert_eq!(fs::read_to_string(machine.path(place)).unwrap(), "");
    let undone = undo(&machine);
    assert_eq!(undone.code, 0, "{}", undone.stderr);
    assert_eq!(machine.snapshot(), before);
}

#[test]
fn a_user_who_puts_something_else_in_the_place_keeps_back_only_that_users_part() {
    let (machine, gov) = with_alices_bundle();
    give_to_alice(&machine);
    assert_eq!(block(&machine).code, 0);
    let (bundle, aside) = (machine.path(BUNDLE), machine.path("home/alice/aside"));
    fs::rename(&bundle, &aside).unwrap();
    symlink("/etc/passwd", &bundle).unwrap();
    let undone = undo(&machine);
    if !is_root() {
        // All files then have one owner, who can fix it.
        return undone.assert_error("no longer as this program left it", "cacert.pem");
    }
    assert_eq!(undone.code, 11, "{}", undone.stderr);
    for words in [
        "Not undone, or not looked into",
        "a link to /etc/passwd",
        "Undone, except for what is listed above.",
    ] {
        assert!(undone.phrases().contains(words), "{}", undone.stdout);
    }
    assert!(machine.bundle().contains(&gov.pem()), "root's part is back");
    assert!(!machine.path("etc/anchorwatch").exists());
    assert_eq!(
        undo(&machine).code,
        11,
        "and it is told as long as it stays"
    );
    fs::rename(&aside, &bundle).unwrap();
    assert_eq!(undo(&machine).code, 0);
    let back = fs::read_to_string(&bundle).unwrap();
    assert!(back.contains(&gov.pem()));
    assert!(undo(&machine).stdout.starts_with("Nothing to undo"));
}

#[test]
fn what_was_changed_in_a_home_that_is_not_mounted_is_not_said_to_be_taken_back() {
    if !is_root() {
        return;
    }
    let (machine, gov) = with_alices_bundle();
    give_to_alice(&machine);
    assert_eq!(block(&machine).code, 0);
    let (home, aside) = (machine.path("home/alice"), machine.path("srv/alice"));
    fs::create_dir_all(aside.parent().unwrap()).unwrap();
    fs::rename(&home, &aside).unwrap();
    for is_there in [true, false] {
        if is_there {
            fs::create_dir(&home).unwrap();
        } else {
            fs::remove_dir(&home).unwrap();
        }
        let undone = undo(&machine);
        assert_eq!(undone.code, 11, "{}{}", undone.stdout, undone.stderr);
        assert!(undone.phrases().contains("mount it"), "{}", undone.stdout);
    }
    assert!(machine.bundle().contains(&gov.pem()), "root's part is back");
    fs::rename(&aside, &home).unwrap();
    assert_eq!(undo(&machine).code, 0);
    let back = fs::read_to_string(machine.path(BUNDLE)).unwrap();
    assert!(back.contains(&gov.pem()));
}

#[test]
fn a_file_that_its_owner_deleted_needs_not_to_be_taken_back() {
    if !is_root() {
        return;
    }
    let (machine, _gov) = with_alices_bundle();
    write(&machine, "home/alice/notes", "of hers");
    give_to_alice(&machine);
    assert_eq!(block(&machine).code, 0);
    fs::remove_file(machine.path(BUNDLE)).unwrap();
    let undone = undo(&machine);
    assert_eq!(undone.code, 0, "{}{}", undone.stdout, undone.stderr);
    assert!(undone.phrases().contains("is gone"), "{}", undone.stdout);
    assert!(undo(&machine).stdout.starts_with("Nothing to undo"));
}

#[test]
fn a_block_whose_journal_is_gone_is_not_nothing() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    assert_eq!(block(&machine).code, 0);
    let (journal, aside) = (machine.path("var/lib/anchorwatch"), machine.path("srv"));
    fs::rename(&journal, &aside).unwrap();
    let undone = undo(&machine);
    assert_eq!(undone.code, 11, "{}", undone.stdout);
    assert!(undone.phrases().contains("no receipt records it"));
    fs::rename(&aside, &journal).unwrap();
    assert_eq!(undo(&machine).code, 0);
    let undone = undo(&machine);
    assert_eq!((undone.code, undone.stdout.contains("journal")), (0, false));
}

#[test]
fn a_users_file_that_cannot_be_written_keeps_nothing_else_from_coming_back() {
    if !is_root() {
        return;
    }
    let (machine, gov) = with_alices_bundle();
    give_to_alice(&machine);
    assert_eq!(block(&machine).code, 0);
    let folder = machine.path(BUNDLE);
    let folder = folder.parent().unwrap();
    std::os::unix::fs::chown(folder, Some(0), Some(0)).unwrap();
    let undone = undo(&machine);
    undone.assert_error("1 change could not be undone", "cacert.pem");
    assert!(machine.bundle().contains(&gov.pem()));
    std::os::unix::fs::chown(folder, Some(1000), Some(1000)).unwrap();
    assert_eq!(undo(&machine).code, 0);
    assert!(
        fs::read_to_string(machine.path(BUNDLE))
            .unwrap()
            .contains(&gov.pem())
    );
}

#[test]
fn a_home_in_a_home_is_changed_once_and_comes_back() {
    let (machine, _gov) = with_alices_bundle();
    write(
        &machine,
        "etc/passwd",
        "alice:x:1000:1000::/home/alice:/bin/sh\nbob:x:1001:1001::/home/alice/work:/bin/sh\n",
    );
    give_to_alice(&machine);
    let before = machine.snapshot();
    let blocked = run(
        "block",
        &machine,
        &[&FAMILY[..], &["--apply", "--verbose"]].concat(),
    );
    assert_eq!(blocked.code, 0, "{}", blocked.stderr);
    let changes = blocked.stdout.lines().filter(|line| {
        let line = line.trim_start();
        line.starts_with("~ ") && line.ends_with("cacert.pem")
    });
    assert_eq!(changes.count(), 1, "{}", blocked.stdout);
    assert_eq!(undo(&machine).code, 0);
    assert_eq!(machine.snapshot(), before);
}

#[test]
fn a_planted_receipt_that_borrows_roots_number_is_not_taken_back() {
    let machine = Machine::with(&[]);
    let folder = machine.path("var/lib/anchorwatch/journal/20200101T000000Z");
    fs::create_dir_all(folder.join("blobs")).unwrap();
    for (uid, is_foreign) in [(0, true), (1000, false)] {
        let receipt = format!(
            r#"{{"schema":"anchorwatch.receipt/1","id":"20200101T000000Z","made_at":"2020-01-01T00:00:00Z","purpose":"x",
            "changes":[{{"path":"/etc/cron.d/x","role":"own","actor":{{"uid":{uid},"gid":{uid}}},"before":{{"kind":"symlink","target":"/tmp/x","uid":0,"gid":0}},"after":{{"kind":"absent"}}}}]}}"#
        );
        fs::write(folder.join("receipt.json"), receipt).unwrap();
        fs::write(folder.join("status"), "applied\n").unwrap();
        let undone = undo(&machine);
        assert_eq!(
            undone
                .stderr
                .contains("which this program never changes in this way"),
            is_foreign,
            "{}",
            undone.stderr
        );
        assert_ne!(undone.code, 0);
        assert!(machine.path("etc/cron.d/x").symlink_metadata().is_err());
    }
}

#[test]
fn a_refused_key_that_is_left_where_others_can_write_is_no_success() {
    for (mode, code) in [(0o777, 11), (0o1777, 11), (0o755, 0)] {
        let gov = Root::isca_like().unwrap();
        let machine = Machine::with(&[("gov", &gov)]);
        write(&machine, "etc/environment", "SSL_CERT_FILE=/srv/ca.pem\n");
        write(&machine, "srv/ca.pem", &gov.pem());
        set_mode(&machine, "srv", mode);
        let blocked = block(&machine);
        assert_eq!(blocked.code, code, "{mode:o}: {}", blocked.stdout);
        assert!(!machine.bundle().contains(&gov.pem()), "the rest is done");
        let left = fs::read_to_string(machine.path("srv/ca.pem")).unwrap();
        assert_eq!(left.contains(&gov.pem()), code == 11);
    }
}

#[test]
fn a_folder_of_alices_in_a_home_of_roots_is_not_changed_with_roots_rights() {
    if !is_root() {
        return;
    }
    let gov = Root::isca_like().unwrap();
    for (owner, code) in [(1000, 11), (0, 0)] {
        let machine = Machine::with(&[("gov", &gov)]);
        let bundle = BUNDLE.replace("home/alice", "home/shared");
        write(&machine, &bundle, &(machine.bundle() + &gov.pem()));
        std::os::unix::fs::chown(machine.path("home/shared/work"), Some(owner), Some(owner))
            .unwrap();
        let before = fs::read(machine.path(&bundle)).unwrap();
        let blocked = block(&machine);
        assert_eq!(blocked.code, code, "{}{}", blocked.stdout, blocked.stderr);
        let is_left = fs::read(machine.path(&bundle)).unwrap() == before;
        assert_eq!(is_left, code == 11);
        assert!(!machine.bundle().contains(&gov.pem()), "the rest is done");
        assert_eq!(undo(&machine).code, 0);
        assert_eq!(fs::read(machine.path(&bundle)).unwrap(), before);
    }
}
