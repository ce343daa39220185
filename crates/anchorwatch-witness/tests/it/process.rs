//! The program: from a new key to cosignatures, killed at any moment, and refused databases.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anchorwatch_transparency::origin_hash;
use rusqlite::Connection;

use crate::{
    http::{add, answer, ask, send},
    log::{Branch, Log, MAIN, ORIGIN, WITNESS},
};

/// The files of a witness.
struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new(log: &Log) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let logs = format!("log {}\nquorum none\n", log.signer.key());
        std::fs::write(folder.path().join("logs"), logs).unwrap();
        Self { folder }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn new_key(&self, out: &str, kind: &str) -> std::process::Output {
        let database = self.at("w.db");
        program()
            .args(["new-key", WITNESS, "--kind", kind, "--out"])
            .arg(self.at(out))
            .arg("--database")
            .arg(database)
            .output()
            .unwrap()
    }

    fn serve(&self, keys: &[&str]) -> Command {
        let mut command = program();
        command.arg("serve");
        for key in keys {
            command.arg("--key").arg(self.at(key));
        }
        command.arg("--database").arg(self.at("w.db"));
        command.arg("--logs").arg(self.at("logs"));
        command.args(["--listen", "127.0.0.1:0"]);
        command
    }
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_anchorwatch-witness"))
}

/// A running witness, killed when it is dropped.
struct Running {
    child: Child,
    address: SocketAddr,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap();
        let address = address.strip_suffix('/').unwrap().parse().unwrap();
        Self { child, address }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_new_witness_serves_with_both_kinds_of_keys() {
    let log = Log::new();
    let files = Files::new(&log);
    for (out, kind) in [("1.key", "ed25519"), ("2.key", "ml-dsa-44")] {
        let made = files.new_key(out, kind);
        assert!(made.status.success());
        let key = String::from_utf8(made.stdout).unwrap();
        assert!(key.starts_with(&format!("{WITNESS}+")) && key.ends_with('\n'));
    }
    for name in ["1.key", "2.key", "w.db"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = files.at(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    // A key that is there is never replaced.
    let before = std::fs::read(files.at("1.key")).unwrap();
    assert_eq!(files.new_key("1.key", "ed25519").status.code(), Some(1));
    assert_eq!(std::fs::read(files.at("1.key")).unwrap(), before);
    let running = Running::start(files.serve(&["1.key", "2.key"]));
    let answer = add(running.address, &log.request(MAIN, 0, 5));
    assert_eq!((answer.status, answer.body.lines().count()), (200, 2));
}

#[test]
fn what_must_not_run_does_not() {
    let log = Log::new();
    let (files, others) = (Files::new(&log), Files::new(&log));
    assert!(files.new_key("1.key", "ed25519").status.success());
    assert!(others.new_key("1.key", "ed25519").status.success());
    let code = |mut it: Command| it.output().unwrap().status.code();
    let running = Running::start(files.serve(&["1.key"]));
    assert_eq!(code(files.serve(&["1.key"])), Some(1));
    drop(running);
    std::fs::copy(others.at("1.key"), files.at("other.key")).unwrap();
    assert_eq!(code(files.serve(&["other.key"])), Some(1));
    assert_eq!(code(files.serve(&["1.key", "1.key"])), Some(1));
    std::fs::rename(files.at("w.db"), files.at("away")).unwrap();
    assert_eq!(code(files.serve(&["1.key"])), Some(1));
    std::fs::write(files.at("w.db"), b"").unwrap();
    assert_eq!(code(files.serve(&["1.key"])), Some(1));
    std::fs::rename(files.at("away"), files.at("w.db")).unwrap();
    drop(Running::start(files.serve(&["1.key"])));
    std::fs::write(files.at("logs"), "quorum none\n").unwrap();
    assert_eq!(code(files.serve(&["1.key"])), Some(1));
    assert_eq!(code(files.serve(&[])), Some(2));
}

#[test]
fn a_witness_that_is_killed_at_any_moment_remembers_what_it_cosigned() {
    let log = Arc::new(Log::new());
    let files = Files::new(&log);
    assert!(files.new_key("1.key", "ed25519").status.success());
    let mut cosigned = 0;
    for round in 1..=12_u64 {
        let running = Running::start(files.serve(&["1.key"]));
        let at = running.address;
        // What it remembers is at least what left it.
        let size = size_of(at);
        assert!(size >= cosigned, "{size} {cosigned}");
        if size > 0 {
            let fork = Branch(round, size - 1);
            assert_eq!(add(at, &log.request(fork, size, size + 1)).status, 422);
            assert_eq!(add(at, &log.request(fork, size, size)).status, 422);
            assert_eq!(add(at, &log.request(MAIN, size - 1, size - 1)).status, 409);
        }
        let answered = Arc::new(AtomicU64::new(size));
        let (counting, growing) = (Arc::clone(&answered), Arc::clone(&log));
        let grows = std::thread::spawn(move || {
            for next in size + 1.. {
                let body = growing.request(MAIN, next - 1, next);
                let Ok(mut stream) = std::net::TcpStream::connect(at) else {
                    return;
                };
                let request = format!(
                    "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                if stream.write_all(request.as_bytes()).is_err() {
                    return;
                }
                match answer(&mut stream) {
                    Some(answer) if answer.status == 200 => {
                        counting.store(next, Ordering::SeqCst);
                    }
                    _ => return,
                }
            }
        });
        // After as many answers as the number of the round, in the middle of the next request.
        while answered.load(Ordering::SeqCst) < size + round {
            assert!(!grows.is_finished(), "the witness stopped by itself");
            std::thread::yield_now();
        }
        drop(running);
        grows.join().unwrap();
        cosigned = answered.load(Ordering::SeqCst);
    }
}

/// The size that the witness says it cosigned.
fn size_of(at: SocketAddr) -> u64 {
    let path = format!("/{}/checkpoint", origin_hash(ORIGIN));
    let shown = ask(at, "GET", &path, "");
    match shown.status {
        404 => 0,
        _ => shown.body.lines().nth(1).unwrap().parse().unwrap(),
    }
}

#[test]
fn a_database_that_another_program_holds_lets_nothing_be_cosigned() {
    let log = Log::new();
    let files = Files::new(&log);
    assert!(files.new_key("1.key", "ed25519").status.success());
    let holder = Connection::open(files.at("w.db")).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(
        files.serve(&["1.key"]).output().unwrap().status.code(),
        Some(1)
    );
    holder.execute_batch("ROLLBACK").unwrap();
    drop(holder);
    let running = Running::start(files.serve(&["1.key"]));
    // Once it runs, nobody else gets in.
    let late = Connection::open(files.at("w.db")).unwrap();
    assert!(late.execute_batch("BEGIN IMMEDIATE").is_err());
    let mut stream = crate::http::connect(running.address);
    send(
        &mut stream,
        "POST",
        "/add-checkpoint",
        &log.request(MAIN, 0, 5),
    );
    assert_eq!(answer(&mut stream).unwrap().status, 200);
}

#[test]
fn nothing_but_its_own_files_is_left() {
    let log = Log::new();
    let files = Files::new(&log);
    assert!(files.new_key("1.key", "ed25519").status.success());
    let running = Running::start(files.serve(&["1.key"]));
    assert_eq!(add(running.address, &log.request(MAIN, 0, 5)).status, 200);
    drop(running);
    let running = Running::start(files.serve(&["1.key"]));
    assert_eq!(add(running.address, &log.request(MAIN, 5, 6)).status, 200);
    drop(running);
    let names = |folder: &Path| {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let names = names(files.folder.path());
    assert!(
        names
            .iter()
            .all(|it| ["1.key", "logs", "w.db", "w.db-journal"].contains(&it.to_str().unwrap()))
    );
}
