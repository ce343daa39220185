//! A JSON document of others.
//!
//! Their documents are large, and most of what they hold is not read here, so the values of some
//! keys are skipped without being kept. What is kept is bounded in number; how deep values are
//! nested is bounded by `serde_json`, at 128. A key that is there twice is refused: programs
//! disagree about which one counts.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::RecordProblem;

/// The most values of one record. Of the real measurements at hand, none has more than 1,800.
const MAX_VALUES: usize = 250_000;

/// No format that is read here has longer keys of its own.
const MAX_KEY_CHARACTERS: usize = 100;

/// The keys whose values nothing here reads, although they can be large, or are personal.
const SKIPPED: [&str; 10] = [
    "annotations",
    "body",
    "extensions",
    "key_material",
    "network_events",
    "options",
    "parsed",
    "raw_response",
    "redirect_response_body",
    "requests",
];

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    /// `null`, or a value that was skipped.
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Self>),
    /// Sorted by key; no key is there twice.
    Object(Vec<(String, Self)>),
}

impl Json {
    /// Reads one document.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, RecordProblem> {
        let mut reader = Reader {
            left: MAX_VALUES,
            problem: None,
        };
        let mut values = serde_json::Deserializer::from_slice(bytes);
        let value = reader.deserialize(&mut values);
        match value.and_then(|value| values.end().map(|()| value)) {
            Ok(value) => Ok(value),
            Err(_) => Err(reader.problem.unwrap_or(RecordProblem::NotJson)),
        }
    }

    /// The value of a key; `None` if this is no object or has no such key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(entries) = self else {
            return None;
        };
        let at = entries.binary_search_by(|(name, _)| name.as_str().cmp(key));
        entries.get(at.ok()?).map(|(_, value)| value)
    }

    /// The value at a path of keys.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The text of a key; `None` if it is no text, or empty.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Self::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The number of a key.
    pub(super) fn number(&self, key: &str) -> Option<f64> {
        match self.get(key)? {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The whole number of a key that a port can be.
    pub(super) fn port(&self, key: &str) -> Option<u16> {
        let number = self.number(key)?;
        let port = u16::try_from(number as u64).ok()?;
        (f64::from(port) == number && port > 0).then_some(port)
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        self.get(key) == Some(&Self::Bool(true))
    }

    /// The elements of a list; empty for any other value.
    pub(super) fn elements(&self) -> &[Self] {
        match self {
            Self::List(elements) => elements,
            _ => &[],
        }
    }

    /// The entries of an object; empty for any other value.
    pub(super) fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Object(entries) => entries,
            _ => &[],
        }
    }
}

/// Reads values, as long as there are not too many.
struct Reader {
    left: usize,
    /// What serde's errors cannot carry.
    problem: Option<RecordProblem>,
}

impl Reader {
    fn refuse<E: serde::de::Error>(&mut self, problem: RecordProblem) -> E {
        self.problem = Some(problem);
        E::custom("refused")
    }

    fn count<E: serde::de::Error>(&mut self) -> Result<(), E> {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                let max = MAX_VALUES as u64;
                Err(self.refuse(RecordProblem::TooMany { max }))
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Reader {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, values: D) -> Result<Json, D::Error> {
        self.count()?;
        values.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Json, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = all.next_element_seed(&mut *self)? {
            elements.push(element);
        }
        Ok(Json::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Json, A::Error> {
        let mut entries: Vec<(String, Json)> = Vec::new();
        while let Some(key) = all.next_key::<String>()? {
            let value = if SKIPPED.contains(&key.as_str()) {
                self.count()?;
                all.next_value::<IgnoredAny>()?;
                Json::Null
            } else {
                all.next_value_seed(&mut *self)?
            };
            entries.push((key, value));
        }
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut pairs = entries.iter().zip(entries.iter().skip(1));
        if let Some(((key, _), _)) = pairs.find(|((one, _), (other, _))| one == other) {
            let key = key.chars().take(MAX_KEY_CHARACTERS).collect();
            return Err(self.refuse(RecordProblem::KeyTwice { key }));
        }
        Ok(Json::Object(entries))
    }
}
