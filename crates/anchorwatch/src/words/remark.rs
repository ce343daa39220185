//! Text for remarks: a library returns a code with facts, and a language file has the wording.
//!
//! The message of a remark is found by its code alone: `remark-` and the code. Its variables
//! are the facts, with the same names:
//!
//! ```text
//! "writable_by_others" => WritableByOthers { path: PathBuf }
//! remark-writable_by_others = other users can write { $path }
//! ```
//!
//! A message is a clause: it begins with a small letter and has no full stop, so that it can be
//! the cause inside another remark. [`Words::remark`] renders it; pass the result to
//! [`crate::page::sentence`] to get a sentence.
//!
//! To add a list of remarks, see «Adding a remark» in CONTRIBUTING.md. The tests find a code
//! without a message, and a message whose variables are not exactly the facts.
//!
//! How facts are rendered:
//!
//! | fact | in a sentence | in JSON |
//! |---|---|---|
//! | text, path | as it is, with what rules a terminal escaped | string |
//! | number | as it is; the message chooses its plural | number |
//! | list | joined as the language does it (`list-comma`, `list-and`, `list-empty`) | array |
//! | remark | as a clause, before the message around it | `{code, text, facts}` |

use anchorwatch_remark::{Told, Value};
use fluent_bundle::FluentValue;

use super::{Fact, Words};
use crate::page::escaped;

/// How deep causes can nest; a list declares at most one cause inside another.
const MAX_DEPTH: usize = 8;

impl Words {
    /// The text of a remark, as a clause.
    pub(crate) fn remark(&self, told: &Told) -> String {
        self.remark_within(told, MAX_DEPTH)
    }

    /// A list of texts, joined as the language does it.
    pub(crate) fn list(&self, texts: &[String]) -> String {
        let join = |id: &str, head: String, tail: &str| {
            self.with(id, &[("head", head.into()), ("tail", tail.into())])
        };
        match texts {
            [] => self.say("list-empty"),
            [only] => only.clone(),
            [first, middle @ .., last] => {
                let head = middle
                    .iter()
                    .fold(first.clone(), |head, next| join("list-comma", head, next));
                join("list-and", head, last)
            }
        }
    }

    fn remark_within(&self, told: &Told, depth: usize) -> String {
        let Some(depth) = depth.checked_sub(1) else {
            return escaped(told.code());
        };
        let id = format!("remark-{}", told.code());
        self.with(&id, &self.facts_within(told, depth))
    }

    /// The facts of a remark, as variables for a message.
    pub(super) fn facts_of<'a>(&self, told: &'a Told) -> Vec<Fact<'a>> {
        self.facts_within(told, MAX_DEPTH)
    }

    fn facts_within<'a>(&self, told: &'a Told, depth: usize) -> Vec<Fact<'a>> {
        let facts = told.facts();
        facts
            .map(|(name, value)| (name, self.value(value, depth)))
            .collect()
    }

    fn value(&self, value: &Value, depth: usize) -> FluentValue<'static> {
        match value {
            Value::Text(text) => self.cut(&escaped(text)).into(),
            Value::Path(path) => escaped(&path.display().to_string()).into(),
            Value::Number(number) => (*number).into(),
            Value::List(list) => {
                let list: Vec<String> = list.iter().map(|text| self.cut(&escaped(text))).collect();
                self.list(&list).into()
            }
            Value::Remark(told) => self.remark_within(told, depth).into(),
            Value::Remarks(all) => {
                let clauses = all.iter().map(|told| self.remark_within(told, depth));
                clauses.collect::<Vec<_>>().join("; ").into()
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
