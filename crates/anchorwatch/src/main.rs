//! Arguments → calls → text and exit codes.
//!
//! The command line of Anchorwatch. Each command has a folder under `commands/` with its
//! arguments (`args`), its page for people (`text`) and its JSON (`document`). Messages are
//! under `words/`. This crate makes no judgement, and no crate below it prints.

mod args;
mod choices;
mod command_line;
mod commands;
mod document;
mod exit;
mod host;
mod input;
mod intro;
mod key_hash;
mod origin;
mod output;
mod page;
mod plan;
mod problem;
mod progress;
mod selection;
mod signature;
mod signed_lists;
mod vantage;
mod words;

use std::process::ExitCode;

use clap::{
    ValueEnum as _,
    error::{ContextKind, ContextValue, ErrorKind},
};
use commands::Presentation;
use exit::Exit;
use words::{Language, Words};

fn main() -> ExitCode {
    let typed = match command_line::parse(std::env::args_os()) {
        Ok(typed) => typed,
        Err(said) => {
            let words = Words::of(typed_language().unwrap_or_else(language_of_environment));
            if lacks_a_command(&said) {
                output::to_stderr(&intro::render(&words));
            } else if let Some(message) = problem::misuse::message(&said, &words) {
                output::to_stderr(&message);
            } else {
                return ExitCode::from(output::usage(&quoting_calmly(said)));
            }
            return Exit::Usage.into();
        }
    };
    let global = &typed.global;
    let asked = Presentation {
        format: global.format,
        color: global.color,
        words: Words::of(global.language.unwrap_or_else(language_of_environment)),
    };
    match typed.command.run(&typed.matches, &asked) {
        Ok(exit) => exit.into(),
        Err(error) => {
            output::to_stderr(&problem::message(&error, &asked.words));
            problem::exit(&error).into()
        }
    }
}

fn language_of_environment() -> Language {
    Language::of_environment(|name| std::env::var(name).ok())
}

/// The language given when there is no command.
fn typed_language() -> Option<Language> {
    let words: Vec<String> = std::env::args().collect();
    let follows = words
        .windows(2)
        .find(|two| two.first().is_some_and(|word| word == "--language"))
        .and_then(|two| two.last());
    let inside = words
        .iter()
        .find_map(|word| word.strip_prefix("--language="));
    let tag = inside.or_else(|| follows.map(String::as_str))?;
    Language::from_str(tag, false).ok()
}

/// Whether the command line is correct so far but names no command.
fn lacks_a_command(said: &clap::Error) -> bool {
    let is_top = || match said.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(command)) => command == env!("CARGO_PKG_NAME"),
        _ => false,
    };
    match said.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => std::env::args_os().len() == 1,
        ErrorKind::MissingSubcommand => is_top(),
        _ => false,
    }
}

/// The same error with control characters escaped: clap quotes unknown words unchanged.
fn quoting_calmly(said: clap::Error) -> clap::Error {
    let words = std::env::args_os().map(|word| page::escaped(&word.to_string_lossy()));
    let calm = command_line::parse(words).err();
    // If the escaped words parse, only those characters were wrong.
    calm.unwrap_or_else(|| with_calm_quotes(said))
}

fn with_calm_quotes(mut said: clap::Error) -> clap::Error {
    let quoted = said.context().filter_map(|(kind, value)| match value {
        ContextValue::String(word) => Some((kind, ContextValue::String(page::escaped(word)))),
        ContextValue::Strings(words) => {
            let words = words.iter().map(|word| page::escaped(word)).collect();
            Some((kind, ContextValue::Strings(words)))
        }
        _ => None,
    });
    for (kind, value) in quoted.collect::<Vec<_>>() {
        said.insert(kind, value);
    }
    said
}
