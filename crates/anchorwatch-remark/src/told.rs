//! A remark without its type.

use std::{borrow::Cow, collections::BTreeMap};

use crate::Value;

/// A code, and facts by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    code: Cow<'static, str>,
    facts: BTreeMap<Cow<'static, str>, Value>,
}

impl Told {
    /// A code without facts.
    pub fn of(code: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code: code.into(),
            facts: BTreeMap::new(),
        }
    }

    /// The same with one more fact.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: Value) -> Self {
        self.facts.insert(name.into(), value);
        self
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// One fact.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&Value> {
        self.facts.get(name)
    }

    /// All facts, by name.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.facts.iter().map(|(name, value)| (&**name, value))
    }

    /// Whether there are these facts and no others.
    #[must_use]
    pub fn has_exactly(&self, names: &[&str]) -> bool {
        self.facts.len() == names.len() && names.iter().all(|name| self.fact(name).is_some())
    }
}
