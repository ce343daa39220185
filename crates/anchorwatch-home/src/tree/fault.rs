//! Simulated faults, so that tests can cut a run off at every point.
//!
//! Each call to the operating system that changes a file is a step. A test's tree can be killed
//! at a chosen step, after which nothing more happens, as after a power cut. Or a step can be
//! refused, as on a full disk.

use std::sync::atomic::{AtomicU64, Ordering};

use rustix::{io::Errno, process};

/// The fault, and the step at which it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// This step and all later ones are not made.
    KilledAt(u64),
    /// The process kills itself instead of making this step.
    DiesAt(u64),
    /// No step fails, but the file system does not support files without a name.
    NoNamelessFiles,
    /// Only this step is refused, as on a full disk.
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

    /// Returns how many steps were requested.
    pub(super) fn count(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    /// Returns whether a file without a name may be tried.
    pub(super) fn supports_nameless_files(&self) -> bool {
        self.fault != Some(Fault::NoNamelessFiles)
    }

    /// Counts the next step and returns an error if it may not be made.
    pub(super) fn next(&self) -> rustix::io::Result<()> {
        let at = self.made.fetch_add(1, Ordering::Relaxed);
        match self.fault {
            Some(Fault::KilledAt(from)) if at >= from => Err(Errno::IO),
            Some(Fault::DiesAt(only)) if at == only => {
                process::kill_process(process::getpid(), process::Signal::KILL)?;
                // Not reached: the signal arrives before the call returns.
                Err(Errno::IO)
            }
            Some(Fault::RefusedAt(only)) if at == only => Err(Errno::NOSPC),
            _ => Ok(()),
        }
    }
}
