//! Which files a word after `source` refers to.

use std::path::{Path, PathBuf};

use super::{glob, scope::Value, sink::Sink};
use crate::settings::remark::Unclear;

/// The most files that one pattern may match.
const MAX_MATCHES: usize = 200;

/// How a script writes its own folder.
const OWN_FOLDER: [&str; 8] = [
    "${BASH_SOURCE%/*}",
    "${BASH_SOURCE[0]%/*}",
    "${0%/*}",
    "${0:A:h}",
    "${0:a:h}",
    "${0:h}",
    "${${(%):-%x}:A:h}",
    "${${(%):-%N}:A:h}",
];

/// The files, or `None` if they are not known.
pub(super) fn files(sink: &mut Sink<'_>, at: &Path, word: &Value) -> Option<Vec<PathBuf>> {
    if let Some(path) = sink.path(word) {
        // Braces mean several names, which are not expanded here.
        let is_braced = word.text.contains('{') && word.text.contains('}');
        let is_unknown = is_braced || path.starts_with("/dev") || path.starts_with("/proc");
        return (!is_unknown).then(|| matches(sink, at, &path));
    }
    let places = beside(sink, at, word);
    let is_there = |path: &PathBuf| sink.tree.identity(path).is_ok();
    let found: Vec<PathBuf> = places.into_iter().filter(is_there).collect();
    (!found.is_empty()).then_some(found)
}

/// Where a relative name may be: next to the script, in the home, in the path.
fn beside(sink: &Sink<'_>, at: &Path, word: &Value) -> Vec<PathBuf> {
    let folder = at.parent().unwrap_or(at);
    let own = OWN_FOLDER
        .iter()
        .find_map(|own| word.text.strip_prefix(own)?.strip_prefix('/'));
    let is_dirname = word.commands.len() == 1
        && word
            .commands
            .iter()
            .all(|command| command.trim_start().starts_with("dirname "));
    let own = own.or_else(|| word.text.strip_prefix("$(…)/").filter(|_| is_dirname));
    if let Some(rest) = own {
        return vec![folder.join(rest)];
    }
    if word.is_open || word.text.starts_with('~') {
        return Vec::new();
    }
    let mut places = vec![folder.join(&word.text)];
    let home = sink
        .scope()
        .look_up("HOME")
        .map(|home| PathBuf::from(home.text));
    if let Some(home) = home {
        places.push(home.join(&word.text));
        if !word.text.contains('/') {
            places.push(home.join(".local/bin").join(&word.text));
            places.push(home.join("bin").join(&word.text));
        }
    }
    if !word.text.contains('/') {
        places.push(Path::new("/usr/local/bin").join(&word.text));
    }
    places
}

fn matches(sink: &mut Sink<'_>, at: &Path, path: &Path) -> Vec<PathBuf> {
    if !glob::is_pattern(path) {
        return vec![path.to_owned()];
    }
    let mut paths = glob::expand(sink, path);
    if paths.len() > MAX_MATCHES {
        paths.truncate(MAX_MATCHES);
        let what = format!(". {}", path.display());
        sink.unclear(at, &what, Unclear::FileCount);
    }
    paths
}
