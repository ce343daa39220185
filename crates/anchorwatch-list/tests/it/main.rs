//! The vectors that another encoder made.
#![expect(
    clippy::disallowed_types,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test of files starts the other encoder, and fails by a panic"
)]

mod vectors;
