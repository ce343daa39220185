//! Files that an attacker puts beside a database for SQLite to use.

use std::{os::unix::ffi::OsStrExt as _, path::Path};

use super::*;
use crate::nss::remark::DatabaseProblem;

const MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

/// A journal that restores nothing and ends with the name of a super-journal (SQLite file
/// format §3).
fn journal_of(fixture: &Fixture, other: &Path) -> Vec<u8> {
    let database = fs::read(fixture.path("cert9.db")).unwrap();
    let page = u32::from(u16::from_be_bytes([database[16], database[17]]));
    let pages = u32::try_from(database.len()).unwrap() / page;
    let mut journal = MAGIC.to_vec();
    for number in [0, 7, pages, 512, page] {
        journal.extend(number.to_be_bytes());
    }
    journal.resize(512, 0);
    let name = other.as_os_str().as_bytes();
    let sum = name.iter().map(|octet| u32::from(*octet)).sum::<u32>();
    journal.extend((0x4000_0000 / page + 1).to_be_bytes());
    journal.extend(name);
    journal.extend(u32::try_from(name.len()).unwrap().to_be_bytes());
    journal.extend(sum.to_be_bytes());
    journal.extend(MAGIC);
    journal
}

/// A super-journal that names these databases and further files.
fn super_journal(fixture: &Fixture, further: &[&str]) -> Vec<u8> {
    let ours = fixture.path("cert9.db-journal");
    let ours = ours.canonicalize().unwrap();
    let mut names = ours.as_os_str().as_bytes().to_vec();
    names.push(0);
    for name in further {
        names.extend(name.as_bytes());
        names.push(0);
    }
    names
}

#[test]
fn a_journal_that_names_a_file_outside_the_image_has_nothing_there_opened_or_deleted() {
    let fixture = Fixture::new();
    let items = fixture.refuse();
    let outside = tempfile::tempdir().unwrap();
    let other = outside.path().join("cert9.db-mj0A1B2C9DD");
    fs::write(
        fixture.path("cert9.db-journal"),
        journal_of(&fixture, &other),
    )
    .unwrap();
    fs::write(&other, super_journal(&fixture, &[])).unwrap();
    let refused = fixture.make_all(&items, Direction::Forward).unwrap_err();
    let is_named = matches!(
        &refused,
        Error::OddSchema { what: DatabaseProblem::ForeignJournal { name } }
            if other.ends_with(name)
    );
    assert!(is_named, "{refused:?}");
    assert!(other.exists());
    assert!(fixture.path("cert9.db-journal").exists());
}

#[test]
fn a_super_journal_that_names_further_files_is_refused_and_one_of_these_two_is_not() {
    for (further, is_refused) in [(&["/dev/null"][..], true), (&[], false)] {
        let fixture = Fixture::new();
        let items = fixture.refuse();
        let real = fixture.path("").canonicalize().unwrap();
        let other = real.join("cert9.db-mj0A1B2C9DD");
        fs::write(
            fixture.path("cert9.db-journal"),
            journal_of(&fixture, &other),
        )
        .unwrap();
        fs::write(&other, super_journal(&fixture, further)).unwrap();
        let made = fixture.make_all(&items, Direction::Forward);
        assert_eq!(made.is_err(), is_refused, "{made:?}");
        // SQLite deletes it as soon as it is no longer needed.
        assert_eq!(other.exists(), is_refused);
    }
}

#[test]
fn a_fifo_or_link_beside_a_database_is_refused_and_not_waited_for() {
    for name in ["cert9.db-journal", "key4.db-journal", "cert9.db-wal"] {
        let fixture = Fixture::new();
        let items = fixture.refuse();
        let made = Command::new("mkfifo").arg(fixture.path(name)).status();
        assert!(made.unwrap().success());
        assert!(fixture.make_all(&items, Direction::Forward).is_err());
        fs::remove_file(fixture.path(name)).unwrap();
        unix::symlink("/dev/null", fixture.path(name)).unwrap();
        assert!(fixture.make_all(&items, Direction::Forward).is_err());
        fs::remove_file(fixture.path(name)).unwrap();
        fixture.make_all(&items, Direction::Forward).unwrap();
    }
}
