//! JSON documents: the contracts that programs rely on. Keys are snake_case, hashes
//! lower-case hexadecimal, times RFC 3339 in UTC.

pub(crate) mod chain;
pub(crate) mod consent;

use std::collections::BTreeMap;

use anchorwatch_machine::Unseen;
use anchorwatch_remark::{Remark as _, Told, Value};
use serde::Serialize;

use crate::words::Words;

/// Why something has its class: a code for programs, a sentence in English, and its facts.
#[derive(Debug, Serialize)]
pub(crate) struct Reason {
    code: &'static str,
    text: String,
    facts: BTreeMap<String, FactDocument>,
}

impl Reason {
    /// A reason with the facts of a remark.
    pub(crate) fn of(code: &'static str, told: &Told, english: &Words) -> Self {
        Self {
            code,
            text: english.remark(told),
            facts: FactDocument::all(told, english),
        }
    }

    /// A reason whose code says everything.
    pub(crate) fn plain(code: &'static str, text: String) -> Self {
        Self {
            code,
            text,
            facts: BTreeMap::new(),
        }
    }
}

/// Something that was not looked at.
#[derive(Debug, Serialize)]
pub(crate) struct NotChecked {
    what: String,
    what_coded: RemarkDocument,
    why: String,
    why_coded: RemarkDocument,
}

impl NotChecked {
    pub(crate) fn of(what: &Unseen, why: &Told, english: &Words) -> Self {
        let text = match what {
            // A path alone is for programs, and so as it is.
            Unseen::Place { path } => path.display().to_string(),
            other => english.remark(&other.told()),
        };
        Self {
            what: text,
            what_coded: RemarkDocument::of(&what.told(), english),
            why: english.remark(why),
            why_coded: RemarkDocument::of(why, english),
        }
    }
}

/// A remark: its code, its English text and its facts.
#[derive(Debug, Serialize)]
pub(crate) struct RemarkDocument {
    code: String,
    text: String,
    facts: BTreeMap<String, FactDocument>,
}

/// A fact. A path that is not UTF-8 is converted lossily.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum FactDocument {
    Text(String),
    Number(u64),
    List(Vec<String>),
    Remark(RemarkDocument),
    Remarks(Vec<RemarkDocument>),
}

impl RemarkDocument {
    pub(crate) fn of(told: &Told, english: &Words) -> Self {
        Self {
            code: told.code().to_owned(),
            text: english.remark(told),
            facts: FactDocument::all(told, english),
        }
    }

    /// Several remarks, in their order.
    pub(crate) fn all(told: &[Told], english: &Words) -> Vec<Self> {
        told.iter().map(|told| Self::of(told, english)).collect()
    }
}

impl FactDocument {
    /// The facts of a remark, by name.
    pub(crate) fn all(told: &Told, english: &Words) -> BTreeMap<String, Self> {
        let facts = told.facts().map(|(name, value)| {
            let value = match value {
                Value::Text(text) => Self::Text(text.clone()),
                Value::Path(path) => Self::Text(path.display().to_string()),
                Value::Number(number) => Self::Number(*number),
                Value::List(list) => Self::List(list.clone()),
                Value::Remark(told) => Self::Remark(RemarkDocument::of(told, english)),
                Value::Remarks(all) => Self::Remarks(RemarkDocument::all(all, english)),
            };
            (name.to_owned(), value)
        });
        facts.collect()
    }
}
