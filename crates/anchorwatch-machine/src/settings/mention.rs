//! Start-up files in languages that are not read: Lisp, Lua, Python, the configurations of
//! window managers and of other shells.
//!
//! The text is searched for the names of variables that matter. A plain path or word after
//! the name is taken as its value; otherwise the file is reported.

use std::path::Path;

use super::{
    content::Content,
    scope::Value,
    sink::Sink,
    variable::{self, Assignment},
};
use crate::settings::remark::Unclear;

/// The most mentions that are taken from one file.
const MAX_MENTIONS: usize = 1_000;

/// What may be between a name and its value: `("NAME", "value")`, `NAME = 'value'`,
/// `["NAME"]: "value"`, `NAME,value`.
const BETWEEN: &str = " \t=:,\"'`()[]{}>";

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let mut count = 0;
    for line in text.lines() {
        let start = line.trim_start();
        if ["#", ";", "--", "//", "\" "]
            .iter()
            .any(|sign| start.starts_with(sign))
        {
            continue;
        }
        for (place, name) in names(line) {
            if !variable::is_certain(name) {
                continue;
            }
            count += 1;
            if count > MAX_MENTIONS {
                return sink.unclear(at, name, Unclear::MentionCount);
            }
            take(
                sink,
                at,
                name,
                line.get(place + name.len()..).unwrap_or_default(),
            );
        }
    }
}

/// Words that can be names of variables, with their positions.
fn names(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut at = 0;
    line.split(move |c: char| !is_part(c)).map(move |word| {
        let place = at;
        // The separator is one character, which may have several bytes.
        at += word.len();
        at += line
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        (place, word)
    })
}

fn take(sink: &mut Sink<'_>, at: &Path, name: &str, rest: &str) {
    let value = rest.trim_start_matches(|c| BETWEEN.contains(c));
    let is_set = value.len() < rest.len();
    let end = value
        .find(|c: char| c.is_whitespace() || "\"'`,;)]}".contains(c))
        .unwrap_or(value.len());
    let text = value.get(..end).unwrap_or(value);
    // A word of the language, such as `then` or a variable's name, is not a value.
    let is_plain = text.starts_with(['/', '~', '-', '0', '1', '2', 'f', 'h', 's'])
        && !text.contains(['$', '(']);
    if is_set && is_plain {
        let assignment = Assignment {
            name: name.to_owned(),
            value: Value::plain(text),
            is_conditional: true,
            running_count: 0,
        };
        sink.take(at, Content::Assignments(&[assignment]));
    } else {
        sink.unclear(at, name, Unclear::Mention);
    }
}
