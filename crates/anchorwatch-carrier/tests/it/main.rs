//! Real servers, good and hostile, and a client with what it holds.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

mod client;
mod folders;
#[path = "../../../anchorwatch-list/tests/it/log.rs"]
#[expect(dead_code, reason = "the tests of the list need more")]
mod log;
mod mirrors;
mod nginx;
#[path = "../../../anchorwatch-list/tests/it/publisher.rs"]
#[expect(dead_code, reason = "the tests of the list need more")]
mod publisher;
mod repository;
mod server;
mod without_tls;
mod witness;
