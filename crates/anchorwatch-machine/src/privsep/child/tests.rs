//! A process that works for another ends with it.

use std::{
    env,
    io::{BufRead as _, BufReader, Lines, Write as _},
    process::{Child, ChildStdout, Command, Stdio},
};

use super::*;

/// Tells the test that runs as a child which one it is.
const PART: &str = "ANCHORWATCH_TEST_PART";

/// As the first it starts the second and waits for it; as the second it gives up what it does
/// not need, and answers each line that it is sent.
#[test]
fn one_that_works_for_another() {
    match env::var(PART).as_deref() {
        Ok("first") => {
            let mut second = myself("second").spawn().unwrap();
            second.wait().unwrap();
        }
        Ok("second") => {
            confine_writer().unwrap();
            println!("\nready");
            for _line in std::io::stdin().lines() {
                println!("alive");
            }
        }
        _ => {}
    }
}

fn myself(part: &str) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", "--nocapture"])
        .arg("privsep::child::tests::one_that_works_for_another")
        .env(PART, part);
    command
}

fn started() -> (Child, Lines<BufReader<ChildStdout>>) {
    let mut first = myself("first")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(first.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "ready"));
    (first, lines)
}

#[test]
fn a_users_process_ends_with_the_one_that_started_it() {
    let (mut first, mut lines) = started();
    let mut input = first.stdin.take().unwrap();
    // It is there.
    writeln!(input, "?").unwrap();
    assert!(lines.any(|line| line.unwrap() == "alive"));
    first.kill().unwrap();
    first.wait().unwrap();
    // Whoever would answer has been sent the signal before the other could be waited for.
    drop(writeln!(input, "?"));
    assert!(lines.next().is_none());
}
