//! The witness under attack: its memory, its server in this process, and the program itself.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod http;
mod log;
mod memory;
mod process;
mod race;
mod served;
mod slow;
