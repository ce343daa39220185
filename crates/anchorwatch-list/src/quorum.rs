//! Who must have signed together: a C2SP [tlog-policy](https://c2sp.org/tlog-policy).
//!
//! ```text
//! witness <name> <verifier key> [<URL>]
//! group <name> <k | any | all> <name>...
//! quorum <name>
//! ```
//!
//! It is stricter than `anchorwatch_transparency::Policy`, which reads policies of logs: no `log` lines,
//! no `quorum none`, and Ed25519 keys alone.
//!
//! A name is defined once, above the lines that use it, and is a member of one group at most. So
//! each key counts in one way only, and nothing is circular.

use anchorwatch_note::{VerifierKey, is_weak_key};

use crate::{MAX_PUBLISHERS, PublishersProblem};

/// The most groups: one for each publisher.
const MAX_GROUPS: usize = MAX_PUBLISHERS;

/// Keys, groups of them, and the group that has to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quorum {
    keys: Vec<VerifierKey>,
    /// Each has its members before it.
    nodes: Vec<Node>,
    /// The node that has to be reached.
    top: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Node {
    name: String,
    rule: Rule,
    is_member: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    /// Reached if the key at this place signed.
    Key(usize),
    /// Reached if so many of these nodes are.
    Group { needed: usize, members: Vec<usize> },
}

impl Quorum {
    /// Reads the lines. `from` is the number of the first one.
    pub(crate) fn parse(text: &str, from: usize) -> Result<Self, PublishersProblem> {
        let mut reading = Reading::default();
        for (line, number) in text.split('\n').zip(from..) {
            reading.line(line, number as u64)?;
        }
        let top = reading.top.ok_or(PublishersProblem::NoQuorum)?;
        let (keys, nodes) = (reading.keys, reading.nodes);
        Ok(Self { keys, nodes, top })
    }

    pub(crate) fn keys(&self) -> &[VerifierKey] {
        &self.keys
    }

    /// What the file calls the quorum.
    pub(crate) fn name(&self) -> &str {
        self.nodes.get(self.top).map_or("", |node| &node.name)
    }

    /// Whether these keys together suffice.
    pub(crate) fn is_reached_by(&self, signers: &[VerifierKey]) -> bool {
        let signed = |key: &VerifierKey| {
            let mut signers = signers.iter();
            signers.any(|it| it.public_key() == key.public_key())
        };
        let mut reached: Vec<bool> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            reached.push(match &node.rule {
                Rule::Key(key) => self.keys.get(*key).is_some_and(signed),
                Rule::Group { needed, members } => {
                    let is_reached = |it: &&usize| reached.get(**it).is_some_and(|it| *it);
                    members.iter().filter(is_reached).count() >= *needed
                }
            });
        }
        reached.get(self.top).is_some_and(|it| *it)
    }

    /// How many keys reach it at best.
    pub(crate) fn fewest(&self) -> usize {
        let mut fewest: Vec<usize> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            fewest.push(match &node.rule {
                Rule::Key(_) => 1,
                Rule::Group { needed, members } => {
                    let of_members = members.iter().filter_map(|it| fewest.get(*it).copied());
                    let mut of_members: Vec<usize> = of_members.collect();
                    of_members.sort_unstable();
                    of_members.iter().take(*needed).sum()
                }
            });
        }
        fewest.get(self.top).copied().unwrap_or(usize::MAX)
    }
}

/// The file so far.
#[derive(Default)]
struct Reading {
    keys: Vec<VerifierKey>,
    nodes: Vec<Node>,
    top: Option<usize>,
}

impl Reading {
    fn line(&mut self, line: &str, number: u64) -> Result<(), PublishersProblem> {
        let words: Vec<&str> = line.split(' ').filter(|it| !it.is_empty()).collect();
        match words.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["witness", name, key] | ["witness", name, key, _] => self.witness(name, key, number),
            ["group", name, needed, members @ ..] => self.group(name, needed, members, number),
            ["quorum", name] => self.quorum(name, number),
            // Logs are named below, with witnesses of their own.
            ["log", ..] => Err(PublishersProblem::Log { line: number }),
            _ => Err(PublishersProblem::Form { line: number }),
        }
    }

    fn witness(&mut self, name: &str, key: &str, line: u64) -> Result<(), PublishersProblem> {
        let key: VerifierKey = key
            .parse()
            .map_err(|why| PublishersProblem::Key { line, why })?;
        let mut others = self.keys.iter();
        if let Some(other) = others.find(|it| it.public_key() == key.public_key()) {
            return Err(PublishersProblem::SameKey {
                one: other.name().to_string(),
                other: key.name().to_string(),
            });
        }
        let is_unclear = self.keys.iter().any(|it| it.is_confusable_with(&key));
        if is_weak_key(key.public_key()) || is_unclear {
            let name = key.name().to_string();
            return Err(PublishersProblem::UnsafeKey { name });
        }
        if self.keys.len() == MAX_PUBLISHERS {
            let max = MAX_PUBLISHERS as u64;
            return Err(PublishersProblem::TooMany { max });
        }
        let rule = Rule::Key(self.keys.len());
        self.keys.push(key);
        self.define(name, rule)
    }

    fn group(
        &mut self,
        name: &str,
        needed: &str,
        members: &[&str],
        line: u64,
    ) -> Result<(), PublishersProblem> {
        let needed = match needed {
            "any" => 1,
            "all" => members.len(),
            number => decimal(number).ok_or(PublishersProblem::Form { line })?,
        };
        if needed == 0 || needed > members.len() {
            return Err(PublishersProblem::Form { line });
        }
        let groups = self.nodes.len() - self.keys.len();
        if groups == MAX_GROUPS {
            let max = MAX_GROUPS as u64;
            return Err(PublishersProblem::TooMany { max });
        }
        let members = members.iter().map(|name| self.member(name));
        let members = members.collect::<Result<_, _>>()?;
        self.define(name, Rule::Group { needed, members })
    }

    fn quorum(&mut self, name: &str, line: u64) -> Result<(), PublishersProblem> {
        if self.top.is_some() {
            return Err(PublishersProblem::Form { line });
        }
        if name == "none" {
            return Err(PublishersProblem::NoQuorum);
        }
        self.top = Some(self.place(name)?);
        Ok(())
    }

    fn define(&mut self, name: &str, rule: Rule) -> Result<(), PublishersProblem> {
        if name == "none" || self.place(name).is_ok() {
            return Err(wrong_name(name));
        }
        self.nodes.push(Node {
            name: name.to_owned(),
            rule,
            is_member: false,
        });
        Ok(())
    }

    /// The place of a member, which may be one only once.
    fn member(&mut self, name: &str) -> Result<usize, PublishersProblem> {
        let place = self.place(name)?;
        match self.nodes.get_mut(place) {
            Some(node) if !node.is_member => node.is_member = true,
            _ => return Err(wrong_name(name)),
        }
        Ok(place)
    }

    fn place(&self, name: &str) -> Result<usize, PublishersProblem> {
        let mut nodes = self.nodes.iter();
        let place = nodes.position(|node| node.name == name);
        place.ok_or_else(|| wrong_name(name))
    }
}

fn wrong_name(name: &str) -> PublishersProblem {
    let name = name.to_owned();
    PublishersProblem::Name { name }
}

/// A number in its only spelling.
pub(crate) fn decimal<T: std::str::FromStr + ToString>(text: &str) -> Option<T> {
    let number: T = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}
