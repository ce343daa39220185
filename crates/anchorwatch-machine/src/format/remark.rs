//! A remark on its way from one process to another.
//!
//! **Trust:** the other process has a user's rights, and its answer is the user's word. A
//! remark comes in only if a list declares its code with exactly its facts, so that it can
//! neither name a message of this program's own nor leave a variable open. What a fact says
//! is the user's; the command line escapes it.

use std::collections::BTreeMap;

use anchorwatch_remark::{Told, Value};
use serde::{Deserialize, Serialize};

use super::{
    error::Error,
    path::{path, path_text},
};

/// How deep causes may be inside causes: more than any list declares.
const MAX_DEPTH: usize = 8;

/// A remark as a document.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemarkDocument {
    code: String,
    facts: BTreeMap<String, FactDocument>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FactDocument {
    Text(String),
    /// In base64.
    Path(String),
    Number(u64),
    List(Vec<String>),
    Remark(RemarkDocument),
    Remarks(Vec<RemarkDocument>),
}

impl RemarkDocument {
    /// Writes a remark down.
    #[must_use]
    pub fn of(told: &Told) -> Self {
        let facts = told
            .facts()
            .map(|(name, value)| (name.to_owned(), FactDocument::of(value)));
        Self {
            code: told.code().to_owned(),
            facts: facts.collect(),
        }
    }

    /// Reads a remark that `is_declared`.
    ///
    /// # Errors
    /// [`Error::UnknownRemark`], also for causes nested too deep, and those of a path.
    pub fn read(self, is_declared: impl Fn(&Told) -> bool) -> Result<Told, Error> {
        let told = self.told(MAX_DEPTH)?;
        if is_declared(&told) {
            Ok(told)
        } else {
            Err(unknown(told.code()))
        }
    }

    fn told(self, depth: usize) -> Result<Told, Error> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(unknown(&self.code));
        };
        let mut told = Told::of(self.code);
        for (name, fact) in self.facts {
            told = told.with(name, fact.value(depth)?);
        }
        Ok(told)
    }
}

impl FactDocument {
    fn of(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.clone()),
            Value::Path(path) => Self::Path(path_text(path)),
            Value::Number(number) => Self::Number(*number),
            Value::List(list) => Self::List(list.clone()),
            Value::Remark(told) => Self::Remark(RemarkDocument::of(told)),
            Value::Remarks(all) => Self::Remarks(all.iter().map(RemarkDocument::of).collect()),
        }
    }

    fn value(self, depth: usize) -> Result<Value, Error> {
        Ok(match self {
            Self::Text(text) => Value::Text(text),
            Self::Path(text) => Value::Path(path(&text)?),
            Self::Number(number) => Value::Number(number),
            Self::List(list) => Value::List(list),
            Self::Remark(remark) => Value::Remark(remark.told(depth)?),
            Self::Remarks(all) => {
                let all = all.into_iter().map(|remark| remark.told(depth));
                Value::Remarks(all.collect::<Result<_, _>>()?)
            }
        })
    }
}

fn unknown(code: &str) -> Error {
    Error::UnknownRemark {
        // An answer can have a code of any length.
        code: code.chars().take(100).collect(),
    }
}
