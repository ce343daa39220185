//! What a public log says → a witness's cosignature, over HTTP: C2SP's tlog-witness.
//!
//! [`Witness`](anchorwatch_transparency::Witness) decides what is cosigned. This crate keeps what it
//! must not forget ([`Memory`], an SQLite database), puts the two together so that no answer leaves
//! before its record is on the disk ([`Service`]), and serves that ([`serve`]). The program
//! `anchorwatch-witness` is beside it.
//!
//! **Trust:** everyone can send requests. They are bounded in number, for each client too, in size
//! and in time. A client that sends or reads slowly is cut off.
//!
//! **Not checked:** that nobody puts an old database back. A witness whose memory is lost or was
//! replaced can be led onto a fork: it has to get a new key.

mod clients;
mod memory;
mod problem;
mod server;
mod service;

pub use memory::Memory;
pub use problem::{MemoryProblem, REMARKS};
pub use server::{OnAnswer, ServerLimits, serve};
pub use service::{Answer, Answered, Service};
