//! The database: missing, empty, damaged, another one, locked; and the clock.

use std::path::Path;

use anchorwatch_transparency::{SignatureKind, Witness};
use anchorwatch_witness::{Memory, MemoryProblem, Service};
use rusqlite::Connection;

use crate::log::{Branch, Log, MAIN, NOW, WITNESS, new_key, service};

fn problem(path: &Path) -> MemoryProblem {
    Memory::open(path).err().unwrap()
}

#[test]
fn a_database_that_is_not_a_witness_s_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert_eq!(problem(&at("none")), MemoryProblem::Missing);
    assert_eq!(problem(folder.path()), MemoryProblem::Other);
    std::fs::write(at("empty"), b"").unwrap();
    assert_eq!(problem(&at("empty")), MemoryProblem::Other);
    std::fs::write(at("text"), "x".repeat(10_000)).unwrap();
    assert_eq!(problem(&at("text")), MemoryProblem::Other);
    let other = Connection::open(at("other")).unwrap();
    other.execute_batch("CREATE TABLE checkpoint (a)").unwrap();
    drop(other);
    assert_eq!(problem(&at("other")), MemoryProblem::Other);
    drop(Memory::create(&at("ours")).unwrap());
    assert_eq!(
        Memory::create(&at("ours")).err(),
        Some(MemoryProblem::Exists)
    );
    assert!(Memory::open(&at("ours")).is_ok());
    let later = Connection::open(at("ours")).unwrap();
    later.pragma_update(None, "user_version", 2).unwrap();
    drop(later);
    assert_eq!(problem(&at("ours")), MemoryProblem::Other);
}

#[test]
fn a_damaged_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.db");
    let (service, _) = service(folder.path(), &Log::new());
    drop(service);
    let good = std::fs::read(&path).unwrap();
    assert!(Memory::open(&path).is_ok());
    let mut refused = 0;
    // Each page once: the header of its tree, which SQLite cannot do without.
    for page in (0..good.len()).step_by(4096) {
        let mut bad = good.clone();
        let head = if page == 0 { 100 } else { page };
        bad[head..head + 8].fill(0xff);
        std::fs::write(&path, &bad).unwrap();
        refused += usize::from(Memory::open(&path).is_err());
    }
    assert_eq!(refused, good.len() / 4096);
    std::fs::write(&path, &good[..good.len() - 4096]).unwrap();
    assert!(Memory::open(&path).is_err());
}

#[test]
fn two_witnesses_never_share_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.db");
    let held = Memory::create(&path).unwrap();
    assert_eq!(problem(&path), MemoryProblem::Locked);
    let reader = Connection::open(&path).unwrap();
    let read = reader.query_row("SELECT count(*) FROM checkpoint", [], |it| it.get(0));
    assert!(read.is_err() || read == Ok(-1_i64));
    drop(held);
    assert!(Memory::open(&path).is_ok());
}

#[test]
fn a_key_is_served_only_with_its_own_memory() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let memory = Memory::create(&folder.path().join("w.db")).unwrap();
    let (other, _) = new_key(WITNESS, SignatureKind::Ed25519Cosignature);
    memory.add_key(other.key()).unwrap();
    let (own, _) = new_key(WITNESS, SignatureKind::Ed25519Cosignature);
    let witness = Witness::new(vec![own], vec![log.signer.key().clone()]).unwrap();
    let served = Service::new(witness, memory);
    assert_eq!(served.err(), Some(MemoryProblem::UnknownKey));
}

#[test]
fn a_record_that_somebody_changed_stops_the_witness_for_that_log() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let path = folder.path().join("w.db");
    let (mut service, signers) = service(folder.path(), &log);
    let ask = |service: &Service, body: &str| service.add_checkpoint(body.as_bytes(), NOW).0;
    assert_eq!(ask(&service, &log.request(MAIN, 0, 5)).status, 200);
    drop(service);
    let edit = Connection::open(&path).unwrap();
    // A smaller tree, which the log signed too, with the size that goes with it.
    let smaller = log.note(Branch(1, 2), 3);
    edit.execute("UPDATE checkpoint SET size = 3, note = ?1", [smaller])
        .unwrap();
    drop(edit);
    let memory = Memory::open(&path).unwrap();
    let witness = Witness::new(signers, vec![log.signer.key().clone()]).unwrap();
    service = Service::new(witness, memory).unwrap();
    for body in [log.request(Branch(1, 2), 3, 8), log.request(MAIN, 5, 8)] {
        let answer = ask(&service, &body);
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (500, "witness_record\n")
        );
    }
    let shown = service.checkpoint(&anchorwatch_transparency::origin_hash(crate::log::ORIGIN));
    assert_eq!(
        (shown.status, shown.body.as_str()),
        (500, "witness_record\n")
    );
}

#[test]
fn a_cosignature_is_never_older_than_the_one_before() {
    let (folder, log) = (tempfile::tempdir().unwrap(), Log::new());
    let (service, keys) = service(folder.path(), &log);
    let keys: Vec<_> = keys.iter().collect();
    let since = |old: u64, new: u64, now: u64| {
        let (answer, _) = service.add_checkpoint(log.request(MAIN, old, new).as_bytes(), now);
        if answer.status != 200 {
            return Err((answer.status, answer.body));
        }
        let note = log.note(MAIN, new);
        let verified = log.verified(&note, &answer.body, &keys, NOW);
        Ok(verified.quorum_since())
    };
    assert_eq!(since(0, 5, NOW), Ok(Some(NOW)));
    // A clock that is set by a minute: the time of the last one.
    assert_eq!(since(5, 8, NOW - 60), Ok(Some(NOW)));
    assert_eq!(since(8, 9, NOW + 60), Ok(Some(NOW + 60)));
    // One that is set back by a day, or to 1970.
    for now in [NOW - 86_400, 1, 0] {
        assert_eq!(since(9, 11, now), Err((500, "witness_clock\n".to_owned())));
    }
    // Nothing of that was kept, and it goes on where it was.
    assert_eq!(since(9, 10, NOW + 61), Ok(Some(NOW + 61)));
}
