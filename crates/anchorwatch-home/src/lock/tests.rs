//! A run that is killed, and the program that it started.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, Command, Stdio},
};

use super::*;

/// Gives the path of the tree to the test that runs as the child.
const TREE: &str = "ANCHORWATCH_TEST_TREE";

/// Takes the lock, starts a program that reads until its input ends, and waits.
#[test]
fn a_run_that_starts_another_program() {
    let Some(root) = env::var_os(TREE) else {
        return;
    };
    let tree = Tree::open(root.as_ref()).unwrap();
    let _lock = Lock::take(&tree).unwrap();
    let mut started = Command::new("cat").stdout(Stdio::null()).spawn().unwrap();
    println!("\nready");
    started.wait().unwrap();
}

fn running(root: &Path) -> Child {
    let mut run = Command::new(env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("lock::tests::a_run_that_starts_another_program")
        .env(TREE, root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(run.stdout.as_mut().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "ready"));
    run
}

#[test]
fn a_child_of_a_killed_run_keeps_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let mut run = running(folder.path());
    // Taken out, because `wait` closes it.
    let input = run.stdin.take();
    run.kill().unwrap();
    run.wait().unwrap();
    // Only the program that the run started has the lock now.
    assert!(matches!(Lock::take(&tree), Err(Error::Busy { .. })));
    drop(input);
    drop(Lock::wait(&tree).unwrap());
}

#[test]
fn a_run_that_ends_releases_the_lock_despite_its_children() {
    let folder = tempfile::tempdir().unwrap();
    let tree = Tree::open(folder.path()).unwrap();
    let lock = Lock::take(&tree).unwrap();
    let mut started = Command::new("cat")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(lock);
    Lock::take(&tree).unwrap();
    drop(started.stdin.take());
    let mut output = String::new();
    let mut stdout = started.stdout.take().unwrap();
    stdout.read_to_string(&mut output).unwrap();
    started.wait().unwrap();
    assert_eq!(
        fs::read(folder.path().join(&paths::LOCK[1..])).unwrap(),
        b""
    );
}
