//! Every bad input gives a clear sentence, one hint and the right exit code, and leaves nothing
//! half-written.

use std::os::unix::fs::PermissionsExt;

use anchorwatch_lab::{Root, Site};

use crate::run::{Machine, anchorwatch, anchorwatch_as_nobody};

#[test]
fn a_root_that_is_not_there_is_an_error() {
    anchorwatch(&["audit", "--root", "/no/such/folder"])
        .assert_error("/no/such/folder", "no such file");
    anchorwatch(&["block", "--root", "/no/such/folder"])
        .assert_error("/no/such/folder", "no such file");
    anchorwatch(&["undo", "--root", "/etc/passwd"])
        .assert_error("/etc/passwd", "it is not a folder");
}

#[test]
fn a_folder_with_nothing_in_it_is_inconclusive_and_never_clean() {
    let empty = tempfile::tempdir().unwrap();
    let run = anchorwatch(&["audit", "--root", &empty.path().display().to_string()]);
    assert_eq!(run.code, 11);
    for said in ["No system store", "is the disk mounted?"] {
        assert!(run.phrases().contains(said), "{said}: {}", run.stdout);
    }
    let root = empty.path().display().to_string();
    anchorwatch(&["block", "--root", &root]).assert_error("ca-certificates.crt", "there is no");
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0);
}

#[test]
fn a_truncated_certificate_in_the_bundle_is_inconclusive_and_the_rest_is_answered() {
    let machine = Machine::with(&[]);
    let pem = Root::isca_like().unwrap().pem();
    std::fs::write(
        machine.path("etc/ssl/certs/ca-certificates.crt"),
        machine.bundle() + &pem[..pem.len() / 2],
    )
    .unwrap();
    let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
    assert_eq!(run.code, 11);
    let document = run.json("anchorwatch.audit/1");
    let not_checked = document["not_checked"].as_array().unwrap();
    assert!(
        not_checked
            .iter()
            .any(|entry| entry["why"].as_str().unwrap().contains("has no end"))
    );
    let bundle = &document["stores"][0];
    assert_eq!(
        (&bundle["kind"], &bundle["anchor_count"]),
        (&"debian_bundle".into(), &6.into())
    );
}

#[test]
fn a_corrupt_nss_database_is_inconclusive_and_named() {
    let machine = Machine::with(&[]);
    let folder = machine.path("home/alice/.pki/nssdb");
    std::fs::create_dir_all(&folder).unwrap();
    for content in [
        &b""[..],
        b"SQLite format 3\0 and then nothing",
        &[0xff; 9000],
    ] {
        std::fs::write(folder.join("cert9.db"), content).unwrap();
        let run = anchorwatch(&["audit", "--root", &machine.root_text(), "--format", "json"]);
        assert_eq!(run.code, 11, "{}", run.stdout);
        let document = run.json("anchorwatch.audit/1");
        let stores = document["stores"].as_array().unwrap();
        let store = stores.iter().find(|store| store["kind"] == "nss").unwrap();
        assert!(
            store["error"]
                .as_str()
                .unwrap()
                .contains("cannot be read as SQLite")
        );
    }
}

#[test]
fn a_truncated_chain_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chain.pem");
    let path_text = path.display().to_string();
    let pem = Root::company("A")
        .unwrap()
        .issue(&["a.example"])
        .unwrap()
        .pem();
    for content in [&pem[..pem.len() / 2], "", "no certificate"] {
        std::fs::write(&path, content).unwrap();
        anchorwatch(&["verify", "--host", "a.example", &path_text])
            .assert_error("cannot read the certificates in", "caused by: ");
    }
    anchorwatch(&["verify", "--host", "a.example", "/no/such/file"])
        .assert_error("/no/such/file", "no such file");
    anchorwatch(&["verify", "--host", "a.example", "/dev/zero"])
        .assert_error("/dev/zero", "not a regular file");
}

#[test]
fn a_cut_evidence_file_is_an_error_and_is_not_judged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seen.json");
    let path_text = path.display().to_string();
    let site = Site::start(Root::company("A").unwrap().issue(&["a.example"]).unwrap()).unwrap();
    let address = site.address().to_string();
    let run = anchorwatch(&[
        "check",
        "a.example",
        "--address",
        &address,
        "--evidence",
        &path_text,
    ]);
    assert_eq!(run.code, 11, "{}", run.stderr);
    let whole = std::fs::read(&path).unwrap();
    for length in (0..whole.len() - 1).step_by(41) {
        std::fs::write(&path, &whole[..length]).unwrap();
        anchorwatch(&["verdict", &path_text]).assert_error(
            "cannot judge the evidence in",
            "it is not an evidence document",
        );
    }
}

#[test]
fn evidence_never_replaces_a_file_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seen.json");
    std::fs::write(&path, "precious").unwrap();
    let site = Site::start(Root::company("A").unwrap().issue(&["a.example"]).unwrap()).unwrap();
    let address = site.address().to_string();
    let path_text = path.display().to_string();
    let run = anchorwatch(&[
        "check",
        "a.example",
        "--address",
        &address,
        "--evidence",
        &path_text,
    ]);
    run.assert_error("seen.json", "already something");
    assert_eq!(site.accepted_count(), 0);
    assert_eq!(std::fs::read(&path).unwrap(), b"precious");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn without_the_right_to_write_nothing_is_changed() {
    let root = Root::isca_like().unwrap();
    let machine = Machine::with(&[("gov", &root)]);
    if !anchorwatch_lab::programs::is_root() {
        // The owner of the tree may write it, so remove the permission.
        std::fs::set_permissions(machine.path("."), PermissionsExt::from_mode(0o555)).unwrap();
    }
    let before = machine.snapshot();
    let run = anchorwatch_as_nobody(&[
        "block",
        "--root",
        &machine.root_text(),
        "--class",
        "suspected_family",
        "--apply",
    ]);
    run.assert_error("cannot make the folder", "permission denied");
    assert!(
        run.stderr.contains("hint: run the command as root"),
        "{}",
        run.stderr
    );
    assert_eq!(machine.snapshot(), before);
    assert!(!machine.path("var/lib/anchorwatch").exists());
}

#[test]
fn what_cannot_be_typed_is_a_usage_error() {
    for args in [
        &["block", "--class", "public_program"][..],
        &["block", "--key", "abc"],
        &[
            "verify",
            "--host",
            "a.example",
            "--at",
            "yesterday",
            "x.pem",
        ],
        &["check"],
        &["check", ""],
        &["check", "a b"],
        &["check", "user@host"],
        &["check", "http://www.example.org"],
        &["check", "www.example.org:x"],
        &["check", "www.example.org", "--timeout", "0"],
        &["verify", "--host", "", "x.pem"],
        &["verify", "--host", "https://www.example.kz/", "x.pem"],
        &["verify", "--host", "www.example.kz:443", "x.pem"],
        &["verify", "--host", "a b", "x.pem"],
        &["no-such-command"],
    ] {
        let run = anchorwatch(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    let script = format!(
        "{} audit --root {} | true",
        env!("CARGO_BIN_EXE_anchorwatch"),
        machine.root_text()
    );
    let output = std::process::Command::new("/bin/sh")
        .args(["-c", &script])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn an_answer_that_cannot_be_written_has_a_hint_that_fits() {
    let machine = Machine::with(&[]);
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_anchorwatch"))
        .env_clear()
        .args(["audit", "--root", &machine.root_text()])
        .stdout(full)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("cannot write the answer"), "{said}");
    assert!(
        said.contains("hint: make sure that there is space"),
        "{said}"
    );
}

#[test]
fn a_home_that_the_asking_user_may_not_read_is_said_first_and_nothing_is_called_clean() {
    if !anchorwatch_lab::programs::is_root() {
        return;
    }
    let machine = Machine::with(&[]);
    let home = machine.path("home/alice");
    std::fs::create_dir_all(home.join(".mozilla/firefox")).unwrap();
    let passwd = "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n";
    std::fs::write(machine.path("etc/passwd"), passwd).unwrap();
    std::os::unix::fs::chown(&home, Some(1000), Some(1000)).unwrap();
    std::fs::set_permissions(&home, PermissionsExt::from_mode(0o700)).unwrap();
    std::fs::set_permissions(machine.path("."), PermissionsExt::from_mode(0o755)).unwrap();
    let root = machine.root_text();
    let nobody = anchorwatch_as_nobody(&["audit", "--root", &root]);
    let said = nobody.phrases();
    assert!(said.contains("1 home is closed to you"), "{said}");
    assert!(said.contains("Run this as root"), "{said}");
    assert!(
        !said.contains("No root or setting here needs action"),
        "{said}"
    );
    let all = anchorwatch(&["audit", "--root", &root]).phrases();
    assert!(
        all.contains("No root or setting here needs action"),
        "{all}"
    );
    assert!(!all.contains("closed to you"), "{all}");
}
