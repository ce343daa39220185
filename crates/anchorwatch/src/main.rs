//! Arguments → calls → words and exit codes.
//!
//! The command line of Anchorwatch. One file a command under `command/`; what they
//! answer becomes text under `text/` and JSON under `document/`. No judgement is
//! made here, and nothing below this crate prints.

mod args;
mod command;
mod document;
mod exit;
mod input;
mod output;
mod problem;
mod text;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match command::run(&args) {
        Ok(exit) => exit.into(),
        Err(error) => {
            output::to_stderr(&problem::message(&error));
            exit::Exit::CouldNotAsk.into()
        }
    }
}
