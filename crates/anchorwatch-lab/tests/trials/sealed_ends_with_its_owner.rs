//! No holder process and no mount is left behind, whether the owner drops the namespace or is
//! killed.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anchorwatch_lab::Sealed;
use libtest_mimic::Failed;

use anchorwatch_lab::trial::expect;

use crate::processes::Inhabited;

/// Set in the second copy of this program, which is the owner that is killed.
pub(crate) const OWNER: &str = "ANCHORWATCH_TRIAL_OWNER";

pub(crate) fn run() -> Result<(), Failed> {
    ends_when_dropped()?;
    ends_when_its_owner_is_killed()
}

/// Runs as the owner to be killed: makes a namespace, prints it, waits.
pub(crate) fn own() -> ExitCode {
    let hold = || -> Result<(), Failed> {
        let sealed = Sealed::new()?;
        writeln!(std::io::stdout(), "{}", namespace_of(&sealed)?)?;
        std::io::stdin().read_exact(&mut [0])?;
        Ok(())
    };
    match hold() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn ends_when_dropped() -> Result<(), Failed> {
    let sealed = Sealed::new()?;
    let namespace = Inhabited::find("mnt", &namespace_of(&sealed)?)?;
    let place = sealed.home();
    drop(sealed);
    let left = namespace.processes()?;
    expect(left.is_empty(), format!("still running: {left:?}"))?;
    let mounts = std::fs::read_to_string("/proc/self/mountinfo")?;
    let is_left = mounts.contains("anchorwatch-sealed-") || place.exists();
    expect(!is_left, "a mount or a folder was left behind")
}

fn ends_when_its_owner_is_killed() -> Result<(), Failed> {
    // A killed owner cannot delete its folder, so it is inside one of this process.
    let place = tempfile::tempdir()?;
    let mut owner = Command::new(std::env::current_exe()?)
        .env(OWNER, "1")
        .env("TMPDIR", place.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut namespace = String::new();
    if let Some(stdout) = owner.stdout.take() {
        BufReader::new(stdout).read_line(&mut namespace)?;
    }
    let namespace = Inhabited::find("mnt", namespace.trim());
    owner.kill()?;
    owner.wait()?;
    let namespace = namespace?;
    let deadline = Instant::now() + Duration::from_secs(300);
    while !namespace.processes()?.is_empty() {
        expect(Instant::now() < deadline, "the holder outlives its owner")?;
        std::thread::yield_now();
    }
    Ok(())
}

fn namespace_of(sealed: &Sealed) -> Result<String, Failed> {
    let output = sealed
        .command("readlink")
        .arg("/proc/self/ns/mnt")
        .output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
