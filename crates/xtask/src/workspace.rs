//! The checkout that the chores work on: its root, crates and files, and how cargo is run in it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::Context;
use serde::Deserialize;

use crate::output::Hinted;

/// A checkout of this workspace.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the checkout in which `cargo xtask` was called.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let mut command = cargo();
        command.args(["locate-project", "--workspace", "--message-format", "plain"]);
        // The compiled-in folder would be wrong if two checkouts share a target directory.
        if let Some(folder) = env::var_os("CARGO_MANIFEST_DIR") {
            command.current_dir(folder);
        }
        let manifest = PathBuf::from(text_of(command)?.trim_end());
        let root = manifest
            .parent()
            .with_context(|| format!("{} has no folder", manifest.display()))?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Makes a cargo command that runs in the root, with the environment of the caller of
    /// `cargo xtask`.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root).args(arguments);
        command
    }

    /// Returns the crates of the workspace, as cargo sees them.
    pub(crate) fn packages(&self) -> anyhow::Result<Vec<Package>> {
        let text = text_of(self.cargo(&[
            "metadata",
            "--format-version=1",
            "--no-deps",
            "--locked",
            "--offline",
        ]))?;
        let metadata: Metadata =
            serde_json::from_str(&text).context("cannot read the answer of cargo metadata")?;
        Ok(metadata.packages)
    }

    /// Returns every crate that a build for this machine can use, ours and external, as the lock
    /// file resolves it.
    pub(crate) fn resolved(&self) -> anyhow::Result<Vec<Resolved>> {
        let host = text_of(rustc_host())?;
        let text = text_of(self.cargo(&[
            "metadata",
            "--format-version=1",
            "--locked",
            "--all-features",
            "--filter-platform",
            host.trim_end(),
        ]))?;
        let graph: Graph =
            serde_json::from_str(&text).context("cannot read the answer of cargo metadata")?;
        Ok(graph.resolved())
    }

    /// Returns the paths, relative to the root, of all files that are tracked or would be by
    /// `git add .`: a rule that only sees committed files would report too late.
    pub(crate) fn tracked_paths(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut command = Command::new("git");
        command
            .current_dir(&self.root)
            // A checkout that belongs to another user (a container's mount) is listed too.
            .args(["-c", "safe.directory=*", "ls-files", "-z"])
            .args(["--cached", "--others", "--exclude-standard"]);
        let listing = text_of(command)?;
        let mut paths: Vec<PathBuf> = listing
            .split('\0')
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
            .collect();
        paths.sort();
        paths.dedup();
        Ok(paths)
    }
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// A crate as the lock file resolves it.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) name: String,
    /// An SPDX expression.
    pub(crate) license: Option<String>,
    /// Where it comes from; `None` for our own crates.
    pub(crate) source: Option<String>,
    /// The names of the crates that it uses on this machine.
    pub(crate) dependencies: Vec<String>,
}

/// The output of `cargo metadata` with dependencies, in part.
#[derive(Debug, Deserialize)]
struct Graph {
    packages: Vec<GraphPackage>,
    resolve: Resolve,
}

#[derive(Debug, Deserialize)]
struct GraphPackage {
    id: String,
    name: String,
    license: Option<String>,
    source: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

impl Graph {
    fn resolved(self) -> Vec<Resolved> {
        let package = |id: &str| self.packages.iter().find(|package| package.id == id);
        let nodes = self.resolve.nodes.iter();
        nodes
            .filter_map(|node| {
                let it = package(&node.id)?;
                let used = node.dependencies.iter().filter_map(|id| package(id));
                Some(Resolved {
                    name: it.name.clone(),
                    license: it.license.clone(),
                    source: it.source.clone(),
                    dependencies: used.map(|package| package.name.clone()).collect(),
                })
            })
            .collect()
    }
}

/// A crate of the workspace; a part of the output of `cargo metadata`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) manifest_path: PathBuf,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) targets: Vec<Target>,
}

/// A dependency of one crate on another, ours or external.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `None` is cargo's notation for a normal dependency.
    pub(crate) kind: Option<String>,
}

/// Something that cargo builds from a crate.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Target {
    pub(crate) kind: Vec<String>,
    pub(crate) src_path: PathBuf,
}

/// Prints the target that this machine's compiler builds for.
fn rustc_host() -> Command {
    let mut command = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    command.args(["--print", "host-tuple"]);
    command
}

/// Runs a command with our own output streams, and fails unless it succeeds.
pub(crate) fn run(mut command: Command) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", named(&command)))?;
    if status.success() {
        return Ok(());
    }
    Err(Hinted::new(
        ended(&command, status),
        "what it found is written above; the same command can be run by hand",
    )
    .into())
}

/// Runs a command and returns its stdout if it succeeds.
pub(crate) fn text_of(mut command: Command) -> anyhow::Result<String> {
    let output = command
        .output()
        .with_context(|| format!("cannot start {}", named(&command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(anyhow::Error::msg(said).context(ended(&command, output.status)));
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("{} answered in bytes that are not UTF-8", named(&command)))
}

fn ended(command: &Command, status: ExitStatus) -> String {
    format!("{} ended with {status}", named(command))
}

fn named(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or(program.as_os_str())];
    words.extend(command.get_args());
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    format!("`{}`", words.join(" "))
}

fn cargo() -> Command {
    // Cargo names itself in the environment, so the nested one is the same version.
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(&program);
    for (name, _) in env::vars_os().filter(|(name, _)| is_injected(name)) {
        command.env_remove(name);
    }
    command
}

/// Returns whether `cargo run` adds this variable for the program that it runs.
///
/// These variables describe xtask. A build script or a test that reads them would be built and
/// judged differently under `cargo xtask test` than under `cargo test`. Settings such as
/// `CARGO_HOME` or `CARGO_TARGET_DIR` are the caller's and stay.
fn is_injected(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else {
        return false;
    };
    let described = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
    described.iter().any(|prefix| name.starts_with(prefix))
        || matches!(
            name,
            "CARGO" | "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE" | "OUT_DIR"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_the_running_crate_are_removed() {
        assert!(is_injected(OsStr::new("CARGO_MANIFEST_DIR")));
        assert!(is_injected(OsStr::new("CARGO_PKG_VERSION")));
    }

    #[test]
    fn variables_of_the_caller_are_kept() {
        assert!(!is_injected(OsStr::new("CARGO_TARGET_DIR")));
        assert!(!is_injected(OsStr::new("CARGO_HOME")));
        assert!(!is_injected(OsStr::new("CARGO_NET_OFFLINE")));
    }

    #[test]
    fn a_failing_command_is_named_without_its_folder() {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "exit 3"]);
        let error = run(command).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`sh -c exit 3` ended with exit status: 3"
        );
    }
}
