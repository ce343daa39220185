//! The phases of a run, and what the block refuses.

use super::twin::Twin;

/// What the block is asked to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The keys that it gets.
    Keys,
    /// Those, and all unlisted roots for public names (`block --unlisted`): roots that are not
    /// from the distribution and not public. The company's root has a consent for one name.
    Unlisted,
}

impl Scope {
    /// Returns whether a page under this twin must be refused after the block.
    pub fn refuses(self, twin: Twin) -> bool {
        Twin::BLOCKED.contains(&twin) || (self == Self::Unlisted && twin == Twin::Rekeyed)
    }
}

/// A state of the sealed machine in which every client is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Only the company's root and [`Twin::Returned`] are installed.
    Bare,
    /// The imposed roots are installed as well, [`Twin::Returned`] is not.
    Installed,
    /// The block is in force; the imposed roots are still installed.
    Blocked,
    /// [`Twin::Returned`] has been installed again.
    Returned,
    /// The block has been undone.
    Undone,
}

impl Phase {
    /// Returns its name in documents.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Installed => "installed",
            Self::Blocked => "blocked",
            Self::Returned => "returned",
            Self::Undone => "undone",
        }
    }

    /// Returns the pages to open, the controls last.
    pub(super) fn twins(self, scope: Scope) -> Vec<Twin> {
        let is_asked = |twin: &Twin| match self {
            Self::Bare => true,
            Self::Installed | Self::Blocked | Self::Undone => *twin != Twin::Returned,
            Self::Returned => matches!(
                twin,
                Twin::Returned | Twin::Company | Twin::Shipped | Twin::Never
            ),
        };
        let is_in_scope = |twin: &Twin| scope == Scope::Unlisted || !Twin::OF_NAMES.contains(twin);
        let all = Twin::ALL.into_iter();
        all.filter(is_asked).filter(is_in_scope).collect()
    }
}
