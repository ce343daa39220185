//! A process that is killed while it changes a database.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
    time::Duration,
};

use super::*;

/// Tells the test that runs as the child where the database is.
const TREE: &str = "ANCHORWATCH_TEST_TREE";

const KILLS: u32 = 25;

/// Changes the database to and fro, until it is killed.
#[test]
fn to_and_fro_ends_where_it_began() {
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
    println!("\nready");
    let forth = [item];
    let back = taken_back(&forth);
    for items in [&forth[..], &back].repeat(2_000) {
        make(&tree, CERT9.as_ref(), items).unwrap();
    }
}

#[test]
fn a_kill_at_any_moment_leaves_all_of_the_old_or_all_of_the_new() {
    let fixture = Fixture::new();
    let items = fixture.refuse();
    let old = fixture.dump();
    fixture.make_all(&items, Direction::Forward).unwrap();
    let new = fixture.dump();
    let record = [
        items[0].name.clone(),
        items[0].before.clone().unwrap(),
        items[0].after.clone().unwrap(),
    ];
    fs::write(fixture.folder.path().join("record"), record.join("\n")).unwrap();
    let mut in_the_middle = 0;
    for attempt in 0..KILLS {
        run_and_kill(&fixture, Duration::from_micros(u64::from(attempt) * 433));
        in_the_middle += u32::from(fixture.path("cert9.db-journal").exists());
        // The next program that opens the database finishes what was begun.
        fixture.make_all(&items, Direction::Forward).unwrap();
        assert_eq!(fixture.trust(), (Distrusted, Trusted));
        fixture.make_all(&items, Direction::Back).unwrap();
        assert_eq!(fixture.dump(), old);
        run_and_kill(&fixture, Duration::from_micros(u64::from(attempt) * 271));
        in_the_middle += u32::from(fixture.path("cert9.db-journal").exists());
        let found = fixture.dump();
        assert!(found == old || found == new, "{attempt}: {found:?}");
        let is_new = found == new;
        let trust = if is_new { Distrusted } else { Trusted };
        assert_eq!(fixture.trust(), (trust, Trusted));
    }
    assert!(in_the_middle > 0, "no kill hit a transaction");
}

fn run_and_kill(fixture: &Fixture, after: Duration) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("nss::edit::tests::killed::to_and_fro_ends_where_it_began")
        .env(TREE, fixture.folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "ready"));
    let ready = Instant::now();
    while ready.elapsed() < after {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
}
