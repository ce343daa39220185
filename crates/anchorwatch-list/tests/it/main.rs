//! The vectors that another encoder made, and attacks on a client.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test of files reads files, starts the other encoder, and fails by a panic"
)]

mod attacks;
mod catching_up;
mod log;
mod logged_vectors;
mod publisher;
mod real_lists;
mod tuf_conformance;
mod vectors;
