//! A block and its undo, killed at every single step.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
};

use anchorwatch_home::{Fault, Twins};
use anchorwatch_identity::Certificate;
use anchorwatch_machine::survey;
use anchorwatch_remark::Remark as _;

use super::*;
use crate::{
    made::root as certificate,
    undo::{self, remark::UndoRemark},
};

mod confined;
mod killed;
mod place;
mod readmitted;
mod unattended;

const NOW: UnixSeconds = UnixSeconds::new(1_800_000_000);

/// A machine with an imposed root in the system store, in a Python bundle and in a file that
/// the environment names, and with a browser.
struct Machine {
    folder: tempfile::TempDir,
    imposed: Certificate,
}

impl Machine {
    fn new(imposed: &(Certificate, String), good: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let machine = Self {
            folder,
            imposed: imposed.0.clone(),
        };
        let (bad, both) = (&imposed.1, format!("{good}{}", imposed.1));
        machine.write("etc/ssl/certs/ca-certificates.crt", &both);
        machine.write("usr/local/share/ca-certificates/bad.crt", bad);
        machine.write("usr/local/share/ca-certificates/good.crt", good);
        for (name, target) in [
            ("bad.pem", "/usr/local/share/ca-certificates/bad.crt"),
            ("good.pem", "/usr/local/share/ca-certificates/good.crt"),
            ("0a0a0a0a.0", "bad.pem"),
            ("0a0a0a0a.1", "good.pem"),
        ] {
            symlink(target, machine.path("etc/ssl/certs").join(name)).unwrap();
        }
        machine.write(
            "root/venv/lib/python3.11/site-packages/certifi/cacert.pem",
            &both,
        );
        machine.write("etc/environment", "SSL_CERT_FILE=/srv/ca.pem\n");
        machine.write("srv/ca.pem", &both);
        for folder in [
            "etc/ca-certificates/update.d",
            "etc/chromium/policies/managed",
        ] {
            fs::create_dir_all(machine.path(folder)).unwrap();
        }
        machine
    }

    fn path(&self, inner: &str) -> PathBuf {
        self.folder.path().join(inner)
    }

    fn write(&self, inner: &str, text: &str) {
        let path = self.path(inner);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    }

    fn tree(&self) -> Tree {
        Tree::open(self.folder.path()).unwrap()
    }

    fn block(&self, tree: &Tree) -> Result<ReceiptId, ApplyError> {
        block_of(tree, &self.imposed)
    }

    fn undo(&self, tree: &Tree) -> Result<(), ApplyError> {
        undo::plan(tree, Rights::Own, &undo::Which::All)?.apply(tree, Rights::Own)
    }

    /// Every path and its content, except our journal.
    fn snapshot(&self) -> BTreeMap<PathBuf, String> {
        let mut all = BTreeMap::new();
        walk(self.folder.path(), self.folder.path(), &mut all);
        all.retain(|path, _| !path.starts_with("var"));
        all
    }
}

fn block_of(tree: &Tree, imposed: &Certificate) -> Result<ReceiptId, ApplyError> {
    let stores = survey::read(tree, Rights::Own).stores;
    let options = wish_of(imposed);
    plan(tree, Rights::Own, options, b"program", &stores, NOW)?.apply(tree, Rights::Own, NOW)
}

fn wish_of(imposed: &Certificate) -> BlockOptions {
    let key = BlockedKey {
        key: imposed.spki_sha256(),
        because: "owner: a test".to_owned(),
        since: NOW,
        twins: Twins::default(),
    };
    BlockOptions {
        keys: vec![key],
        unlisted_roots: UnlistedRoots::Allow,
        override_origins: Vec::new(),
    }
}

fn walk(root: &Path, folder: &Path, all: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let seen = path.symlink_metadata().unwrap();
        let what = if seen.is_symlink() {
            format!("link {}", path.read_link().unwrap().display())
        } else if seen.is_dir() {
            walk(root, &path, all);
            format!("folder {:o}", seen.mode())
        } else {
            let content = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            format!(
                "{:o} {}.{} {content}",
                seen.mode(),
                seen.mtime(),
                seen.mtime_nsec()
            )
        };
        all.insert(path.strip_prefix(root).unwrap().to_owned(), what);
    }
}

fn is_trusted(machine: &Machine) -> bool {
    survey::read(&machine.tree(), Rights::Own)
        .stores
        .iter()
        .filter(|store| store.kind != anchorwatch_machine::StoreKind::DebianLocal)
        .flat_map(|store| &store.anchors)
        .any(|anchor| anchor.certificate == machine.imposed && !anchor.effective_for.is_empty())
}

#[test]
fn a_block_reaches_every_store_and_undo_brings_every_byte_back() {
    let machine = Machine::new(&certificate("Imposed"), &certificate("Good").1);
    let before = machine.snapshot();
    assert!(is_trusted(&machine));
    machine.block(&machine.tree()).unwrap();
    assert!(!is_trusted(&machine));
    let blocked = machine.snapshot();
    assert!(
        blocked
            .keys()
            .any(|path| path.ends_with("zz-anchorwatch.json"))
    );
    machine.block(&machine.tree()).unwrap();
    assert_eq!(machine.snapshot(), blocked, "twice is once");
    machine.undo(&machine.tree()).unwrap();
    assert_eq!(machine.snapshot(), before);
    undo::forget(&machine.tree()).unwrap();
    assert!(!machine.path("var/lib/anchorwatch").exists());
}

/// How many steps a whole run takes.
fn steps_of(run: impl Fn(&Machine, &Tree), machine: &Machine) -> u64 {
    let tree = machine.tree();
    run(machine, &tree);
    tree.step_count()
}

#[test]
fn a_block_that_is_killed_or_refused_at_any_step_can_go_on_and_back() {
    let (imposed, good) = (certificate("Imposed"), certificate("Good").1);
    let whole = Machine::new(&imposed, &good);
    let steps = steps_of(|machine, tree| drop(machine.block(tree).unwrap()), &whole);
    assert!(steps > 100, "{steps}");
    let faults = (0..steps).flat_map(|at| [Fault::KilledAt(at), Fault::RefusedAt(at)]);
    for fault in faults {
        let machine = Machine::new(&imposed, &good);
        let before = machine.snapshot();
        let _what_became_of_it = machine.block(&machine.tree().dangerous_with(fault));
        // Undo.
        machine
            .undo(&machine.tree())
            .unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(machine.snapshot(), before, "{fault:?}");
        // Block again after the interrupted run.
        machine.block(&machine.tree()).unwrap();
        assert!(!is_trusted(&machine), "{fault:?}");
    }
}

#[test]
fn an_undo_that_is_killed_at_any_step_is_finished_by_the_next() {
    let (imposed, good) = (certificate("Imposed"), certificate("Good").1);
    let whole = Machine::new(&imposed, &good);
    whole.block(&whole.tree()).unwrap();
    let steps = steps_of(|machine, tree| machine.undo(tree).unwrap(), &whole);
    for at in 0..steps {
        let machine = Machine::new(&imposed, &good);
        let before = machine.snapshot();
        machine.block(&machine.tree()).unwrap();
        let _cut_off = machine.undo(&machine.tree().dangerous_with(Fault::KilledAt(at)));
        machine
            .undo(&machine.tree())
            .unwrap_or_else(|error| panic!("killed at {at}: {error}"));
        assert_eq!(machine.snapshot(), before, "killed at {at}");
    }
}

/// Undoes what a killed undo has partly undone: a path may already have the state before the
/// older block.
#[test]
fn an_undo_of_two_blocks_that_is_killed_is_finished_by_the_next() {
    let (imposed, other) = (certificate("Imposed"), certificate("Other"));
    let twice = || {
        let machine = Machine::new(&imposed, &other.1);
        let before = machine.snapshot();
        machine.block(&machine.tree()).unwrap();
        block_of(&machine.tree(), &other.0).unwrap();
        (machine, before)
    };
    let steps = steps_of(|machine, tree| machine.undo(tree).unwrap(), &twice().0);
    for at in (0..steps).step_by(3) {
        let (machine, before) = twice();
        let _cut_off = machine.undo(&machine.tree().dangerous_with(Fault::KilledAt(at)));
        machine
            .undo(&machine.tree())
            .unwrap_or_else(|error| panic!("killed at {at}: {error}"));
        assert_eq!(machine.snapshot(), before, "killed at {at}");
    }
}

#[test]
fn what_another_run_changed_since_an_undo_was_planned_is_not_said_to_be_taken_back() {
    const CHANGED: &str = "root/venv/lib/python3.11/site-packages/certifi/cacert.pem";
    let (imposed, good) = (certificate("Imposed"), certificate("Good").1);
    for is_changed in [true, false] {
        let machine = Machine::new(&imposed, &good);
        let before = machine.snapshot();
        let tree = machine.tree();
        let old = fs::read(machine.path(CHANGED)).unwrap();
        machine.block(&tree).unwrap();
        let new = fs::read(machine.path(CHANGED)).unwrap();
        fs::write(machine.path(CHANGED), &old).unwrap();
        // At this point nothing of this file needs to be undone.
        let planned = undo::plan(&tree, Rights::Own, &undo::Which::All).unwrap();
        if is_changed {
            fs::write(machine.path(CHANGED), &new).unwrap();
        }
        let undone = planned.apply(&tree, Rights::Own);
        let status = Journal::new(&tree).receipts().unwrap()[0].status;
        if is_changed {
            let ApplyError::NotAllTakenBack { failures } = undone.unwrap_err() else {
                panic!("{status:?}");
            };
            let path = tree.display_path(format!("/{CHANGED}").as_ref());
            let not_as_before = UndoRemark::PathNotAsBefore { path };
            assert_eq!(failures, [not_as_before.told()]);
            assert_ne!(status, Status::Undone);
            machine.undo(&tree).unwrap();
            assert_eq!(machine.snapshot(), before);
        } else {
            undone.unwrap();
            assert_eq!(status, Status::Undone);
        }
    }
}

#[test]
fn a_block_that_is_killed_and_started_again_ends_where_one_that_was_not_ends() {
    let (imposed, good) = (certificate("Imposed"), certificate("Good").1);
    let whole = Machine::new(&imposed, &good);
    let steps = steps_of(|machine, tree| drop(machine.block(tree).unwrap()), &whole);
    for at in (0..steps).step_by(3) {
        let machine = Machine::new(&imposed, &good);
        let before = machine.snapshot();
        let _cut_off = machine.block(&machine.tree().dangerous_with(Fault::KilledAt(at)));
        machine
            .block(&machine.tree())
            .unwrap_or_else(|error| panic!("killed at {at}: {error}"));
        assert!(!is_trusted(&machine), "killed at {at}");
        machine.undo(&machine.tree()).unwrap();
        assert_eq!(machine.snapshot(), before, "killed at {at}");
    }
}

#[test]
fn a_run_that_lost_a_race_writes_no_receipt_that_could_not_be_taken_back() {
    let (imposed, other) = (certificate("Imposed"), certificate("Other"));
    let machine = Machine::new(&imposed, &other.1);
    let before = machine.snapshot();
    let tree = machine.tree();
    let stores = survey::read(&tree, Rights::Own).stores;
    let planned = |certificate: &Certificate| {
        let key = BlockedKey {
            key: certificate.spki_sha256(),
            because: "owner: a test".to_owned(),
            since: NOW,
            twins: Twins::default(),
        };
        let options = BlockOptions {
            keys: vec![key],
            unlisted_roots: UnlistedRoots::Allow,
            override_origins: Vec::new(),
        };
        plan(&tree, Rights::Own, options, b"program", &stores, NOW).unwrap()
    };
    // Both are planned before either is applied.
    let (first, second) = (planned(&imposed.0), planned(&other.0));
    first.apply(&tree, Rights::Own, NOW).unwrap();
    let lost = second.apply(&tree, Rights::Own, NOW);
    let home = match lost {
        Err(ApplyError::Home(home)) => home,
        other => panic!("{other:?}"),
    };
    assert!(
        matches!(home, anchorwatch_home::Error::OtherRun { .. }),
        "{home}"
    );
    assert_eq!(Journal::new(&tree).receipts().unwrap().len(), 1);
    machine.undo(&tree).unwrap();
    assert_eq!(machine.snapshot(), before);
}

#[test]
fn a_block_that_was_planned_before_another_was_taken_back_is_not_made() {
    let (imposed, good) = (certificate("Imposed"), certificate("Good").1);
    let machine = Machine::new(&imposed, &good);
    let before = machine.snapshot();
    let tree = machine.tree();
    machine.block(&tree).unwrap();
    machine.write("root/new/certifi/cacert.pem", &imposed.1);
    let stores = survey::read(&tree, Rights::Own).stores;
    let planned = || {
        let options = wish_of(&imposed.0);
        plan(&tree, Rights::Own, options, b"program", &stores, NOW).unwrap()
    };
    // The plan relies on the existing list and hook.
    let stale = planned();
    machine.undo(&tree).unwrap();
    let made = stale.apply(&tree, Rights::Own, NOW);
    assert!(
        matches!(
            made,
            Err(ApplyError::Home(anchorwatch_home::Error::OtherRun { .. }))
        ),
        "{made:?}"
    );
    planned().apply(&tree, Rights::Own, NOW).unwrap();
    assert!(machine.path("etc/anchorwatch/blocked.toml").exists());
    machine.undo(&tree).unwrap();
    fs::remove_dir_all(machine.path("root/new")).unwrap();
    assert_eq!(machine.snapshot(), before);
}
