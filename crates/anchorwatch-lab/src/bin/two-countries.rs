//! `two-countries`: two publishers, one log, three witnesses, a mirror and a client, as real programs.

use std::io::{self, Read as _, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anchorwatch_lab::Network;
use anchorwatch_lab::two_countries::{self, Place, Programs};
use clap::Parser;

/// Sets up a signed distrust list of two publishers with a public log, three witnesses and a mirror,
/// publishes lists and has a client take them.
///
/// Without --network it runs on loopback; with it, in a network of namespaces where hosts are cut off.
/// Nothing outside the folder is changed. It needs nginx.
///
/// Exit codes: 0 every answer is the expected one; 10 one is not; 1 it could not be tried.
#[derive(Parser)]
#[command(name = "two-countries")]
struct Arguments {
    /// An empty folder for keys, lists and databases [default: a temporary one]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Run it in a network of namespaces, and cut hosts off
    #[arg(long)]
    network: bool,
    /// Leave the witnesses and the mirror running until a line comes on stdin
    #[arg(long)]
    stay: bool,
    /// The program [default: `anchorwatch` beside this program]
    #[arg(long, value_name = "PATH")]
    anchorwatch: Option<PathBuf>,
    /// The witness [default: `anchorwatch-witness` beside this program]
    #[arg(long, value_name = "PATH")]
    witness: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(10),
        Err(error) => {
            say(&mut io::stderr(), &format!("two-countries: error: {error}"));
            if let Some(cause) = error.source() {
                say(&mut io::stderr(), &format!("caused by: {cause}"));
            }
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool, Box<dyn std::error::Error>> {
    let missing = "build it first, or name it with --anchorwatch or --witness";
    let anchorwatch = arguments
        .anchorwatch
        .clone()
        .or_else(|| beside("anchorwatch"));
    let witness = arguments
        .witness
        .clone()
        .or_else(|| beside("anchorwatch-witness"));
    let (anchorwatch, witness) = (anchorwatch.ok_or(missing)?, witness.ok_or(missing)?);
    let temporary = tempfile::tempdir()?;
    let folder = match &arguments.folder {
        None => temporary.path().to_owned(),
        Some(folder) => {
            std::fs::create_dir(folder)?;
            folder.canonicalize()?
        }
    };
    let place = match arguments.network {
        true => Place::Network(Network::new()?),
        false => Place::Loopback,
    };
    let programs = Programs {
        anchorwatch: &anchorwatch,
        witness: &witness,
    };
    let mut out = |line: &str| say(&mut io::stdout(), line);
    let (story, is_as_expected) = two_countries::run(programs, &folder, &place, &mut out)?;
    if arguments.stay {
        say(&mut io::stdout(), "press Enter to end it");
        io::stdin().read_exact(&mut [0])?;
    }
    drop(story);
    Ok(is_as_expected)
}

fn beside(name: &str) -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let program = own.with_file_name(name);
    program.exists().then_some(program)
}

/// Writes a line. A reader that has gone away is not an error here.
fn say(to: &mut impl Write, line: &str) {
    drop(writeln!(to, "{line}"));
}
