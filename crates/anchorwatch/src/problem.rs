//! Errors in three lines: what, why, and one thing to do.
//!
//! Both are remarks, so people read them in their language; those of this crate are in
//! `problem/list.rs`. Errors of other crates are in English until those crates return remarks;
//! `problem/foreign.rs` covers the most frequent ones.

/// Turns a list of remarks into an error whose text is English.
macro_rules! said_in_english {
    ($list:ident) => {
        impl std::fmt::Display for $list {
            /// In English, for code that keeps errors as text.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let words = $crate::words::Words::of($crate::words::Language::English);
                f.write_str(&words.remark(&anchorwatch_remark::Remark::told(self)))
            }
        }

        impl std::error::Error for $list {}
    };
}
use said_in_english;

mod baseline;
mod foreign;
mod list;
mod mistyped;
pub(crate) mod misuse;

use anchorwatch_remark::{IoProblem, Remark as _, Told};
use anyhow::Error;
pub(crate) use baseline::BaselineProblem;
pub(crate) use list::{Hint, Problem};
pub(crate) use mistyped::Mistyped;

use crate::{
    exit::Exit,
    page::escaped,
    words::{Language, Words},
};

said_in_english!(Problem);
said_in_english!(BaselineProblem);

/// An error with its own hint.
#[derive(Debug)]
pub(crate) struct Hinted {
    what: Told,
    source: Option<Error>,
    hint: Told,
    exit: Exit,
}

impl Hinted {
    pub(crate) fn new(what: &Problem, hint: &Hint) -> Self {
        Self {
            what: what.told(),
            source: None,
            hint: hint.told(),
            exit: Exit::CouldNotAsk,
        }
    }

    /// Marks a mistake on the command line.
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
    /// In English, for code that keeps errors as text.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&Words::of(Language::English).remark(&self.what))
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
pub(crate) fn message(error: &Error, words: &Words) -> String {
    let mut causes = clauses(error, words).into_iter();
    let what = causes.next().unwrap_or_default();
    let mut text = words.with("error-what", &[("what", what.into())]) + "\n";
    for cause in causes {
        text.push_str(&(words.with("error-cause", &[("cause", cause.into())]) + "\n"));
    }
    let hint = words.remark(&hint(error));
    text + "\n" + &words.with("error-hint", &[("hint", hint.into())]) + "\n"
}

/// The text of an error and its causes, as clauses.
pub(crate) fn clauses(error: &Error, words: &Words) -> Vec<String> {
    let levels = levels(error).into_iter();
    levels.map(|level| clause(level, words)).collect()
}

/// An error and its causes, those that are remarks.
pub(crate) fn remarks(error: &Error) -> Vec<Told> {
    levels(error).into_iter().filter_map(told).collect()
}

/// An error and its causes, up to one whose remark names its causes itself.
fn levels(error: &Error) -> Vec<&(dyn std::error::Error + 'static)> {
    let mut levels: Vec<&(dyn std::error::Error + 'static)> = Vec::new();
    for level in error.chain() {
        levels.push(level);
        if foreign::with_causes(level).is_some() {
            break;
        }
    }
    levels
}

fn clause(level: &(dyn std::error::Error + 'static), words: &Words) -> String {
    match told(level) {
        Some(told) => words.remark(&told),
        None => escaped(&level.to_string()),
    }
}

fn told(level: &(dyn std::error::Error + 'static)) -> Option<Told> {
    if let Some(hinted) = level.downcast_ref::<Hinted>() {
        return Some(hinted.what.clone());
    }
    if let Some(problem) = level.downcast_ref::<Problem>() {
        return Some(problem.told());
    }
    if let Some(problem) = level.downcast_ref::<BaselineProblem>() {
        return Some(problem.told());
    }
    if let Some(io) = level.downcast_ref::<std::io::Error>() {
        return Some(IoProblem::from(io).told());
    }
    foreign::told(level)
}

/// The exit code for this error.
pub(crate) fn exit(error: &Error) -> Exit {
    let mut causes = error.chain();
    let hinted = causes.find_map(|cause| cause.downcast_ref::<Hinted>());
    hinted.map_or(Exit::CouldNotAsk, |hinted| hinted.exit)
}

fn hint(error: &Error) -> Told {
    let hint = error
        .chain()
        .find_map(|cause| match cause.downcast_ref::<Hinted>() {
            Some(hinted) => Some(hinted.hint.clone()),
            None => foreign::hint(cause).map(|hint| hint.told()),
        });
    hint.unwrap_or_else(|| Hint::SeeHelp.told())
}

#[cfg(test)]
mod tests {
    use anchorwatch_refuse::{ApplyError, PlanError};

    use super::*;

    #[test]
    fn what_fails_while_a_change_is_made_has_the_hint_of_its_cause() {
        let changed = || anchorwatch_home::Error::Changed {
            path: "/etc/x".into(),
            expected: Box::new(anchorwatch_home::NodeState::Absent),
            found: Box::new(anchorwatch_home::NodeState::Database),
        };
        let helps = |error: Error| {
            message(&error, &Words::of(Language::English)).contains("hint: plan again")
        };
        assert!(helps(ApplyError::Home(changed()).into()));
        assert!(helps(PlanError::Home(changed()).into()));
        assert!(helps(ApplyError::Plan(changed().into()).into()));
        let other = ApplyError::Database {
            path: "/home/a/cert9.db".into(),
            why: Told::of("nss_damaged"),
        };
        assert!(!helps(other.into()));
    }
}
