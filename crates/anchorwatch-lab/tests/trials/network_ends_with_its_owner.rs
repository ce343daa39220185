//! Every program in a network ends with it, whether the owner drops it or is killed.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anchorwatch_lab::network::{Network, Node};
use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::processes::Inhabited;

/// Set in the second copy of this program, which is the owner that is killed.
pub(crate) const OWNER: &str = "ANCHORWATCH_TRIAL_NETWORK_OWNER";

pub(crate) fn run() -> Result<(), Failed> {
    ends_when_dropped()?;
    a_killed_command_ends_its_program()?;
    ends_when_its_owner_is_killed()
}

/// Runs as the owner to be killed: makes a network with a program in it, prints its namespace,
/// waits.
pub(crate) fn own() -> ExitCode {
    let hold = || -> Result<(), Failed> {
        let network = Network::new()?;
        let (mut busy, namespace) = busy(&network)?;
        writeln!(std::io::stdout(), "{namespace}")?;
        std::io::stdin().read_exact(&mut [0])?;
        drop(network);
        busy.wait()?;
        Ok(())
    };
    match hold() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn ends_when_dropped() -> Result<(), Failed> {
    let network = Network::new()?;
    let (mut busy, namespace) = busy(&network)?;
    let namespace = Inhabited::find("net", &namespace)?;
    drop(network);
    busy.wait()?;
    let left = namespace.processes()?;
    expect(left.is_empty(), format!("still running: {left:?}"))
}

/// A program that it has left behind goes on until the network ends.
fn a_killed_command_ends_its_program() -> Result<(), Failed> {
    let network = Network::new()?;
    let (mut busy, namespace) = busy(&network)?;
    let namespace = Inhabited::find("net", &namespace)?;
    let count = || namespace.processes().map(|processes| processes.len());
    // The command itself, the program, and what it has left behind, once readlink has ended.
    wait_until(|| Ok(count()? == 3), "not every program has started")?;
    busy.kill()?;
    busy.wait()?;
    wait_until(
        || Ok(count()? == 1),
        "not only what was left behind remains",
    )
}

fn ends_when_its_owner_is_killed() -> Result<(), Failed> {
    let mut owner = Command::new(std::env::current_exe()?)
        .env(OWNER, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut namespace = String::new();
    if let Some(stdout) = owner.stdout.take() {
        BufReader::new(stdout).read_line(&mut namespace)?;
    }
    let namespace = Inhabited::find("net", namespace.trim());
    owner.kill()?;
    owner.wait()?;
    let namespace = namespace?;
    wait_until(
        || Ok(namespace.processes()?.is_empty()),
        "a program outlives its owner",
    )
}

fn wait_until(is_true: impl Fn() -> Result<bool, Failed>, otherwise: &str) -> Result<(), Failed> {
    let deadline = Instant::now() + Duration::from_secs(300);
    while !is_true()? {
        expect(Instant::now() < deadline, otherwise)?;
        std::thread::yield_now();
    }
    Ok(())
}

/// Starts programs that would never end by themselves, one of them without a parent. Returns what
/// ends when they do, and their namespace.
fn busy(network: &Network) -> Result<(Child, String), Failed> {
    let script = "(sleep infinity &); readlink /proc/self/ns/net; exec sleep infinity";
    let mut busy = network
        .command(Node::Client, "sh")
        .args(["-c", script])
        .stdout(Stdio::piped())
        .spawn()?;
    let mut namespace = String::new();
    if let Some(stdout) = busy.stdout.take() {
        BufReader::new(stdout).read_line(&mut namespace)?;
    }
    Ok((busy, namespace.trim().to_owned()))
}
