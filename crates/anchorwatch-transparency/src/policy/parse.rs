//! Reads a policy.

use std::collections::BTreeMap;

use super::{Cosigner, MAX_POLICY_ITEMS, Policy, PolicyLog, Rule, lines};
use crate::{CheckpointKey, CheckpointKeyProblem, PolicyProblem, policy::lines::Line};

/// The quorum that asks for nobody.
const NONE: &[u8] = b"none";

pub(super) fn policy(octets: &[u8]) -> Result<Policy, PolicyProblem> {
    let (lines, count) = lines::split(octets)?;
    let mut reading = Reading::default();
    for line in &lines {
        match (line.keyword, line.items.as_slice()) {
            (b"log", [key]) => reading.log(line, key, None)?,
            (b"log", [key, url]) => reading.log(line, key, Some(url))?,
            (b"witness", [name, key]) => reading.cosigner(line, name, key, None)?,
            (b"witness", [name, key, url]) => reading.cosigner(line, name, key, Some(url))?,
            (b"group", [name, threshold, members @ ..]) if !members.is_empty() => {
                reading.group(line, name, threshold, members)?;
            }
            (b"quorum", [name]) => reading.quorum(line, name)?,
            (b"log" | b"witness" | b"group" | b"quorum", _) => {
                return Err(PolicyProblem::Items { line: line.number });
            }
            (other, _) => {
                let (line, keyword) = (line.number, shown(other));
                return Err(PolicyProblem::Keyword { line, keyword });
            }
        }
    }
    let quorum = reading.quorum;
    Ok(Policy {
        quorum: quorum.ok_or(PolicyProblem::NoQuorum { line: count })?,
        logs: reading.logs,
        cosigners: reading.cosigners,
        rules: reading.rules,
    })
}

#[derive(Default)]
struct Reading {
    logs: Vec<PolicyLog>,
    cosigners: Vec<Cosigner>,
    rules: Vec<Rule>,
    /// Each name with its rule, and whether it is a member of a group.
    names: BTreeMap<Vec<u8>, (usize, bool)>,
    quorum: Option<Option<usize>>,
}

impl Reading {
    fn log(&mut self, at: &Line<'_>, key: &[u8], url: Option<&[u8]>) -> Result<(), PolicyProblem> {
        let key = self.key(at, key)?;
        let line = at.number;
        if !key.kind().is_of_log() {
            return Err(PolicyProblem::KeyRole { line });
        }
        let url = url.map(<[u8]>::to_vec);
        self.logs.push(PolicyLog { key, url });
        limited(self.logs.len(), line)
    }

    fn cosigner(
        &mut self,
        at: &Line<'_>,
        name: &[u8],
        key: &[u8],
        url: Option<&[u8]>,
    ) -> Result<(), PolicyProblem> {
        let key = self.key(at, key)?;
        let line = at.number;
        if !key.kind().is_of_cosigner() {
            return Err(PolicyProblem::KeyRole { line });
        }
        self.define(line, name, Rule::Cosigner(self.cosigners.len()))?;
        self.cosigners.push(Cosigner {
            name: name.to_vec(),
            key,
            url: url.map(<[u8]>::to_vec),
        });
        limited(self.cosigners.len(), line)
    }

    fn group(
        &mut self,
        at: &Line<'_>,
        name: &[u8],
        threshold: &[u8],
        members: &[&[u8]],
    ) -> Result<(), PolicyProblem> {
        let line = at.number;
        let threshold = match threshold {
            b"any" => 1,
            b"all" => members.len(),
            number => count(number).ok_or(PolicyProblem::Threshold { line })?,
        };
        if !(1..=members.len()).contains(&threshold) {
            return Err(PolicyProblem::Threshold { line });
        }
        let members = members.iter().map(|it| self.member(line, it));
        let members = members.collect::<Result<_, _>>()?;
        self.define(line, name, Rule::Group { threshold, members })?;
        limited(self.rules.len() - self.cosigners.len(), line)
    }

    /// A name counts in one group alone, so that nobody counts twice.
    fn member(&mut self, line: u64, name: &[u8]) -> Result<usize, PolicyProblem> {
        let entry = self.names.get_mut(name);
        let (rule, is_member) = entry.ok_or_else(|| unknown(line, name))?;
        if *is_member {
            let name = shown(name);
            return Err(PolicyProblem::MemberTwice { line, name });
        }
        *is_member = true;
        Ok(*rule)
    }

    fn quorum(&mut self, at: &Line<'_>, name: &[u8]) -> Result<(), PolicyProblem> {
        let line = at.number;
        if self.quorum.is_some() {
            return Err(PolicyProblem::QuorumTwice { line });
        }
        self.quorum = Some(match name {
            NONE => None,
            name => {
                let known = self.names.get(name);
                Some(known.ok_or_else(|| unknown(line, name))?.0)
            }
        });
        Ok(())
    }

    fn define(&mut self, line: u64, name: &[u8], rule: Rule) -> Result<(), PolicyProblem> {
        if name == NONE || self.names.contains_key(name) {
            let name = shown(name);
            return Err(PolicyProblem::NameTaken { line, name });
        }
        self.names.insert(name.to_vec(), (self.rules.len(), false));
        self.rules.push(rule);
        Ok(())
    }

    /// A key that no line before has.
    fn key(&self, at: &Line<'_>, text: &[u8]) -> Result<CheckpointKey, PolicyProblem> {
        let line = at.number;
        let text = std::str::from_utf8(text).map_err(|_| CheckpointKeyProblem::Name);
        let key = text.and_then(str::parse::<CheckpointKey>);
        let key = key.map_err(|why| PolicyProblem::Key { line, why })?;
        let others = self.logs.iter().map(|it| &it.key);
        let mut others = others.chain(self.cosigners.iter().map(|it| &it.key));
        let is_same = |other: &CheckpointKey| {
            let cannot_be_told_apart = other.id() == key.id() && other.name() == key.name();
            other.public_key() == key.public_key() || cannot_be_told_apart
        };
        if others.any(is_same) {
            return Err(PolicyProblem::KeyTwice { line });
        }
        Ok(key)
    }
}

/// A number in its shortest form.
fn count(text: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(text).ok()?;
    usize::try_from(crate::decimal::parse(text)?).ok()
}

fn limited(count: usize, line: u64) -> Result<(), PolicyProblem> {
    let max = MAX_POLICY_ITEMS as u64;
    if count > MAX_POLICY_ITEMS {
        return Err(PolicyProblem::TooMany { line, max });
    }
    Ok(())
}

fn unknown(line: u64, name: &[u8]) -> PolicyProblem {
    let name = shown(name);
    PolicyProblem::UnknownName { line, name }
}

fn shown(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}
