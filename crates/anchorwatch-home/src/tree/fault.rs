//! A run that is cut off at a chosen point, so that tests can try every one.
//!
//! Each call to the operating system that changes a file is a step. A tree of a test
//! can be told to be killed at one, from where on nothing more is done, as after a power
//! cut; or to have one refused, as on a full disk.

use std::sync::atomic::{AtomicU64, Ordering};

use rustix::{io::Errno, process};

/// At which step something goes wrong, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// This step and all that follow are not made.
    KilledAt(u64),
    /// The process kills itself instead of making this step.
    DiesAt(u64),
    /// Nothing goes wrong, on a file system that knows no files without a name.
    NoNamelessFiles,
    /// This step alone is refused, as on a full disk.
    RefusedAt(u64),
}

/// Counts the steps of a tree.
#[derive(Debug, Default)]
pub(super) struct Steps {
    made: AtomicU64,
    fault: Option<Fault>,
}

impl Steps {
    pub(super) fn with(fault: Fault) -> Self {
        Self {
            made: AtomicU64::new(0),
            fault: Some(fault),
        }
    }

    /// How many steps were asked for.
    pub(super) fn count(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    /// Whether a file without a name may be tried.
    pub(super) fn knows_nameless_files(&self) -> bool {
        self.fault != Some(Fault::NoNamelessFiles)
    }

    /// Whether the next step may be made.
    pub(super) fn next(&self) -> rustix::io::Result<()> {
        let at = self.made.fetch_add(1, Ordering::Relaxed);
        match self.fault {
            Some(Fault::KilledAt(from)) if at >= from => Err(Errno::IO),
            Some(Fault::DiesAt(only)) if at == only => {
                process::kill_process(process::getpid(), process::Signal::KILL)?;
                // Not reached: the signal is delivered before the call returns.
                Err(Errno::IO)
            }
            Some(Fault::RefusedAt(only)) if at == only => Err(Errno::NOSPC),
            _ => Ok(()),
        }
    }
}
