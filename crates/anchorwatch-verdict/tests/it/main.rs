//! Real measurements through the whole way from a file to a verdict.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "tests may panic, and read the corpus"
)]

mod calibration;
mod known_authorities;
mod others_measurements;
