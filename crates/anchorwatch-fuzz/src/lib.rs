//! Every parser as a function of hostile bytes.
//!
//! Beside the line of the story, and never shipped. A [`Target`] takes any bytes and
//! returns; a panic, a wrong promise or work without end is a fault. The same targets
//! are run by cargo-fuzz (`fuzz/` at the top of the repository) and, over seeds, saved
//! inputs and some thousand mutations of both, by the tests.

mod certificate;
mod change;
mod list;
pub mod mutation;
mod promise;
mod reading;
mod store;

/// A parser, with bytes to begin from.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name: that of the cargo-fuzz binary and of the folder of saved inputs.
    pub name: &'static str,
    /// Parses the bytes and asserts what must hold of any.
    pub run: fn(&[u8]),
    /// Inputs that the parser accepts, so that mutations get past its first checks.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How many mutations of all its inputs together the tests try.
    pub mutations: usize,
}

/// All targets.
#[must_use]
pub fn targets() -> Vec<Target> {
    [
        certificate::TARGETS,
        change::TARGETS,
        list::TARGETS,
        promise::TARGETS,
        reading::TARGETS,
        store::TARGETS,
    ]
    .concat()
}

/// The target with this name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    targets().into_iter().find(|target| target.name == name)
}
