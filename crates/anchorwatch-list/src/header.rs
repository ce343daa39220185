//! The header of a list.

use anchorwatch_identity::UnixSeconds;

use crate::{ListHash, ListProblem, octets::Reader};

/// The longest time for which a list may be valid: 400 days.
pub const MAX_VALIDITY_SECONDS: u64 = 400 * 86_400;

/// Which of the two lists it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Signed by the quorum; the only one that takes something back.
    Approved,
    /// Signed by the quick threshold; it adds to an approved list.
    Quick,
}

impl Role {
    /// The stable code, which also stands in the signed text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Quick => "quick",
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let all = [Self::Approved, Self::Quick];
        all.into_iter().find(|role| role.code() == code)
    }

    const fn octet(self) -> u8 {
        match self {
            Self::Approved => 1,
            Self::Quick => 2,
        }
    }
}

/// The approved list that a quick list adds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// Its sequence.
    pub sequence: u64,
    /// Its hash.
    pub hash: ListHash,
}

/// What a list says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The epoch of the set of publishers.
    pub epoch: u64,
    /// The place among the lists of this role; at least 1.
    pub sequence: u64,
    /// When it was made.
    pub issued: UnixSeconds,
    /// From when on it is stale.
    pub expires: UnixSeconds,
    /// The approved list that it adds to. A quick list has one, an approved list none.
    pub base: Option<Base>,
}

impl Header {
    /// Which of the two lists it is.
    #[must_use]
    pub const fn role(&self) -> Role {
        match self.base {
            None => Role::Approved,
            Some(_) => Role::Quick,
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, ListProblem> {
        let wrong_role = reader.value();
        let role = match reader.u8()? {
            1 => Role::Approved,
            2 => Role::Quick,
            _ => return Err(wrong_role),
        };
        let epoch = reader.u64()?;
        let sequence = reader.u64()?;
        let issued = reader.time()?;
        let expires = reader.time()?;
        let is_in_order = issued < expires && expires - issued <= MAX_VALIDITY_SECONDS;
        if sequence == 0 || !is_in_order {
            return Err(reader.value());
        }
        let base = match role {
            Role::Approved => None,
            Role::Quick => Some(Base {
                sequence: reader.u64()?,
                hash: ListHash::from_bytes(*reader.array()?),
            }),
        };
        Ok(Self {
            epoch,
            sequence,
            issued: seconds(issued),
            expires: seconds(expires),
            base,
        })
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.push(self.role().octet());
        out.extend_from_slice(&self.epoch.to_be_bytes());
        out.extend_from_slice(&self.sequence.to_be_bytes());
        // A time before 1970 becomes one that no reader takes.
        for time in [self.issued, self.expires] {
            let time = u64::try_from(time.get()).unwrap_or(u64::MAX);
            out.extend_from_slice(&time.to_be_bytes());
        }
        if let Some(base) = &self.base {
            out.extend_from_slice(&base.sequence.to_be_bytes());
            out.extend_from_slice(base.hash.as_bytes());
        }
    }
}

/// Times are checked to be at most [`MAX_TIME`](crate::octets::MAX_TIME), so they fit.
pub(crate) fn seconds(time: u64) -> UnixSeconds {
    UnixSeconds::new(i64::try_from(time).unwrap_or(i64::MAX))
}
