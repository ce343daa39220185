//! What a fact can be.

use std::path::PathBuf;

use crate::{Remark, Told};

/// A fact's value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A name, a hash, a command: text that no language changes.
    Text(String),
    /// A path, of any bytes.
    Path(PathBuf),
    /// A count. Languages have their plurals.
    Number(u64),
    /// Several texts. Languages join them.
    List(Vec<String>),
    /// A remark inside a remark: a cause.
    Remark(Told),
    /// Several remarks. Languages join them.
    Remarks(Vec<Told>),
}

/// A type that can be a fact.
pub trait Fact: Sized {
    /// The value.
    fn to_value(&self) -> Value;

    /// The fact with this value, if it is one.
    fn from_value(value: &Value) -> Option<Self>;
}

/// A remark can contain one of a list that contains it.
impl<T: Fact> Fact for Box<T> {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }

    fn from_value(value: &Value) -> Option<Self> {
        T::from_value(value).map(Self::new)
    }
}

/// A remark of any list.
impl Fact for Told {
    fn to_value(&self) -> Value {
        Value::Remark(self.clone())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Remark(told) => Some(told.clone()),
            _ => None,
        }
    }
}

impl Fact for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl Fact for PathBuf {
    fn to_value(&self) -> Value {
        Value::Path(self.clone())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Path(path) => Some(path.clone()),
            _ => None,
        }
    }
}

impl Fact for u64 {
    fn to_value(&self) -> Value {
        Value::Number(*self)
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl<R: Remark> Fact for Vec<R> {
    fn to_value(&self) -> Value {
        Value::Remarks(self.iter().map(Remark::told).collect())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Remarks(all) => all.iter().map(R::from_told).collect(),
            _ => None,
        }
    }
}

impl Fact for Vec<String> {
    fn to_value(&self) -> Value {
        Value::List(self.clone())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::List(list) => Some(list.clone()),
            _ => None,
        }
    }
}
