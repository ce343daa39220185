//! What is in force, and whether it is unchanged.

use std::os::unix::fs::PermissionsExt as _;

use anchorwatch_lab::Root;
use serde_json::{Value, json};

use crate::run::{Machine, Run, anchorwatch, anchorwatch_as_nobody};

fn status(machine: &Machine, more: &[&str]) -> Run {
    anchorwatch(&[&["status", "--root", &machine.root_text()], more].concat())
}

fn document(machine: &Machine, code: i32) -> Value {
    let run = status(machine, &["--format", "json"]);
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    run.json("anchorwatch.status/1")
}

fn blocked() -> Machine {
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
    machine
}

#[test]
fn without_a_block_nothing_is_refused_and_with_one_it_is_told_since_when() {
    let machine = Machine::with(&[]);
    let told = document(&machine, 0);
    assert_eq!(
        (&told["state"], &told["since"]),
        (&"none".into(), &Value::Null)
    );
    assert!(
        status(&machine, &[])
            .stdout
            .starts_with("Nothing is refused here")
    );

    let machine = blocked();
    let told = document(&machine, 0);
    assert_eq!(told["state"], "in_force");
    assert_eq!(told["keys"].as_array().unwrap().len(), 1);
    assert_eq!(told["since"], told["keys"][0]["since"]);
    assert_eq!(
        (&told["refused_count"], &told["drift"]),
        (&1.into(), &json!([]))
    );
    assert_eq!(
        (&told["has_hook"], &told["watch"]["state"]),
        (&true.into(), &"absent".into())
    );
    let receipts = told["receipts"].as_array().unwrap();
    assert_eq!(
        (receipts.len(), &receipts[0]["status"]),
        (1, &"applied".into())
    );
    let said = status(&machine, &[]);
    assert!(
        said.stdout.starts_with("1 key is refused here, since 2"),
        "{}",
        said.stdout
    );
    assert!(
        said.stdout.contains("are as they were written"),
        "{}",
        said.stdout
    );
    said.assert_readable();
}

#[test]
fn a_file_of_the_block_that_was_touched_is_a_finding() {
    for path in [
        "etc/anchorwatch/blocked.toml",
        "etc/ca-certificates/update.d/zz-anchorwatch",
        "usr/local/lib/anchorwatch/anchorwatch",
    ] {
        let machine = blocked();
        let whole = machine.path(path);
        let mut content = std::fs::read(&whole).unwrap();
        content.push(b'\n');
        std::fs::write(&whole, content).unwrap();
        let told = document(&machine, 10);
        let drift = told["drift"].as_array().unwrap();
        let shown = whole.display().to_string();
        assert!(
            drift.contains(&json!({"path": shown, "kind": "changed"})),
            "{drift:?}"
        );
        assert_eq!(told["state"], "impaired");
        std::fs::remove_file(&whole).unwrap();
        let told = document(&machine, 10);
        let drift = told["drift"].as_array().unwrap();
        assert!(
            drift.contains(&json!({"path": shown, "kind": "missing"})),
            "{drift:?}"
        );
        let said = status(&machine, &[]);
        assert!(
            said.phrases().contains(&format!("{shown} is missing")),
            "{}",
            said.stdout
        );
        assert!(
            said.phrases()
                .contains("What to do Run `anchorwatch block --apply` again")
        );
    }
}

#[test]
fn a_block_without_its_list_is_not_told_as_none_and_a_hook_that_cannot_run_not_as_one_that_does() {
    let machine = blocked();
    let list = machine.path("etc/anchorwatch/blocked.toml");
    let written = std::fs::read(&list).unwrap();
    std::fs::remove_file(&list).unwrap();
    let said = status(&machine, &[]).phrases();
    assert!(
        said.starts_with("The list of refused keys is gone"),
        "{said}"
    );
    assert!(!said.contains("no block is in force"), "{said}");
    std::fs::write(&list, written).unwrap();
    // A changed consent is not a changed block.
    let works = Root::company("Example Works").unwrap();
    let other = Machine::with(&[("works", &works)]);
    let folder = other.path("etc/anchorwatch");
    let file = other.path("usr/local/share/ca-certificates/works.crt");
    let (root, file) = (other.root_text(), file.display().to_string());
    let end = anchorwatch_lab::clock::now_unix_s() + 24 * 60 * 60;
    let until = anchorwatch_identity::UnixSeconds::new(end).to_string();
    let args = ["consent", "add", "--root", &root, "--certificate", &file];
    let terms = ["--for", "works.example", "--until", &until, "--by", "M."];
    let run = anchorwatch(&[&args[..], &terms, &["--why", "x", "--apply"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    std::fs::remove_file(folder.join("consent.toml")).unwrap();
    let said = status(&other, &[]).phrases();
    assert!(said.starts_with("Nothing is refused here"), "{said}");
    assert!(
        said.contains("What to do The consents are not as they were given."),
        "{said}"
    );
    assert!(!said.contains("block --apply"), "{said}");

    let said = status(&machine, &[]).phrases();
    assert!(said.contains("hook installed; it filters"), "{said}");
    assert_eq!(document(&machine, 0)["hook_stands"], true);
    let hook = machine.path("etc/ca-certificates/update.d/zz-anchorwatch");
    let mode = std::fs::Permissions::from_mode;
    std::fs::set_permissions(&hook, mode(0o644)).unwrap();
    let run = status(&machine, &[]);
    assert_eq!(run.code, 10, "{}", run.stdout);
    let said = run.phrases();
    assert!(said.contains("hook installed, and it cannot run"), "{said}");
    // A count of zero is not printed next to a trusted root.
    assert!(!said.contains("0 roots"), "{said}");
    let told = document(&machine, 10);
    assert_eq!(
        (&told["has_hook"], &told["hook_stands"]),
        (&true.into(), &false.into())
    );
    std::fs::set_permissions(&hook, mode(0o755)).unwrap();
    assert_eq!(status(&machine, &[]).code, 0);
}

#[test]
fn a_refused_root_that_is_trusted_again_is_a_finding_with_its_place() {
    let machine = blocked();
    let gov = std::fs::read_to_string(machine.path("usr/local/share/ca-certificates/gov.crt"));
    let bundle = machine.bundle() + &gov.unwrap();
    std::fs::write(machine.path("etc/ssl/certs/ca-certificates.crt"), bundle).unwrap();
    let told = document(&machine, 10);
    let trusted = told["still_trusted"].as_array().unwrap();
    assert_eq!(trusted.len(), 1);
    assert_eq!(trusted[0]["store_id"], "debian_bundle");
    assert!(
        trusted[0]["effective_for"]
            .as_array()
            .unwrap()
            .contains(&"curl".into())
    );
}

#[test]
fn a_list_that_others_can_write_is_a_finding_and_no_success() {
    let machine = blocked();
    let list = machine.path("etc/anchorwatch/blocked.toml");
    std::fs::set_permissions(&list, std::fs::Permissions::from_mode(0o666)).unwrap();
    let told = document(&machine, 10);
    assert_eq!(told["state"], "impaired");
    assert!(told["error"].is_string());
    let said = status(&machine, &[]);
    assert!(
        said.stdout
            .starts_with("The list of refused keys cannot be used"),
        "{}",
        said.stdout
    );
    // An audit does not treat the root as refused.
    let audit = anchorwatch(&["audit", "--root", &machine.root_text()]);
    assert_eq!(audit.code, 10, "{}", audit.stdout);
}

#[test]
fn an_interrupted_change_is_a_finding_and_one_that_was_taken_back_is_none() {
    let machine = blocked();
    let journal = machine.path("var/lib/anchorwatch/journal");
    let receipt = std::fs::read_dir(&journal)
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let path = receipt.path().join("status");
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, "begun\n").unwrap();
    let told = document(&machine, 10);
    assert_eq!(told["receipts"][0]["status"], "begun");
    assert!(
        status(&machine, &[])
            .phrases()
            .contains("A change was interrupted")
    );
    // Nothing of it is left to do, as another run of the same block finds.
    let root = machine.root_text();
    let same = ["block", "--root", &root, "--class", "suspected_family"];
    assert_eq!(anchorwatch(&same).code, 0);
    assert_eq!(std::fs::read(&path).unwrap(), b"begun\n");
    let again = anchorwatch(&[&same[..], &["--apply"]].concat());
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert_eq!(std::fs::read(&path).unwrap(), whole);
    document(&machine, 0);
    assert_eq!(anchorwatch(&["undo", "--root", &root, "--apply"]).code, 0);
    let told = document(&machine, 0);
    assert_eq!(
        (&told["state"], &told["drift"]),
        (&"none".into(), &json!([]))
    );
    assert_eq!(told["receipts"][0]["status"], "undone");
}

#[test]
fn consents_are_listed_with_their_end_in_every_language() {
    let works = Root::company("Example Works").unwrap();
    let machine = Machine::with(&[("works", &works)]);
    let root = machine.root_text();
    let file = machine.path("usr/local/share/ca-certificates/works.crt");
    let file = file.display().to_string();
    let until = "2027-06-30";
    let run = anchorwatch(&[
        "consent",
        "add",
        "--root",
        &root,
        "--certificate",
        &file,
        "--for",
        "works.example",
        "--until",
        until,
        "--by",
        "M. Owner",
        "--why",
        "x",
        "--apply",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        document(&machine, 0)["consents"][0]["until"],
        "2027-06-30T23:59:59Z"
    );
    for language in ["en", "kk", "ru"] {
        let said = status(&machine, &["--language", language]);
        assert!(
            said.stdout.contains(until) && said.stdout.contains("works.example"),
            "{}",
            said.stdout
        );
        said.assert_readable();
    }
}

#[test]
fn a_journal_that_cannot_be_read_is_no_clean_answer() {
    let machine = blocked();
    let journal = machine.path("var/lib/anchorwatch/journal");
    let receipt = std::fs::read_dir(&journal)
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    std::fs::write(receipt.path().join("receipt.json"), "{").unwrap();
    let told = document(&machine, 11);
    assert!(!told["not_checked"].as_array().unwrap().is_empty());
}

#[test]
fn a_block_without_a_receipt_and_a_program_that_was_replaced_are_said() {
    let machine = blocked();
    let hook = || status(&machine, &[]).phrases();
    let works = "it filters the system store after every update";
    let said = hook();
    assert!(
        said.contains(works) && !said.contains("No receipt"),
        "{said}"
    );
    let program = machine.path("usr/local/lib/anchorwatch/anchorwatch");
    std::fs::write(&program, "#!/bin/true\n").unwrap();
    let said = hook();
    assert!(!said.contains(works), "{said}");
    assert!(said.contains("was changed"), "{said}");
    std::fs::remove_dir_all(machine.path("var/lib/anchorwatch")).unwrap();
    let said = hook();
    assert!(said.contains("No receipt records this block"), "{said}");
}

#[test]
fn after_undo_refilter_says_that_nothing_is_refused() {
    let machine = blocked();
    let root = machine.root_text();
    assert_eq!(anchorwatch(&["undo", "--root", &root, "--apply"]).code, 0);
    let run = anchorwatch(&["refilter", "--root", &root]);
    run.assert_error("nothing is refused here", "no hook is installed");
    assert!(!run.stderr.contains("that needs it is installed"));
}

#[test]
fn a_user_without_rights_sees_no_drift_and_is_told_what_is_closed() {
    let machine = blocked();
    let run =
        anchorwatch_as_nobody(&["status", "--root", &machine.root_text(), "--format", "json"]);
    let told = run.json("anchorwatch.status/1");
    assert_eq!(
        (&told["state"], &told["drift"]),
        (&"in_force".into(), &json!([]))
    );
    if anchorwatch_lab::programs::is_root() {
        assert_eq!(run.code, 11, "the journal is closed: {}", run.stdout);
    }
}

#[test]
fn a_receipt_whose_saved_original_is_lost_is_not_told_as_one_that_can_be_undone() {
    let machine = blocked();
    let root = machine.root_text();
    let told = document(&machine, 0);
    assert_eq!(told["receipts"][0]["lost_originals"], json!([]));
    let id = told["receipts"][0]["id"].as_str().unwrap().to_owned();
    let blobs = std::path::Path::new(&root).join(format!("var/lib/anchorwatch/journal/{id}/blobs"));
    let blob = std::fs::read_dir(&blobs).unwrap().next().unwrap();
    let blob = blob.unwrap().path();
    let whole = std::fs::read(&blob).unwrap();
    for (content, how) in [
        (Some(&whole[..whole.len() - 1]), "damaged"),
        (Some(b"something else"), "damaged"),
        (None, "missing"),
    ] {
        match content {
            Some(content) => std::fs::write(&blob, content).unwrap(),
            None => std::fs::remove_file(&blob).unwrap(),
        }
        let told = document(&machine, 10);
        // The block itself still holds.
        assert_eq!(told["state"], "in_force");
        let lost = &told["receipts"][0]["lost_originals"][0];
        assert_eq!(
            (&lost["code"], &lost["facts"]["how"]),
            (&"home_original_lost".into(), &how.into())
        );
        for language in ["en", "kk", "ru"] {
            let text = status(&machine, &["--language", language]);
            let name = blob.file_name().unwrap().to_str().unwrap();
            assert!(text.stdout.replace(['\n', ' '], "").contains(name));
            text.assert_readable();
        }
        let text = status(&machine, &[]);
        assert!(text.phrases().contains("Receipts that cannot be undone"));
        assert!(!text.phrases().contains("Receipts that can be undone"));
        let undo = anchorwatch(&["undo", "--root", &root, "--apply"]);
        assert_eq!(undo.code, 1, "{}{}", undo.stdout, undo.stderr);
        let said = undo.stderr.replace(['\n', ' '], "");
        assert!(
            said.contains("cannotbeundone") && said.contains(how),
            "{}",
            undo.stderr
        );
    }
    std::fs::write(&blob, &whole).unwrap();
    document(&machine, 0);
    assert_eq!(anchorwatch(&["undo", "--root", &root, "--apply"]).code, 0);
}

#[test]
fn homes_that_are_not_watched_are_named_with_a_code_each() {
    let machine = Machine::with(&[("gov", &Root::isca_like().unwrap())]);
    for folder in ["usr/lib/systemd", "run/anchorwatch"] {
        std::fs::create_dir_all(machine.path(folder)).unwrap();
    }
    std::fs::write(machine.path("usr/lib/systemd/systemd"), "").unwrap();
    let said = machine.path("run/anchorwatch/homes.json");
    let text = |path: &str| data_encoding::BASE64.encode(path.as_bytes());
    let says = json!({
        "partial": [text("/")],
        "unwatched": [text("/home/ana")],
        "most": 100,
    });
    std::fs::write(&said, says.to_string()).unwrap();
    // Without a block nothing of it counts.
    assert_eq!(document(&machine, 0)["not_checked"], json!([]));
    let root = machine.root_text();
    let block = ["block", "--root", &root, "--class", "suspected_family"];
    let run = anchorwatch(&[&block[..], &["--apply"]].concat());
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let told = document(&machine, 11);
    let told = told["not_checked"].as_array().unwrap().iter();
    let told: Vec<(&str, &str)> = told
        .map(|one| {
            let what = one["what"].as_str().unwrap();
            let what = what.strip_prefix(&root).unwrap();
            (what, one["why_coded"]["code"].as_str().unwrap())
        })
        .collect();
    let expected = [
        ("", "home_watched_in_part"),
        ("/home/ana", "home_not_watched"),
        ("/home", "homes_not_all_watched"),
    ];
    assert_eq!(told, expected);
    let page = status(&machine, &["--language", "ru"]);
    assert_eq!(page.code, 11, "{}", page.stdout);
    assert!(page.stdout.contains("100"), "{}", page.stdout);

    // What others can write says nothing.
    std::fs::set_permissions(&said, std::fs::Permissions::from_mode(0o666)).unwrap();
    assert_eq!(document(&machine, 0)["not_checked"], json!([]));
}
