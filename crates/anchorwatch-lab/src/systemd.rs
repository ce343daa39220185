//! Runs a user's systemd in a sealed machine: real path units and services, on a machine that
//! need not have been started by systemd.
//!
//! `systemd --user` runs wherever `/run/systemd/system` exists, and a [`Sealed`] machine has a
//! `/run` of its own.

use std::process::{Child, Output, Stdio};
use std::time::{Duration, Instant};

use crate::{Error, Sealed, programs};

/// The folder, inside, in which it looks for units.
pub const UNITS: &str = "/run/lab-units/systemd/user";

/// Debian's path.
const PROGRAM: &str = "/lib/systemd/systemd";
/// Exists if systemd started the machine; programs check for it (sd_booted(3)).
const BOOTED: &str = "/run/systemd/system";
const RUNTIME: &str = "/run/lab-runtime";

/// A start takes a second, on a busy machine longer.
const PATIENCE: Duration = Duration::from_secs(300);

/// A running manager. Dropping it ends it and what it started.
#[derive(Debug)]
pub struct Manager<'a> {
    sealed: &'a Sealed,
    process: Child,
}

impl<'a> Manager<'a> {
    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// [`Error::Failed`] if it does not run, which is usual where no process may create control
    /// groups.
    pub fn start(sealed: &'a Sealed) -> Result<Self, Error> {
        let made = sealed
            .command("mkdir")
            .args(["-p", BOOTED, RUNTIME, UNITS])
            .output()
            .map_err(Error::run("mkdir"))?;
        programs::succeeded("mkdir", made)?;
        let process = sealed
            .command_with(&VARIABLES, PROGRAM)
            .arg("--user")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(Error::run("systemd"))?;
        let manager = Self { sealed, process };
        let began = Instant::now();
        loop {
            let output = manager.ask(&["show-environment"])?;
            if output.status.success() {
                return Ok(manager);
            }
            if began.elapsed() > PATIENCE {
                programs::succeeded("systemd --user", output)?;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Runs `systemctl --user`.
    ///
    /// # Errors
    /// [`Error::Failed`] if that cannot be run.
    pub fn ask(&self, arguments: &[&str]) -> Result<Output, Error> {
        self.sealed
            .command_with(&VARIABLES, "systemctl")
            .arg("--user")
            .args(arguments)
            .output()
            .map_err(Error::run("systemctl"))
    }
}

impl Drop for Manager<'_> {
    fn drop(&mut self) {
        // Not by force: it removes its control groups together with the units.
        drop(self.ask(&["exit"]));
        let began = Instant::now();
        while matches!(self.process.try_wait(), Ok(None)) && began.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(50));
        }
        drop(self.process.kill());
        drop(self.process.wait());
        drop(self.sealed.command("rmdir").arg(BOOTED).output());
    }
}

const VARIABLES: [(&str, &str); 2] = [
    ("XDG_RUNTIME_DIR", RUNTIME),
    ("XDG_CONFIG_HOME", "/run/lab-units"),
];
