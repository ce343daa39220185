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
    let run = block(&machine, &["--class", "suspected_family", "--verbose"]);
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
    // The installed file itself stays: nothing is deleted where it was installed.
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
    assert_eq!(machine.snapshot(), before);
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
        .assert_error("no longer as this program left", "blocked.toml");
    assert!(!is_in_bundle(&machine, &one) && !is_in_bundle(&machine, &two));
    assert_eq!(undo(&machine, &["--apply"]).code, 0);
    assert_eq!(machine.snapshot(), before);
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
        .assert_error("no longer as this program left", "ca-certificates.crt");
    assert_eq!(machine.snapshot(), before);
}

#[test]
fn a_key_comes_out_under_every_name_and_in_every_file() {
    let original = Root::isca_like().unwrap();
    let twin = original.reissued().unwrap();
    let renamed = original.renamed(Subject::company("Harmless")).unwrap();
    let machine = Machine::with(&[("a", &original), ("b", &twin), ("c", &renamed)]);
    // Added by hand in one file, together with a harmless root.
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
    assert_eq!(machine.snapshot(), before);
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
    // Like update-ca-certificates: rebuild the bundle from its sources.
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
    run.assert_error("could have been written by someone other", "mode 666");
}

#[test]
fn the_default_refuses_every_key_that_reads_traffic_before_it_is_installed() {
    let machine = Machine::with(&[]);
    let run = block(&machine, &["--apply", "--format", "json"]);
    let document = run.json("anchorwatch.plan/1");
    assert_eq!(
        (run.code, document["keys"].as_array().unwrap().len()),
        (0, 23)
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

fn damaged_journal(machine: &Machine) -> std::path::PathBuf {
    let folder = machine.path("var/lib/anchorwatch/journal/20200101T000000Z");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("receipt.json"), "{").unwrap();
    folder
}

#[test]
fn the_hook_filters_though_the_journal_is_damaged_or_a_file_cannot_be_read() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    let unfiltered = machine.bundle();
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    damaged_journal(&machine);
    // A sparse file, far larger than any reader accepts.
    let huge = std::fs::File::create(machine.path("etc/ssl/certs/zzz")).unwrap();
    huge.set_len(300 << 20).unwrap();
    std::fs::write(
        machine.path("etc/ssl/certs/ca-certificates.crt"),
        &unfiltered,
    )
    .unwrap();
    let run = anchorwatch(&["refilter", "--root", &machine.root_text()]);
    assert_eq!(
        run.code, 11,
        "what was not looked into is said: {}",
        run.stderr
    );
    assert!(
        run.stderr.contains("not looked into") && run.stderr.contains("zzz"),
        "{}",
        run.stderr
    );
    assert!(!is_in_bundle(&machine, &gov));
}

#[test]
fn the_hook_without_its_list_is_an_error_and_never_a_silent_success() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    let list = machine.path("etc/anchorwatch/blocked.toml");
    std::fs::write(&list, "").unwrap();
    anchorwatch(&["refilter", "--root", &machine.root_text()]).assert_error("names no key", "hint");
    std::fs::remove_file(&list).unwrap();
    anchorwatch(&["refilter", "--root", &machine.root_text()]).assert_error("names no key", "hint");
}

#[test]
fn a_file_put_there_by_hand_comes_back_though_the_hook_took_it() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    let by_hand = machine.path("etc/ssl/certs/handmade.pem");
    std::fs::write(&by_hand, gov.pem()).unwrap();
    assert_eq!(
        anchorwatch(&["refilter", "--root", &machine.root_text()]).code,
        0
    );
    assert!(!by_hand.exists());
    assert_eq!(undo(&machine, &["--apply"]).code, 0);
    assert_eq!(std::fs::read_to_string(&by_hand).unwrap(), gov.pem());
}

#[test]
fn halves_that_join_into_a_block_when_another_is_cut_are_cut_too() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &gov)]);
    let pem = gov.pem();
    let split = format!(
        "-----BEGIN CERTI{pem}FICATE-----\n{}",
        pem.split_once('\n').unwrap().1
    );
    std::fs::write(
        machine.path("etc/ssl/certs/ca-certificates.crt"),
        machine.bundle() + &split,
    )
    .unwrap();
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    let document = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
    let document = document.json("anchorwatch.audit/1");
    let in_bundle = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .any(|finding| finding["store_id"] == "debian_bundle");
    assert!(!in_bundle, "{document}");
}

#[test]
fn a_root_in_der_under_a_hash_name_is_found_and_taken_out() {
    let gov = Root::isca_like().unwrap();
    let machine = Machine::with(&[]);
    std::fs::write(
        machine.path("etc/ssl/certs/0A1B2C3D.99999999999"),
        gov.der(),
    )
    .unwrap();
    let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
    let document = run.json("anchorwatch.audit/1");
    assert_eq!(
        document["findings"][0]["effective_for"],
        serde_json::json!(["openssl", "python_ssl"])
    );
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    assert!(!machine.path("etc/ssl/certs/0A1B2C3D.99999999999").exists());
}

#[test]
fn a_forged_family_certificate_cannot_have_a_public_root_refused() {
    let machine = Machine::with(&[]);
    let family = Root::isca_like().unwrap();
    let public = anchorwatch_lab::pki::public_root("ISRG Root X1").unwrap();
    let public = anchorwatch_identity::Certificate::from_der(&public).unwrap();
    let forged = crate::audit::with_key(family.der(), &family.spki_der(), public.spki_der());
    let pem = anchorwatch_lab::pki::certificate_pem(&forged);
    std::fs::write(
        machine.path("usr/local/share/ca-certificates/forged.crt"),
        pem,
    )
    .unwrap();
    let before = machine.bundle();
    let run = block(&machine, &["--class", "suspected_family", "--apply"]);
    assert_eq!((run.code, machine.bundle()), (1, before), "{}", run.stdout);
}

#[test]
fn a_receipt_that_someone_planted_is_not_taken_back() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    let folder = damaged_journal(&machine);
    let receipt = r#"{"schema":"anchorwatch.receipt/1","id":"20200101T000000Z","made_at":"2020-01-01T00:00:00Z","purpose":"x",
        "changes":[{"path":"/etc/cron.d/x","role":"own","before":{"kind":"symlink","target":"/tmp/x","uid":0,"gid":0},"after":{"kind":"absent"}}]}"#;
    std::fs::write(folder.join("receipt.json"), receipt).unwrap();
    std::fs::write(folder.join("status"), "applied\n").unwrap();
    undo(&machine, &["--apply"]).assert_error(
        "which this program never changes in this way",
        "etc/cron.d/x",
    );
    assert!(machine.path("etc/cron.d/x").symlink_metadata().is_err());
}

#[test]
fn a_receipt_whose_status_is_gone_is_an_error_and_not_nothing_to_take_back() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    assert_eq!(
        block(&machine, &["--class", "suspected_family", "--apply"]).code,
        0
    );
    for entry in std::fs::read_dir(machine.path("var/lib/anchorwatch/journal")).unwrap() {
        std::fs::remove_file(entry.unwrap().path().join("status")).unwrap();
    }
    undo(&machine, &["--apply"]).assert_error("status", "no such file");
}

#[test]
fn what_a_killed_run_left_beside_a_file_is_gone_after_undo() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    let before = machine.snapshot();
    let run = block(
        &machine,
        &["--class", "suspected_family", "--apply", "--format", "json"],
    );
    let receipt = run.json("anchorwatch.plan/1")["receipts"][0]
        .as_str()
        .unwrap()
        .to_owned();
    std::fs::write(
        machine.path(&format!("etc/anchorwatch/.anchorwatch-{receipt}")),
        "half",
    )
    .unwrap();
    assert_eq!(undo(&machine, &["--apply"]).code, 0);
    // The folder was not empty when undo was planned, so it may stay; the leftover may not.
    let after: Vec<String> = machine
        .snapshot()
        .into_iter()
        .filter(|line| !line.contains("etc/anchorwatch 4"))
        .collect();
    assert_eq!(after, before);
}
