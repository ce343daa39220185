//! Evidence → **verdict**: was this connection read on its way, and by whom?
//!
//! [`judge`] is a pure function of one measurement and of what is known. Each rule
//! stands in a file of its own and says what it saw, how sure that makes it and what
//! speaks against it; this crate's root only combines them, so an explanation can
//! never say anything that the rules did not. The same evidence gives the same
//! verdict whenever it is judged: time is the measurement's own.

mod case;
mod confidence;
mod remark;
mod rules;
mod server_key;
mod transparency;
mod verdict;

pub use confidence::Confidence;
pub use remark::{Against, Detail, NotChecked, Operator, Saw};
pub use rules::RuleId;
pub use server_key::ServerKey;
pub use verdict::{Hit, RULES_VERSION, Verdict, VerdictCode, judge};
