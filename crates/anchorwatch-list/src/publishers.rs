//! Who may sign, and how many of them must.

use anchorwatch_note::{KeyName, VerifierKey};

use crate::{PublishersProblem, Role};

const DAY_SECONDS: u64 = 86_400;

/// The most publishers of a list: each costs a signature to check.
pub const MAX_PUBLISHERS: usize = 64;

/// A set of publishers.
///
/// **Not checked:** that they are independent. One person with several keys reaches any
/// threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publishers {
    origin: KeyName,
    epoch: u64,
    keys: Vec<VerifierKey>,
    quick: usize,
    high: usize,
    delay_seconds: u64,
}

impl Publishers {
    /// A set of publishers of the list with this name.
    ///
    /// The delay, in days, is how long a client waits until an entry refuses public paths, and
    /// until one that is gone is out of force.
    ///
    /// # Errors
    /// [`PublishersProblem`] if two keys are the same under two names, the thresholds are not
    /// `1 <= quick < high <= keys`, there are too many keys, or the delay is not 1 to 90 days.
    pub fn new(
        origin: KeyName,
        epoch: u64,
        keys: Vec<VerifierKey>,
        (quick, high): (usize, usize),
        delay_days: u64,
    ) -> Result<Self, PublishersProblem> {
        for (index, key) in keys.iter().enumerate() {
            let later = keys.iter().skip(index + 1);
            let mut same = later.filter(|it| it.public_key() == key.public_key());
            if let Some(other) = same.next() {
                return Err(PublishersProblem::SameKey {
                    one: key.name().to_string(),
                    other: other.name().to_string(),
                });
            }
        }
        if keys.len() > MAX_PUBLISHERS {
            let max = MAX_PUBLISHERS as u64;
            return Err(PublishersProblem::TooMany { max });
        }
        if quick == 0 || quick >= high || high > keys.len() {
            return Err(PublishersProblem::Thresholds {
                quick: quick as u64,
                high: high as u64,
                keys: keys.len() as u64,
            });
        }
        if !(1..=90).contains(&delay_days) {
            return Err(PublishersProblem::Delay { days: delay_days });
        }
        Ok(Self {
            origin,
            epoch,
            keys,
            quick,
            high,
            delay_seconds: delay_days * DAY_SECONDS,
        })
    }

    /// The list's name.
    #[must_use]
    pub const fn origin(&self) -> &KeyName {
        &self.origin
    }

    /// The number of the set: lists of another epoch are not its own.
    #[must_use]
    pub const fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The publishers' keys.
    #[must_use]
    pub fn keys(&self) -> &[VerifierKey] {
        &self.keys
    }

    /// How many of them must sign a list of this role.
    #[must_use]
    pub const fn threshold(&self, role: Role) -> usize {
        match role {
            Role::Approved => self.high,
            Role::Quick => self.quick,
        }
    }

    /// How long a client waits, in seconds.
    #[must_use]
    pub const fn delay_seconds(&self) -> u64 {
        self.delay_seconds
    }
}
