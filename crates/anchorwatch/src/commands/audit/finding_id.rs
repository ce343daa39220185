//! Short IDs for the roots of an answer: the first digits of the key's hash.

use std::{collections::BTreeSet, str::FromStr};

use anchorwatch_identity::{Certificate, SpkiSha256};
use anchorwatch_machine::Audit;
use data_encoding::HEXLOWER;

use crate::problem::{Hint, Hinted, Mistyped, Problem};

/// The length of an ID, unless two keys begin with the same digits.
const DIGITS: usize = 8;

/// The fewest digits that a user may type.
const FEWEST_DIGITS: usize = 4;

/// How many IDs an error lists.
const MOST_LISTED: usize = 5;

/// The keys of an answer. The maker of a key can choose how its hash begins, so an ID is as
/// long as needed to distinguish it from every other key here.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    keys: BTreeSet<String>,
}

impl Ids {
    pub(crate) fn of(audit: &Audit) -> Self {
        let keys = audit
            .held()
            .map(|(_, held)| held.certificate.spki_sha256().to_string());
        Self {
            keys: keys.collect(),
        }
    }

    /// The shortest prefix of the key's hash that no other key here has.
    pub(crate) fn id(&self, key: &SpkiSha256) -> String {
        let own = key.to_string();
        let before = self.keys.range(..own.clone()).next_back();
        let after = self.keys.range(own.clone()..).find(|other| **other != own);
        let shared = [before, after]
            .into_iter()
            .flatten()
            .map(|other| shared_digits(other, &own))
            .max();
        let digits = shared.map_or(DIGITS, |shared| DIGITS.max(shared + 1));
        own.chars().take(digits).collect()
    }
}

fn shared_digits(one: &str, other: &str) -> usize {
    let pairs = one.chars().zip(other.chars());
    pairs.take_while(|(one, other)| one == other).count()
}

/// What a user typed to name one root: a prefix of its key's hash, or a fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted(String);

impl std::fmt::Display for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Wanted {
    type Err = Mistyped;

    /// Ignores colons and spaces, which other tools print in fingerprints.
    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let is_filler = |letter: char| letter == ':' || letter == ' ';
        let digits: String = typed.chars().filter(|it| !is_filler(*it)).collect();
        let digits = digits.to_ascii_lowercase();
        let is_hex = digits.chars().all(|digit| digit.is_ascii_hexdigit());
        if is_hex && (FEWEST_DIGITS..=64).contains(&digits.len()) {
            Ok(Self(digits))
        } else {
            Err(Mistyped::NotAnId {
                fewest: FEWEST_DIGITS as u64,
            })
        }
    }
}

impl Wanted {
    /// Resolves it to a key.
    ///
    /// # Errors
    /// No root here has this ID, or several keys do.
    pub(crate) fn find(&self, audit: &Audit, ids: &Ids) -> Result<SpkiSha256, Hinted> {
        let named = audit.held().map(|(_, held)| &held.certificate);
        let keys: BTreeSet<SpkiSha256> = named
            .filter(|certificate| self.names(certificate))
            .map(Certificate::spki_sha256)
            .collect();
        let mut each = keys.iter();
        match (each.next(), each.len()) {
            (None, _) => Err(Hinted::new(
                &Problem::NoSuchId { id: self.0.clone() },
                &Hint::TakeIdFromAudit,
            )),
            (Some(key), 0) => Ok(*key),
            _ => {
                let mut long: Vec<String> = keys.iter().map(|key| ids.id(key)).collect();
                long.truncate(MOST_LISTED);
                Err(Hinted::new(
                    &Problem::AmbiguousId {
                        count: keys.len() as u64,
                        id: self.0.clone(),
                    },
                    &Hint::TypeMore { examples: long },
                ))
            }
        }
    }

    /// Matches the key, or the certificate's whole fingerprint.
    fn names(&self, certificate: &Certificate) -> bool {
        certificate.spki_sha256().to_string().starts_with(&self.0)
            || certificate.sha256().to_string() == self.0
            || HEXLOWER.encode(&certificate.sha1()) == self.0
    }
}

#[cfg(test)]
mod tests;
