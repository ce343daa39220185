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

use std::{
    collections::{HashSet, VecDeque},
    path::Path,
};

use anchorwatch_home::EntryKind;

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

/// The most files searched for one owner; `/etc` of a desktop has some two thousand.
const MAX_FILES: usize = 50_000;
/// The most file names read of one file.
const MAX_PATHS: usize = 2_000;
/// The longest name of a file (PATH_MAX).
const MAX_PATH_BYTES: usize = 4_096;

/// Folders that are searched, and how deep.
const OF_SYSTEM: [(&str, u32); 4] = [
    ("/etc", 8),
    // What cloud-init was given (cloud-init's manual, «Instance-data»).
    ("/var/lib/cloud", 3),
    ("/usr/local/etc", 8),
    ("/var/lib/snapd/environment", 1),
];
const OF_USER: [(&str, u32); 5] = [
    ("", 0),
    (".config", 4),
    (".local/etc", 3),
    (".local/share", 2),
    ("etc", 2),
];
/// How deep the dot folders of a home are searched.
const DOT_DEPTH: u32 = 2;

/// Names of folders without any program's choice of roots: what servers and tunnels require
/// of their clients, large folders, and folders that are read as something else.
const PASSED_OVER: [&str; 51] = [
    ".kube",
    ".minikube",
    "etcd",
    "kubernetes",
    "rancher",
    "workspaceStorage",
    ".cache",
    ".cargo",
    ".git",
    ".gnupg",
    ".local",
    ".mozilla",
    // In .config, since Firefox 147.
    "mozilla",
    ".npm",
    ".pki",
    ".rustup",
    ".thunderbird",
    "node_modules",
    "extensions",
    "Trash",
    "Cache",
    "CachedData",
    "GPUCache",
    "Crash Reports",
    "logs",
    "repository",
    "caches",
    "alternatives",
    "apparmor.d",
    "apache2",
    "bind",
    "ca-certificates",
    "dovecot",
    "freeradius",
    "haproxy",
    "httpd",
    "ipsec.d",
    "letsencrypt",
    "lighttpd",
    "mysql",
    "nginx",
    "openvpn",
    "pki",
    "postfix",
    "ssl",
    "strongswan.d",
    "swanctl",
    "vpnc",
    "wireguard",
    "wpa_supplicant",
    "NetworkManager",
];

/// File name endings that mark a file next to the configuration.
const ENDINGS: [&str; 7] = [".pem", ".crt", ".cer", ".cert", ".jks", ".p12", ".pfx"];

/// Characters that can end a file name.
const ENDS: &str = "\"'<>,;)]}|`\\";

/// Searches what applies to everyone.
pub(super) fn of_system(sink: &mut Sink<'_>) {
    let mut search = Search {
        files_left: MAX_FILES,
        too_deep: 0,
        seen: HashSet::new(),
    };
    for (folder, depth) in OF_SYSTEM {
        search.over(sink, folder.as_ref(), depth);
    }
    search.say(sink, "/etc".as_ref());
}

/// Searches one home.
pub(super) fn of_user(sink: &mut Sink<'_>, home: &Path) {
    let mut search = Search {
        files_left: MAX_FILES,
        too_deep: 0,
        seen: HashSet::new(),
    };
    for (folder, depth) in OF_USER {
        search.over(sink, &home.join(folder), depth);
    }
    let is_dotted =
        |name: &str| name.starts_with('.') && name != ".config" && !PASSED_OVER.contains(&name);
    for folder in sink.list(home, is_dotted) {
        search.over(sink, &folder, DOT_DEPTH);
    }
    search.say(sink, home);
}

struct Search {
    files_left: usize,
    /// How many folders are deeper than is searched.
    too_deep: usize,
    seen: HashSet<(u64, u64)>,
}

impl Search {
    fn over(&mut self, sink: &mut Sink<'_>, base: &Path, depth: u32) {
        let mut folders = VecDeque::from([(base.to_owned(), depth)]);
        while let Some((folder, depth)) = folders.pop_front() {
            // Inaccessible folders are reported where they are known to matter.
            let Ok(entries) = sink.tree.list(&folder) else {
                continue;
            };
            // Links may form a loop.
            let identity = sink.tree.identity(&folder).ok();
            if identity.is_none_or(|identity| !self.seen.insert(identity)) {
                continue;
            }
            for entry in entries {
                let name = entry.name.to_string_lossy();
                let path = folder.join(&entry.name);
                match entry.kind {
                    EntryKind::Directory if PASSED_OVER.contains(&&*name) => {}
                    EntryKind::Directory if depth > 0 => {
                        folders.push_back((path, depth - 1));
                    }
                    // The home itself is no folder of configurations.
                    EntryKind::Directory if folder != base => self.too_deep += 1,
                    EntryKind::File | EntryKind::Symlink => {
                        // Files that people keep elsewhere are linked from their usual
                        // place.
                        let is_folder = entry.kind == EntryKind::Symlink
                            && depth > 0
                            && !PASSED_OVER.contains(&&*name)
                            && sink.tree.list(&path).is_ok();
                        if is_folder {
                            folders.push_back((path, depth - 1));
                            continue;
                        }
                        if self.files_left == 0 {
                            let max = MAX_FILES as u64;
                            return sink.unread(base, &SettingsRemark::SearchLimit { max });
                        }
                        self.files_left -= 1;
                        if let Some(text) = sink.peek(&path) {
                            take(sink, &path, &text);
                            inline::take(sink, &path, &text);
                            unverified::take(sink, &path, &text);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

impl Search {
    /// Reports what was not searched. This makes no answer inconclusive: what is there counts
    /// for no more than a file in any other folder.
    fn say(&self, sink: &mut Sink<'_>, base: &Path) {
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
