//! What could not be done, in three lines: what, why, and one thing to do.

use std::borrow::Cow;

use anchorwatch_refuse::{ApplyError, PlanError};
use anyhow::Error;

use crate::{exit::Exit, page::escaped};

/// An error with a hint of its own.
#[derive(Debug)]
pub(crate) struct Hinted {
    what: String,
    source: Option<Error>,
    hint: Cow<'static, str>,
    exit: Exit,
}

impl Hinted {
    pub(crate) fn new(what: impl Into<String>, hint: impl Into<Cow<'static, str>>) -> Self {
        Self {
            what: what.into(),
            source: None,
            hint: hint.into(),
            exit: Exit::CouldNotAsk,
        }
    }

    /// What was typed cannot be meant so.
    pub(crate) fn misused(self) -> Self {
        Self {
            exit: Exit::Usage,
            ..self
        }
    }

    pub(crate) fn because(mut self, source: impl Into<Error>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl std::fmt::Display for Hinted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Hinted {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_ref()
            .map(|error| &**error as &(dyn std::error::Error + 'static))
    }
}

/// The message for stderr.
pub(crate) fn message(error: &Error) -> String {
    let mut text = format!("anchorwatch: error: {}\n", escaped(&error.to_string()));
    for cause in error.chain().skip(1) {
        text.push_str(&format!("caused by: {}\n", escaped(&cause.to_string())));
    }
    text.push_str(&format!("\nhint: {}\n", hint(error)));
    text
}

/// How a run ends with this error.
pub(crate) fn exit(error: &Error) -> Exit {
    let mut causes = error.chain();
    let hinted = causes.find_map(|cause| cause.downcast_ref::<Hinted>());
    hinted.map_or(Exit::CouldNotAsk, |hinted| hinted.exit)
}

fn hint(error: &Error) -> &str {
    error
        .chain()
        .find_map(|cause| match cause.downcast_ref::<Hinted>() {
            Some(hinted) => Some(&*hinted.hint),
            None => hint_of(cause),
        })
        .unwrap_or("run the command with --help to see what it takes")
}

fn hint_of(error: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    if let Some(error) = error.downcast_ref::<PlanError>() {
        return hint_of_plan(error);
    }
    if let Some(error) = error.downcast_ref::<ApplyError>() {
        return hint_of_apply(error);
    }
    error
        .downcast_ref::<anchorwatch_home::Error>()
        .and_then(hint_of_home)
}

fn hint_of_plan(error: &PlanError) -> Option<&'static str> {
    Some(match error {
        PlanError::NoSystemStore { .. } => {
            "only Debian's layout can be blocked in; name another tree with --root, or run this on Debian"
        }
        PlanError::ManagedElsewhere { .. } => {
            "find out which tool manages the file and refuse the key there"
        }
        PlanError::StillThere { .. } => {
            "look at the file: a certificate in it is written in an unusual way"
        }
        PlanError::NoList { .. } => {
            "refuse the keys again with `anchorwatch block --apply`, or take the hook away with `anchorwatch undo --apply`"
        }
        PlanError::NotBlocked { .. } => "to refuse keys, see what `anchorwatch block` would change",
        PlanError::NoRecords { .. } => {
            "put dpkg's records of ca-certificates right, as with `apt-get install --reinstall ca-certificates`"
        }
        PlanError::Conflicts { .. } => {
            "undo later receipts first, or put the named paths back as they were"
        }
        PlanError::Home(inner) => return hint_of_home(inner),
        _ => return None,
    })
}

fn hint_of_apply(error: &ApplyError) -> Option<&'static str> {
    Some(match error {
        ApplyError::NotAllMade { .. } => {
            "close the programs that hold the named files, and run the same command again"
        }
        ApplyError::NotAllTakenBack { .. } => {
            "close the programs that hold the named files, and undo again"
        }
        ApplyError::NotWatched { .. } => {
            "see what `systemctl status anchorwatch-refilter.path` says, then run `systemctl start anchorwatch-refilter.path`"
        }
        ApplyError::StillWatched { .. } => {
            "run `systemctl stop anchorwatch-refilter.path` and `systemctl daemon-reload`"
        }
        ApplyError::Rebuild { .. } => {
            "run update-ca-certificates yourself and see what it says, then undo again"
        }
        ApplyError::AsUser { .. } | ApplyError::Database { .. } => {
            "close the programs that hold the named file, and run the command again"
        }
        ApplyError::Plan(inner) => return hint_of_plan(inner),
        ApplyError::Home(inner) => return hint_of_home(inner),
        _ => return None,
    })
}

fn hint_of_home(error: &anchorwatch_home::Error) -> Option<&'static str> {
    use anchorwatch_home::Error as E;
    Some(match error {
        E::Busy { .. } => "wait until the other run has ended",
        E::NotOurs { .. } => {
            "find out who wrote it; if it is as it should be, let root own it and only root write it"
        }
        E::Changed { .. } => "plan again: run the command once more",
        E::Format { .. } => "put the file back from a copy; do not edit it by hand",
        E::StillNeeded { .. } => "take it back first, with `anchorwatch undo --apply`",
        E::NoSuchReceipt { .. } => "run undo without a receipt to see which can be taken back",
        E::ForeignReceipt { .. } => {
            "find out who wrote the receipt; move its folder out of the journal to go on"
        }
        E::TooLarge { .. } | E::NotARegularFile { .. } => "name another file",
        E::Io { .. } if error.is_not_found() => "check the path",
        E::Io { .. } if error.is_permission() => "run the command as root",
        E::Io { .. } => "check that the file system is writable and not full",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_while_a_change_is_made_has_the_hint_of_its_cause() {
        let changed = || anchorwatch_home::Error::Changed {
            path: "/etc/x".into(),
            difference: "expected nothing, found a folder".to_owned(),
        };
        let helps = |error: Error| message(&error).contains("hint: plan again");
        assert!(helps(ApplyError::Home(changed()).into()));
        assert!(helps(PlanError::Home(changed()).into()));
        assert!(helps(ApplyError::Plan(changed().into()).into()));
        let other = ApplyError::Database {
            path: "/home/a/cert9.db".into(),
            why: "it is damaged".to_owned(),
        };
        assert!(!helps(other.into()));
    }
}
