//! A property list as a tree, built from events so that its size and depth are checked before
//! anything is allocated.
//!
//! Unlike Apple's reader, the crate `plist` does not resolve entities that a file declares, and
//! drops CDATA sections. A list with either is refused: what is skipped here might be a payload
//! there. So is a dictionary with a repeated key, because readers differ in whether the first or
//! the last one counts.

use std::io::Cursor;

use plist::stream::{BinaryReader, Event, OwnedEvent, XmlReader};

use super::{Error, PropertyListProblem as Problem, budget::Budget};

/// How deep lists and dictionaries may be nested; a profile's are five deep.
pub const MAX_TREE_DEPTH: usize = 32;

/// A value of a property list.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Node {
    Dictionary(Vec<(String, Self)>),
    Array(Vec<Self>),
    Text(String),
    Data(Vec<u8>),
    Boolean(bool),
    /// A number or date: cannot contain a certificate.
    Other,
}

impl Node {
    /// The value of a key, if this is a dictionary with that key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Dictionary(entries) => entries
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a key, if this is a dictionary with a text there.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Self::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The values inside.
    pub(super) fn children(&self) -> Vec<&Self> {
        match self {
            Self::Dictionary(entries) => entries.iter().map(|(_, value)| value).collect(),
            Self::Array(values) => values.iter().collect(),
            _ => Vec::new(),
        }
    }
}

/// Reads an XML property list.
pub(super) fn from_xml(bytes: &[u8], budget: &mut Budget) -> Result<Node, Error> {
    for (mark, why) in [
        (&b"<![CDATA["[..], Problem::CData),
        (b"<!ENTITY", Problem::Entity),
    ] {
        if bytes.windows(mark.len()).any(|window| window == mark) {
            return Err(refused(why));
        }
    }
    build(XmlReader::new(Cursor::new(bytes)), budget)
}

/// Reads a binary property list.
pub(super) fn from_binary(bytes: &[u8], budget: &mut Budget) -> Result<Node, Error> {
    build(BinaryReader::new(Cursor::new(bytes)), budget)
}

/// A dictionary or array that is not complete.
enum Open {
    Dictionary {
        entries: Vec<(String, Node)>,
        key: Option<String>,
    },
    Array(Vec<Node>),
}

impl Open {
    fn take(&mut self, node: Node) -> Result<(), Error> {
        match self {
            Self::Array(values) => values.push(node),
            Self::Dictionary { entries, key } => match (key.take(), node) {
                (Some(name), value) => entries.push((name, value)),
                (None, Node::Text(name)) => *key = Some(name),
                (None, _) => return Err(refused(Problem::KeyNotText)),
            },
        }
        Ok(())
    }

    fn close(self) -> Result<Node, Error> {
        match self {
            Self::Array(values) => Ok(Node::Array(values)),
            Self::Dictionary { key: Some(_), .. } => Err(refused(Problem::KeyWithoutValue)),
            Self::Dictionary { entries, key: None } => {
                let mut names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
                names.sort_unstable();
                if names.windows(2).any(|pair| pair.first() == pair.last()) {
                    return Err(refused(Problem::KeyTwice));
                }
                Ok(Node::Dictionary(entries))
            }
        }
    }
}

fn build(
    events: impl Iterator<Item = Result<OwnedEvent, plist::Error>>,
    budget: &mut Budget,
) -> Result<Node, Error> {
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    for event in events {
        let event = event.map_err(|error| {
            refused(if error.is_eof() {
                Problem::CutShort
            } else {
                Problem::Syntax
            })
        })?;
        if root.is_some() {
            return Err(refused(Problem::Surplus));
        }
        budget.nodes(1)?;
        let node = match event {
            Event::StartArray(count) => {
                // A count is given only if the entries are already in memory.
                budget.unfold(usize::try_from(count.unwrap_or(0)).unwrap_or(usize::MAX))?;
                open.push(Open::Array(Vec::new()));
                None
            }
            Event::StartDictionary(count) => {
                budget.unfold(usize::try_from(count.unwrap_or(0)).unwrap_or(usize::MAX))?;
                open.push(Open::Dictionary {
                    entries: Vec::new(),
                    key: None,
                });
                None
            }
            Event::EndCollection => {
                let closed = open.pop().ok_or_else(|| refused(Problem::EndsTwice))?;
                Some(closed.close()?)
            }
            Event::Boolean(value) => Some(Node::Boolean(value)),
            Event::Data(data) => {
                budget.unfold(data.len())?;
                Some(Node::Data(data.into_owned()))
            }
            Event::String(text) => {
                budget.unfold(text.len())?;
                Some(Node::Text(text.into_owned()))
            }
            _ => Some(Node::Other),
        };
        if open.len() > MAX_TREE_DEPTH {
            return Err(refused(Problem::TooDeep));
        }
        if let Some(node) = node {
            match open.last_mut() {
                Some(outer) => outer.take(node)?,
                None => root = Some(node),
            }
        }
    }
    if open.is_empty() {
        root.ok_or_else(|| refused(Problem::Empty))
    } else {
        Err(refused(Problem::CutShort))
    }
}

const fn refused(why: Problem) -> Error {
    Error::PropertyList { why }
}

#[cfg(test)]
mod tests;
