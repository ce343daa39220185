use anchorwatch_lab::{Root, pki::Subject};

use crate::run::{Machine, Run, anchorwatch};

fn block(machine: &Machine, more: &[&str]) -> Run {
    anchorwatch(&[&["block", "--root", &machine.root_text()][..], more].concat())
}

fn undo(machine: &Machine, more: &[&str]) -> Run {
    anchorwatch(&[&["undo", "--root", &machine.root_text()][..], more].concat())
}

fn is_in_bundle(machine: &Machine, root: &Root) -> bool {
    machine.bundle().contains(&root.pem())
}

#[test]
fn a_plan_changes_nothing_and_says_so_by_its_exit_code() {
    let root = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &root)]);
    let before = machine.snapshot();
    let run = block(&machine, &["--class", "suspected_family"]);
    assert_eq!(run.code, 12);
    assert_eq!(machine.snapshot(), before);
    for words in [
        "~ ",
        "ca-certificates.crt",
        "zz-anchorwatch",
        "blocked.toml",
        "Nothing was changed",
        "Not covered",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
}

#[test]
fn an_applied_block_takes_the_key_out_and_leaves_the_others() {
    let (gov, works) = (
        Root::isca_like().unwrap(),
        Root::company("Example Works").unwrap(),
    );
    let machine = Machine::with(&[("gov", &gov), ("works", &works)]);
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    assert!(!is_in_bundle(&machine, &gov) && is_in_bundle(&machine, &works));
    let certs = machine.path("etc/ssl/certs");
    let is_there = |name: &str| certs.join(name).symlink_metadata().is_ok();
    assert!(!is_there("gov.pem") && is_there("works.pem"));
    // The installed file itself stays: nothing is deleted where it was put.
    assert!(
        machine
            .path("usr/local/share/ca-certificates/gov.crt")
            .exists()
    );
    for entry in std::fs::read_dir(&certs).unwrap() {
        let path = entry.unwrap().path();
        let content = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(!content.contains(&gov.pem()), "{}", path.display());
    }
    let again = block(&machine, &["--class", "suspected_family"]);
    assert!(
        again.code == 0 && again.stdout.starts_with("Nothing to change"),
        "{}",
        again.stdout
    );
}

#[test]
fn undo_brings_back_every_byte_mode_time_and_link() {
    let (gov, works) = (
        Root::isca_like().unwrap(),
        Root::company("Example Works").unwrap(),
    );
    let machine = Machine::with(&[("gov", &gov), ("works", &works)]);
    let before = machine.snapshot();
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    assert_ne!(machine.snapshot(), before);
    assert_eq!(undo(&machine, &[]).code, 12);
    assert_eq!(undo(&machine, &["--apply"]).code, 0);
    let after: Vec<String> = machine
        .snapshot()
        .into_iter()
        .filter(|line| !line.contains("/root/var"))
        .collect();
    assert_eq!(after, before);
    assert_eq!(undo(&machine, &["--apply"]).code, 0, "twice is once");
}

#[test]
fn a_second_block_is_a_second_receipt_and_both_are_taken_back_newest_first() {
    let (one, two) = (Root::company("One").unwrap(), Root::company("Two").unwrap());
    let machine = Machine::with(&[("one", &one), ("two", &two)]);
    let before = machine.snapshot();
    let certificate = |name: &str| {
        machine
            .path(&format!("usr/local/share/ca-certificates/{name}.crt"))
            .display()
            .to_string()
    };
    let first = block(
        &machine,
        &[
            "--certificate",
            &certificate("one"),
            "--apply",
            "--format",
            "json",
        ],
    );
    let first = first.json("anchorwatch.plan/1")["receipts"][0]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        block(&machine, &["--certificate", &certificate("two"), "--apply"]).code,
        0
    );
    assert!(!is_in_bundle(&machine, &one) && !is_in_bundle(&machine, &two));

    undo(&machine, &[&first, "--apply"])
        .assert_error("no longer as this program left them", "blocked.toml");
    assert!(!is_in_bundle(&machine, &one) && !is_in_bundle(&machine, &two));
    assert_eq!(undo(&machine, &["--apply"]).code, 0);
    let after: Vec<String> = machine
        .snapshot()
        .into_iter()
        .filter(|line| !line.contains("/root/var"))
        .collect();
    assert_eq!(after, before);
}

#[test]
fn undo_refuses_where_someone_else_has_written_since() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    let mine = machine.bundle() + "# mine\n";
    std::fs::write(machine.path("etc/ssl/certs/ca-certificates.crt"), &mine).unwrap();
    let before = machine.snapshot();
    undo(&machine, &["--apply"])
        .assert_error("no longer as this program left them", "ca-certificates.crt");
    assert_eq!(machine.snapshot(), before);
}

#[test]
fn a_key_comes_out_under_every_name_and_in_every_file() {
    let original = Root::isca_like().unwrap();
    let twin = original.reissued().unwrap();
    let renamed = original.renamed(Subject::company("Harmless")).unwrap();
    let machine = Machine::with(&[("a", &original), ("b", &twin), ("c", &renamed)]);
    // Dropped in by hand, beside a harmless root, in one file.
    let harmless = Root::company("Harmless too").unwrap();
    std::fs::write(
        machine.path("etc/ssl/certs/mixed.pem"),
        harmless.pem() + &original.pem(),
    )
    .unwrap();
    let file = machine
        .path("usr/local/share/ca-certificates/a.crt")
        .display()
        .to_string();
    assert_eq!(
        block(&machine, &["--certificate", &file, "--apply"]).code,
        0
    );
    for root in [&original, &twin, &renamed] {
        assert!(!is_in_bundle(&machine, root));
    }
    assert_eq!(
        std::fs::read_to_string(machine.path("etc/ssl/certs/mixed.pem")).unwrap(),
        harmless.pem()
    );
}

#[test]
fn a_harmless_root_of_the_same_name_moves_up_into_the_gap_of_the_hash_links() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    let certs = machine.path("etc/ssl/certs");
    let namesake = gov.rekeyed().unwrap();
    std::fs::write(certs.join("0a1b2c3d.0"), gov.pem()).unwrap();
    std::fs::write(certs.join("0a1b2c3d.1"), namesake.pem()).unwrap();
    std::fs::write(machine.path("gov.crt"), gov.pem()).unwrap();
    let before = machine.snapshot();
    let file = machine.path("gov.crt").display().to_string();
    assert_eq!(
        block(&machine, &["--certificate", &file, "--apply"]).code,
        0
    );
    assert_eq!(
        std::fs::read_to_string(certs.join("0a1b2c3d.0")).unwrap(),
        namesake.pem()
    );
    assert!(!certs.join("0a1b2c3d.1").exists());
    assert_eq!(undo(&machine, &["--apply"]).code, 0);
    let after: Vec<String> = machine
        .snapshot()
        .into_iter()
        .filter(|line| !line.contains("/root/var"))
        .collect();
    assert_eq!(after, before);
}

#[test]
fn refilter_takes_the_key_out_again_and_undo_then_leaves_the_store_to_its_tool() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    let unfiltered = machine.bundle();
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    // What update-ca-certificates does: write the bundle anew from its sources.
    std::fs::write(
        machine.path("etc/ssl/certs/ca-certificates.crt"),
        &unfiltered,
    )
    .unwrap();
    let run = anchorwatch(&["refilter", "--root", &machine.root_text()]);
    assert_eq!(run.code, 0);
    assert!(
        run.stderr.contains("held out C=KZ,O=ISCA"),
        "{}",
        run.stderr
    );
    assert!(!is_in_bundle(&machine, &gov));

    let run = undo(&machine, &["--apply"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout
            .contains("run `update-ca-certificates` inside that system"),
        "{}",
        run.stdout
    );
    assert!(
        !machine
            .path("etc/ca-certificates/update.d/zz-anchorwatch")
            .exists()
    );
    assert!(
        !machine.path("etc/anchorwatch").exists()
            && !machine.path("usr/local/lib/anchorwatch").exists()
    );
}

#[test]
fn refilter_refuses_a_list_that_someone_else_could_have_written() {
    use std::os::unix::fs::PermissionsExt;
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    let list = machine.path("etc/anchorwatch/blocked.toml");
    std::fs::set_permissions(&list, PermissionsExt::from_mode(0o666)).unwrap();
    let run = anchorwatch(&["refilter", "--root", &machine.root_text()]);
    run.assert_error("may have been written by someone else", "mode 666");
}

#[test]
fn the_default_refuses_the_ten_known_keys_before_they_are_installed() {
    let machine = Machine::with(&[]);
    let run = block(&machine, &["--apply", "--format", "json"]);
    let document = run.json("anchorwatch.plan/1");
    assert_eq!(
        (run.code, document["keys"].as_array().unwrap().len()),
        (0, 10)
    );
    assert_eq!(
        (
            &document["is_applied"],
            document["held_out"].as_array().unwrap().len()
        ),
        (&true.into(), 0)
    );
    assert_eq!(block(&machine, &[]).code, 0, "nothing is left to change");
}

#[test]
fn a_class_that_is_not_there_is_an_error_and_not_a_silent_success() {
    block(
        &Machine::with(&[]),
        &["--class", "suspected_family", "--apply"],
    )
    .assert_error("no key to refuse", "hint");
}

#[test]
fn planted_links_do_not_lead_a_write_out_of_the_tree() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    let outside = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), machine.path("etc/anchorwatch")).unwrap();
    let run = block(&machine, &["--class", "suspected_family", "--apply"]);
    assert_ne!(run.code, 0);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
    assert!(is_in_bundle(&machine, &gov), "nothing was changed");
}
