//! The text that publishers sign.

use anchorwatch_note::KeyName;

use crate::{Delta, List, ListHash, Role};

const TITLE: &str = "anchorwatch.distrust-list/1";

/// The most deltas that a text names: one for each power of two versions, and then some.
pub const MAX_NAMED_DELTAS: usize = 32;

/// What a note says about a list. By itself a claim: see
/// [`VerifiedStatement`](crate::VerifiedStatement).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The list's name.
    pub origin: KeyName,
    /// Which of the two lists.
    pub role: Role,
    /// The epoch of the publishers.
    pub epoch: u64,
    /// The list's sequence.
    pub sequence: u64,
    /// How long the list is, in octets.
    pub list_bytes: u64,
    /// The list's hash.
    pub list_hash: ListHash,
    /// The deltas that lead to the list, sorted as their lines are.
    pub deltas: Vec<NamedDelta>,
}

/// A delta that a note names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedDelta {
    /// How long it is, in octets.
    pub bytes: u64,
    /// The hash of the list that it applies to.
    pub base: ListHash,
    /// Its own hash.
    pub hash: ListHash,
}

impl Statement {
    /// The statement about a list and deltas that lead to it. Deltas that lead elsewhere or
    /// cannot be read are left out.
    #[must_use]
    pub fn of(origin: KeyName, list: &List<'_>, deltas: &[&[u8]]) -> Self {
        let hash = list.hash();
        let named = |octets: &&[u8]| {
            let delta = Delta::parse(octets).ok()?;
            (delta.result() == hash).then(|| NamedDelta {
                bytes: octets.len() as u64,
                base: delta.base(),
                hash: ListHash::of(octets),
            })
        };
        let mut deltas: Vec<NamedDelta> = deltas.iter().filter_map(named).collect();
        deltas.sort_by_key(NamedDelta::line);
        deltas.dedup();
        Self {
            origin,
            role: list.header().role(),
            epoch: list.header().epoch,
            sequence: list.header().sequence,
            list_bytes: list.octets().len() as u64,
            list_hash: hash,
            deltas,
        }
    }

    /// The text.
    #[must_use]
    pub fn encode(&self) -> String {
        let Self {
            origin,
            epoch,
            sequence,
            list_bytes,
            ..
        } = self;
        let (role, hash) = (self.role.code(), self.list_hash.to_base64());
        let head = format!(
            "{TITLE}\norigin {origin}\nrole {role}\nepoch {epoch}\nsequence {sequence}\n\
             list {list_bytes} {hash}\n"
        );
        let lines = self.deltas.iter().map(NamedDelta::line);
        lines.fold(head, |text, line| text + &line)
    }

    /// Reads a text; `None` if it is of another form, or not in its only spelling.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != TITLE {
            return None;
        }
        let mut field = |name| lines.next().and_then(|line| value(line, name));
        let origin = KeyName::parse(field("origin")?).ok()?;
        let role = Role::from_code(field("role")?)?;
        let epoch = field("epoch")?.parse().ok()?;
        let sequence = field("sequence")?.parse().ok()?;
        let (list_bytes, hash) = field("list")?.split_once(' ')?;
        let deltas = lines.take(MAX_NAMED_DELTAS + 1).map(NamedDelta::read);
        let statement = Self {
            origin,
            role,
            epoch,
            sequence,
            list_bytes: list_bytes.parse().ok()?,
            list_hash: ListHash::from_base64(hash)?,
            deltas: deltas.collect::<Option<_>>()?,
        };
        let is_short = statement.deltas.len() <= MAX_NAMED_DELTAS;
        let is_sorted = statement.deltas.is_sorted_by(|a, b| a.line() < b.line());
        (is_short && is_sorted && statement.encode() == text).then_some(statement)
    }
}

impl NamedDelta {
    fn line(&self) -> String {
        let (base, hash) = (self.base.to_base64(), self.hash.to_base64());
        format!("delta {} {base} {hash}\n", self.bytes)
    }

    fn read(line: &str) -> Option<Self> {
        let mut parts = value(line, "delta")?.split(' ');
        Some(Self {
            bytes: parts.next()?.parse().ok()?,
            base: ListHash::from_base64(parts.next()?)?,
            hash: ListHash::from_base64(parts.next()?)?,
        })
    }
}

/// What follows the name of a line and a space.
fn value<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.strip_prefix(name)?.strip_prefix(' ')
}
