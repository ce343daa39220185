//! An owner's consents: each lets one local root vouch for some names, for a limited time.
//!
//! A consent says who gave it and why, lasts at most 398 days, and never covers every name, a
//! public suffix or every address. It is void for a key that is known for interception, leaked,
//! or of a suspected family, and for certificates that such a key signed. The only exception is
//! [`Coverage::AllNames`], which covers every name, for a key whose private half is on this
//! device, such as an antivirus's; it stays a finding.

mod device_key;
mod error;
mod scope;
mod set;

use anchorwatch_identity::{SpkiSha256, UnixSeconds, can_control_terminal, registry};

use crate::{Class, ReferenceName};

pub use device_key::KeyOnThisDevice;
pub use error::{ConsentError, ConsentField};
pub use scope::{ConsentScope, MAX_SCOPES, Network, is_public_suffix};
pub use set::{ConsentState, Consents};

/// The longest consent, in days: the same as for a server certificate (CA/Browser Forum, Baseline
/// Requirements 1.7.1 §6.3.2, from 1 September 2020).
pub const MAX_DAYS: i64 = 398;

/// The longest «by» or «why», in bytes: a line or two that a person reads.
const MAX_WORDS_BYTES: usize = 500;

/// Allows one key to vouch for some names for a limited time. Only [`Consent::new`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    key: SpkiSha256,
    terms: Terms,
}

/// The terms of a consent, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// What it covers.
    pub coverage: Coverage,
    /// The first second of its validity.
    pub not_before: UnixSeconds,
    /// The last second of its validity.
    pub until: UnixSeconds,
    /// Who gives it, as one line.
    pub by: String,
    /// The reason, as one line.
    pub why: String,
}

/// What a consent covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage {
    /// Names and addresses in one of these scopes. Sorted, no duplicates, not empty.
    Scopes(Vec<ConsentScope>),
    /// Every name: for an antivirus on this device. To give such a consent, a [`KeyOnThisDevice`]
    /// must be shown first; to read it from a file means to trust the file's owner.
    AllNames,
}

impl Consent {
    /// Checks that a key may have this consent.
    ///
    /// **Not checked:** the certificate; call [`refuse_class`] once there is one. The time; call
    /// [`is_in_force`](Self::is_in_force).
    ///
    /// # Errors
    /// [`ConsentError`] says what is wrong with the terms, or with the key.
    pub fn new(key: SpkiSha256, terms: Terms) -> Result<Self, ConsentError> {
        if let Some(known) = registry::known_key(&key) {
            refuse_class(Class::of_conduct(known.conduct))?;
        }
        let coverage = match terms.coverage {
            Coverage::AllNames => Coverage::AllNames,
            Coverage::Scopes(scopes) => Coverage::Scopes(sorted(scopes)?),
        };
        if terms.until < terms.not_before {
            return Err(ConsentError::EndsBeforeItBegins {
                not_before: terms.not_before,
                until: terms.until,
            });
        }
        let latest = latest_end(terms.not_before);
        if terms.until > latest {
            return Err(ConsentError::TooLong {
                until: terms.until,
                latest,
                most_days: MAX_DAYS.unsigned_abs(),
            });
        }
        let terms = Terms {
            coverage,
            by: one_line(ConsentField::By, &terms.by)?,
            why: one_line(ConsentField::Why, &terms.why)?,
            ..terms
        };
        Ok(Self { key, terms })
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> SpkiSha256 {
        self.key
    }

    /// The terms.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Whether it covers every name.
    #[must_use]
    pub fn is_for_all_names(&self) -> bool {
        self.terms.coverage == Coverage::AllNames
    }

    /// Whether it is valid at this time, both ends included.
    #[must_use]
    pub fn is_in_force(&self, now: UnixSeconds) -> bool {
        self.terms.not_before <= now && now <= self.terms.until
    }

    /// Whether it lets this key vouch for this name at this time. No consent covers a name that
    /// cannot be parsed.
    ///
    /// **Not checked:** the class of the certificate; see [`Consents::state`].
    #[must_use]
    pub fn covers(&self, key: &SpkiSha256, name: &ReferenceName, now: UnixSeconds) -> bool {
        let is_parsed = name.dns().is_some() || name.ip().is_some();
        self.key == *key
            && self.is_in_force(now)
            && is_parsed
            && match &self.terms.coverage {
                Coverage::AllNames => true,
                Coverage::Scopes(scopes) => scopes.iter().any(|scope| scope.covers(name)),
            }
    }

    /// What it covers, as written: suffixes and networks, or `all-names`.
    #[must_use]
    pub fn scopes_text(&self) -> Vec<String> {
        match &self.terms.coverage {
            Coverage::AllNames => vec!["all-names".to_owned()],
            Coverage::Scopes(scopes) => scopes.iter().map(ToString::to_string).collect(),
        }
    }
}

/// The last second of the longest consent that begins at this time.
#[must_use]
pub fn latest_end(not_before: UnixSeconds) -> UnixSeconds {
    UnixSeconds::new(not_before.get().saturating_add(MAX_DAYS * 24 * 60 * 60))
}

/// Refuses the classes that no consent covers: proof or suspicion that the key is for
/// interception. Certificates that such a key signed have the same classes.
///
/// # Errors
/// [`ConsentError::AccusedKey`].
pub const fn refuse_class(class: Class) -> Result<(), ConsentError> {
    match class {
        Class::LeakedKey | Class::KnownInterception | Class::SuspectedFamily => {
            Err(ConsentError::AccusedKey { class })
        }
        // The owner may know better than the publishers whose company's root it is.
        Class::DistrustedByList
        | Class::DistrustedByProgram
        | Class::GovernmentRoot
        | Class::PublicProgram
        | Class::RetiredFromProgram
        | Class::InspectionProductName
        | Class::Unknown => Ok(()),
    }
}

fn sorted(mut scopes: Vec<ConsentScope>) -> Result<Vec<ConsentScope>, ConsentError> {
    scopes.sort();
    scopes.dedup();
    match scopes.len() {
        0 => Err(ConsentError::NoScope),
        count if count > MAX_SCOPES => Err(ConsentError::TooManyScopes {
            count: count as u64,
            most: MAX_SCOPES as u64,
        }),
        _ => Ok(scopes),
    }
}

fn one_line(field: ConsentField, words: &str) -> Result<String, ConsentError> {
    let words = words.trim();
    if words.is_empty() {
        return Err(ConsentError::Empty { field });
    }
    if words.len() > MAX_WORDS_BYTES || words.chars().any(can_control_terminal) {
        return Err(ConsentError::NotOneLine {
            field,
            most: MAX_WORDS_BYTES as u64,
        });
    }
    Ok(words.to_owned())
}

#[cfg(test)]
mod tests;
