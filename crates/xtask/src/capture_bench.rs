//! Captures chains beside curl, and SSLyze if it is there, from `openssl s_server` and nginx, and prints
//! the ratios. No figure is a limit here, because a busy machine makes any of them: this fails only if a
//! program does not run or a handshake fails.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::packages;
use crate::python_programs;
use crate::workspace::{self, Workspace};

/// What the run needs. The packages are rows of `packages.rs`.
const PROGRAMS: [&str; 7] = ["curl", "openssl", "nginx", "python3", "unshare", "ip", "ss"];

/// Makes certificates quickly.
const MODULE: &str = "/usr/lib/python3/dist-packages/cryptography/__init__.py";

/// Returns what is missing, if something is.
pub(crate) fn missing() -> Option<String> {
    let mut programs = PROGRAMS.into_iter();
    if let Some(program) = programs.find(|program| !packages::has(program)) {
        return Some(format!("{program} is not installed"));
    }
    if !Path::new(MODULE).is_file() {
        return Some("python3-cryptography is not installed".to_owned());
    }
    let mut network = Command::new("unshare");
    network.args(["--net", "true"]).stderr(Stdio::null());
    let is_made = network.status().is_ok_and(|status| status.success());
    (!is_made).then(|| "no network namespace can be made".to_owned())
}

/// Runs the comparison with the program that the tests have built.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let mut compare = Command::new("python3");
    compare
        .arg(workspace.root().join("bench/capture/run.py"))
        .arg(workspace.root().join("target/release/anchorwatch"))
        .arg("--short");
    if let Some(sslyze) = python_programs::path(workspace, "sslyze") {
        compare.arg("--sslyze").arg(sslyze);
    }
    workspace::run(compare)
}
