//! Which programs this machine has, and whether this process is root.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};

use crate::Error;

/// The program search path for everything the lab starts.
pub(crate) const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The most of a program's stderr that an error carries, in characters.
const STDERR_LIMIT: usize = 2_000;

/// Returns those of `programs` that are not installed, in the given order.
///
/// Searches only the system's folders (`/usr/local/sbin` to `/bin`), which
/// [`crate::sealed::Sealed::command`] gives to programs, and not the caller's PATH: a program
/// that only the caller's shell finds would not be found inside.
pub fn missing(programs: &[&str]) -> Vec<String> {
    programs
        .iter()
        .filter(|program| find(program).is_none())
        .map(|program| (*program).to_owned())
        .collect()
}

/// Returns the path of a program that `cargo xtask test --install` took from PyPI; `None` if it has
/// not. Nothing of it is in a folder of the system.
#[must_use]
pub fn of_pypi(program: &str) -> Option<PathBuf> {
    let path = Path::new(OF_PYPI).join(program);
    is_executable(&path).then_some(path)
}

/// Where the test command makes its virtual environment (`crates/xtask/src/python_programs.rs`).
const OF_PYPI: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../target/python-programs/bin"
);

/// Returns whether this process has root's rights (effective user id 0).
///
/// **Not checked:** capabilities. Root in a container may still be refused a mount.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Returns the path of the program, or an error that names it.
pub(crate) fn require(program: &'static str, package: &'static str) -> Result<PathBuf, Error> {
    find(program).ok_or(Error::MissingProgram { program, package })
}

/// Returns a command for an installed program, with an environment that is empty except for
/// `PATH`, `LC_ALL` and `HOME`.
pub(crate) fn command(
    program: &'static str,
    package: &'static str,
    home: &Path,
) -> Result<Command, Error> {
    let mut command = Command::new(require(program, package)?);
    command
        .env_clear()
        .env("PATH", PATH)
        .env("LC_ALL", "C.UTF-8")
        .env("HOME", home);
    Ok(command)
}

/// Returns the output of a program if it succeeded; otherwise an error.
pub(crate) fn succeeded(program: &str, output: Output) -> Result<Output, Error> {
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim();
    let skipped = said.chars().count().saturating_sub(STDERR_LIMIT);
    Err(Error::Failed {
        program: program.to_owned(),
        status: output.status.to_string(),
        stderr: said.chars().skip(skipped).collect(),
    })
}

/// Waits for the word of a script that holds namespaces, or for its end, with its message.
pub(crate) fn wait_until_ready(holder: &mut Child, what: &str) -> Result<(), Error> {
    let mut line = String::new();
    if let Some(stdout) = holder.stdout.take() {
        BufReader::new(stdout)
            .read_line(&mut line)
            .map_err(Error::run("unshare"))?;
    }
    if line == "ready\n" {
        return Ok(());
    }
    // Without that word the script has ended or is ending; its message is short.
    drop(holder.stdin.take());
    let mut stderr = String::new();
    if let Some(mut pipe) = holder.stderr.take() {
        pipe.read_to_string(&mut stderr)
            .map_err(Error::run("unshare"))?;
    }
    let status = holder.wait().map_err(Error::run("unshare"))?;
    Err(Error::Failed {
        program: what.to_owned(),
        status: status.to_string(),
        stderr: stderr.trim().to_owned(),
    })
}

fn find(program: &str) -> Option<PathBuf> {
    PATH.split(':')
        .map(|folder| Path::new(folder).join(program))
        .find(|path| is_executable(path))
}

fn is_executable(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_is_found_and_an_invented_name_is_not() {
        let missing = missing(&["sh", "anchorwatch-no-such-program", "env"]);
        assert_eq!(missing, ["anchorwatch-no-such-program"]);
    }

    #[test]
    fn a_missing_program_is_named_with_its_package() {
        let error = command("certutil-of-nobody", "libnss3-tools", Path::new("/")).unwrap_err();
        let words = error.to_string();
        assert!(words.contains("certutil-of-nobody") && words.contains("libnss3-tools"));
    }
}
