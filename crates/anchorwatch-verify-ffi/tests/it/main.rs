//! The C ABI as a C program uses it.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod header;
mod program;
