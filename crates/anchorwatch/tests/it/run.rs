//! Runs the real binary with an empty environment.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anchorwatch_lab::{
    Root,
    tree::{DebianTree, NamedRoot},
};
use serde_json::Value;
use tempfile::TempDir;

use crate::schemas;

/// The result of a run.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    fn of(output: std::process::Output) -> Self {
        let run = Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        if let Ok(document) = serde_json::from_str(&run.stdout) {
            schemas::assert_documented(&document);
        }
        run
    }

    /// stdout with single spaces between words, so that a phrase is found across lines.
    pub(crate) fn phrases(&self) -> String {
        self.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// No line is wider than a terminal, except for an unbreakable word (a path, a hash, a
    /// command), and no message id or placeholder is left.
    pub(crate) fn assert_readable(&self) {
        for line in self.stdout.lines() {
            let is_wide = textwrap::core::display_width(line) > 80;
            let longest = line.split_whitespace().map(str::len).max();
            assert!(!is_wide || longest > Some(40), "{line}");
        }
        assert!(!self.stdout.contains('{'), "{}", self.stdout);
        for prefix in [
            "audit-",
            "identify-",
            "guide-",
            "label-",
            "class-",
            "reason-",
        ] {
            let said_as_it_is = self.stdout.lines().any(|line| line.starts_with(prefix));
            assert!(!said_as_it_is, "{}", self.stdout);
        }
    }
    /// stdout as one JSON document with this schema.
    pub(crate) fn json(&self, schema: &str) -> Value {
        let document: Value = serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", self.stdout));
        assert_eq!(document["schema"], schema);
        document
    }

    /// The contract of every error: exit code 1, nothing on stdout; what, why, and one hint.
    pub(crate) fn assert_error(&self, what: &str, why: &str) {
        assert_eq!(
            (self.code, self.stdout.as_str()),
            (1, ""),
            "{}",
            self.stderr
        );
        assert!(
            self.stderr.starts_with("anchorwatch: error: "),
            "{}",
            self.stderr
        );
        assert!(
            self.stderr.contains(what),
            "{what} is not in: {}",
            self.stderr
        );
        assert!(
            self.stderr.contains(why),
            "{why} is not in: {}",
            self.stderr
        );
        assert_eq!(self.stderr.matches("hint: ").count(), 1, "{}", self.stderr);
    }
}

/// The measurements of an evidence file.
pub(crate) fn measurements(evidence: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(evidence).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    lines
        .filter_map(|mut line: Value| Some(line.get_mut("measurement")?.take()))
        .collect()
}

/// The program's path, for tests that start it themselves.
pub(crate) fn program() -> &'static str {
    env!("CARGO_BIN_EXE_anchorwatch")
}

pub(crate) fn anchorwatch<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Run {
    run(Command::new(env!("CARGO_BIN_EXE_anchorwatch")).args(args))
}

/// The same, with only these variables.
pub(crate) fn anchorwatch_with(environment: &[(&str, &str)], args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anchorwatch"));
    let output = command
        .env_clear()
        .envs(environment.iter().copied())
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Run::of(output)
}

/// The same, with a file as standard input.
pub(crate) fn anchorwatch_reading(input: std::fs::File, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anchorwatch"));
    Run::of(
        command
            .env_clear()
            .stdin(input)
            .args(args)
            .output()
            .unwrap(),
    )
}

/// The same, started by bash, so that `<(…)` is a pipe: `$0` is the program.
pub(crate) fn anchorwatch_in_bash(script: &str, args: &[&str]) -> Run {
    let mut command = Command::new("/bin/bash");
    command.args(["-c", script, env!("CARGO_BIN_EXE_anchorwatch")]);
    Run::of(command.args(args).stdin(Stdio::null()).output().unwrap())
}

/// The same, as nobody if the tests run as root.
pub(crate) fn anchorwatch_as_nobody(args: &[&str]) -> Run {
    if !anchorwatch_lab::programs::is_root() {
        return anchorwatch(args);
    }
    // Nobody may have no access to the binary's folder, so use a copy.
    let folder = tempfile::Builder::new()
        .prefix("anchorwatch-")
        .permissions(readable())
        .tempdir()
        .unwrap();
    let copy = folder.path().join("anchorwatch");
    // A process of its own writes it: if this one did, a program that another test starts
    // meanwhile would hold it open for writing, and the kernel would refuse to run it (ETXTBSY).
    let copied = Command::new("/bin/cp")
        .arg(env!("CARGO_BIN_EXE_anchorwatch"))
        .arg(&copy)
        .status();
    assert!(copied.unwrap().success());
    std::fs::set_permissions(&copy, readable()).unwrap();
    let identity = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"];
    run(Command::new("/usr/bin/setpriv")
        .args(identity)
        .arg(&copy)
        .args(args))
}

fn readable() -> std::fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o755)
}

fn run(command: &mut Command) -> Run {
    Run::of(command.env_clear().stdin(Stdio::null()).output().unwrap())
}

/// A small Debian with six public roots and the given local ones.
pub(crate) struct Machine {
    folder: TempDir,
}

impl Machine {
    pub(crate) fn with(local: &[(&str, &Root)]) -> Self {
        let folder = tempfile::Builder::new()
            .permissions(readable())
            .tempdir()
            .unwrap();
        let local: Vec<NamedRoot> = local
            .iter()
            .map(|(stem, root)| NamedRoot::new(stem, root))
            .collect();
        DebianTree::create(&folder.path().join("root"), &NamedRoot::public(), &local).unwrap();
        Self { folder }
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    pub(crate) fn root_text(&self) -> String {
        self.root().display().to_string()
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.root().join(inside)
    }

    pub(crate) fn bundle(&self) -> String {
        std::fs::read_to_string(self.path("etc/ssl/certs/ca-certificates.crt")).unwrap()
    }

    /// Every path below the root and its content, except `var`: the journal stays.
    pub(crate) fn snapshot(&self) -> Vec<String> {
        let mut found = Vec::new();
        walk(&self.root(), &mut found);
        let var = self.path("var").display().to_string();
        found.retain(|line| !line.starts_with(&var));
        found.sort();
        found
    }
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    use std::os::unix::fs::MetadataExt;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let seen = path.symlink_metadata().unwrap();
        let content = if seen.is_symlink() {
            format!("-> {}", path.read_link().unwrap().display())
        } else if seen.is_file() {
            format!(
                "{:?} {}.{}",
                std::fs::read(&path).unwrap(),
                seen.mtime(),
                seen.mtime_nsec()
            )
        } else {
            String::new()
        };
        found.push(format!(
            "{} {:o} {}:{} {content}",
            path.display(),
            seen.mode(),
            seen.uid(),
            seen.gid()
        ));
        if seen.is_dir() {
            walk(&path, found);
        }
    }
}
