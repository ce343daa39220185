//! Arguments shared by several commands.

use std::path::PathBuf;

use anchorwatch_policy::Class;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::words::{Language, Words};

/// The roots to decide with.
#[derive(Debug, clap::Args)]
pub(crate) struct Roots {
    /// Use these roots as the public ones, instead of Mozilla's, which are built in.
    #[arg(long, value_name = "FILE")]
    pub(crate) public: Option<PathBuf>,
    /// Use these roots as the local ones, instead of those added to this machine.
    #[arg(long, value_name = "FILE")]
    pub(crate) local: Option<PathBuf>,
}

/// The classes that can be refused or removed as a whole, each with its meaning.
pub(crate) fn class_values() -> impl TypedValueParser<Value = Class> {
    // Once for all commands: each start of the program makes every command's parser.
    thread_local! {
        static VALUES: Vec<PossibleValue> = {
            let english = Words::of(Language::English);
            let value = |class: Class| PossibleValue::new(class.code()).help(english.class(class));
            blockable().map(value).collect()
        };
    }
    PossibleValuesParser::new(VALUES.with(Vec::clone))
        .try_map(|code| Class::from_code(&code).ok_or_else(|| format!("{code:?} is no class")))
}

/// Excludes current and former public roots: too many to refuse with one word.
fn blockable() -> impl Iterator<Item = Class> {
    Class::ALL
        .into_iter()
        .filter(|class| !matches!(class, Class::PublicProgram | Class::RetiredFromProgram))
}
