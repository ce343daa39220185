use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Error, Sealed, programs};

/// A sealed machine with an additional person, who works with its programs.
#[derive(Debug)]
pub struct Desk<'a> {
    sealed: &'a Sealed,
    uid: String,
    python: Option<PathBuf>,
}

/// The rights with which a client runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The ordinary person of the desk.
    Person,
    /// Root: for a program that only root can reach.
    Root,
}

/// One page of a loopback site.
#[derive(Clone, Debug)]
pub struct Page {
    /// The name in its address, listed in the desk's `/etc/hosts`.
    pub name: String,
    /// The site's port.
    pub port: u16,
    /// The words on the page, which occur nowhere else.
    pub words: String,
}

/// The output of a program that has ended.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl Page {
    /// Returns its address.
    pub fn url(&self) -> String {
        format!("https://{}:{}/", self.name, self.port)
    }
}

impl<'a> Desk<'a> {
    /// Adds a person with a home to the sealed machine.
    ///
    /// # Errors
    ///
    /// [`Error::Failed`] if the home cannot be made.
    pub(super) fn new(sealed: &'a Sealed) -> Result<Self, Error> {
        let person = sealed
            .command("sh")
            .args(["-c", NEW_PERSON, "person", HOME])
            .output()
            .map_err(Error::run("sh"))?;
        let made = programs::succeeded("making a home inside", person)?;
        let mut desk = Self {
            sealed,
            uid: String::from_utf8_lossy(&made.stdout).trim().to_owned(),
            python: None,
        };
        desk.python = desk.other_python();
        Ok(desk)
    }

    /// Returns the person's home.
    pub fn home(&self) -> &'static Path {
        Path::new(HOME)
    }

    /// Returns a command that runs this program with these rights, for at most 15 minutes. The
    /// environment is empty except for `PATH`, `HOME`, `LC_ALL` and `variables`.
    pub fn command(&self, who: Who, variables: &[(&str, &str)], program: &str) -> Command {
        let (mut command, home) = match who {
            Who::Root => (self.sealed.command("env"), "/root"),
            Who::Person => {
                let mut command = self.sealed.command("setpriv");
                command.args(["--reuid", &self.uid, "--regid", &self.uid]);
                command.args(["--clear-groups", "--", "env"]);
                (command, HOME)
            }
        };
        command
            .args([format!("--chdir={home}"), format!("HOME={home}")])
            .args(
                variables
                    .iter()
                    .map(|(name, value)| format!("{name}={value}")),
            )
            .args(["timeout", "--kill-after=5", LIFETIME_S, program]);
        command
    }

    /// Returns where a client's program is. [`RUST`] is built beside the lab. [`OTHER_PYTHON`] is one that is on the caller's PATH
    /// and not on the system's.
    pub(super) fn program(&self, program: &str) -> Option<String> {
        if program == RUST {
            return rust_client().map(|path| path.display().to_string());
        }
        if program == OTHER_PYTHON {
            return Some(self.python.as_ref()?.display().to_string());
        }
        programs::missing(&[program])
            .is_empty()
            .then(|| program.to_owned())
    }

    pub(super) fn run(
        &self,
        who: Who,
        variables: &[(&str, &str)],
        program: &str,
        arguments: &[impl AsRef<str>],
        input: &str,
    ) -> Result<Said, Error> {
        let mut child = self
            .command(who, variables, program)
            .args(arguments.iter().map(AsRef::as_ref))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(Error::run(program))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that ends without reading breaks the pipe; its own message says why.
            drop(stdin.write_all(input.as_bytes()));
        }
        let output = child.wait_with_output().map_err(Error::run(program))?;
        Ok(Said {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Returns the interpreter that is the caller's `python3`, if it is not the system's.
    fn other_python(&self) -> Option<PathBuf> {
        let path = std::env::var("PATH").ok()?;
        let ask = ["-c", "import sys; print(sys.executable)"];
        let said = self
            .run(Who::Root, &[("PATH", &path)], "python3", &ask, "")
            .ok()?;
        let python = PathBuf::from(said.out.trim());
        let is_another = python.is_absolute() && !python.starts_with("/usr/bin");
        is_another.then_some(python)
    }
}

/// The program of `examples` with Rust's clients: beside this one, or above it if this is a test.
fn rust_client() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let folders = own.ancestors().skip(1).take(2);
    let mut paths = folders.map(|folder| folder.join(RUST));
    paths.find(|path| path.is_file())
}

/// A placeholder in a client's command for Rust's clients.
pub(super) const RUST: &str = "native_roots";

/// A placeholder in a client's command for the caller's own Python.
pub(super) const OTHER_PYTHON: &str = "another python3";

/// Three browsers at once on a busy machine need most of a minute; this only ends programs that
/// hang.
const LIFETIME_S: &str = "900";

const HOME: &str = "/home/prove";

/// Prints the number that the person gets, which is not in use.
const NEW_PERSON: &str = r#"set -eu
uid=47000
while grep -q "^[^:]*:[^:]*:$uid:" /etc/passwd; do uid=$((uid + 1)); done
echo "prove:x:$uid:$uid::$1:/bin/sh" >> /etc/passwd
mkdir -p "$1"
chown "$uid:$uid" "$1"
chmod 0700 "$1"
echo "$uid""#;
