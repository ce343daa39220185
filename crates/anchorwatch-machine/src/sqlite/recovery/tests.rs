//! SQLite itself creates the files, and says what is in them.

use std::{fs, path::Path};

use rusqlite::Connection;

use super::*;

const MAX: u64 = 1 << 24;

/// What a stopped program leaves: the database and a file next to it.
struct Left {
    content: Vec<u8>,
    beside: Vec<u8>,
    ending: &'static str,
}

/// A database of a few pages, with its content.
fn database(folder: &Path, mode: &str) -> Connection {
    let connection = Connection::open(folder.join("a.db")).unwrap();
    connection
        .execute_batch(&format!(
            "PRAGMA page_size = 1024; PRAGMA journal_mode = {mode};
             CREATE TABLE t (a PRIMARY KEY, b);
             WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 60)
             INSERT INTO t SELECT n, zeroblob(300) FROM n;"
        ))
        .unwrap();
    connection
}

/// Stopped in a transaction that is larger than its memory limit.
fn stopped_with_a_journal(mode: &str) -> (Left, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let connection = database(folder.path(), mode);
    let before = fs::read(folder.path().join("a.db")).unwrap();
    connection
        .execute_batch(
            "PRAGMA cache_size = 2; PRAGMA cache_spill = 1; BEGIN;
             UPDATE t SET b = randomblob(300); DELETE FROM t WHERE a > 50;
             INSERT INTO t SELECT a + 1000, randomblob(900) FROM t;",
        )
        .unwrap();
    let left = Left {
        content: fs::read(folder.path().join("a.db")).unwrap(),
        beside: fs::read(folder.path().join("a.db-journal")).unwrap(),
        ending: "-journal",
    };
    (left, before)
}

fn stopped_with_a_log() -> Left {
    let folder = tempfile::tempdir().unwrap();
    let connection = database(folder.path(), "WAL");
    connection
        .execute_batch(
            "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA cache_size = 2; PRAGMA cache_spill = 1;
             UPDATE t SET b = randomblob(300) WHERE a < 20; DELETE FROM t WHERE a > 50;
             BEGIN; UPDATE t SET b = randomblob(900);",
        )
        .unwrap();
    Left {
        content: fs::read(folder.path().join("a.db")).unwrap(),
        beside: fs::read(folder.path().join("a.db-wal")).unwrap(),
        ending: "-wal",
    }
}

impl Left {
    /// What SQLite reads from it; `None` if it refuses.
    fn by_sqlite(&self) -> Option<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        fs::write(&path, &self.content).unwrap();
        fs::write(
            folder.path().join(format!("a.db{}", self.ending)),
            &self.beside,
        )
        .unwrap();
        rows(&Connection::open(path).unwrap())
    }

    fn by_us(&self) -> Result<Option<Vec<String>>, Error> {
        let mut content = self.content.clone();
        if self.ending == "-wal" {
            apply_log(&mut content, &self.beside, MAX)?;
        } else if is_hot(&self.beside) {
            roll_back(&mut content, &self.beside, MAX)?;
        }
        Ok(crate::sqlite::Database::open(content, "t")
            .ok()
            .and_then(|database| rows(database.connection())))
    }
}

fn rows(connection: &Connection) -> Option<Vec<String>> {
    let mut statement = connection
        .prepare("SELECT a, hex(b) FROM t ORDER BY a")
        .ok()?;
    let rows = statement.query_map([], |row| {
        Ok(format!(
            "{} {}",
            row.get::<_, i64>(0)?,
            row.get::<_, String>(1)?
        ))
    });
    rows.ok()?.collect::<Result<_, _>>().ok()
}

#[test]
fn a_transaction_that_was_cut_off_is_put_back_octet_by_octet() {
    for mode in ["DELETE", "TRUNCATE", "PERSIST"] {
        let (left, before) = stopped_with_a_journal(mode);
        assert!(left.content != before, "nothing was written yet");
        let mut content = left.content.clone();
        roll_back(&mut content, &left.beside, MAX).unwrap();
        assert!(content == before, "{mode}");
        assert_eq!(left.by_us().unwrap(), left.by_sqlite());
    }
}

#[test]
fn what_a_log_has_committed_is_read_and_what_it_has_not_is_not() {
    let left = stopped_with_a_log();
    let all = left.by_us().unwrap().unwrap();
    assert_eq!(Some(&all), left.by_sqlite().as_ref());
    assert_eq!(all.len(), 50);
    let without = crate::sqlite::Database::open(left.content, "t").unwrap();
    assert_ne!(Some(all), rows(without.connection()));
}

#[test]
fn a_file_that_was_cut_short_or_changed_anywhere_is_read_as_sqlite_reads_it_or_refused() {
    let files = [stopped_with_a_journal("DELETE").0, stopped_with_a_log()];
    let mut refused = 0;
    for left in files {
        let length = left.beside.len();
        let cut = (0..length)
            .step_by(613)
            .map(|end| left.beside.get(..end).unwrap().to_vec());
        let changed = (0..length).step_by(31).map(|at| {
            let mut beside = left.beside.clone();
            beside[at] ^= 1 << (at % 8);
            beside
        });
        let header = (0..64.min(length)).map(|at| {
            let mut beside = left.beside.clone();
            beside[at] ^= 0xff;
            beside
        });
        let all: Vec<Vec<u8>> = cut.chain(changed.step_by(7)).chain(header).collect();
        for (index, beside) in all.into_iter().enumerate() {
            let other = Left {
                content: left.content.clone(),
                beside,
                ending: left.ending,
            };
            match other.by_us() {
                Ok(found) => assert_eq!(found, other.by_sqlite(), "{} {index}", left.ending),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 0);
}

#[test]
fn a_journal_that_names_more_pages_than_are_read_is_refused_before_they_are_made() {
    let (left, _) = stopped_with_a_journal("DELETE");
    let mut beside = left.beside;
    beside[16..20].copy_from_slice(&u32::MAX.to_be_bytes());
    let mut content = left.content.clone();
    let refused = roll_back(&mut content, &beside, MAX);
    assert_eq!(refused, Err(Error::TooLarge { max: MAX }));
}

#[test]
fn the_name_of_a_super_journal_is_found_where_its_sum_is_right() {
    let name = "/home/å/cert9.db-mj0A1B2C9DD".as_bytes();
    let sum = name.iter().fold(0_u32, |sum, octet| {
        sum.wrapping_add_signed(i32::from(octet.cast_signed()))
    });
    let with = |sum: u32| {
        let mut journal = vec![7; 600];
        journal.extend(name);
        journal.extend(u32::try_from(name.len()).unwrap().to_be_bytes());
        journal.extend(sum.to_be_bytes());
        journal.extend(MAGIC);
        journal
    };
    assert_eq!(super_journal(&with(sum)), Ok(Some(name)));
    assert_eq!(super_journal(&with(sum + 1)), Err(Error::OddName));
    assert_eq!(super_journal(&[7; 600]), Ok(None));
}
