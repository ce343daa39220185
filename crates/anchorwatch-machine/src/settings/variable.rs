//! The environment variables that name anchors, switch verification off or name a proxy,
//! and the programs that follow each.
//!
//! Measured one at a time with the programs named in the parent module; rows whose comment
//! names a document follow that document.

use super::scope::{Scope, Value};

pub(super) mod meaning;
mod search;
mod table;

use meaning::Meaning;
pub(super) use table::meaning_of;

/// One assignment, from an environment or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assignment {
    pub(super) name: String,
    pub(super) value: Value,
    /// Whether it is inside a condition or a function.
    pub(super) is_conditional: bool,
    /// In how many running programs it is in force; 0 if a file says it.
    pub(super) running_count: usize,
}

/// Whether a variable has any meaning here.
pub(super) fn matters(name: &str) -> bool {
    meaning_of(name).is_some() || name.starts_with("GIT_CONFIG_")
}

/// Whether its value is a file or folders of certificates.
pub(super) fn names_anchors(name: &str) -> bool {
    matches!(
        meaning_of(name),
        Some(
            Meaning::File(_)
                | Meaning::Folders(_)
                | Meaning::FoldersOrStore(_)
                | Meaning::Files(..)
        )
    )
}

/// Whether it matters wherever it occurs, unlike a variable that only names a place.
pub(super) fn is_certain(name: &str) -> bool {
    !matches!(
        meaning_of(name),
        None | Some(
            Meaning::Guess
                | Meaning::GuessSwitch(_)
                | Meaning::Home
                | Meaning::Folder(_)
                | Meaning::Tools(_)
                | Meaning::Browsers
                | Meaning::Script
                | Meaning::Path
                | Meaning::Keys
                | Meaning::Search(_)
        )
    )
}

/// An unconditional assignment, known to later ones.
pub(super) fn assigned(scope: &mut Scope, name: &str, value: Value) -> Option<Assignment> {
    scope.assign(name, &value);
    matters(name).then(|| Assignment {
        name: name.to_owned(),
        value,
        is_conditional: false,
        running_count: 0,
    })
}
