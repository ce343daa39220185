//! Command line errors in the reader's language.
//!
//! clap finds the error; this module turns it into remarks. Kinds that are not listed here keep
//! clap's English text.

use std::error::Error as _;

use anchorwatch_policy::consent::ConsentError;
use anchorwatch_remark::{Remark as _, Told};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{Hint, Mistyped};
use crate::{page::escaped, words::Words};

anchorwatch_remark::remarks! {
    /// An error on the command line.
    pub(crate) enum Misuse {
        /// There is no such option, or one argument too many.
        "unknown_argument" => UnknownArgument {
            /// What was typed.
            argument: String,
        },
        /// There is no such command.
        "unknown_command" => UnknownCommand {
            /// What was typed.
            command: String,
        },
        /// An option or argument does not take this value.
        "invalid_value" => InvalidValue {
            /// The option or argument.
            argument: String,
            /// What was typed.
            value: String,
        },
        /// An option takes no value, but one was given.
        "value_not_taken" => ValueNotTaken {
            /// The option.
            argument: String,
            /// What was typed.
            value: String,
        },
        /// An option has no value.
        "value_missing" => ValueMissing {
            /// The option.
            argument: String,
        },
        /// A required argument is missing.
        "arguments_missing" => ArgumentsMissing {
            /// The options and arguments.
            arguments: Vec<String>,
        },
        /// A command needs another command after it.
        "command_missing" => CommandMissing {
            /// The first command.
            command: String,
        },
        /// Two options cannot be given together.
        "argument_conflict" => ArgumentConflict {
            /// One of them.
            argument: String,
            /// The others.
            others: Vec<String>,
        },
        /// An option was given twice and may be given once.
        "argument_repeated" => ArgumentRepeated {
            /// The option.
            argument: String,
        },
        /// An argument is not UTF-8.
        "argument_not_utf8" => ArgumentNotUtf8,
    }
}

/// The message for stderr; `None` for a help page, and for kinds that are not listed here.
pub(crate) fn message(error: &clap::Error, words: &Words) -> Option<String> {
    let what = words.remark(&misuse(error)?.told());
    let mut text = words.with("error-what", &[("what", what.into())]) + "\n";
    let cause = error.source().and_then(|source| {
        let mistyped = source.downcast_ref::<Mistyped>().map(Mistyped::told);
        mistyped.or_else(|| {
            source
                .downcast_ref::<ConsentError>()
                .map(ConsentError::told)
        })
    });
    if let Some(cause) = cause {
        let cause = words.remark(&cause);
        text.push_str(&(words.with("error-cause", &[("cause", cause.into())]) + "\n"));
    }
    if let Some(usage) = usage(error) {
        text.push_str(&(words.with("error-usage", &[("usage", usage.into())]) + "\n"));
    }
    let hint = words.remark(&hint(error));
    Some(text + "\n" + &words.with("error-hint", &[("hint", hint.into())]) + "\n")
}

fn misuse(error: &clap::Error) -> Option<Misuse> {
    let argument = || one(error, ContextKind::InvalidArg);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => Misuse::UnknownArgument {
            argument: argument()?,
        },
        ErrorKind::InvalidSubcommand => Misuse::UnknownCommand {
            command: one(error, ContextKind::InvalidSubcommand)?,
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (argument, value) = (argument()?, one(error, ContextKind::InvalidValue)?);
            if value.is_empty() && error.source().is_none() {
                return Some(Misuse::ValueMissing { argument });
            }
            Misuse::InvalidValue { argument, value }
        }
        ErrorKind::TooManyValues => Misuse::ValueNotTaken {
            argument: argument()?,
            value: one(error, ContextKind::InvalidValue)?,
        },
        ErrorKind::MissingRequiredArgument => Misuse::ArgumentsMissing {
            arguments: all(error, ContextKind::InvalidArg),
        },
        ErrorKind::MissingSubcommand => Misuse::CommandMissing {
            command: one(error, ContextKind::InvalidSubcommand)?,
        },
        ErrorKind::ArgumentConflict => {
            let (argument, others) = (argument()?, all(error, ContextKind::PriorArg));
            if others.contains(&argument) || others.is_empty() {
                return Some(Misuse::ArgumentRepeated { argument });
            }
            Misuse::ArgumentConflict { argument, others }
        }
        ErrorKind::InvalidUtf8 => Misuse::ArgumentNotUtf8,
        _ => return None,
    })
}

/// What to do: clap's suggestions, or the accepted values.
fn hint(error: &clap::Error) -> Told {
    let suggested = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let suggested: Vec<String> = suggested.iter().flat_map(|it| all(error, *it)).collect();
    let values = [ContextKind::ValidValue, ContextKind::ValidSubcommand];
    let values: Vec<String> = values.iter().flat_map(|it| all(error, *it)).collect();
    let is_system = one(error, ContextKind::InvalidArg).is_some_and(|it| it == "[SYSTEM]");
    let typed = one(error, ContextKind::InvalidValue).unwrap_or_default();
    let hint = if is_system && typed.eq_ignore_ascii_case("linux") {
        Hint::LinuxIsAudited
    } else if !suggested.is_empty() {
        Hint::MeantPerhaps { suggested }
    } else if !values.is_empty() {
        Hint::TakesValues { values }
    } else {
        Hint::SeeHelp
    };
    hint.told()
}

/// The usage line from clap, without its first word, which is English.
fn usage(error: &clap::Error) -> Option<String> {
    let line = one(error, ContextKind::Usage)?;
    let line = line.lines().next()?;
    let usage = line.split_once(": ").map_or(line, |(_, usage)| usage);
    Some(escaped(usage))
}

fn one(error: &clap::Error, kind: ContextKind) -> Option<String> {
    all(error, kind).into_iter().next()
}

fn all(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}
