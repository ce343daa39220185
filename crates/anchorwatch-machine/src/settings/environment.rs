//! Where environments come from: which files, in which grammar.

use std::path::{Path, PathBuf};

use super::{
    content::Content,
    cron, docker,
    env_file::{self, Expansion},
    fish, glob, hooks, installs, loaded_code, login, mention, mount, pam, run_parts,
    scope::Value,
    shell::{self, Dialect},
    sink::Sink,
    ssh, started, sudo, systemd, unknown, variable,
};
use crate::settings::remark::Unclear;
use variable::Assignment;

use crate::desktop;

mod grammar;
pub(super) mod table;

use grammar::Grammar;

/// Reads what sets the environment of everyone and of services.
pub(super) fn of_system(sink: &mut Sink<'_>) {
    for (grammar, pattern) in table::OF_SYSTEM {
        each(sink, pattern.as_ref(), grammar);
    }
    for folder in table::UNITS {
        units(sink, folder.as_ref());
    }
    for folder in desktop::SYSTEM_FOLDERS {
        desktop_folder(sink, folder.as_ref());
    }
    for folder in table::PATHS_OF_SYSTEM {
        started::stand_in(sink, folder.as_ref());
    }
}

/// Reads what sets one user's environment.
pub(super) fn of_user(sink: &mut Sink<'_>, home: &Path) {
    for (grammar, pattern) in table::OF_USER {
        each(sink, &home.join(pattern), grammar);
    }
    for folder in table::UNITS_OF_USER {
        units(sink, &home.join(folder));
    }
    for folder in desktop::USER_FOLDERS {
        desktop_folder(sink, &home.join(folder));
    }
    if let Some(folder) = desktop_of_user(sink, home) {
        desktop_folder(sink, &folder);
    }
    for folder in table::PATHS_OF_USER {
        started::stand_in(sink, &home.join(folder));
    }
    for path in pam::files_of_users(sink) {
        env_file(sink, &home.join(path));
    }
    for path in keys_of_users(sink, home) {
        read(sink, &path, Grammar::Keys);
    }
    docker::read(sink, &home.join(".docker/config.json"));
}

/// The user's desktop folder, whose name depends on the language (user-dirs.dirs(5)).
fn desktop_of_user(sink: &mut Sink<'_>, home: &Path) -> Option<PathBuf> {
    let text = sink.read(&home.join(".config/user-dirs.dirs"))?;
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("XDG_DESKTOP_DIR="))?;
    let value = shell::expanded(line.trim_matches('"'), &sink.scope(), None);
    // Without a desktop folder the entry names the home itself.
    sink.path(&value).filter(|path| path != home)
}

/// The lists of keys that sshd is configured to read for a user (sshd_config(5), «TOKENS»).
fn keys_of_users(sink: &mut Sink<'_>, home: &Path) -> Vec<PathBuf> {
    /// The largest sshd file that is read, in bytes; a usual one has a few kilobytes.
    const MAX_BYTES: u64 = 1 << 20;
    let mut files = sink.list("/etc/ssh/sshd_config.d".as_ref(), |_| true);
    files.push("/etc/ssh/sshd_config".into());
    let name = sink.user_name().to_owned();
    let mut paths = Vec::new();
    for file in files {
        // Read errors are reported with the system's settings.
        let text = sink.tree.read(&file, MAX_BYTES).unwrap_or_default();
        for word in ssh::files_of_keys(&String::from_utf8_lossy(&text)) {
            let word = word
                .replace("%u", &name)
                .replace("%h", &home.to_string_lossy())
                .replace("%%", "%");
            paths.push(home.join(word));
        }
    }
    paths
}

/// Programs that a configuration of `key=command` lines names.
fn starts(sink: &mut Sink<'_>, path: &Path, text: &str) {
    for line in text.lines().map(str::trim) {
        let is_remark = line.starts_with(['#', ';', '[']);
        if let Some((key, value)) = line.split_once('=').filter(|_| !is_remark) {
            let key = key.trim().to_lowercase();
            let is_command = [
                "script",
                "wrapper",
                "command",
                "display-setup",
                "exec",
                "hook",
            ]
            .iter()
            .any(|word| key.contains(word));
            if is_command {
                sink.take(path, Content::Script(value.trim(), Dialect::Posix));
            }
        }
    }
}

/// Reads the programs in folders that a variable names.
pub(super) fn searched(sink: &mut Sink<'_>) {
    /// A wrapper may name another folder.
    const MAX_ROUNDS: usize = 4;
    for _ in 0..MAX_ROUNDS {
        for folder in sink.searched() {
            started::stand_in(sink, &folder);
        }
    }
}

/// Reads the files in a folder that a variable puts in place of one in the home.
pub(super) fn instead_of(sink: &mut Sink<'_>, usual: &str, folder: &Path) {
    let moved = |pattern: &'static str| -> Option<PathBuf> {
        let rest = pattern.strip_prefix(usual)?.strip_prefix('/')?;
        Some(folder.join(rest))
    };
    for (grammar, pattern) in table::OF_USER {
        if let Some(pattern) = moved(pattern) {
            each(sink, &pattern, grammar);
        }
    }
    for folder in table::UNITS_OF_USER.into_iter().filter_map(moved) {
        units(sink, &folder);
    }
    for folder in desktop::USER_FOLDERS.into_iter().filter_map(moved) {
        desktop_folder(sink, &folder);
    }
}

fn each(sink: &mut Sink<'_>, pattern: &Path, grammar: Grammar) {
    if !glob::is_pattern(pattern) {
        return read(sink, pattern, grammar);
    }
    for path in glob::expand(sink, pattern) {
        // Files that a package manager put aside are not read by any program.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.contains(".dpkg-") && !name.ends_with('~') {
            read(sink, &path, grammar);
        }
    }
}

fn read(sink: &mut Sink<'_>, path: &Path, grammar: Grammar) {
    match grammar {
        Grammar::Posix | Grammar::Csh => sink.take(path, Content::ScriptFile(Dialect::Posix)),
        Grammar::Fish => sink.take(path, Content::ScriptFile(Dialect::Fish)),
        Grammar::Unit => unit(sink, path),
        Grammar::EnvFile | Grammar::Login => env_file(sink, path),
        Grammar::Generator => generator(sink, path),
        Grammar::Desktop => desktop_entry(sink, path),
        Grammar::Program | Grammar::AtJob => program(sink, path),
        Grammar::RunParts if run_parts::is_run(sink, path) => program(sink, path),
        Grammar::RunParts => {}
        Grammar::Interfaces | Grammar::Logrotate | Grammar::Dpkg | Grammar::Udev => {
            if let Some(text) = sink.read_of_service(path) {
                commands(sink, path, &text, grammar);
            }
        }
        Grammar::Sudo | Grammar::CrontabSystem | Grammar::CrontabOfUser => {
            if let Some(text) = sink.read_of_service(path) {
                match grammar {
                    Grammar::Sudo => sudo::read(sink, path, &text),
                    Grammar::CrontabSystem => cron::read(sink, path, &text, cron::Owner::Named),
                    _ => cron::read(sink, path, &text, cron::Owner::OfTheFile),
                }
            }
        }
        Grammar::FishVariables
        | Grammar::LoginDefs
        | Grammar::Starts
        | Grammar::Fstab
        | Grammar::LdConf
        | Grammar::EnvDir
        | Grammar::Pam
        | Grammar::PamConfig
        | Grammar::Ssh
        | Grammar::Keys
        | Grammar::Preload
        | Grammar::Mention => {
            if let Some(text) = sink.read(path) {
                take(sink, path, &text, grammar);
            }
        }
    }
}

fn take(sink: &mut Sink<'_>, path: &Path, text: &str, grammar: Grammar) {
    let assignments = match grammar {
        Grammar::FishVariables => fish::read(text, &mut sink.scope()),
        Grammar::Pam => pam::read(text, &mut sink.scope()),
        Grammar::Ssh => return ssh::read(sink, path, text),
        Grammar::Keys => return ssh::read_keys(sink, path, text),
        Grammar::LoginDefs => return login::read(sink, path, text),
        Grammar::Fstab => return fstab(sink, path, text),
        Grammar::Starts => return starts(sink, path, text),
        Grammar::PamConfig => return pam_config(sink, path, text),
        Grammar::Preload => {
            let value = Value::plain(&text.replace(['\n', '\t'], " "));
            return loaded_code::libraries(sink, path, &value.text, &value);
        }
        Grammar::LdConf => return libraries_of(sink, path, text),
        Grammar::EnvDir => return named_by_the_file(sink, path, text),
        _ => {
            mention::read(sink, path, text);
            return unknown::take(sink, path, text);
        }
    };
    sink.take(path, Content::Assignments(&assignments));
}

/// The commands in a configuration, each on its own.
fn commands(sink: &mut Sink<'_>, path: &Path, text: &str, grammar: Grammar) {
    unknown::take(sink, path, text);
    let scripts = match grammar {
        Grammar::Interfaces => hooks::of_interfaces(text),
        Grammar::Logrotate => hooks::of_logrotate(text),
        Grammar::Dpkg => hooks::of_dpkg(text),
        _ => {
            for words in hooks::of_udev(text) {
                sink.take(path, Content::Command(words));
            }
            return;
        }
    };
    for script in scripts {
        sink.take(path, Content::Script(&script, Dialect::Posix));
    }
}

/// Files that a PAM module is configured to read.
fn pam_config(sink: &mut Sink<'_>, at: &Path, text: &str) {
    for (kind, file) in pam::configured(text) {
        let value = Value::plain(&file);
        let Some(path) = sink.path(&value) else {
            if kind != pam::Kind::OfUser {
                let what = format!("pam_env.so {file}");
                sink.unclear(at, &what, Unclear::Place);
            }
            continue;
        };
        match kind {
            pam::Kind::Environment => env_file(sink, &path),
            pam::Kind::Configuration => read(sink, &path, Grammar::Pam),
            pam::Kind::Included => read(sink, &path, Grammar::PamConfig),
            pam::Kind::Started => started::follow(sink, at, &value),
            pam::Kind::OfUser => {}
        }
    }
}

fn env_file(sink: &mut Sink<'_>, path: &Path) {
    if let Some(text) = sink.read(path) {
        let assignments = env_file::read(&text, Expansion::Done, &mut sink.scope());
        sink.take(path, Content::Assignments(&assignments));
    }
}

/// A shell script, or a file of assignments that one reads. A program in another language
/// is only searched.
fn program(sink: &mut Sink<'_>, path: &Path) {
    let Some(text) = sink.read_of_service(path) else {
        return;
    };
    started::interpreter(sink, path, &text);
    if shell::is_for_a_shell(&text) {
        sink.take(path, Content::Script(&text, Dialect::Posix));
    } else {
        mention::read(sink, path, &text);
        installs::mention::take(sink, path, &text);
    }
    // A service keeps its options in variables of its own.
    unknown::take(sink, path, &text);
}

/// Programs that print an environment: only some are known.
fn generator(sink: &mut Sink<'_>, path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if table::GENERATORS.contains(&&*name) {
        return;
    }
    sink.unclear(path, &name, Unclear::GeneratedEnvironment);
}

fn desktop_folder(sink: &mut Sink<'_>, folder: &Path) {
    for path in sink.list(folder, |name| {
        name.ends_with(".desktop") || !name.contains('.')
    }) {
        if path.extension().is_some() {
            desktop_entry(sink, &path);
        } else {
            // Menus have one level of folders.
            for path in sink.list(&path, |name| name.ends_with(".desktop")) {
                desktop_entry(sink, &path);
            }
        }
    }
}

/// The command lines of a desktop entry (Desktop Entry Specification, «Exec»).
fn desktop_entry(sink: &mut Sink<'_>, path: &Path) {
    let Some(text) = sink.read(path) else {
        return;
    };
    for line in text.lines() {
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        if matches!(key.trim(), "Exec" | "TryExec") {
            // Backslashes are doubled in an entry, once for the entry and once for the
            // quotes.
            let value = value.replace("\\\\", "\\");
            let words = systemd::words(&value);
            sink.take(
                path,
                Content::Command(words.iter().map(|word| Value::plain(word)).collect()),
            );
        }
    }
}

/// Units and their drop-ins.
fn units(sink: &mut Sink<'_>, folder: &Path) {
    let is_unit = |name: &str| {
        table::UNIT_TYPES
            .iter()
            .any(|ending| name.ends_with(ending))
    };
    for path in sink.list(folder, |name| is_unit(name) || name.ends_with(".d")) {
        if path.extension().is_some_and(|extension| extension == "d") {
            each(sink, &path.join("*.conf"), Grammar::Unit);
        } else {
            unit(sink, &path);
        }
    }
}

fn unit(sink: &mut Sink<'_>, path: &Path) {
    let Some(text) = sink.read_of_service(path) else {
        return;
    };
    let unit = systemd::read(&text, &mut sink.scope());
    sink.take(path, Content::Assignments(&unit.assignments));
    for file in unit.files {
        environment_files(sink, path, &file);
    }
    for words in unit.commands {
        // No shell reads the command, so a first word like `NAME=value` is a program's
        // name, not an assignment.
        if !words.first().is_some_and(|first| first.text.contains('=')) {
            sink.take(path, Content::Command(words));
        }
    }
    for (from, to) in unit.mounts {
        mount::take(sink, path, &from, &to);
    }
    for root in unit.roots {
        sink.unclear(path, &root, Unclear::OtherFiles);
    }
}

/// Folders of libraries that are searched before the system's.
fn libraries_of(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let is_systems = |folder: &str| {
        ["/lib", "/usr/lib", "/usr/local/lib"]
            .iter()
            .any(|own| folder.starts_with(own))
    };
    let folders = text
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with('/'));
    for folder in folders.filter(|folder| !is_systems(folder)) {
        let assignment = Assignment {
            name: "LD_LIBRARY_PATH".to_owned(),
            value: Value::plain(folder),
            is_conditional: false,
            running_count: 0,
        };
        sink.take(at, Content::Assignments(&[assignment]));
    }
}

fn named_by_the_file(sink: &mut Sink<'_>, at: &Path, text: &str) {
    let name = at.file_name().unwrap_or_default().to_string_lossy();
    let value = Value::plain(text.lines().next().unwrap_or_default().trim_end());
    let assignment = variable::assigned(&mut sink.scope(), &name, value);
    sink.take(at, Content::Assignments(assignment.as_slice()));
}

/// `what where type options …` (fstab(5)).
fn fstab(sink: &mut Sink<'_>, at: &Path, text: &str) {
    for line in text.lines().map(str::trim) {
        let mut fields = line.split_whitespace();
        if let (Some(from), Some(to)) = (fields.next(), fields.next())
            && !line.starts_with('#')
        {
            mount::take(sink, at, &Value::plain(from), to);
        }
    }
}

/// The file that a unit names, or every file in the folder that its pattern may match.
fn environment_files(sink: &mut Sink<'_>, unit: &Path, file: &Value) {
    let (folder, name) = file.text.rsplit_once('/').unwrap_or(("", &file.text));
    let is_plain = |text: &str| !text.contains(['*', '?', '[', '%']);
    if is_plain(&file.text)
        && let Some(path) = sink.path(file)
    {
        environment_file(sink, &path);
    } else if is_plain(folder) && folder.starts_with('/') {
        for path in sink.list(folder.as_ref(), |candidate| {
            systemd::may_be(name, candidate)
        }) {
            environment_file(sink, &path);
        }
    } else {
        let what = format!("EnvironmentFile={}", file.text);
        sink.unclear(unit, &what, Unclear::Place);
    }
}

/// A file that a unit names. `/etc/default/…` has already been read as a script.
fn environment_file(sink: &mut Sink<'_>, path: &Path) {
    if let Some(text) = sink.read_of_service(path) {
        let assignments = env_file::read(&text, Expansion::None, &mut sink.scope());
        sink.take(path, Content::Assignments(&assignments));
    }
}
