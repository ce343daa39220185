//! Files of Python's own that decide about roots: what is run at every start, and what
//! says where a bundle lies.
//!
//! ```text
//! import a; …                      a line of a .pth file that is run (site, «.pth»)
//! sitecustomize.py, usercustomize.py
//! return "/path"                   certifi's core.py, requests' certs.py
//! ```
//!
//! Source: Python's manual, `site`; certifi, requests, read at their sources.

use std::path::Path;

use super::{gathering::Gathering, mention, scope::Value, unknown, variable};
use crate::{Client, debian};

/// What packages put into `.pth` files, by what stands behind `import`: none of them
/// changes what is trusted.
const HARMLESS: [&str; 7] = [
    "sys, types, os;has_mfs = ",
    "sys, types, os;importlib = ",
    "__editable___",
    "_virtualenv",
    "coverage; coverage.process_startup()",
    "pywin32_bootstrap",
    "os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, '",
];
/// What a line of them does not have behind that.
const NOT_HARMLESS: [&str; 7] = [
    "ssl", "certifi", "requests", "urllib", "base64", "eval(", "exec(",
];

/// The modules of `sitecustomize.py` as Debian and Ubuntu ship it.
const OF_DEBIAN: [&str; 1] = ["apport_python_hook"];

pub(super) fn read(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    let name = at.file_name().unwrap_or_default().to_string_lossy();
    if name.ends_with(".pth") {
        lines_that_are_run(gathering, at, text);
    } else if name.ends_with("customize.py") {
        mention::read(gathering, at, text);
        unknown::take(gathering, at, text);
        let imports = text.lines().map(str::trim).filter_map(|line| {
            line.strip_prefix("import ")
                .or_else(|| line.strip_prefix("from "))
        });
        for module in imports {
            if !OF_DEBIAN.iter().any(|known| module.starts_with(known)) {
                let why = "is loaded by every Python and may change what is trusted";
                gathering.unclear(at, &format!("import {module}"), why);
            }
        }
    } else {
        bundle(gathering, at, text);
    }
}

fn lines_that_are_run(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    for line in text.lines() {
        let Some(code) = line
            .strip_prefix("import ")
            .or_else(|| line.strip_prefix("import\t"))
        else {
            continue;
        };
        mention::read(gathering, at, line);
        unknown::take(gathering, at, line);
        let is_known = HARMLESS
            .iter()
            .any(|known| code.trim_start().starts_with(known));
        let is_harmless = is_known && !NOT_HARMLESS.iter().any(|word| code.contains(word))
            || only_sets_variables(code);
        if !is_harmless {
            gathering.unclear(
                at,
                line,
                "is run by every Python and may change what is trusted",
            );
        }
    }
}

/// Whether a line does nothing but `import os; os.environ['NAME'] = 'text'`, for variables
/// that are no matter, or are taken down by what was read above.
fn only_sets_variables(code: &str) -> bool {
    let mut statements = code.split(';').map(str::trim);
    statements.next() == Some("os")
        && statements.all(|statement| {
            let name = set_variable(statement);
            name.is_some_and(|name| !variable::matters(name) || variable::is_certain(name))
        })
}

/// The variable that a statement sets to a plain text.
fn set_variable(statement: &str) -> Option<&str> {
    let is_quote = |c| matches!(c, '\'' | '"');
    let rest = statement
        .strip_prefix("os.environ[")?
        .strip_prefix(is_quote)?;
    let (name, rest) = rest.split_once(is_quote)?;
    let value = rest.strip_prefix(']')?.trim_start().strip_prefix('=')?;
    let text = value
        .trim()
        .strip_prefix(is_quote)?
        .strip_suffix(is_quote)?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-:, ".contains(c);
    text.chars().all(is_plain).then_some(name)
}

/// Where a package says that its bundle lies.
fn bundle(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    let literals = text.split(['"', '\'']).skip(1).step_by(2);
    for literal in literals.filter(|literal| literal.starts_with('/')) {
        if literal != debian::BUNDLE {
            let client = [Client::PythonRequests];
            gathering.name_file(at, literal, &Value::plain(literal), &client);
        }
    }
    if !text.contains("cacert.pem") && !text.contains(debian::BUNDLE) && !text.contains("where") {
        gathering.unclear(at, "its bundle", "is said in a way that is not understood");
    }
}
