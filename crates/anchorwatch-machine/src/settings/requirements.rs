//! pip's files of requirements: options among the names of packages.
//!
//! Source: pip's manual, «Requirements File Format», «Global options».

use std::path::Path;

use super::{invocation, scope::Value, sink::Sink, systemd, tool::Tool};

/// The most lines that are read.
const MAX_LINES: usize = 100_000;

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let text = text.replace("\\\n", " ");
    for line in text.lines().take(MAX_LINES).map(str::trim) {
        if line.starts_with('-') {
            let line = line.split(" #").next().unwrap_or(line);
            let words = systemd::words(line);
            let words = std::iter::once("pip").chain(words.iter().map(String::as_str));
            let words: Vec<Value> = words.map(Value::plain).collect();
            invocation::take(sink, at, Tool::Pip, &words);
        }
    }
}
