//! The crate against independent implementations, and against attacks.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests may panic, and read the corpus"
)]

mod answers;
mod attacks;
mod histories;
mod keys;
mod log_proofs;
mod policies;
mod sigsum;
mod sigsum_proof;
mod skylight;
mod story;
mod sunlight;
mod tiles;
mod trees;
mod vectors;
mod views;
mod witness_vectors;
mod witnesses;
