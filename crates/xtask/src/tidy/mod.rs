//! The rules that the compiler does not know, each a pure function of what is read here.

mod attribute;
mod circles;
mod crate_root;
mod dependencies;
mod file_names;
mod imports;
mod key;
mod length;
mod marker;
mod module_graph;
mod purity;
mod reader;
mod source;
mod tables;
mod words;

use std::env;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::Context;

use crate::output::{self, Hinted};
use crate::tables::TABLES;
use crate::workspace::{Dependency, Package, Resolved, Workspace};
use circles::Accepted;
use dependencies::Rules;
use words::Surroundings;

/// Whether tidy may write the files that it generates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Repair {
    /// Only report.
    Report,
    /// Copy the canonical clippy.toml into the pure crates first.
    Write,
}

/// Checks the whole checkout and prints every finding.
pub(crate) fn run(workspace: &Workspace, repair: Repair) -> anyhow::Result<()> {
    let members = members(workspace)?;
    if repair == Repair::Write {
        write_pure_clippy(workspace.root(), &members)?;
    }
    let checkout = Checkout {
        members,
        files: tracked_files(workspace)?,
        tables: TABLES
            .iter()
            .map(|table| (table.path, table.text(workspace.root())))
            .collect(),
        rules: Rules::parse(&read(workspace.root(), dependencies::RULES)?)?,
        resolved: workspace.resolved()?,
        accepted_circles: circles::ACCEPTED,
        surroundings: Surroundings {
            root: workspace.root().display().to_string(),
            home: env::var("HOME").ok(),
        },
    };
    let findings = checkout.findings();
    if findings.is_empty() {
        return Ok(());
    }
    for finding in &findings {
        output::answer(&finding.to_string());
    }
    let count = findings.len();
    let noun = if count == 1 { "problem" } else { "problems" };
    Err(Hinted::new(
        format!("tidy found {count} {noun}"),
        "each is listed above with its own hint",
    )
    .into())
}

/// The input of the rules.
struct Checkout {
    members: Vec<Member>,
    files: Vec<TextFile>,
    /// The texts that the generated tables should have.
    tables: Vec<(&'static str, String)>,
    /// What may come in from outside, and what does.
    rules: Rules,
    resolved: Vec<Resolved>,
    /// The circles of files that may stay.
    accepted_circles: &'static [Accepted],
    surroundings: Surroundings,
}

impl Checkout {
    fn findings(&self) -> Vec<Finding> {
        let mut findings = imports::check(&self.members);
        findings.extend(purity::check(&self.members, &self.files));
        findings.extend(reader::check(&self.files));
        findings.extend(self.rules.check(&self.resolved));
        findings.extend(crate_root::check(&self.members, &self.files));
        findings.extend(circles::check(
            &self.members,
            &self.files,
            self.accepted_circles,
        ));
        findings.extend(length::check(&self.files, length::LONG_FILES));
        findings.extend(marker::check(&self.files));
        findings.extend(words::check(&self.files, &self.surroundings));
        findings.extend(key::check(&self.files));
        findings.extend(tables::check(&self.tables, &self.files));
        findings
    }
}

/// A broken rule: where, what, and one thing to do.
#[derive(Debug, PartialEq)]
struct Finding {
    place: String,
    what: String,
    hint: String,
}

impl Finding {
    fn new(place: impl Into<String>, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
            hint: hint.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  hint: {}", self.place, self.what, self.hint)
    }
}

/// A crate of the workspace, its paths relative to the root.
#[derive(Debug)]
struct Member {
    name: String,
    folder: String,
    dependencies: Vec<Dependency>,
    /// The first files of its libraries and programs.
    roots: Vec<String>,
}

impl Member {
    fn new(package: Package, root: &Path) -> anyhow::Result<Self> {
        let relative = |path: &Path| {
            path.strip_prefix(root)
                .map(|path| path.display().to_string())
                .with_context(|| format!("{} lies outside the workspace", path.display()))
        };
        let manifest = &package.manifest_path;
        let folder = relative(manifest.parent().unwrap_or(manifest))?;
        let roots = package
            .targets
            .iter()
            .filter(|target| target.kind.iter().any(|kind| is_shipped(kind)))
            .map(|target| relative(&target.src_path))
            .collect::<anyhow::Result<_>>()?;
        Ok(Self {
            name: package.name,
            folder,
            dependencies: package.dependencies,
            roots,
        })
    }
}

/// Tests and examples have other first files, which document themselves.
fn is_shipped(kind: &str) -> bool {
    kind == "bin" || kind == "proc-macro" || kind.ends_with("lib")
}

/// A file under version control; bytes that are not UTF-8 are replaced.
#[derive(Debug)]
struct TextFile {
    path: String,
    text: String,
}

impl TextFile {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }
}

fn find<'a>(files: &'a [TextFile], path: &str) -> Option<&'a TextFile> {
    files.iter().find(|file| file.path == path)
}

fn read(root: &Path, name: &str) -> anyhow::Result<String> {
    let path = root.join(name);
    fs::read_to_string(&path).with_context(|| format!("cannot read {path:?}"))
}

fn members(workspace: &Workspace) -> anyhow::Result<Vec<Member>> {
    workspace
        .packages()?
        .into_iter()
        .map(|package| Member::new(package, workspace.root()))
        .collect()
}

fn tracked_files(workspace: &Workspace) -> anyhow::Result<Vec<TextFile>> {
    let paths = workspace.tracked_paths().map_err(|error| {
        error.context(Hinted::new(
            "cannot list the files under version control",
            "run tidy in a git checkout, with git installed",
        ))
    })?;
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let absolute = workspace.root().join(&path);
        // A deleted file that is still in the index, a link, or another repository.
        if !fs::symlink_metadata(&absolute).is_ok_and(|metadata| metadata.is_file()) {
            continue;
        }
        let bytes = fs::read(&absolute).with_context(|| format!("cannot read {absolute:?}"))?;
        files.push(TextFile {
            path: path.display().to_string(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        });
    }
    Ok(files)
}

fn write_pure_clippy(root: &Path, members: &[Member]) -> anyhow::Result<()> {
    for member in members.iter().filter(|member| purity::is_pure(member)) {
        let path = root.join(purity::clippy_path(member));
        if fs::read_to_string(&path).is_ok_and(|text| text == purity::CANONICAL) {
            continue;
        }
        fs::write(&path, purity::CANONICAL).with_context(|| format!("cannot write {path:?}"))?;
        output::note(&format!("xtask: wrote {}", purity::clippy_path(member)));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
