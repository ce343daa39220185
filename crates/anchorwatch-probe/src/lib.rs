//! Identity → **evidence**, from the network: the only crate that talks to targets.
//!
//! [`measure`] turns a name into an address, connects, makes one TLS handshake and
//! records what it was shown, including the chain exactly as it was sent. It judges
//! nothing: whether a chain is good is not its business, and it accepts every one.
//! Nothing is sent after the handshake. A second handshake is made only where the first
//! ended with a signature that cannot be checked here.
//!
//! **Trust:** the network is the adversary. What it sends is bounded in size and time
//! and lands in the evidence as bytes.

mod capture;
mod failure;
mod first_octets;
mod measure;

pub use measure::{Address, Limits, Observed, Step, measure};
