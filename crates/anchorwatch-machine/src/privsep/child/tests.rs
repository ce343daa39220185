//! A process that works for another ends with it.

use std::{
    env,
    fs::File,
    io::{BufRead as _, BufReader, Lines, Write as _},
    process::{Child, ChildStdout, Command, Stdio},
};

use rustix::process::{getpid, getsid};

use super::*;

/// Tells a test that runs as a child which part it plays.
const PART: &str = "ANCHORWATCH_TEST_PART";

/// As the first it starts the second and waits for it. As the second it gives up what it
/// does not need, and answers each line that it receives.
#[test]
fn one_that_works_for_another() {
    match env::var(PART).as_deref() {
        Ok("first") => {
            let mut second = myself("second").spawn().unwrap();
            second.wait().unwrap();
        }
        Ok("second") => {
            confine_writer().unwrap();
            // A new session has no terminal.
            let (session, own) = (getsid(None).unwrap(), getpid());
            assert_eq!(session, own);
            assert!(File::open("/dev/tty").is_err());
            println!("\nready");
            for _line in std::io::stdin().lines() {
                println!("alive");
            }
        }
        Ok("holder") => {
            let mut held = tempfile::tempfile().unwrap();
            confine_to_open_files(8).unwrap();
            held.write_all(b"12345678").unwrap();
            for path in ["/etc/passwd", "/dev/tty", "/proc/self/status"] {
                let error = File::open(path).unwrap_err();
                assert_eq!(error.raw_os_error(), Some(24), "EMFILE: {error}");
            }
            assert!(std::net::UdpSocket::bind("127.0.0.1:0").is_err());
            assert!(std::os::unix::net::UnixStream::pair().is_err());
        }
        _ => {}
    }
}

#[test]
fn one_that_keeps_to_its_open_files_opens_no_other() {
    let status = myself("holder").stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{status}");
    // Without the limit it could.
    assert!(File::open("/etc/passwd").is_ok());
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
    // It is running.
    writeln!(input, "?").unwrap();
    assert!(lines.any(|line| line.unwrap() == "alive"));
    first.kill().unwrap();
    first.wait().unwrap();
    // The second is sent its signal before the first can be waited for.
    drop(writeln!(input, "?"));
    assert!(lines.next().is_none());
}
