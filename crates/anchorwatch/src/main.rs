//! Arguments → calls → words and exit codes.
//!
//! The command line of Anchorwatch. One file a command under `command/`; what they
//! answer becomes text under `text/`, in the words of `words/`, and JSON under `document/`. No judgement is
//! made here, and nothing below this crate prints.

mod args;
mod baseline;
mod choices;
mod command;
mod document;
mod exit;
mod finding_id;
mod host;
mod input;
mod key_hash;
mod output;
mod problem;
mod text;
mod words;

use std::process::ExitCode;

use clap::{Parser as _, error::ContextValue};
use words::{Language, Words};

fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(said) => return ExitCode::from(output::usage(&quoting_calmly(said))),
    };
    let language = args
        .language
        .unwrap_or_else(|| Language::of_environment(|name| std::env::var(name).ok()));
    match command::run(&args, &Words::of(language)) {
        Ok(exit) => exit.into(),
        Err(error) => {
            output::to_stderr(&problem::message(&error));
            problem::exit(&error).into()
        }
    }
}

/// The same, of words in which nothing ends a line: clap quotes what it does not know.
fn quoting_calmly(said: clap::Error) -> clap::Error {
    let words = std::env::args_os().map(|word| text::escaped(&word.to_string_lossy()));
    let calm = args::Args::try_parse_from(words).err();
    // Where the words are right without those characters, they alone were wrong.
    calm.unwrap_or_else(|| with_calm_quotes(said))
}

fn with_calm_quotes(mut said: clap::Error) -> clap::Error {
    let quoted = said.context().filter_map(|(kind, value)| match value {
        ContextValue::String(word) => Some((kind, ContextValue::String(text::escaped(word)))),
        ContextValue::Strings(words) => {
            let words = words.iter().map(|word| text::escaped(word)).collect();
            Some((kind, ContextValue::Strings(words)))
        }
        _ => None,
    });
    for (kind, value) in quoted.collect::<Vec<_>>() {
        said.insert(kind, value);
    }
    said
}
