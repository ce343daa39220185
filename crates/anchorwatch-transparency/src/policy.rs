//! Whose signatures make a checkpoint valid (tlog-policy).

use crate::{CheckpointKey, PolicyProblem};

mod lines;
mod parse;

/// The longest policy that is read, in bytes: all its keys can be of ML-DSA-44.
pub const MAX_POLICY_BYTES: usize = 1 << 20;

/// The most logs, the most cosigners, and the most groups. The specification asks for 32.
pub const MAX_POLICY_ITEMS: usize = 100;

/// Known logs, known cosigners, and which of those must have cosigned.
///
/// **Not checked:** who owns a key. One owner with two keys, one of them of ML-DSA-44 perhaps,
/// counts twice; only equal public keys are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<PolicyLog>,
    cosigners: Vec<Cosigner>,
    /// Members come before their group, so that one pass decides all.
    rules: Vec<Rule>,
    quorum: Option<usize>,
}

/// A log that the policy accepts. Its key's name is the log's origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLog {
    /// With what it signs.
    pub key: CheckpointKey,
    /// Where it is, if the policy says so: any octets.
    pub url: Option<Vec<u8>>,
}

/// A witness or a mirror that the policy knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigner {
    /// What the policy calls it: any octets, with no meaning elsewhere.
    pub name: Vec<u8>,
    /// With what it signs.
    pub key: CheckpointKey,
    /// Where it is, if the policy says so: any octets.
    pub url: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    Cosigner(usize),
    Group {
        threshold: usize,
        members: Vec<usize>,
    },
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// [`PolicyProblem`] with the number of the first bad line. More than the specification asks
    /// is refused: a log and a cosigner with one public key, since that log would be its own
    /// witness, and two keys that cannot be told apart in a signature.
    pub fn parse(octets: &[u8]) -> Result<Self, PolicyProblem> {
        parse::policy(octets)
    }

    /// The accepted logs, in the order of the lines.
    #[must_use]
    pub fn logs(&self) -> &[PolicyLog] {
        &self.logs
    }

    /// The known cosigners, in the order of the lines.
    #[must_use]
    pub fn cosigners(&self) -> &[Cosigner] {
        &self.cosigners
    }

    /// The same logs and cosigners, where this one alone is the quorum: under which a monitor checks
    /// what that cosigner itself shows. `None` if the policy does not know the name.
    #[must_use]
    pub fn asking_only(&self, cosigner: &[u8]) -> Option<Self> {
        let index = self.cosigners.iter().position(|it| it.name == cosigner)?;
        let mut rules = self.rules.iter();
        let quorum = rules.position(|it| *it == Rule::Cosigner(index));
        Some(Self {
            quorum: Some(quorum?),
            ..self.clone()
        })
    }

    /// Whether any cosignature is asked for. Without one (`quorum none`), a log can show each
    /// client another tree, and nothing says how old a checkpoint is.
    #[must_use]
    pub const fn asks_for_cosignatures(&self) -> bool {
        self.quorum.is_some()
    }

    /// Whether the quorum is met by the cosigners for which this is true. It is asked once for
    /// each.
    #[must_use]
    pub fn is_met_by(&self, has_cosigned: impl Fn(&Cosigner) -> bool) -> bool {
        let has_cosigned: Vec<bool> = self.cosigners.iter().map(has_cosigned).collect();
        let mut is_met: Vec<bool> = Vec::with_capacity(self.rules.len());
        let holds = |all: &[bool], index: usize| all.get(index).copied().unwrap_or(false);
        for rule in &self.rules {
            let met = match rule {
                Rule::Cosigner(index) => holds(&has_cosigned, *index),
                Rule::Group { threshold, members } => {
                    let met = members.iter().filter(|it| holds(&is_met, **it));
                    met.count() >= *threshold
                }
            };
            is_met.push(met);
        }
        self.quorum.is_none_or(|quorum| holds(&is_met, quorum))
    }

    /// The latest time at which a whole quorum had cosigned, out of each cosigner's newest time in
    /// seconds of Unix time; `None` if no quorum had, or none is asked for.
    ///
    /// A single cosigner with a late time makes nothing fresh: where two of three are asked for, it
    /// is the second newest that counts.
    #[must_use]
    pub fn quorum_since(&self, newest: impl Fn(&Cosigner) -> Option<u64>) -> Option<u64> {
        if !self.asks_for_cosignatures() {
            return None;
        }
        let mut times: Vec<u64> = self.cosigners.iter().filter_map(&newest).collect();
        times.sort_unstable();
        let is_met = |since: &u64| self.is_met_by(|it| newest(it).is_some_and(|at| at >= *since));
        times.into_iter().rev().find(is_met)
    }
}
