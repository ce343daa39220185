//! JSON documents: the contracts that programs rely on. Keys are snake_case, hashes
//! lower-case hexadecimal, times RFC 3339 in UTC.

pub(crate) mod audit;
pub(crate) mod chain;
pub(crate) mod check;
pub(crate) mod consent;
pub(crate) mod decision;
pub(crate) mod guide;
pub(crate) mod identity;
pub(crate) mod list;
pub(crate) mod plan;
pub(crate) mod status;
pub(crate) mod verdict;

use serde::Serialize;

/// A code for programs and a sentence in English.
#[derive(Debug, Serialize)]
pub(crate) struct Reason {
    code: &'static str,
    text: String,
}

/// Something that was not looked at.
#[derive(Debug, Serialize)]
pub(crate) struct NotChecked {
    pub(crate) what: String,
    pub(crate) why: String,
}
