//! Which mechanism refuses keys where, and in which programs.
use anchorwatch_machine::Client;

use std::path::PathBuf;

/// A way to refuse keys. Each mechanism's own file describes it; the table in `mechanism.rs`
/// lists them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mechanism {
    pub(crate) code: &'static str,
    pub(crate) reach: Reach,
    /// Whether it covers every store of its programs on the whole machine.
    pub(crate) reaches_all: bool,
    /// Whether certificate errors can no longer be clicked through.
    pub(crate) ends_exceptions: bool,
}

impl Mechanism {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// How much of a key it refuses.
    #[must_use]
    pub const fn reach(self) -> Reach {
        self.reach
    }

    /// Whether no certificate error can be clicked through any more.
    #[must_use]
    pub const fn ends_exceptions(self) -> bool {
        self.ends_exceptions
    }

    /// A mechanism that covers only the places it names.
    pub(crate) const fn of_places(code: &'static str, reach: Reach) -> Self {
        Self {
            code,
            reach,
            reaches_all: false,
            ends_exceptions: false,
        }
    }
}

anchorwatch_remark::closed_list! {
    /// How much of a key a mechanism refuses.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Reach {
        /// Every certificate with the key, whatever its content.
        ByKey,
        /// The key under each of its known names.
        ByNameAndKey,
        /// The key under each of its known names, and under each name of a certificate in the
        /// running program, which is checked again and again.
        ByKeyInProgram,
        /// No key, but refusals can no longer be clicked away.
        NoWayAround,
        /// Each known certificate of the key; a re-issued one gets through.
        EachCertificate,
    }
}

impl Reach {
    /// Whether a key is refused at all, and not only kept from being clicked away.
    #[must_use]
    pub const fn refuses(self) -> bool {
        !matches!(self, Self::NoWayAround)
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ByKey => "by_key",
            Self::ByNameAndKey => "by_name_and_key",
            Self::ByKeyInProgram => "by_key_in_program",
            Self::NoWayAround => "no_way_around",
            Self::EachCertificate => "each_certificate",
        }
    }
}

/// A place that a mechanism covers, whether or not it had to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The mechanism, which determines what is refused.
    pub mechanism: Mechanism,
    /// The path, below the tree's root.
    pub path: PathBuf,
    /// The programs that refuse the key.
    pub clients: Vec<Client>,
}
