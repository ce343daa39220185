//! Every parser as a function of hostile bytes.
//!
//! Outside the story, and never shipped. A [`Target`] takes any bytes and returns; a panic, a
//! wrong result or an endless loop is a bug. cargo-fuzz runs the targets (`fuzz/` at the top of
//! the repository), and so do the tests, over seeds, saved inputs and some thousand mutations of
//! both.

mod certificate;
mod change;
mod dns;
mod hello;
mod image;
mod inventory;
mod list;
mod measurement;
pub mod mutation;
mod note;
mod page;
mod proposal;
mod quic;
mod sct;
mod signed_list;
mod store;
mod transparency;

/// A parser, with inputs to start from.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, which is also that of the cargo-fuzz binary and of the folder of saved inputs.
    pub name: &'static str,
    /// Parses the bytes and asserts what must hold for any input.
    pub run: fn(&[u8]),
    /// Inputs that the parser accepts, so that mutations get past its first checks.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How many mutations the tests try, for all its inputs together.
    pub mutations: usize,
}

/// Returns all targets.
#[must_use]
pub fn targets() -> Vec<Target> {
    [
        certificate::TARGETS,
        change::TARGETS,
        dns::TARGETS,
        hello::TARGETS,
        image::TARGETS,
        list::TARGETS,
        measurement::TARGETS,
        note::TARGETS,
        page::TARGETS,
        quic::TARGETS,
        sct::TARGETS,
        proposal::TARGETS,
        signed_list::TARGETS,
        inventory::TARGETS,
        store::TARGETS,
        transparency::TARGETS,
    ]
    .concat()
}

/// Returns the target with this name.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    targets().into_iter().find(|target| target.name == name)
}
