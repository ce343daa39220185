//! JSON documents: the contracts that programs rely on. Keys are snake_case, hashes
//! lower-case hexadecimal, times RFC 3339 in UTC.

pub(crate) mod chain;
pub(crate) mod consent;

use serde::Serialize;

/// A code for programs and a sentence in English.
#[derive(Debug, Serialize)]
pub(crate) struct Reason {
    pub(crate) code: &'static str,
    pub(crate) text: String,
}

/// Something that was not looked at.
#[derive(Debug, Serialize)]
pub(crate) struct NotChecked {
    pub(crate) what: String,
    pub(crate) why: String,
}
