//! Unusual or damaged files, and systems that refuse writes.

use anchorwatch_machine::sqlite::{self, MAX_DATABASE_BYTES};
use anchorwatch_remark::Remark as _;

use super::*;
use crate::{
    nss::remark::{DatabaseProblem, NssRemark},
    pem_filter::FilterRemark,
};

/// The change is refused for this reason, and both files are unchanged.
fn refused(fixture: &Fixture, items: &[EditItem], is_right: fn(&Error) -> bool) {
    let bytes = || ["cert9.db", "key4.db"].map(|name| fs::read(fixture.path(name)).ok());
    let before = bytes();
    let why = fixture
        .make_all(items, Direction::Forward)
        .expect_err("it was changed");
    assert!(is_right(&why), "{why:?}");
    assert!(before == bytes());
}

#[test]
fn a_lock_of_another_program_is_waited_for_and_then_told() {
    for (file, lock) in [
        ("cert9.db", "BEGIN IMMEDIATE"),
        ("cert9.db", "BEGIN EXCLUSIVE"),
        ("key4.db", "BEGIN IMMEDIATE"),
    ] {
        let fixture = Fixture::new();
        let items = fixture.refuse();
        let other = fixture.open(file);
        other.execute_batch(lock).unwrap();
        refused(&fixture, &items, |why| matches!(why, Error::Locked));
        other.execute_batch("ROLLBACK").unwrap();
        fixture.make_all(&items, Direction::Forward).unwrap();
        assert_eq!(fixture.trust().0, Distrusted);
    }
}

#[test]
fn the_error_names_the_file_and_that_it_is_locked() {
    let fixture = Fixture::new();
    let items = fixture.refuse();
    let other = fixture.open("cert9.db");
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = make(&fixture.tree(), CERT9.as_ref(), &items);
    let expected = NssRemark::NotChanged {
        path: fixture.tree().display_path(CERT9.as_ref()),
        why: DatabaseProblem::Locked.told().into(),
    };
    assert_eq!(refused.unwrap_err().told(), expected.told());
}

#[test]
fn no_link_is_followed_to_a_database() {
    let fixture = Fixture::new();
    let items = fixture.refuse();
    for name in ["cert9.db", "key4.db"] {
        fs::rename(fixture.path(name), fixture.path("kept")).unwrap();
        unix::symlink("kept", fixture.path(name)).unwrap();
        refused(&fixture, &items, |why| matches!(why, Error::Link { .. }));
        fs::rename(fixture.path("kept"), fixture.path(name)).unwrap();
    }
    for folder in ["home/a/.pki/nssdb", "home/a/.pki"] {
        let folder = fixture.folder.path().join(folder);
        let kept = fixture.folder.path().join("kept");
        fs::rename(&folder, &kept).unwrap();
        unix::symlink("/kept", &folder).unwrap();
        if rustix::process::geteuid().is_root() {
            unix::lchown(&folder, Some(1000), Some(1000)).unwrap();
        }
        let why = fixture.make_all(&items, Direction::Forward).unwrap_err();
        assert!(matches!(why, Error::Link { .. }), "{why:?}");
        fs::remove_file(&folder).unwrap();
        fs::rename(&kept, &folder).unwrap();
    }
    fixture.make_all(&items, Direction::Forward).unwrap();
}

#[test]
fn a_link_that_root_made_to_the_homes_is_followed_inside_the_tree() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let fixture = Fixture::new();
    let items = fixture.refuse();
    let at = |name: &str| fixture.folder.path().join(name);
    fs::create_dir(at("data")).unwrap();
    fs::rename(at("home"), at("data/homes")).unwrap();
    unix::symlink("/data/homes", at("home")).unwrap();
    fixture.make_all(&items, Direction::Forward).unwrap();
    assert_eq!(fixture.trust().0, Distrusted);
}

#[test]
fn what_could_run_when_a_row_is_written_is_refused() {
    let odd = |why: &Error| matches!(why, Error::OddSchema { .. });
    for (file, hostile) in [
        (
            "cert9.db",
            "CREATE TRIGGER t AFTER UPDATE ON nssPublic BEGIN DELETE FROM nssPublic; END",
        ),
        (
            "cert9.db",
            "CREATE TRIGGER t INSTEAD OF UPDATE ON v BEGIN SELECT 1; END",
        ),
        ("cert9.db", "CREATE VIEW other AS SELECT 1"),
        ("cert9.db", "CREATE INDEX i ON nssPublic (hex(a0))"),
        ("cert9.db", "CREATE INDEX i ON nssPublic (a0) WHERE a0 > 1"),
        (
            "cert9.db",
            "CREATE UNIQUE INDEX i ON nssPublic (ace536358, id)",
        ),
        (
            "cert9.db",
            "ALTER TABLE nssPublic ADD COLUMN afff AS (hex(a0))",
        ),
        (
            "cert9.db",
            "ALTER TABLE nssPublic ADD COLUMN afff CHECK (length(hex(a0)) > 0)",
        ),
        ("cert9.db", "ALTER TABLE nssPublic ADD COLUMN bfff"),
        (
            "cert9.db",
            "ALTER TABLE nssPublic RENAME TO x; CREATE VIEW nssPublic AS SELECT * FROM x",
        ),
        (
            "cert9.db",
            // As written by a program with a module that this program does not have.
            "DROP TABLE nssPublic; PRAGMA writable_schema = ON;
             INSERT INTO sqlite_schema VALUES ('table', 'nssPublic', 'nssPublic', 0, 'CREATE VIRTUAL TABLE nssPublic USING fts5(a0)')",
        ),
        (
            "key4.db",
            "CREATE TRIGGER t AFTER DELETE ON metaData BEGIN DELETE FROM nssPrivate; END",
        ),
        ("key4.db", "CREATE VIEW other AS SELECT 1"),
    ] {
        let fixture = Fixture::new();
        let items = fixture.refuse();
        let connection = fixture.open(file);
        if hostile.contains(" ON v ") {
            connection
                .execute_batch("CREATE VIEW v AS SELECT 1")
                .unwrap();
        }
        connection.execute_batch(hostile).expect(hostile);
        drop(connection);
        refused(&fixture, &items, odd);
        let plan = fixture.wanted(&[]);
        assert!(plan.is_err(), "{hostile}");
    }
    // Other programs may keep tables of their own.
    let fixture = Fixture::new();
    let harmless =
        "CREATE TABLE notes (text CHECK (text != '')); CREATE INDEX n ON notes (lower(text))";
    fixture.open("cert9.db").execute_batch(harmless).unwrap();
    fixture.block();
}

#[test]
fn foreign_keys_of_another_table_take_nothing_away() {
    let fixture = Fixture::new();
    let hostile = "CREATE TABLE c (id REFERENCES nssPublic (id) ON DELETE CASCADE); INSERT INTO c VALUES (16)";
    fixture.open("cert9.db").execute_batch(hostile).unwrap();
    let items = fixture.remove();
    fixture.make_all(&items, Direction::Forward).unwrap();
    let count: u32 = fixture
        .open("cert9.db")
        .query_row("SELECT count(*) FROM c", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 1);
}

#[test]
fn a_database_too_large_for_any_browser_is_refused() {
    for name in ["cert9.db", "key4.db"] {
        let fixture = Fixture::new();
        let items = fixture.refuse();
        let file = fs::OpenOptions::new()
            .write(true)
            .open(fixture.path(name))
            .unwrap();
        file.set_len(MAX_DATABASE_BYTES + 1).unwrap();
        let why = fixture.make_all(&items, Direction::Forward).unwrap_err();
        let is_too_large = matches!(why, Error::Home(anchorwatch_home::Error::TooLarge { .. }));
        assert!(is_too_large, "{why:?}");
    }
}

#[test]
fn what_is_no_database_or_is_damaged_is_refused_and_left() {
    let damaged = |why: &Error| matches!(why, Error::Damaged { .. });
    for name in ["cert9.db", "key4.db"] {
        let fixture = Fixture::new();
        let items = fixture.refuse();
        fs::write(fixture.path(name), vec![b'x'; 8192]).unwrap();
        refused(&fixture, &items, damaged);
        fs::write(fixture.path(name), "").unwrap();
        refused(&fixture, &items, |why| {
            matches!(why, Error::Unreadable(sqlite::Error::NoTable { .. }))
        });
        fs::remove_file(fixture.path(name)).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            fixture.path(name),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
        let why = fixture.make_all(&items, Direction::Forward).unwrap_err();
        assert!(matches!(why, Error::Home(_)), "{why:?}");
    }
}

#[test]
fn bytes_overwritten_anywhere_end_in_a_refusal_or_the_whole_change() {
    let fixture = Fixture::new();
    let items = fixture.refuse();
    for name in ["cert9.db", "key4.db"] {
        let whole = ["cert9.db", "key4.db"].map(|name| fs::read(fixture.path(name)).unwrap());
        let length = fs::read(fixture.path(name)).unwrap().len();
        for at in (0..length).step_by(997) {
            let mut broken = fs::read(fixture.path(name)).unwrap();
            broken[at] ^= 0xff;
            fs::write(fixture.path(name), broken).unwrap();
            if fixture.make_all(&items, Direction::Forward).is_ok() {
                assert_eq!(fixture.seen(&items), after(&items), "{name} {at}");
            }
            for (name, content) in ["cert9.db", "key4.db"].iter().zip(&whole) {
                fs::write(fixture.path(name), content).unwrap();
                for ending in ["-journal", "-wal", "-shm"] {
                    drop(fs::remove_file(fixture.path(&format!("{name}{ending}"))));
                }
            }
        }
    }
}

#[test]
fn a_database_in_write_ahead_mode_is_changed_beside_a_program_that_has_it_open() {
    let fixture = Fixture::new();
    for name in ["cert9.db", "key4.db"] {
        let mode: String = fixture
            .open(name)
            .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
            .unwrap();
        assert_eq!(mode, "wal");
    }
    let all = fixture.dump();
    let items = fixture.block();
    assert_eq!(fixture.trust().0, Distrusted);
    fixture.make_all(&items, Direction::Back).unwrap();
    assert_eq!(fixture.dump(), all);

    let browser = fixture.open("cert9.db");
    let server_auth = || -> Vec<u8> {
        let statement = "SELECT ace536358 FROM nssPublic WHERE id = 17";
        browser.query_row(statement, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(server_auth(), TRUSTED_DELEGATOR.to_be_bytes());
    fixture.make_all(&items, Direction::Forward).unwrap();
    assert_eq!(server_auth(), NOT_TRUSTED.to_be_bytes());
}

#[test]
fn a_program_that_has_the_database_open_sees_the_change_and_loses_nothing() {
    let fixture = Fixture::new();
    let browser = fixture.open("cert9.db");
    let count = |connection: &Connection| -> u32 {
        let statement = "SELECT count(*) FROM nssPublic WHERE ace536358 = x'ce53435a'";
        connection
            .query_row(statement, [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(count(&browser), 0);
    let items = fixture.block();
    assert_eq!(count(&browser), 1);
    let write = "INSERT INTO nssPublic (id, a0) VALUES (99, x'00000001')";
    browser.execute(write, []).unwrap();
    fixture.make_all(&items, Direction::Back).unwrap();
    let statement = "SELECT count(*) FROM nssPublic WHERE id = 99";
    let kept: u32 = fixture
        .open("cert9.db")
        .query_row(statement, [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 1);
}

#[test]
fn rows_under_numbers_that_nss_cannot_find_are_told() {
    let fixture = Fixture::new();
    for number in ["NULL", "'17'", "-5", "1073741824", "1.5"] {
        let insert = format!("INSERT INTO nssPublic (id, a0) VALUES ({number}, x'00000001')");
        fixture.open("cert9.db").execute(&insert, []).unwrap();
    }
    let wanted = fixture.wanted(&[]).unwrap();
    assert_eq!(wanted.items.len(), 1);
    let told = FilterRemark::AtPath {
        path: fixture.tree().display_path(CERT9.as_ref()),
        why: NssRemark::RowsWithoutNumber { count: 5 }.told().into(),
    };
    assert_eq!(wanted.blind_spots, [told.told()]);
}

#[test]
fn two_rows_under_one_number_are_refused() {
    let fixture = Fixture::new();
    let items = fixture.refuse();
    let twice = "CREATE TABLE x AS SELECT * FROM nssPublic; DROP TABLE nssPublic";
    let columns: String = {
        let connection = fixture.open("cert9.db");
        let statement = connection.prepare("SELECT * FROM nssPublic").unwrap();
        let names: Vec<&str> = statement.column_names().collect();
        names.join(", ")
    };
    let connection = fixture.open("cert9.db");
    connection.execute_batch(twice).unwrap();
    connection
        .execute_batch(&format!(
            "CREATE TABLE nssPublic ({columns}); INSERT INTO nssPublic SELECT * FROM x; INSERT INTO nssPublic SELECT * FROM x; DROP TABLE x"
        ))
        .unwrap();
    drop(connection);
    refused(&fixture, &items, |why| {
        matches!(why, Error::OddSchema { .. })
    });
}

#[test]
fn a_database_full_of_trust_for_one_root_is_refused_whole() {
    let fixture = Fixture::new();
    let connection = fixture.open("cert9.db");
    connection
        .execute_batch(
            "WITH RECURSIVE n(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM n WHERE n < 4000)
             INSERT INTO nssPublic (id, a0, a81, a82, ace536358) SELECT n, a0, a81, a82, ace536358 FROM nssPublic, n WHERE id = 17;",
        )
        .unwrap();
    drop(connection);
    let items = fixture.block();
    assert_eq!(items.len(), 3_002);
    assert_eq!((fixture.refuse(), fixture.trust().0), (vec![], Distrusted));
}
