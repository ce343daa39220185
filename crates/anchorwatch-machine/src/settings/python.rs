//! Python's own files that decide about roots: those that run at every start, and those
//! that say where a bundle is.
//!
//! ```text
//! import a; …                      a line of a .pth file that is run (site, «.pth»)
//! sitecustomize.py, usercustomize.py
//! return "/path"                   certifi's core.py, requests' certs.py
//! ```
//!
//! Source: Python's manual, `site`; certifi and requests, read in their sources.

use std::path::Path;

use super::{mention, scope::Value, sink::Sink, unknown, variable};
use crate::settings::remark::{SettingsRemark, Unclear};
use crate::{
    Client,
    layout::{self, LAYOUTS},
};

/// Statements that setuptools, virtualenv, coverage and pywin32 write into `.pth` files;
/// `@` matches a name. Any other or additional statement is reported: a line that only
/// begins like theirs may do anything.
const HARMLESS: [&str; 27] = [
    "import sys, types, os",
    "has_mfs = sys.version_info > (3, 5)",
    "p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('@',))",
    "p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('@', '@'))",
    "p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('@', '@', '@'))",
    "importlib = has_mfs and __import__('importlib.util')",
    "importlib = __import__('importlib.util')",
    "has_mfs and __import__('importlib.machinery')",
    "__import__('importlib.machinery')",
    "m = has_mfs and sys.modules.setdefault('@', importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec('@', [os.path.dirname(p)])))",
    "m = sys.modules.setdefault('@', importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec('@', [os.path.dirname(p)])))",
    "m = m or sys.modules.setdefault('@', types.ModuleType('@'))",
    "ie = os.path.exists(os.path.join(p,'__init__.py'))",
    "m = not ie and sys.modules.setdefault('@', types.ModuleType('@'))",
    "mp = (m or []) and m.__dict__.setdefault('__path__',[])",
    "(p not in mp) and mp.append(p)",
    "m and setattr(sys.modules['@'], '@', m)",
    "import os",
    "var = 'SETUPTOOLS_USE_DISTUTILS'",
    "enabled = os.environ.get(var, 'local') == 'local'",
    "enabled = os.environ.get(var, 'stdlib') == 'local'",
    "enabled and __import__('_distutils_hack').add_shim()",
    "import _virtualenv",
    "import coverage",
    "coverage.process_startup()",
    "import pywin32_bootstrap",
    "import __editable___@",
];

/// The lines of `sitecustomize.py` as Debian and Ubuntu ship it.
const OF_DEBIAN: [&str; 6] = [
    "try:",
    "import apport_python_hook",
    "except ImportError:",
    "pass",
    "else:",
    "apport_python_hook.install()",
];

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let name = at.file_name().unwrap_or_default().to_string_lossy();
    if name.ends_with(".pth") {
        lines_that_are_run(sink, at, text);
    } else if name.ends_with("customize.py") {
        mention::read(sink, at, text);
        unknown::take(sink, at, text);
        let mut lines = text.lines().map(str::trim);
        let other = lines.find(|line| {
            let is_known = line.starts_with('#') || OF_DEBIAN.contains(line);
            !is_known && !line.split(';').map(str::trim).all(is_harmless)
        });
        if let Some(other) = other {
            sink.unclear(at, other, Unclear::PythonStart);
        }
    } else {
        bundle(sink, at, text);
    }
}

fn lines_that_are_run(sink: &mut Sink<'_>, at: &Path, text: &str) {
    for line in text.lines() {
        if !line.starts_with("import ") && !line.starts_with("import\t") {
            continue;
        }
        mention::read(sink, at, line);
        unknown::take(sink, at, line);
        let mut statements = line.split(';').map(str::trim);
        let is_harmless = statements.all(is_harmless);
        if !is_harmless {
            sink.unclear(at, line, Unclear::PythonStart);
        }
    }
}

/// Whether packages commonly bring this statement, or it sets a variable that does not
/// matter or was already recorded from the same line.
fn is_harmless(statement: &str) -> bool {
    let is_finder = statement
        .strip_suffix(".install()")
        .is_some_and(|finder| matches("__editable___@", finder));
    let sets = set_variable(statement)
        .is_some_and(|name| !variable::matters(name) || variable::is_certain(name));
    statement.is_empty()
        || is_finder
        || sets
        || HARMLESS.iter().any(|known| matches(known, statement))
}

/// Whether a statement equals a known one; each `@` matches a name.
fn matches(known: &str, statement: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let mut parts = known.split('@');
    let Some(mut rest) = parts.next().and_then(|first| statement.strip_prefix(first)) else {
        return false;
    };
    for part in parts {
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let Some(after) = rest.get(end..).and_then(|rest| rest.strip_prefix(part)) else {
            return false;
        };
        rest = after;
    }
    rest.is_empty()
}

/// The variable that a statement sets to plain text.
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

/// Where a package says its bundle is.
fn bundle(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let literals = text.split(['"', '\'']).skip(1).step_by(2);
    for literal in literals.filter(|literal| literal.starts_with('/')) {
        if !layout::is_a_bundle_path(sink.tree, literal) {
            let client = [Client::PythonRequests];
            sink.name_file(at, literal, &Value::plain(literal), &client);
        }
    }
    let names_a_bundle = LAYOUTS.iter().any(|layout| text.contains(layout.bundle()));
    if !text.contains("cacert.pem") && !names_a_bundle && !text.contains("where") {
        sink.not_followed(at, &SettingsRemark::PythonBundle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_known(line: &str) -> bool {
        line.split(';').map(str::trim).all(is_harmless)
    }

    #[test]
    fn what_packages_bring_is_known_and_the_same_with_anything_more_is_not() {
        for line in [
            "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('google',));importlib = has_mfs and __import__('importlib.util');has_mfs and __import__('importlib.machinery');m = has_mfs and sys.modules.setdefault('google', importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec('google', [os.path.dirname(p)])));m = m or sys.modules.setdefault('google', types.ModuleType('google'));mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)",
            "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == 'local'; enabled and __import__('_distutils_hack').add_shim(); ",
            "import _virtualenv",
            "import __editable___demo_1_0_finder; __editable___demo_1_0_finder.install()",
            "import coverage; coverage.process_startup()",
        ] {
            assert!(is_known(line), "{line}");
            for more in [
                ";import evil",
                ";__import__('s'+'sl')",
                ";importlib = __import__('evil')",
                ", evil",
                ".evil()",
            ] {
                assert!(!is_known(&format!("{line}{more}")), "{line}{more}");
            }
        }
    }

    #[test]
    fn a_variable_that_is_set_is_known_only_as_plain_text() {
        assert!(is_known("import os; os.environ['PIP_CERTS'] = '/a.pem'"));
        for line in [
            "import os; os.environ['PATH'] = '/srv/bin'",
            "import os; os.environ['PIP_CERTS'] = x",
            "import os; os.environ['PIP_CERTS'] = '/a' + f('b')",
            "import os; os.environ[name] = '/a.pem'",
        ] {
            assert!(!is_known(line), "{line}");
        }
    }
}
