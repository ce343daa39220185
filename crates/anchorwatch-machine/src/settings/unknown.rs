//! Configurations of programs that no table knows.
//!
//! A line that mentions authorities and names a certificate file says enough, whatever
//! program it is for:
//!
//! ```text
//! ssl_cafile = "/path"     caFile: /path     <CaPath>/path</CaPath>     tls_trust_file /path
//! ```
//!
//! Small texts in configuration folders are therefore searched for such lines, for variables
//! that name anchors, for roots inside the text, and for keys that switch verification off. A
//! named file is read like any other, for an unknown program. Comments are skipped. Java options
//! are read wherever they occur.
//!
//! **Not checked:** names assembled from pieces, and relative names.

use std::{collections::HashSet, path::Path};

use super::{
    authority_key::speaks_of_authorities,
    content::Content,
    inline, mount,
    scope::Value,
    sink::Sink,
    unverified,
    variable::{self, Assignment},
};
use crate::layout;
use crate::settings::remark::SettingsRemark;
use search::Search;

pub(crate) mod search;

/// The most file names read of one file.
const MAX_PATHS: usize = 2_000;
/// The longest name of a file (PATH_MAX).
const MAX_PATH_BYTES: usize = 4_096;

/// File name endings that mark a file next to the configuration.
const ENDINGS: [&str; 7] = [".pem", ".crt", ".cer", ".cert", ".jks", ".p12", ".pfx"];

/// Characters that can end a file name.
const ENDS: &str = "\"'<>,;)]}|`\\";

/// Searches what applies to everyone.
pub(super) fn of_system(sink: &mut Sink<'_>) {
    let mut reading = Reading::new(sink);
    for (folder, depth) in search::OF_SYSTEM {
        reading.over(folder.as_ref(), depth);
    }
    reading.say("/etc".as_ref());
}

/// Searches one home.
pub(super) fn of_user(sink: &mut Sink<'_>, home: &Path) {
    let mut reading = Reading::new(sink);
    for (folder, depth) in search::OF_USER {
        reading.over(&home.join(folder), depth);
    }
    for folder in reading.sink.list(home, search::is_dotted) {
        reading.over(&folder, search::DOT_DEPTH);
    }
    reading.say(home);
}

/// Reads one file of such a search.
pub(super) fn one_file(sink: &mut Sink<'_>, path: &Path) {
    if let Some(text) = sink.peek(path) {
        take(sink, path, &text);
        inline::take(sink, path, &text);
        unverified::take(sink, path, &text);
    }
}

/// A search that reads what it finds.
struct Reading<'s, 'a> {
    sink: &'s mut Sink<'a>,
    files_left: usize,
    /// How many folders are deeper than is searched.
    too_deep: usize,
    seen: HashSet<(u64, u64)>,
}

impl Search for Reading<'_, '_> {
    fn enters(&mut self, _folder: &Path, identity: (u64, u64), _depth_left: u32) -> bool {
        self.seen.insert(identity)
    }

    fn file(&mut self, path: &Path) -> bool {
        let Some(left) = self.files_left.checked_sub(1) else {
            return false;
        };
        self.files_left = left;
        one_file(self.sink, path);
        true
    }

    fn too_deep(&mut self) {
        self.too_deep += 1;
    }
}

impl<'s, 'a> Reading<'s, 'a> {
    fn new(sink: &'s mut Sink<'a>) -> Self {
        Self {
            sink,
            files_left: search::MAX_FILES,
            too_deep: 0,
            seen: HashSet::new(),
        }
    }

    fn over(&mut self, base: &Path, depth: u32) {
        if !search::over(self.sink.tree, base, depth, self) {
            let max = search::MAX_FILES as u64;
            self.sink.unread(base, &SettingsRemark::SearchLimit { max });
        }
    }

    /// Reports what was not searched. This makes no answer inconclusive: what is there counts
    /// for no more than a file in any other folder.
    fn say(self, base: &Path) {
        let sink = self.sink;
        if self.too_deep > 0 {
            let count = self.too_deep as u64;
            sink.remark(base, &SettingsRemark::FoldersTooDeep { count });
        }
        if sink.unpeeked > 0 {
            let count = sink.unpeeked as u64;
            sink.remark(base, &SettingsRemark::TextsTooLong { count });
        }
    }
}

/// Records what the lines of a text name.
pub(super) fn take(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let mut paths_left = MAX_PATHS;
    let mut above = "";
    for line in text.lines() {
        let line = line.trim();
        let last = std::mem::replace(&mut above, line);
        let is_remark = ["#", ";", "//", "\" ", "-- ", "<!--"]
            .iter()
            .any(|sign| line.starts_with(sign));
        if is_remark {
            continue;
        }
        for (before, path) in paths(line) {
            if paths_left == 0 {
                return sink.not_followed(at, &SettingsRemark::NamedFilesLimit);
            }
            paths_left -= 1;
            // For a list or an element, the key is in the line above.
            let has_key = before.contains(char::is_alphanumeric);
            let key = if has_key { before } else { last };
            one(sink, at, key, &path);
        }
    }
}

/// The file names in a line, each with the text before it.
fn paths(line: &str) -> impl Iterator<Item = (&str, String)> {
    let starts = line.char_indices().filter(|(at, c)| {
        let before = line
            .get(..*at)
            .and_then(|before| before.chars().next_back());
        let is_first = before.is_none_or(|c| c.is_whitespace() || "=:\"'>(,[{".contains(c));
        is_first && (matches!(c, '/' | '~' | '$' | '.') || c.is_alphanumeric())
    });
    starts.filter_map(|(at, _)| {
        let (before, rest) = line.split_at_checked(at)?;
        let mut ends = rest.char_indices().take(MAX_PATH_BYTES);
        let end = ends.find(|(_, c)| c.is_whitespace() || ENDS.contains(*c));
        let end = match end {
            Some((end, _)) => end,
            // What is longer is no name of a file.
            None if rest.len() > MAX_PATH_BYTES => return None,
            None => rest.len(),
        };
        let path = rest.get(..end)?;
        let home = ["$HOME/", "${HOME}/", "$env(HOME)/"]
            .iter()
            .find_map(|home| path.strip_prefix(home));
        let path = home.map_or_else(|| path.to_owned(), |rest| format!("~/{rest}"));
        let is_whole = path.starts_with(['/', '~']);
        let is_beside = ENDINGS.iter().any(|ending| path.ends_with(ending));
        (is_whole || is_beside && !path.contains('$')).then_some((before, path))
    })
}

fn one(sink: &mut Sink<'_>, at: &Path, before: &str, path: &str) {
    // `file:///path`
    let path = match path.rfind("//") {
        Some(at) => path.get(at + 1..).unwrap_or(path),
        None => path,
    };
    let is_whole = path.starts_with('/') || path.starts_with("~/");
    mounted(sink, at, before, path);
    // The files of that folder are a store of their own; its subfolders are not part of it.
    let is_systems = layout::is_in_a_directory(sink.tree, Path::new(path));
    if is_systems || path.starts_with('~') && !is_whole {
        return;
    }
    let value = if is_whole {
        Value::plain(path)
    } else {
        let beside = at.parent().unwrap_or(at).join(path);
        Value::plain(&beside.to_string_lossy())
    };
    if let Some(name) = variable_before(before) {
        let assignment = Assignment {
            name: name.to_owned(),
            value,
            is_conditional: true,
            running_count: 0,
        };
        return sink.take(at, Content::Assignments(&[assignment]));
    }
    let is_new = |path: std::path::PathBuf| !sink.is_named(&path);
    if speaks_of_authorities(before) && sink.path(&value).is_some_and(is_new) {
        let what = format!("{} {path}", before.trim());
        sink.guess_file(at, &what, &value);
        sink.guess_keystore(at, &value);
    }
}

/// `- FROM:TO` in a list of volumes: what a container finds in place of its roots.
fn mounted(sink: &mut Sink<'_>, at: &Path, before: &str, to: &str) {
    let is_pair = before.ends_with(':') && mount::is_store(to);
    let Some(from) = is_pair.then(|| before.rsplit([' ', '\t', '"', '\'']).next()) else {
        return;
    };
    let from = from.unwrap_or_default().trim_end_matches(':');
    if from.starts_with(['/', '~', '.']) {
        let beside = match from.strip_prefix('.') {
            Some(_) => at.parent().unwrap_or(at).join(from),
            None => from.into(),
        };
        mount::take(sink, at, &Value::plain(&beside.to_string_lossy()), to);
    }
}

/// The variable that a line sets, if it names anchors.
fn variable_before(before: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut words = before.rsplit(|c: char| !is_part(c));
    words
        .find(|word| !word.is_empty())
        .filter(|word| variable::names_anchors(word))
}
