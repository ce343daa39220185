//! The leftovers of a run that was stopped during its commit, made by hand: each database's old
//! pages in a journal, and the super-journal that connects the two.

use std::{os::unix::ffi::OsStrExt as _, path::Path};

use anchorwatch_machine::sqlite::recovery::MAGIC;

use super::*;

const DATABASES: [&str; 2] = ["cert9.db", "key4.db"];

/// A journal of every page, with the name of the super-journal at its end.
fn journal(before: &[u8], other: Option<&Path>) -> Vec<u8> {
    let page = usize::from(u16::from_be_bytes([before[16], before[17]]));
    let mut journal = MAGIC.to_vec();
    let pages = u32::try_from(before.len() / page).unwrap();
    for number in [pages, 7, pages, 512, u32::try_from(page).unwrap()] {
        journal.extend(number.to_be_bytes());
    }
    journal.resize(512, 0);
    for (number, content) in (1_u32..).zip(before.chunks(page)) {
        journal.extend(number.to_be_bytes());
        journal.extend(content);
        let octets = (1..page).rev().filter(|at| (page - at).is_multiple_of(200));
        let sum: u32 = octets.map(|at| u32::from(content[at])).sum();
        journal.extend((7 + sum).to_be_bytes());
    }
    if let Some(other) = other {
        let name = other.as_os_str().as_bytes();
        let sum = name.iter().map(|octet| u32::from(*octet)).sum::<u32>();
        journal.extend((0x4000_0000 / u32::try_from(page).unwrap() + 1).to_be_bytes());
        journal.extend(name);
        journal.extend(u32::try_from(name.len()).unwrap().to_be_bytes());
        journal.extend(sum.to_be_bytes());
        journal.extend(MAGIC);
    }
    journal
}

fn bytes(fixture: &Fixture) -> [Vec<u8>; 2] {
    DATABASES.map(|name| fs::read(fixture.path(name)).unwrap())
}

/// Both databases are written; `is_committed` says whether the commit happened.
fn stop(fixture: &Fixture, before: &[Vec<u8>; 2], is_committed: bool) {
    let real = fixture.path("").canonicalize().unwrap();
    let other = real.join("cert9.db-mj0A1B2C9DD");
    let mut names = Vec::new();
    for (name, before) in DATABASES.iter().zip(before) {
        let path = real.join(format!("{name}-journal"));
        fs::write(&path, journal(before, Some(&other))).unwrap();
        names.extend(path.as_os_str().as_bytes());
        names.push(0);
    }
    if !is_committed {
        fs::write(&other, names).unwrap();
    }
}

/// The files in the folder.
fn names(fixture: &Fixture) -> Vec<String> {
    let entries = fs::read_dir(fixture.path("")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Whether a read-only program such as `certutil -L` can read both.
fn is_readable(fixture: &Fixture) -> bool {
    DATABASES.iter().all(|name| {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection = Connection::open_with_flags(fixture.path(name), flags).unwrap();
        let count = "SELECT count(*) FROM sqlite_schema";
        connection
            .query_row(count, [], |row| row.get::<_, u32>(0))
            .is_ok()
    })
}

/// Plans and makes an undo now.
fn undo_again(fixture: &Fixture, items: &[EditItem]) {
    let tree = fixture.tree();
    let looked = look(&tree, CERT9.as_ref(), items).unwrap();
    let is_back = looked
        .seen
        .iter()
        .zip(items)
        .all(|(seen, item)| say_the_same(seen.as_deref(), item.before.as_deref()));
    assert!(!is_back || looked.is_unfinished, "nothing is planned");
    fixture.make_all(items, Direction::Back).unwrap();
    assert_eq!(names(fixture), DATABASES);
    assert!(is_readable(fixture));
}

#[test]
fn an_undo_that_was_stopped_before_it_committed_is_seen_as_not_done() {
    let fixture = Fixture::new();
    let all = fixture.dump();
    let items = fixture.block();
    let blocked = bytes(&fixture);
    fixture.make_all(&items, Direction::Back).unwrap();
    stop(&fixture, &blocked, false);
    // A copy without the journal would suggest that everything is undone.
    assert_eq!(fixture.trust(), (Distrusted, Trusted));
    assert_eq!(fixture.seen(&items), after(&items));
    assert!(!is_readable(&fixture));
    undo_again(&fixture, &items);
    assert_eq!(fixture.dump(), all);
    assert_eq!(fixture.trust(), (Trusted, Trusted));
}

#[test]
fn an_undo_that_was_stopped_after_it_committed_is_finished() {
    let fixture = Fixture::new();
    let all = fixture.dump();
    let items = fixture.block();
    let blocked = bytes(&fixture);
    fixture.make_all(&items, Direction::Back).unwrap();
    let back = bytes(&fixture);
    stop(&fixture, &blocked, true);
    assert_eq!(fixture.trust(), (Trusted, Trusted));
    assert!(!is_readable(&fixture));
    undo_again(&fixture, &items);
    assert_eq!((fixture.dump(), bytes(&fixture)), (all, back));
}

#[test]
fn a_block_that_was_stopped_is_planned_again_as_far_as_it_is_not_done() {
    let fixture = Fixture::new();
    let before = bytes(&fixture);
    let items = fixture.block();
    stop(&fixture, &before, false);
    assert_eq!(fixture.trust().0, Trusted);
    assert!(is_left_unfinished(&fixture.tree(), CERT9.as_ref()));
    assert_eq!(fixture.refuse(), items);
    // A run that was stopped before it wrote its super-journal, and a file that is not one.
    fs::write(fixture.path("cert9.db-mj00000000A"), "").unwrap();
    fs::write(fixture.path("cert9.db-mj00000000B"), "/etc/passwd\0").unwrap();
    fixture.block();
    fs::remove_file(fixture.path("cert9.db-mj00000000B")).unwrap();
    assert_eq!(
        (names(&fixture), is_readable(&fixture)),
        (DATABASES.map(str::to_owned).to_vec(), true)
    );

    stop(&fixture, &before, true);
    assert_eq!((fixture.trust().0, fixture.refuse()), (Distrusted, vec![]));
    assert!(is_left_unfinished(&fixture.tree(), CERT9.as_ref()));
    fixture.make_all(&[], Direction::Forward).unwrap();
    assert_eq!(
        (names(&fixture), is_readable(&fixture)),
        (DATABASES.map(str::to_owned).to_vec(), true)
    );
    assert!(!is_left_unfinished(&fixture.tree(), CERT9.as_ref()));
    assert_eq!(fixture.trust().0, Distrusted);
}

#[test]
fn a_journal_of_another_program_is_read_and_left() {
    let fixture = Fixture::new();
    let before = bytes(&fixture);
    fixture.set_trust(TRUST, SERVER_AUTH, NOT_TRUSTED);
    let written = bytes(&fixture);
    fs::write(fixture.path("cert9.db-journal"), journal(&before[0], None)).unwrap();
    // The signature is for the new value, because the other database has no journal.
    assert_eq!(fixture.trust(), (Nothing, Trusted));
    fs::write(fixture.path("key4.db-journal"), journal(&before[1], None)).unwrap();
    assert_eq!(fixture.trust(), (Trusted, Trusted));
    assert!(!is_left_unfinished(&fixture.tree(), CERT9.as_ref()));
    assert_eq!(bytes(&fixture), written);
}

#[test]
fn a_journal_that_is_not_understood_keeps_the_receipt_open() {
    let fixture = Fixture::new();
    let items = fixture.block();
    let blocked = bytes(&fixture);
    fixture.make_all(&items, Direction::Back).unwrap();
    let mut damaged = journal(&blocked[0], None);
    damaged[700] ^= 1;
    damaged[512 + 4 + 4096 - 200] ^= 1;
    fs::write(fixture.path("cert9.db-journal"), damaged).unwrap();
    let refused = look(&fixture.tree(), CERT9.as_ref(), &items).unwrap_err();
    assert!(matches!(refused.why, Error::Unclear { .. }), "{refused:?}");
}

/// In write-ahead mode each database is committed separately.
#[test]
fn an_undo_that_was_stopped_between_the_two_databases_is_finished() {
    let signatures = |fixture: &Fixture| {
        let keys = fs::read(fixture.path("key4.db")).unwrap();
        move |fixture: &Fixture| fs::write(fixture.path("key4.db"), &keys).unwrap()
    };
    // Changed trust, and new trust.
    for is_made in [false, true] {
        let fixture = Fixture::new();
        if is_made {
            let delete = "DELETE FROM nssPublic WHERE id = 17";
            fixture.open("cert9.db").execute(delete, []).unwrap();
            let delete = "DELETE FROM metaData WHERE id LIKE 'sig_cert_00000011%'";
            fixture.open("key4.db").execute(delete, []).unwrap();
        }
        let all = fixture.dump();
        let items = fixture.block();
        let put_blocked = signatures(&fixture);
        fixture.make_all(&items, Direction::Back).unwrap();
        let looked = || look(&fixture.tree(), CERT9.as_ref(), &items).unwrap();
        assert!(!looked().is_unfinished);
        put_blocked(&fixture);
        assert!(looked().is_unfinished);
        fixture.make_all(&items, Direction::Back).unwrap();
        assert_eq!(fixture.dump(), all);
        assert!(!looked().is_unfinished);
    }
}

#[test]
fn trust_that_its_owner_signed_since_is_no_unfinished_work() {
    let fixture = Fixture::new();
    let items = fixture.block();
    fixture.make_all(&items, Direction::Back).unwrap();
    // The same trust, signed again: in NSS every signature has another salt.
    let connection = fixture.open("key4.db");
    connection
        .execute("DELETE FROM metaData WHERE id LIKE 'sig_cert_%'", [])
        .unwrap();
    drop(connection);
    for number in [TRUST, OTHER_TRUST] {
        for column in [SERVER_AUTH, "ace536359", "ace53635a", "ace53635b"] {
            fixture.sign(number, column);
        }
    }
    assert!(
        !look(&fixture.tree(), CERT9.as_ref(), &items)
            .unwrap()
            .is_unfinished
    );
}
