//! Counts with callgrind how many instructions the check of a path takes. This detects a slowdown
//! that no clock on a busy machine would show.
//!
//! valgrind presents a processor without the instructions for SHA-256 and without AVX-512, so
//! hashing is counted in software. The counts are the same everywhere except for the system's
//! own choice of copy and compare functions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use serde::Deserialize;

use crate::output::{self, Hinted};
use crate::workspace::{self, Workspace};

/// The limit for one path.
struct Budget {
    kind: &'static str,
    instruction_count: u64,
}

/// Measured with rustc 1.95.0 on x86-64, the release profile of this workspace, 2,000 entries.
/// Lower a figure when the check gets cheaper; raise one only with a reason.
const BUDGETS: &[Budget] = &[
    Budget {
        kind: "p256",
        instruction_count: 19_820,
    },
    Budget {
        kind: "rsa2048",
        instruction_count: 42_060,
    },
];

/// Compilers and keys make a smaller difference from run to run.
const TOLERANCE_PERCENT: u64 = 5;

/// Whether the figures are for the processor that this was built for.
pub(crate) const IS_FOR_THIS_PROCESSOR: bool = cfg!(target_arch = "x86_64");

/// Counts and prints, and fails if a figure is exceeded.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let program = built(workspace)?;
    for budget in BUDGETS {
        let count = counted(&program, budget.kind)?;
        output::note(&format!(
            "instructions: the check of a path of {} takes {count}, allowed {} and {TOLERANCE_PERCENT} %",
            budget.kind, budget.instruction_count
        ));
        if is_exceeded(count, budget.instruction_count) {
            return Err(Hinted::new(
                format!(
                    "the check of a path of {} takes {count} instructions instead of {}",
                    budget.kind, budget.instruction_count
                ),
                format!(
                    "`callgrind_annotate {}` shows where; a figure is raised, with a reason, in \
                     crates/xtask/src/instructions.rs",
                    counts_file(&program, budget.kind).display()
                ),
            )
            .into());
        }
    }
    Ok(())
}

fn is_exceeded(count: u64, allowed: u64) -> bool {
    count * 100 > allowed * (100 + TOLERANCE_PERCENT)
}

/// Builds the whole workspace, so that every crate has the features that the tests saw.
fn built(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let messages = workspace::text_of(workspace.cargo(&[
        "build",
        "--release",
        "--workspace",
        "--locked",
        "--example",
        "check",
        "--message-format=json-render-diagnostics",
    ]))?;
    executable(&messages).context("cargo does not say where it put the example `check`")
}

/// One of cargo's messages, in part.
#[derive(Deserialize)]
struct Message {
    executable: Option<PathBuf>,
    target: Option<Built>,
}

#[derive(Deserialize)]
struct Built {
    name: String,
}

fn executable(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok())
        .filter(|message| message.target.as_ref().is_some_and(|it| it.name == "check"))
        .find_map(|message| message.executable)
}

fn counts_file(program: &Path, kind: &str) -> PathBuf {
    program.with_extension(format!("callgrind.{kind}"))
}

/// Returns the instructions for one call.
fn counted(program: &Path, kind: &str) -> anyhow::Result<u64> {
    let file = counts_file(program, kind);
    let mut out = std::ffi::OsString::from("--callgrind-out-file=");
    out.push(&file);
    let mut command = Command::new("valgrind");
    command
        .args(["--quiet", "--tool=callgrind", "--collect-atstart=no"])
        .arg("--toggle-collect=*check::asked*")
        .arg(out)
        .arg(program)
        .arg(kind);
    let said = workspace::text_of(command)?;
    let counts =
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let (calls, total) = (number(&said, "calls "), number(&counts, "totals: "));
    match (calls, total) {
        (Some(calls @ 1..), Some(total @ 1..)) => Ok(total / calls),
        _ => anyhow::bail!("callgrind counted nothing: {calls:?} calls, {total:?} instructions"),
    }
}

/// Returns the number on the last line that begins with a word.
fn number(text: &str, word: &str) -> Option<u64> {
    let mut lines = text.lines().rev();
    let rest = lines.find_map(|line| line.strip_prefix(word))?;
    rest.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_percent_more_passes_and_one_instruction_beyond_does_not() {
        assert!(!is_exceeded(1050, 1000));
        assert!(is_exceeded(1051, 1000));
    }

    #[test]
    fn the_example_is_found_among_cargos_messages() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"other"},"executable":"/t/other"}
{"reason":"compiler-artifact","target":{"name":"check"},"executable":"/t/check"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(executable(messages), Some(PathBuf::from("/t/check")));
        assert_eq!(executable(""), None);
    }

    #[test]
    fn counts_are_read_from_what_callgrind_writes() {
        let text = "events: Ir\nfn=(1) a\n1 2\n\ntotals: 12345\n";
        assert_eq!(number(text, "totals: "), Some(12345));
        assert_eq!(number("events: Ir\n", "totals: "), None);
    }
}
