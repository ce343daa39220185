//! The crate against independent implementations, and against attacks.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

mod attacks;
mod keys;
mod policies;
mod sigsum;
mod sigsum_proof;
mod vectors;
