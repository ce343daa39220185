//! The test command: everything that must pass before a change lands, the cheapest first.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;

use crate::capture_bench;
use crate::instructions;
use crate::output::{self, Hinted};
use crate::packages::{self, Installing};
use crate::python_programs;
use crate::tidy::{self, Repair};
use crate::workspace::{self, Workspace};

/// Runs the steps in order and stops at the first that fails.
pub(crate) fn run(workspace: &Workspace, installing: Installing) -> anyhow::Result<()> {
    let ci = env::var("CI").ok();
    let mut pass = Pass {
        workspace,
        packages: if installing.is_wanted(ci.as_deref()) {
            Packages::Required
        } else {
            Packages::Optional
        },
        corpus: Corpus::choose(env::var_os(CORPUS_VARIABLE).as_deref(), workspace.root())?,
        left_out: Vec::new(),
    };
    for step in STEPS {
        step.run(&mut pass)?;
    }
    for line in closing_lines(&pass.left_out, &pass.corpus) {
        output::answer(&line);
    }
    Ok(())
}

struct Pass<'a> {
    workspace: &'a Workspace,
    packages: Packages,
    corpus: Corpus,
    left_out: Vec<String>,
}

impl Pass<'_> {
    fn leave_out(&mut self, what: String) {
        output::note(&format!("left out: {what}"));
        self.left_out.push(what);
    }

    /// Returns whether cargo has a component such as `fmt`, which minimal toolchains lack.
    fn has(&mut self, subcommand: &str, component: &str) -> bool {
        let asked = workspace::text_of(self.workspace.cargo(&[subcommand, "--version"]));
        if asked.is_err() {
            self.leave_out(format!("{component} not installed"));
        }
        asked.is_ok()
    }

    fn cargo(&self, arguments: &[&str]) -> anyhow::Result<()> {
        workspace::run(self.workspace.cargo(arguments))
    }
}

/// Whether trials on real programs may be left out if a package is missing.
#[derive(Clone, Copy, PartialEq)]
enum Packages {
    Required,
    Optional,
}

struct Step {
    name: &'static str,
    act: fn(&mut Pass<'_>) -> anyhow::Result<()>,
}

impl Step {
    fn run(&self, pass: &mut Pass<'_>) -> anyhow::Result<()> {
        let name = self.name;
        let started = Instant::now();
        output::note(&format!("xtask: {name}"));
        let outcome = (self.act)(pass);
        let elapsed_s = started.elapsed().as_secs_f64();
        let word = if outcome.is_ok() { "done" } else { "failed" };
        output::note(&format!("xtask: {name}: {word} after {elapsed_s:.1} s"));
        outcome.with_context(|| format!("the step `{name}` failed"))
    }
}

/// Clippy and the documentation share their metadata of the external crates, and all three share
/// the compiled build scripts; the steps that need everything compiled come last.
const STEPS: &[Step] = &[
    Step {
        name: "tidy",
        act: |pass| tidy::run(pass.workspace, Repair::Report),
    },
    Step {
        name: "format",
        act: check_format,
    },
    Step {
        name: "packages",
        act: provide_packages,
    },
    Step {
        name: "programs of PyPI",
        act: provide_python_programs,
    },
    Step {
        name: "clippy",
        act: check_clippy,
    },
    Step {
        name: "documentation",
        act: build_documentation,
    },
    Step {
        name: "tests",
        act: run_tests,
    },
    Step {
        name: "instructions",
        act: count_instructions,
    },
    Step {
        name: "capture beside curl and SSLyze",
        act: compare_capture,
    },
];

fn check_format(pass: &mut Pass<'_>) -> anyhow::Result<()> {
    if !pass.has("fmt", "rustfmt") {
        return Ok(());
    }
    pass.cargo(&["fmt", "--all", "--check"])
}

fn provide_packages(pass: &mut Pass<'_>) -> anyhow::Result<()> {
    let missing = packages::missing();
    if missing.is_empty() {
        return Ok(());
    }
    if pass.packages == Packages::Required {
        packages::install(&missing)?;
    }
    for needed in packages::missing() {
        pass.leave_out(format!(
            "what needs {} (package {}: {})",
            needed.programs.join(" and "),
            needed.package,
            needed.purpose
        ));
    }
    Ok(())
}

fn provide_python_programs(pass: &mut Pass<'_>) -> anyhow::Result<()> {
    let missing = python_programs::missing(pass.workspace);
    if !missing.is_empty() && pass.packages == Packages::Required {
        python_programs::install(pass.workspace, &missing)?;
    }
    for needed in python_programs::missing(pass.workspace) {
        pass.leave_out(format!(
            "what needs {} ({} of PyPI: {})",
            needed.program, needed.package, needed.purpose
        ));
    }
    Ok(())
}

fn check_clippy(pass: &mut Pass<'_>) -> anyhow::Result<()> {
    if !pass.has("clippy", "clippy") {
        return Ok(());
    }
    pass.cargo(&[
        "clippy",
        "--release",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ])
}

fn build_documentation(pass: &mut Pass<'_>) -> anyhow::Result<()> {
    let mut command =
        pass.workspace
            .cargo(&["doc", "--release", "--workspace", "--no-deps", "--locked"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    workspace::run(command)
}

fn run_tests(pass: &mut Pass<'_>) -> anyhow::Result<()> {
    let mut command = pass
        .workspace
        .cargo(&["test", "--release", "--workspace", "--locked"]);
    if pass.packages == Packages::Required {
        // With the packages installed, a trial that cannot run is a failure, not an omission.
        command.env("ANCHORWATCH_TRIALS", "require");
    }
    match &pass.corpus {
        Corpus::At(folder) => command.env(CORPUS_VARIABLE, folder),
        Corpus::Absent => command.env_remove(CORPUS_VARIABLE),
    };
    workspace::run(command)
}

/// Counts instructions. If valgrind is missing, the step for packages has reported it.
fn count_instructions(pass: &mut Pass<'_>) -> anyhow::Result<()> {
    if !instructions::IS_FOR_THIS_PROCESSOR {
        pass.leave_out("instruction counts: their figures are for x86-64".to_owned());
    } else if packages::has("valgrind") {
        instructions::run(pass.workspace)?;
    }
    Ok(())
}

fn compare_capture(pass: &mut Pass<'_>) -> anyhow::Result<()> {
    match capture_bench::missing() {
        None => capture_bench::run(pass.workspace),
        Some(why) if pass.packages == Packages::Required => anyhow::bail!(why),
        Some(why) => {
            pass.leave_out(format!("the comparison of captures: {why}"));
            Ok(())
        }
    }
}

/// The folder of real-world files that are too large for the repository, or not ours to publish.
#[derive(Debug, PartialEq)]
enum Corpus {
    At(OsString),
    Absent,
}

impl Corpus {
    /// Chooses the corpus; `configured` is the caller's variable, and turns the corpus off if
    /// empty.
    fn choose(configured: Option<&OsStr>, root: &Path) -> anyhow::Result<Self> {
        match configured {
            Some(folder) if folder.is_empty() => Ok(Self::Absent),
            Some(folder) if Path::new(folder).is_absolute() && Path::new(folder).is_dir() => {
                Ok(Self::At(folder.to_owned()))
            }
            Some(folder) => Err(Hinted::new(
                format!(
                    "{CORPUS_VARIABLE} is not the absolute path of a folder: {}",
                    folder.display()
                ),
                "name the folder from the root of the file system, or unset the variable",
            )
            .into()),
            None => Ok(beside(root).map_or(Self::Absent, |folder| Self::At(folder.into()))),
        }
    }
}

fn beside(root: &Path) -> Option<PathBuf> {
    let folder = root.parent()?.join("shared/data");
    folder.is_dir().then_some(folder)
}

fn closing_lines(left_out: &[String], corpus: &Corpus) -> Vec<String> {
    let mut lines: Vec<String> = left_out
        .iter()
        .map(|what| format!("left out: {what}"))
        .collect();
    lines.push(match corpus {
        Corpus::At(_) => "corpus: run".to_owned(),
        Corpus::Absent => "corpus: not run".to_owned(),
    });
    lines
}

const CORPUS_VARIABLE: &str = "ANCHORWATCH_CORPUS";

#[cfg(test)]
mod tests {
    use super::*;

    const CRATE: &str = env!("CARGO_MANIFEST_DIR");

    #[test]
    fn a_configured_folder_is_the_corpus() {
        let corpus = Corpus::choose(Some(OsStr::new(CRATE)), Path::new("/")).unwrap();
        assert_eq!(corpus, Corpus::At(CRATE.into()));
    }

    #[test]
    fn a_configured_folder_that_is_missing_is_refused() {
        let wrong = format!("{CRATE}-missing");
        assert!(Corpus::choose(Some(OsStr::new(&wrong)), Path::new("/")).is_err());
    }

    #[test]
    fn a_relative_folder_is_refused_because_every_test_has_another_working_directory() {
        assert!(Corpus::choose(Some(OsStr::new("src")), Path::new("/")).is_err());
    }

    #[test]
    fn an_empty_variable_turns_the_corpus_off() {
        let corpus = Corpus::choose(Some(OsStr::new("")), Path::new("/")).unwrap();
        assert_eq!(corpus, Corpus::Absent);
    }

    #[test]
    fn without_variable_and_folder_there_is_no_corpus() {
        let corpus = Corpus::choose(None, Path::new(CRATE)).unwrap();
        assert_eq!(corpus, Corpus::Absent);
    }

    #[test]
    fn the_last_line_says_whether_the_corpus_was_run() {
        let left_out = ["rustfmt not installed".to_owned()];
        assert_eq!(
            closing_lines(&left_out, &Corpus::Absent),
            ["left out: rustfmt not installed", "corpus: not run"]
        );
        assert_eq!(
            closing_lines(&[], &Corpus::At("/data".into())),
            ["corpus: run"]
        );
    }
}
