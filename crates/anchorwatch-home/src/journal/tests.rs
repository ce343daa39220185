use std::collections::BTreeMap;

use super::*;
use crate::{Fault, Lock, Symlink};

const NOW: UnixSeconds = UnixSeconds::new(1_800_000_000);

fn a_tree() -> (tempfile::TempDir, Tree) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old"), "old").unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    (folder, tree)
}

fn some_changes(tree: &Tree) -> Vec<Change> {
    let file = File {
        content: b"new".to_vec(),
        mode: 0o644,
        uid: rustix::process::geteuid().as_raw(),
        gid: rustix::process::getegid().as_raw(),
        xattrs: BTreeMap::new(),
        modified: None,
    };
    let link = Symlink {
        target: "old".into(),
        uid: file.uid,
        gid: file.gid,
    };
    vec![
        Change {
            path: "/new".into(),
            role: Role::Own,
            actor: None,
            before: Node::Absent,
            after: Node::File(file),
        },
        Change {
            path: "/li%nk".into(),
            role: Role::Rebuilt,
            actor: None,
            before: Node::Absent,
            after: Node::Symlink(link),
        },
        Change {
            path: "/old".into(),
            role: Role::Own,
            actor: None,
            before: tree.node("/old".as_ref()).unwrap(),
            after: Node::Absent,
        },
    ]
}

#[test]
fn a_receipt_is_on_disk_before_the_first_change() {
    let (folder, tree) = a_tree();
    let changes = some_changes(&tree);
    let open = Journal::new(&tree).begin("a test", &changes, NOW).unwrap();
    assert!(!folder.path().join("new").exists());
    let receipts = Journal::new(&tree).receipts().unwrap();
    assert_eq!(receipts.len(), 1);
    assert_eq!(
        (receipts[0].status, receipts[0].purpose.as_str()),
        (Status::Begun, "a test")
    );
    assert_eq!(&receipts[0].id, open.id());
    let kept = Journal::new(&tree)
        .node_before(open.id(), &receipts[0].changes[2])
        .unwrap();
    assert_eq!(kept, changes[2].before);
}

#[test]
fn changes_are_made_and_recorded_as_they_were_planned() {
    let (folder, tree) = a_tree();
    let changes = some_changes(&tree);
    let id = Journal::new(&tree)
        .begin("a test", &changes, NOW)
        .unwrap()
        .make(&changes, |change, name| tree.make(change, name))
        .unwrap();
    assert_eq!(std::fs::read(folder.path().join("new")).unwrap(), b"new");
    assert!(!folder.path().join("old").exists());
    let receipt = Journal::new(&tree).receipts().unwrap().remove(0);
    assert_eq!((receipt.id, receipt.status), (id, Status::Applied));
    for (planned, recorded) in changes.iter().zip(&receipt.changes) {
        assert_eq!(
            (&planned.path, planned.role.clone()),
            (&recorded.path, recorded.role.clone())
        );
        assert!(
            recorded.before.is_same_as(&planned.before)
                && recorded.after.is_same_as(&planned.after)
        );
        assert!(!recorded.after.is_same_as(&planned.before));
    }
}

#[test]
fn two_receipts_of_one_second_have_two_names() {
    let (_folder, tree) = a_tree();
    let one = Journal::new(&tree)
        .begin("one", &[], NOW)
        .unwrap()
        .make(&[], |change, name| tree.make(change, name))
        .unwrap();
    let two = Journal::new(&tree)
        .begin("two", &[], NOW)
        .unwrap()
        .make(&[], |change, name| tree.make(change, name))
        .unwrap();
    assert_ne!(one, two);
    let purposes: Vec<_> = Journal::new(&tree)
        .receipts()
        .unwrap()
        .into_iter()
        .map(|receipt| receipt.purpose)
        .collect();
    assert_eq!(purposes, ["one", "two"]);
}

#[test]
fn a_receipt_cut_at_any_byte_is_refused() {
    let (folder, tree) = a_tree();
    let changes = some_changes(&tree);
    let id = Journal::new(&tree)
        .begin("a test", &changes, NOW)
        .unwrap()
        .make(&changes, |change, name| tree.make(change, name))
        .unwrap();
    let path = folder
        .path()
        .join("var/lib/anchorwatch/journal")
        .join(id.to_string())
        .join("receipt.json");
    let whole = std::fs::read(&path).unwrap();
    for length in (0..whole.len() - 1).step_by(7) {
        std::fs::write(&path, &whole[..length]).unwrap();
        assert!(
            matches!(Journal::new(&tree).receipts(), Err(Error::Format { .. })),
            "cut at {length}"
        );
    }
}

#[test]
fn a_lost_receipt_is_not_taken_for_a_run_killed_before_its_first_change() {
    for (status, is_lost) in [
        (Status::Begun, false),
        (Status::Applied, true),
        (Status::Undone, false),
    ] {
        let (folder, tree) = a_tree();
        let changes = some_changes(&tree);
        let open = Journal::new(&tree).begin("a test", &changes, NOW).unwrap();
        let id = open
            .make(&changes, |change, name| tree.make(change, name))
            .unwrap();
        let journal = Journal::new(&tree);
        journal.set_status(&id, status).unwrap();
        let kept = folder.path().join(&paths::JOURNAL[1..]).join(&id.0);
        std::fs::remove_file(kept.join("receipt.json")).unwrap();
        let receipts = journal.receipts();
        if is_lost {
            assert!(matches!(receipts, Err(Error::Format { .. })));
            assert!(journal.sweep().is_err() && journal.forget().is_err());
            assert_eq!(std::fs::read_dir(kept.join("blobs")).unwrap().count(), 1);
        } else {
            assert_eq!(receipts.unwrap(), []);
            journal.sweep().unwrap();
            assert!(!kept.exists());
        }
    }
}

#[test]
fn an_original_that_is_lost_is_named_and_a_whole_one_is_not() {
    let (folder, tree) = a_tree();
    let changes = some_changes(&tree);
    let id = Journal::new(&tree)
        .begin("a test", &changes, NOW)
        .unwrap()
        .make(&changes, |change, name| tree.make(change, name))
        .unwrap();
    let receipt = Journal::new(&tree).receipts().unwrap().remove(0);
    let hash = receipt.changes[2].before.content_sha256.clone().unwrap();
    let path = folder
        .path()
        .join("var/lib/anchorwatch/journal")
        .join(id.to_string())
        .join("blobs")
        .join(hash);
    let whole = std::fs::read(&path).unwrap();
    let journal = Journal::new(&tree);
    assert!(journal.lost_originals(&receipt).is_empty());
    assert!(journal.node_before(&id, &receipt.changes[2]).is_ok());
    let cut = &whole[..whole.len() - 1];
    for (content, expected) in [
        (Some(&b"evil"[..]), LostOriginal::Damaged),
        (Some(cut), LostOriginal::Damaged),
        (None, LostOriginal::Missing),
    ] {
        match content {
            Some(content) => std::fs::write(&path, content).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let refused = journal.node_before(&id, &receipt.changes[2]).unwrap_err();
        for error in [&refused, &journal.lost_originals(&receipt)[0]] {
            let Error::OriginalLost { how, blob, .. } = error else {
                panic!("{error}")
            };
            assert_eq!((*how, blob), (expected, &path));
        }
        assert_eq!(journal.lost_originals(&receipt).len(), 1);
    }
    // Back in place, the receipt can be undone again.
    std::fs::write(&path, &whole).unwrap();
    assert!(journal.lost_originals(&receipt).is_empty());
}

#[test]
fn a_name_that_leads_elsewhere_is_not_a_receipt_id() {
    for name in ["", "..", "../x", "a/b", "."] {
        assert!(
            matches!(ReceiptId::parse(name), Err(Error::NoSuchReceipt { .. })),
            "{name}"
        );
    }
}

#[test]
fn the_second_of_two_runs_finds_the_lock_busy() {
    let (_folder, tree) = a_tree();
    let held = Lock::take(&tree).unwrap();
    assert!(matches!(Lock::take(&tree), Err(Error::Busy { .. })));
    drop(held);
    assert!(Lock::take(&tree).is_ok());
}

#[test]
fn undone_receipts_can_be_deleted_and_leave_nothing_behind() {
    let (folder, tree) = a_tree();
    let changes = some_changes(&tree);
    let id = Journal::new(&tree)
        .begin("a test", &changes, NOW)
        .unwrap()
        .make(&changes, |change, name| tree.make(change, name))
        .unwrap();
    let journal = Journal::new(&tree);
    assert!(matches!(journal.forget(), Err(Error::StillNeeded { .. })));
    assert_eq!(journal.receipts().unwrap().len(), 1, "nothing is lost");
    journal.set_status(&id, Status::Undone).unwrap();
    let mine = folder.path().join("var/lib/anchorwatch/mine");
    std::fs::write(&mine, "").unwrap();
    let stays = journal.forget().unwrap();
    assert_eq!(stays, [folder.path().join("var/lib/anchorwatch")]);
    assert!(!folder.path().join("var/lib/anchorwatch/journal").exists());
    std::fs::remove_file(mine).unwrap();
    assert!(journal.forget().unwrap().is_empty());
    assert!(!folder.path().join("var/lib/anchorwatch").exists());
}

#[test]
fn a_run_killed_at_any_step_leaves_old_or_new_files_and_a_complete_journal() {
    let steps = {
        let (_folder, tree) = a_tree();
        let changes = some_changes(&tree);
        let open = Journal::new(&tree).begin("a test", &changes, NOW).unwrap();
        open.make(&changes, |change, name| tree.make(change, name))
            .unwrap();
        tree.step_count()
    };
    assert!(steps > 50, "{steps}");
    for at in 0..steps {
        let (folder, tree) = a_tree();
        let changes = some_changes(&tree);
        let tree = tree.dangerous_with(Fault::KilledAt(at));
        let made = Journal::new(&tree)
            .begin("a test", &changes, NOW)
            .and_then(|open| open.make(&changes, |change, name| tree.make(change, name)));
        // Being killed while discarding a file that does not exist changes nothing.
        let is_whole = made.is_ok();
        let tree = Tree::open(folder.path()).unwrap();
        let receipts = Journal::new(&tree).receipts().unwrap();
        let mut is_changed = 0;
        for change in &changes {
            let now = tree.node(&change.path).unwrap();
            let (old, new) = (
                now.is_same_as(&change.before),
                now.is_same_as(&change.after),
            );
            assert!(
                old || new,
                "killed at {at}: {} is {now}",
                change.path.display()
            );
            is_changed += usize::from(new);
        }
        assert!(
            is_changed == 0 || receipts.len() == 1,
            "killed at {at}: no receipt"
        );
        assert!(!is_whole || is_changed == changes.len(), "killed at {at}");
    }
}

fn made_at(tree: &Tree, purpose: &str, now: i64) -> ReceiptId {
    Journal::new(tree)
        .begin(purpose, &[], UnixSeconds::new(now))
        .unwrap()
        .make(&[], |change, name| tree.make(change, name))
        .unwrap()
}

#[test]
fn receipts_keep_their_order_within_a_second_and_when_the_clock_is_set_back() {
    let (_folder, tree) = a_tree();
    let back = (0..12).map(|number| 1_800_000_000 - number * 60);
    let clock = back.chain([1_800_000_000, 1_800_000_060]);
    let made: Vec<ReceiptId> = clock
        .enumerate()
        .map(|(number, now)| made_at(&tree, &number.to_string(), now))
        .collect();
    let receipts = Journal::new(&tree).receipts().unwrap();
    let ids: Vec<ReceiptId> = receipts.iter().map(|receipt| receipt.id.clone()).collect();
    assert_eq!(ids, made);
    let purposes: Vec<String> = receipts.into_iter().map(|one| one.purpose).collect();
    let in_order: Vec<String> = (0..14).map(|number| number.to_string()).collect();
    assert_eq!(purposes, in_order);
    assert_eq!(made[13].to_string(), "20270115T080100Z", "the clock again");
}

#[test]
fn a_folder_that_is_not_a_receipt_does_not_affect_the_next_id() {
    let (folder, tree) = a_tree();
    let planted = folder.path().join("var/lib/anchorwatch/journal/zzzz-9");
    std::fs::create_dir_all(planted).unwrap();
    assert_eq!(
        made_at(&tree, "a test", 1_800_000_000).to_string(),
        "20270115T080000Z"
    );
}

#[test]
fn a_receipt_too_large_to_be_read_again_is_not_begun() {
    let (folder, tree) = a_tree();
    let mut changes = some_changes(&tree);
    let item = |bytes: usize| crate::EditItem {
        name: "x".repeat(bytes),
        before: None,
        after: None,
    };
    let shared = |bytes| {
        Role::Shared(crate::Edit {
            format: crate::EditFormat::new("pem_bundle"),
            items: vec![item(bytes)],
        })
    };
    changes[0].role = shared(MAX_RECEIPT_BYTES as usize);
    let begun = Journal::new(&tree).begin("a test", &changes, NOW);
    assert!(
        matches!(begun, Err(Error::ReceiptTooLarge { .. })),
        "{:?}",
        begun.map(|open| open.id().clone())
    );
    assert!(!folder.path().join("var").exists());
    changes[0].role = shared(1 << 20);
    assert!(RecordedChange::bytes_of(&changes) > 1 << 20);
    Journal::new(&tree).begin("a test", &changes, NOW).unwrap();
    assert_eq!(Journal::new(&tree).receipts().unwrap().len(), 1);
}

#[test]
fn a_deletion_killed_at_any_step_is_finished_by_the_next() {
    let undone = || {
        let (folder, tree) = a_tree();
        let changes = some_changes(&tree);
        let open = Journal::new(&tree).begin("a test", &changes, NOW).unwrap();
        let id = open
            .make(&changes, |change, name| tree.make(change, name))
            .unwrap();
        let journal = Journal::new(&tree);
        journal.note_rebuilt().unwrap();
        journal.set_status(&id, Status::Undone).unwrap();
        (
            folder,
            Tree::open(tree.display_path("/".as_ref()).as_path()).unwrap(),
        )
    };
    let steps = {
        let (_folder, tree) = undone();
        Journal::new(&tree).forget().unwrap();
        tree.step_count()
    };
    assert!(steps > 10, "{steps}");
    for at in 0..steps {
        let (folder, tree) = undone();
        let _cut_off = Journal::new(&tree.dangerous_with(Fault::KilledAt(at))).forget();
        let tree = Tree::open(folder.path()).unwrap();
        let stays = Journal::new(&tree)
            .forget()
            .unwrap_or_else(|error| panic!("killed at {at}: {error}"));
        assert!(stays.is_empty(), "killed at {at}");
        assert!(!folder.path().join("var/lib/anchorwatch").exists());
    }
}

#[test]
fn a_lock_that_is_not_a_file_is_not_opened() {
    let (folder, tree) = a_tree();
    let lock = folder.path().join("var/lib/anchorwatch/lock");
    std::fs::create_dir_all(lock.parent().unwrap()).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&lock).status();
    assert!(made.unwrap().success());
    assert!(matches!(
        Lock::take(&tree),
        Err(Error::NotARegularFile { .. })
    ));
    std::fs::remove_file(&lock).unwrap();
    assert!(Lock::take(&tree).is_ok());
}
