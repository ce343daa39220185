//! Trials on real programs: what each needs, and what happens if the machine does not have it.
//!
//! A trial is a test of `libtest-mimic`, so that a trial whose needs are missing is shown as
//! ignored, with the reason, instead of passing without a check. With
//! `ANCHORWATCH_TRIALS=require` it fails, unless what is missing is nothing that can be installed.

use std::{io::Write as _, path::Path, sync::OnceLock, time::Instant};

use crate::{Network, Sealed, programs, systemd::Manager};
use libtest_mimic::{Failed, Trial};

/// Something that not every machine has.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    /// An installed program.
    Program(&'static str),
    /// A program that the test command takes from PyPI.
    ProgramOfPypi(&'static str),
    /// A module of Debian's Python.
    PythonModule(&'static str),
    /// A header below `/usr/include`, with the library that it belongs to.
    Header(&'static str),
    /// Root's rights, to give files to other users.
    Root,
    /// Root's rights and a kernel that allows private mounts.
    MountNamespace,
    /// A kernel that allows network namespaces, and what a network of the lab is made with.
    Network,
    /// Those of a mount namespace, and a user's systemd that runs in it.
    UserSystemd,
}

impl Need {
    /// Returns a message if it is missing.
    fn missing(self) -> Option<String> {
        static NAMESPACE: OnceLock<Option<String>> = OnceLock::new();
        static NETWORK: OnceLock<Option<String>> = OnceLock::new();
        static SYSTEMD: OnceLock<Option<String>> = OnceLock::new();
        match self {
            Self::Program(program) => programs::missing(&[program])
                .pop()
                .map(|program| format!("{program} is not installed")),
            Self::ProgramOfPypi(program) => programs::of_pypi(program)
                .is_none()
                .then(|| format!("{program} is not installed (cargo xtask test --install)")),
            Self::PythonModule(module) => {
                (!has_python_module(module)).then(|| format!("Python has no module {module}"))
            }
            Self::Header(header) => (!Path::new("/usr/include").join(header).exists())
                .then(|| format!("{header} is not installed")),
            Self::Root => (!programs::is_root()).then(|| "the tests do not run as root".to_owned()),
            Self::MountNamespace => NAMESPACE
                .get_or_init(|| Sealed::new().err().map(|error| error.to_string()))
                .clone(),
            Self::Network => NETWORK
                .get_or_init(|| Network::new().err().map(|error| error.to_string()))
                .clone(),
            Self::UserSystemd => SYSTEMD.get_or_init(no_systemd).clone(),
        }
    }

    /// Returns whether the machine's owner can provide it. Whether systemd runs in a namespace
    /// depends on the machine itself.
    fn can_be_required(self) -> bool {
        match self {
            Self::Program(_)
            | Self::ProgramOfPypi(_)
            | Self::PythonModule(_)
            | Self::Header(_)
            | Self::Root
            | Self::MountNamespace
            | Self::Network => true,
            Self::UserSystemd => false,
        }
    }
}

/// Asks the Python that programs in a network of the lab find.
fn has_python_module(module: &str) -> bool {
    programs::command("python3", "python3", Path::new("/"))
        .ok()
        .and_then(|mut python| {
            python
                .args(["-I", "-c", &format!("import {module}")])
                .output()
                .ok()
        })
        .is_some_and(|output| output.status.success())
}

/// Returns why no systemd runs, if none does.
fn no_systemd() -> Option<String> {
    if let Some(program) = programs::missing(&["systemctl"]).pop() {
        return Some(format!("{program} is not installed"));
    }
    let started = Sealed::new().and_then(|sealed| Manager::start(&sealed).map(drop));
    started.err().map(|error| error.to_string())
}

/// Makes a trial that runs if everything it needs is there. Otherwise it is ignored, with the
/// reason after its name, or fails if trials are required. How long it took is written to the
/// standard error stream, so that a slow one is found.
pub fn trial(
    name: &str,
    needs: &[Need],
    run: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let missing: Vec<(Need, String)> = needs
        .iter()
        .filter_map(|need| Some((*need, need.missing()?)))
        .collect();
    if missing.is_empty() {
        let timed = name.to_owned();
        return Trial::test(name, move || {
            let started = Instant::now();
            let outcome = run();
            let elapsed_s = started.elapsed().as_secs_f64();
            // Whoever does not read it misses nothing of the outcome.
            let _written = writeln!(std::io::stderr(), "trial {timed}: {elapsed_s:.1} s");
            outcome
        });
    }
    let asked = std::env::var_os("ANCHORWATCH_TRIALS").is_some_and(|v| v == "require");
    let is_required = asked && missing.iter().any(|(need, _)| need.can_be_required());
    let reasons: Vec<String> = missing.into_iter().map(|(_, reason)| reason).collect();
    let reason = reasons.join(", ");
    let failure = reason.clone();
    Trial::test(name, move || Err(failure.into()))
        .with_kind(reason)
        .with_ignored_flag(!is_required)
}

/// Checks an expectation of a trial.
///
/// # Errors
/// The message, if the expectation does not hold.
pub fn expect(holds: bool, otherwise: impl Into<String>) -> Result<(), Failed> {
    if holds {
        Ok(())
    } else {
        Err(otherwise.into().into())
    }
}
