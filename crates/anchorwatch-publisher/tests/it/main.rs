//! Publishers propose, review, prepare, sign and publish; clients say what they think of it.
#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

#[path = "../../../anchorwatch-list/tests/it/publisher.rs"]
#[expect(dead_code, reason = "the tests of the list need more")]
mod publisher;

mod attacks;
mod lists;
mod log_audits;
mod logged_mirrors;
mod monitoring;
mod own_log;
mod reviews;
mod site;
