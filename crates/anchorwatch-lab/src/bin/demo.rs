//! `demo`: the story of July 2019, in a sealed network, in under a minute.

use std::error::Error as _;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anchorwatch_lab::demo;
use clap::Parser;

/// Tells the story of July 2019 with real programs: an interceptor comes, is found, its root is
/// identified and refused, and it goes.
///
/// Everything happens in a network of namespaces and in a temporary folder. It needs no rights.
/// The stores of curl, git and browsers are not touched.
///
/// Exit codes: 0 every answer is the expected one; 10 one is not; 1 it could not be tried.
#[derive(Parser)]
#[command(name = "demo")]
struct Arguments {
    /// The program to show [default: `anchorwatch` beside this program]
    #[arg(long, value_name = "PATH")]
    anchorwatch: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let Some(program) = arguments.anchorwatch.or_else(beside_this) else {
        say(
            &mut io::stderr(),
            "demo: error: name the program with --anchorwatch",
        );
        return ExitCode::FAILURE;
    };
    match demo::tell(&program, &mut |line| say(&mut io::stdout(), line)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(10),
        Err(error) => {
            say(&mut io::stderr(), &format!("demo: error: {error}"));
            if let Some(cause) = error.source() {
                say(&mut io::stderr(), &format!("caused by: {cause}"));
            }
            ExitCode::FAILURE
        }
    }
}

fn beside_this() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let program = own.with_file_name("anchorwatch");
    program.exists().then_some(program)
}

/// Writes a line. A reader that has gone away is not an error here.
fn say(to: &mut impl Write, line: &str) {
    drop(writeln!(to, "{line}"));
}
