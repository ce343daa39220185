//! Codes in the fields of handshakes.

use crate::{Purpose, Stage};

pub(super) fn stage(code: &str) -> Option<Stage> {
    Stage::ALL.into_iter().find(|stage| stage.code() == code)
}

/// The purpose that the tags name; without any, it is the target's own handshake.
pub(super) fn purpose(tags: &[String]) -> Option<Purpose> {
    match tags {
        [] => Some(Purpose::Target),
        [tag] => Purpose::ALL.into_iter().find(|one| one.code() == tag),
        _ => None,
    }
}
