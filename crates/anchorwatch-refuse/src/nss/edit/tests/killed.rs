//! A process that is killed while it changes a database, at every size that its files reach.
//!
//! A file that would grow beyond a process's limit causes a signal that kills the process
//! (setrlimit(2)). So the place where it dies depends on the limit and not on time: in a
//! journal's header, between two pages, inside a page, or while the databases are written.

use std::os::unix::process::ExitStatusExt as _;

use rustix::process::{Resource, Rlimit, Signal, setrlimit};

use super::*;

/// Tell the child test where the database is, and how far a file may grow.
const TREE: &str = "ANCHORWATCH_TEST_TREE";
const LIMIT: &str = "ANCHORWATCH_TEST_LIMIT";

/// An eighth of a page.
const STEP_BYTES: u64 = 512;

/// More than the files of the fixture reach.
const MOST_BYTES: u64 = 1 << 20;

#[test]
fn a_change_of_its_own_process_may_die() {
    let Some(root) = std::env::var_os(TREE) else {
        let fixture = Fixture::new();
        let all = fixture.dump();
        let items = fixture.refuse();
        for direction in [Direction::Forward, Direction::Back].repeat(5) {
            fixture.make_all(&items, direction).unwrap();
        }
        assert_eq!(fixture.dump(), all);
        return;
    };
    let tree = Tree::open(root.as_ref()).unwrap();
    let record = fs::read_to_string(Path::new(&root).join("record")).unwrap();
    let mut fields = record.split('\n').map(str::to_owned);
    let item = EditItem {
        name: fields.next().unwrap(),
        before: fields.next(),
        after: fields.next(),
    };
    let limit = std::env::var(LIMIT).unwrap().parse().unwrap();
    let limit = Rlimit {
        current: Some(limit),
        maximum: Some(limit),
    };
    setrlimit(Resource::Fsize, limit).unwrap();
    make(&tree, CERT9.as_ref(), &[item]).unwrap();
}

/// Whether the change was made, in a process with this file size limit.
fn is_made(fixture: &Fixture, item: &EditItem, limit: u64) -> bool {
    let record = [
        &item.name,
        item.before.as_ref().unwrap(),
        item.after.as_ref().unwrap(),
    ];
    let record = record.map(String::as_str).join("\n");
    fs::write(fixture.folder.path().join("record"), record).unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--test-threads=1"])
        .arg("nss::edit::tests::killed::a_change_of_its_own_process_may_die")
        .env(TREE, fixture.folder.path())
        .env(LIMIT, limit.to_string())
        .current_dir(fixture.folder.path())
        .output()
        .unwrap()
        .status;
    let is_killed = status.signal() == Some(Signal::XFSZ.as_raw());
    assert!(is_killed || status.success(), "{limit}: {status}");
    status.success()
}

#[test]
fn a_kill_at_any_write_leaves_all_of_the_old_or_all_of_the_new() {
    let fixture = Fixture::new();
    let items = fixture.refuse();
    let old = fixture.dump();
    fixture.make_all(&items, Direction::Forward).unwrap();
    let new = fixture.dump();
    let mut in_the_middle = 0;
    for (direction, item) in [
        (Direction::Back, taken_back(&items).remove(0)),
        (Direction::Forward, items[0].clone()),
    ] {
        let (wanted, other, trust) = match direction {
            Direction::Forward => (&new, Direction::Back, Distrusted),
            Direction::Back => (&old, Direction::Forward, Trusted),
        };
        let mut limits = (0..MOST_BYTES).step_by(usize::try_from(STEP_BYTES).unwrap());
        let whole = limits.find(|limit| {
            let is_made = is_made(&fixture, &item, *limit);
            in_the_middle += u32::from(fixture.path("cert9.db-journal").exists());
            // The result as read before any further change, and after one.
            let seen = fixture.trust();
            let found = fixture.dump();
            assert!(found == old || found == new, "{limit}: {found:?}");
            let now = if found == new { Distrusted } else { Trusted };
            assert_eq!(seen, (now, Trusted), "{limit}");
            fixture.make_all(&items, direction).unwrap();
            assert_eq!((&fixture.dump(), fixture.trust().0), (wanted, trust));
            fixture.make_all(&items, other).unwrap();
            is_made
        });
        assert!(whole.is_some_and(|limit| limit > STEP_BYTES), "{whole:?}");
        fixture.make_all(&items, direction).unwrap();
    }
    assert!(in_the_middle > 0, "no limit was reached in a transaction");
}
