//! Which mechanism refuses keys where, and in which programs.
use anchorwatch_machine::Client;

use std::path::PathBuf;

/// One way in which a key is refused. Each mechanism's own file says what it is; which
/// there are is for the table in `mechanism.rs` to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mechanism {
    pub(crate) code: &'static str,
    pub(crate) reach: Reach,
    /// Whether it reaches every store of its programs, on the whole machine.
    pub(crate) reaches_all: bool,
    /// Whether nobody can click through a failed certificate any more.
    pub(crate) ends_exceptions: bool,
}

impl Mechanism {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// What of a key it refuses.
    #[must_use]
    pub const fn reach(self) -> Reach {
        self.reach
    }

    /// Whether nobody can click through a failed certificate any more, whoever certified it.
    #[must_use]
    pub const fn ends_exceptions(self) -> bool {
        self.ends_exceptions
    }

    /// One that covers the places it names and nothing else.
    pub(crate) const fn of_places(code: &'static str, reach: Reach) -> Self {
        Self {
            code,
            reach,
            reaches_all: false,
            ends_exceptions: false,
        }
    }
}

/// What a mechanism refuses of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Every certificate with the key, whatever is in it.
    ByKey,
    /// The key under each of the names that are known of it.
    ByNameAndKey,
    /// The key under each of the names that are known of it, and under each that a
    /// certificate of the program's own has, as it looks again and again.
    ByKeyInProgram,
    /// No key as such: no person can click a refusal away.
    NoWayAround,
    /// Each of the certificates that are known of it; a re-issued one gets through.
    EachCertificate,
}

impl Reach {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::ByKey,
        Self::ByNameAndKey,
        Self::ByKeyInProgram,
        Self::NoWayAround,
        Self::EachCertificate,
    ];

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

/// A place that a mechanism covers, whether it had to be changed or was so already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// How, and so what of a key is refused there.
    pub mechanism: Mechanism,
    /// Where, below the tree's root.
    pub path: PathBuf,
    /// The programs that refuse it.
    pub clients: Vec<Client>,
}
