//! Scripts in languages that are not read: what shows that they install roots.

use std::path::Path;

use super::{
    super::{scope::Value, sink::Sink},
    destination::{self, Destination},
};
use crate::settings::remark::Unclear;

/// Words of a line that writes.
const WRITING: [&str; 14] = [
    "copy", "move", "rename", "replace", "symlink", "link", "write", "append", "\"a\"", "'a'",
    "\"w\"", "'w'", "\"ab\"", "'ab'",
];

/// Programs that add a root to a store, with a word that says so.
const ADDING: [(&str, &str); 5] = [
    ("keytool", "-import"),
    ("certutil", "-A"),
    ("trust", "anchor"),
    ("update-ca-certificates", "--localcertsdir"),
    ("mkcert", "-install"),
];

/// Reports lines that install roots.
pub(in super::super) fn take(sink: &mut Sink<'_>, at: &Path, text: &str) {
    for line in text.lines().map(str::trim) {
        let is_remark = ["#", "//", "--", ";"]
            .iter()
            .any(|sign| line.starts_with(sign));
        if is_remark {
            continue;
        }
        let has = |word: &str| line.contains(word);
        let is_adding = ADDING
            .iter()
            .any(|(program, word)| has(program) && has(word) && !has("--remove"));
        if is_adding || is_written(sink, line) {
            sink.unclear(at, line, Unclear::InstallsRoots);
        }
    }
}

/// Whether a line names a folder that only installers name, or writes to a store.
fn is_written(sink: &mut Sink<'_>, line: &str) -> bool {
    let is_end = |c: char| c.is_whitespace() || "\"'`,;()[]{}<>|&".contains(c);
    let paths = line.split(is_end).filter(|word| word.starts_with('/'));
    let is_writing = WRITING.iter().any(|word| line.contains(word));
    for path in paths {
        match destination::of(sink, &Value::plain(path), &[]) {
            Some(Destination::Source) => return true,
            Some(_) if is_writing => return true,
            _ => {}
        }
    }
    false
}
