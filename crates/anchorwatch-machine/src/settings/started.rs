//! Programs that something starts, and programs that replace another.
//!
//! A unit, a crontab, a desktop entry, an SSH key or another script names a program. A
//! shell script is read like the place that names it. A script in another language is
//! searched for names of variables and files. A compiled program is not read. Programs in a
//! distribution's own folders are not followed: a root there would have been put into a
//! package.
//!
//! **Not checked:** what is compiled into a program.

use std::path::{Path, PathBuf};

use super::{
    content::Content,
    installs, mention,
    scope::Value,
    shell::{self, Dialect},
    sink::{Sink, Telling},
    systemd,
    tool::{self, Tool},
    unknown,
};
use crate::installation::environment;
use crate::settings::remark::{SettingsRemark, Unclear};

/// As much of a program as shows whether it is a script, in bytes.
const START_BYTES: u64 = 4 << 10;

/// The deepest chain of programs that start programs.
const MAX_DEPTH: u8 = 4;

/// Folders in which a package manager keeps programs.
const OF_PACKAGES: [&str; 9] = [
    "/bin/",
    "/sbin/",
    "/lib/",
    "/usr/bin/",
    "/usr/sbin/",
    "/usr/lib/",
    "/usr/libexec/",
    "/usr/games/",
    "/snap/",
];

/// Where a program without a path may be, besides the folders of packages.
const SEARCHED: [&str; 3] = ["/usr/local/bin", "/usr/local/sbin", "/opt/bin"];
const SEARCHED_OF_USER: [&str; 2] = [".local/bin", "bin"];

/// Programs that are always compiled: a script of such a name is a replacement.
const COMPILED: [&str; 14] = [
    "curl", "git", "wget", "wget2", "openssl", "node", "nodejs", "php", "perl", "ruby", "python3",
    "python", "apt", "apt-get",
];

/// Follows the program that a command starts.
pub(super) fn follow(sink: &mut Sink<'_>, at: &Path, word: &Value) {
    for path in places(sink, word) {
        if path == at || OF_PACKAGES.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        let found = environment::of_program(sink.tree, &path);
        sink.environment(at, found);
        if !sink.followed.insert(path.clone()) {
            continue;
        }
        let Ok(start) = sink.tree.read_start(&path, START_BYTES) else {
            continue;
        };
        let text = String::from_utf8_lossy(&start);
        if !text.starts_with("#!") {
            continue;
        }
        if sink.started_depth >= MAX_DEPTH {
            sink.remark(&path, &SettingsRemark::StartedTooDeep);
            continue;
        }
        interpreter(sink, &path, &text);
        if shell::is_for_a_shell(&text) {
            read_script(sink, &path, Telling::Informational);
        } else if let Some(text) = sink.peek(&path) {
            mention::read(sink, &path, &text);
            installs::mention::take(sink, &path, &text);
            unknown::take(sink, &path, &text);
        }
    }
}

fn places(sink: &Sink<'_>, word: &Value) -> Vec<PathBuf> {
    if let Some(path) = sink.path(word) {
        return vec![path];
    }
    let is_name = !word.is_open && !word.text.contains('/') && word.text.len() > 1;
    if !is_name || tool::program(&word.text).is_some() {
        return Vec::new();
    }
    let home = sink.scope().look_up("HOME").map(|home| home.text);
    let own = home.iter().flat_map(|home| {
        SEARCHED_OF_USER
            .iter()
            .map(move |folder| Path::new(home).join(folder))
    });
    let folders = SEARCHED.iter().map(PathBuf::from).chain(own);
    folders.map(|folder| folder.join(&word.text)).collect()
}

/// `#!/usr/bin/env -S NAME=value program`: what the first line sets.
pub(super) fn interpreter(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let line = text.strip_prefix("#!").and_then(|rest| rest.lines().next());
    if let Some(line) = line.filter(|line| line.contains('=')) {
        let words = systemd::words(line);
        let words = words.iter().map(|word| Value::plain(word)).collect();
        sink.take(at, Content::Command(words));
    }
}

fn read_script(sink: &mut Sink<'_>, path: &Path, telling: Telling) {
    let before = std::mem::replace(&mut sink.telling, telling);
    sink.started_depth += 1;
    sink.take(path, Content::ScriptFile(Dialect::Posix));
    sink.started_depth -= 1;
    sink.telling = before;
}

/// Programs under a known name in a folder that comes before the system's.
pub(super) fn stand_in(sink: &mut Sink<'_>, folder: &Path) {
    for path in sink.list(folder, |name| tool::program(name).is_some()) {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_compiled = COMPILED.contains(&&*name);
        let start = sink.tree.read_start(&path, START_BYTES).unwrap_or_default();
        let is_text = !start.is_empty() && !start.contains(&0);
        let text = String::from_utf8_lossy(&start).into_owned();
        interpreter(sink, &path, &text);
        if !is_text {
            stated(sink, &path, &name, is_compiled);
        } else if shell::is_for_a_shell(&text) {
            read_script(sink, &path, Telling::Inconclusive);
        } else if let Some(text) = sink.peek(&path) {
            mention::read(sink, &path, &text);
            unknown::take(sink, &path, &text);
            if is_compiled {
                sink.unclear(&path, &name, Unclear::ScriptAsProgram);
            }
        }
    }
}

/// A compiled program that the system also has, or that is a user's own.
fn stated(sink: &mut Sink<'_>, path: &Path, name: &str, is_compiled: bool) {
    let own = Path::new("/usr/bin").join(name);
    let identity = |path: &Path| sink.tree.identity(path).ok();
    let is_second = identity(&own).is_some_and(|own| identity(path) != Some(own));
    let is_users = !sink.user_name().is_empty();
    if is_compiled && (is_second || is_users) {
        sink.remark(path, &SettingsRemark::BeforeSystemsProgram);
    }
}

/// The distribution's programs under known names: scripts where they are usual, and scripts
/// that replace a compiled program.
pub(super) fn of_distribution(sink: &mut Sink<'_>) {
    const FOLDER: &str = "/usr/bin";
    let is_usual = |tool| matches!(tool, Tool::Chromium | Tool::Firefox | Tool::Thunderbird);
    let is_wanted =
        |name: &str| COMPILED.contains(&name) || tool::program(name).is_some_and(is_usual);
    for path in sink.list(FOLDER.as_ref(), is_wanted) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_compiled = COMPILED.contains(&&*name);
        let start = sink.tree.read_start(&path, START_BYTES).unwrap_or_default();
        let text = String::from_utf8_lossy(&start);
        if !text.starts_with("#!") {
            continue;
        }
        let telling = if is_compiled {
            Telling::Inconclusive
        } else {
            Telling::Silent
        };
        if shell::is_for_a_shell(&text) {
            read_script(sink, &path, telling);
        }
        if is_compiled {
            let name = name.into_owned();
            sink.unclear(&path, &name, Unclear::ScriptAsProgram);
        }
    }
}
