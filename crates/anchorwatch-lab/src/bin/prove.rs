//! `prove`: shows which programs of this machine an imposed root fools, before and after a
//! block, in a private copy of the machine.

use std::error::Error as _;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

use anchorwatch_lab::client::{CLIENTS, Client, Kind};
use anchorwatch_lab::prove::{Options, Report, Scope, prove};

/// Shows which programs of this machine an imposed root fools, before and after
/// `anchorwatch block`.
///
/// Everything happens in a private mount namespace: throw-away roots, a site on loopback, the
/// block and its undo. The machine's own stores are compared before and after. Needs root's
/// rights.
///
/// Exit codes: 0 everything that the block names is refused everywhere and everything came back;
/// 10 a program is still fooled, or something did not come back; 11 a program could not be
/// judged; 1 it could not be tried; 2 usage.
#[derive(Parser)]
#[command(name = "prove", after_help = "Example: prove --clients curl,git,java")]
struct Arguments {
    /// The program under test [default: `anchorwatch` beside this program]
    #[arg(long, value_name = "PATH")]
    anchorwatch: Option<PathBuf>,
    /// Only these clients, by their names
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    clients: Vec<String>,
    /// Block with `--unlisted`, after a consent to the company's root: the re-keyed root must be
    /// refused too
    #[arg(long)]
    unlisted: bool,
    /// Leave out Chromium, Firefox and Thunderbird
    #[arg(long)]
    skip_browsers: bool,
    /// Text for people, or one JSON document
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = match options(&arguments) {
        Ok(options) => options,
        Err(words) => {
            say(&mut io::stderr(), &format!("prove: error: {words}"));
            return ExitCode::from(2);
        }
    };
    let progress = |what: &str| say(&mut io::stderr(), &format!("prove: {what}"));
    let report = match prove(&options, progress) {
        Ok(report) => report,
        Err(error) => {
            say(&mut io::stderr(), &format!("prove: error: {error}"));
            if let Some(cause) = error.source() {
                say(&mut io::stderr(), &format!("caused by: {cause}"));
            }
            return ExitCode::FAILURE;
        }
    };
    match rendered(&report, arguments.format) {
        Ok(text) => say(&mut io::stdout(), text.trim_end()),
        Err(error) => {
            say(&mut io::stderr(), &format!("prove: error: {error}"));
            return ExitCode::FAILURE;
        }
    }
    ExitCode::from(report.exit_code())
}

fn options(arguments: &Arguments) -> Result<Options, String> {
    let anchorwatch = match &arguments.anchorwatch {
        Some(path) => path.clone(),
        None => beside_this().ok_or("cannot find this program's own folder")?,
    };
    // Inside the sealed machine the current folder is a different one.
    let anchorwatch = anchorwatch.canonicalize().map_err(|error| {
        let path = anchorwatch.display();
        format!("cannot find {path} ({error}); build it with `cargo build`, or name it with --anchorwatch")
    })?;
    let mut clients: Vec<Client> = Vec::new();
    for name in &arguments.clients {
        let named = CLIENTS.iter().find(|client| client.id == name);
        let Some(client) = named else {
            let known: Vec<_> = CLIENTS.iter().map(|client| client.id).collect();
            return Err(format!(
                "unknown client {name}; known are {}",
                known.join(", ")
            ));
        };
        if clients.iter().all(|other| other.id != client.id) {
            clients.push(*client);
        }
    }
    if clients.is_empty() {
        clients = CLIENTS.to_vec();
    }
    let is_wanted =
        |client: &Client| !arguments.skip_browsers || client.kind() == Kind::CommandLine;
    clients.retain(is_wanted);
    let scope = if arguments.unlisted {
        Scope::Unlisted
    } else {
        Scope::Keys
    };
    Ok(Options {
        anchorwatch,
        clients,
        scope,
    })
}

fn beside_this() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    Some(own.with_file_name("anchorwatch"))
}

fn rendered(report: &Report, format: Format) -> Result<String, serde_json::Error> {
    match format {
        Format::Text => Ok(report.to_text()),
        Format::Json => report.to_json(),
    }
}

/// Writes a line. A reader that has gone away is not an error here.
fn say(to: &mut impl Write, line: &str) {
    drop(writeln!(to, "{line}"));
}
