//! Identity → **evidence**, from the network: the only crate that talks to targets.
//!
//! [`measure`] resolves a name, connects, makes one TLS handshake and records what it was shown,
//! including the chain exactly as it was sent. It judges nothing: it accepts every chain, good or
//! bad. Nothing is sent after the handshake. A second handshake is made only if the first ended
//! with a signature that cannot be checked here.
//!
//! **Trust:** the network is the adversary. Whatever it sends is limited in size and time, and
//! ends up in the evidence as bytes.

mod capture;
mod failure;
mod first_octets;
mod measure;

pub use measure::{Address, Limits, Observed, Step, measure};
