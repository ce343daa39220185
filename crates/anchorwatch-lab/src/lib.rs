//! Development only: a small hostile internet on loopback, and sealed copies of a
//! machine to try things on.
//!
//! Stands beside the story, at both ends of it: it makes the bytes that the other
//! crates read ([`pki`]), serves them ([`site`]), lays them out as a machine would
//! ([`tree`]), and lets real programs meet them where nothing they write reaches
//! the real machine ([`sealed`]).
//!
//! It uses none of the project's other crates. What our code reads must not have
//! been made by our code, or a shared mistake would pass every test.
//!
//! Never a dependency of what is shipped: this crate mints interception roots.
//! Sites listen on loopback only, keys live in memory only, trees are made only in
//! empty folders.

pub mod client;
pub mod clock;
pub mod container;
mod error;
pub mod pki;
pub mod programs;
pub mod prove;
pub mod sealed;
pub mod site;
pub mod systemd;
pub mod tree;
pub mod trial;

pub use error::Error;
pub use pki::{Root, ServerChain};
pub use sealed::Sealed;
pub use site::Site;
