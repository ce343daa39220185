//! Development only: a small hostile internet, on loopback and in network namespaces, and sealed
//! copies of a machine to try things on.
//!
//! It is outside the story, at both ends: it makes the bytes that the other crates read
//! ([`pki`], [`hello`]), serves them ([`site`]), has real interceptors change them on the way
//! ([`network`]), lays them out as on a machine ([`tree`]) or in a container image ([`image`]), and
//! runs real
//! programs on them where nothing they write reaches the real machine ([`sealed`]).
//!
//! It uses none of the project's other crates. What our code reads must not have been made by
//! our code, or a shared mistake would pass every test.
//!
//! Nothing that is shipped depends on this crate, because it makes interception roots. Sites
//! listen on loopback or inside a network of the lab only, interceptors run only there, keys live
//! in memory only, and trees are made only in empty folders.

pub mod client;
pub mod clock;
pub mod container;
pub mod demo;
pub mod ech;
mod error;
pub mod hello;
pub mod image;
pub mod network;
pub mod pki;
pub mod programs;
pub mod prove;
pub mod quic;
pub mod resolver;
pub mod sealed;
mod server_thread;
pub mod site;
pub mod systemd;
pub mod tree;
pub mod trial;
pub mod two_countries;

pub use error::Error;
pub use network::Network;
pub use pki::{Root, ServerChain};
pub use sealed::Sealed;
pub use site::Site;
