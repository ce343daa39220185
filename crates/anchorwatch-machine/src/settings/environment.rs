//! Where environments come from: which files, in which grammar.

use std::path::{Path, PathBuf};

use super::{
    cron, docker,
    env_file::{self, Expansion},
    fish,
    gathering::Gathering,
    glob, invocation, login, mention, pam,
    scope::Value,
    script,
    shell::Dialect,
    ssh, started, sudo, systemd, unknown, variable,
};
use variable::Assignment;

use crate::{Client, desktop};

mod table;

/// In which grammar a file sets an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grammar {
    /// A start-up file of sh, bash, zsh, ksh.
    Posix,
    /// One of csh and tcsh.
    Csh,
    /// One of fish.
    Fish,
    FishVariables,
    /// A script, or a file that one reads, of services that root starts.
    Program,
    /// `NAME=value`, expanded as systemd does.
    EnvFile,
    /// The same for everyone who logs in.
    Login,
    /// pam_env.conf(5).
    Pam,
    /// pam.d(5).
    PamConfig,
    /// sudoers(5).
    Sudo,
    /// sshd_config(5).
    Ssh,
    /// authorized_keys, sshd(8).
    Keys,
    /// login.defs(5).
    LoginDefs,
    /// fstab(5).
    Fstab,
    /// Folders of libraries, ldconfig(8).
    LdConf,
    /// A file that has a variable's name, and its value in it (chpst(8), s6-envdir).
    EnvDir,
    /// A display manager's configuration, which names scripts that it starts.
    Starts,
    CrontabSystem,
    CrontabOfUser,
    /// A script that at(1) made, with all of an environment.
    AtJob,
    /// A unit, or a configuration of systemd's.
    Unit,
    /// A program that prints an environment.
    Generator,
    /// A desktop entry.
    Desktop,
    /// A program in another language: it may name variables.
    Mention,
    /// Libraries that every program loads, ld.so(8).
    Preload,
}

/// Reads what sets the environment of everyone and of services.
pub(super) fn of_system(gathering: &mut Gathering<'_>) {
    for (grammar, pattern) in table::OF_SYSTEM {
        each(gathering, pattern.as_ref(), grammar);
    }
    for folder in table::UNITS {
        units(gathering, folder.as_ref());
    }
    for folder in desktop::SYSTEM_FOLDERS {
        desktop_folder(gathering, folder.as_ref());
    }
    for folder in table::PATHS_OF_SYSTEM {
        started::stand_in(gathering, folder.as_ref());
    }
}

/// Reads what sets the environment of one user.
pub(super) fn of_user(gathering: &mut Gathering<'_>, home: &Path) {
    for (grammar, pattern) in table::OF_USER {
        each(gathering, &home.join(pattern), grammar);
    }
    for folder in table::UNITS_OF_USER {
        units(gathering, &home.join(folder));
    }
    for folder in desktop::USER_FOLDERS {
        desktop_folder(gathering, &home.join(folder));
    }
    if let Some(folder) = desktop_of_user(gathering, home) {
        desktop_folder(gathering, &folder);
    }
    for folder in table::PATHS_OF_USER {
        started::stand_in(gathering, &home.join(folder));
    }
    for path in pam::files_of_users(gathering) {
        env_file(gathering, &home.join(path));
    }
    for path in keys_of_users(gathering, home) {
        read(gathering, &path, Grammar::Keys);
    }
    docker::read(gathering, &home.join(".docker/config.json"));
}

/// The folder of what lies on the desktop, in a person's language (user-dirs.dirs(5)).
fn desktop_of_user(gathering: &mut Gathering<'_>, home: &Path) -> Option<PathBuf> {
    let text = gathering.read(&home.join(".config/user-dirs.dirs"))?;
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("XDG_DESKTOP_DIR="))?;
    let value = gathering.scope().expand(line.trim_matches('"'), None);
    // A home that has none says the home itself.
    gathering.path(&value).filter(|path| path != home)
}

/// The lists of keys that sshd is told to read for a user (sshd_config(5), «TOKENS»).
fn keys_of_users(gathering: &mut Gathering<'_>, home: &Path) -> Vec<PathBuf> {
    /// The largest file of sshd's that is read, in bytes; one has some kilobytes.
    const MAX_BYTES: u64 = 1 << 20;
    let mut files = gathering.list("/etc/ssh/sshd_config.d".as_ref(), |_| true);
    files.push("/etc/ssh/sshd_config".into());
    let name = gathering.user_name().to_owned();
    let mut paths = Vec::new();
    for file in files {
        // What cannot be read is said where the system is.
        let text = gathering.tree.read(&file, MAX_BYTES).unwrap_or_default();
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
fn starts(gathering: &mut Gathering<'_>, path: &Path, text: &str) {
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
                script::take(gathering, path, value.trim(), Dialect::Posix);
            }
        }
    }
}

/// Reads what stands in folders of programs that a variable names.
pub(super) fn searched(gathering: &mut Gathering<'_>) {
    /// A wrapper may name another folder.
    const MAX_ROUNDS: usize = 4;
    for _ in 0..MAX_ROUNDS {
        for folder in gathering.searched() {
            started::stand_in(gathering, &folder);
        }
    }
}

/// Whether a script is read by itself, for everyone.
pub(super) fn is_start_up_file(path: &str) -> bool {
    let mut rows = table::OF_SYSTEM.iter();
    rows.any(|(grammar, pattern)| grammar.is_script() && glob::is_path_match(pattern, path))
}

/// The same below each home.
pub(super) fn is_start_up_file_of_user(path: &str) -> bool {
    let mut rows = table::OF_USER.iter();
    rows.any(|(grammar, pattern)| grammar.is_script() && glob::is_path_match(pattern, path))
}

impl Grammar {
    const fn is_script(self) -> bool {
        matches!(self, Self::Posix | Self::Csh | Self::Fish | Self::Program)
    }
}

fn each(gathering: &mut Gathering<'_>, pattern: &Path, grammar: Grammar) {
    if !glob::is_pattern(pattern) {
        return read(gathering, pattern, grammar);
    }
    for path in glob::expand(gathering, pattern) {
        // What a package manager put aside is read by nobody.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !name.contains(".dpkg-") && !name.ends_with('~') {
            read(gathering, &path, grammar);
        }
    }
}

fn read(gathering: &mut Gathering<'_>, path: &Path, grammar: Grammar) {
    match grammar {
        Grammar::Posix | Grammar::Csh => script::read(gathering, path, Dialect::Posix),
        Grammar::Fish => script::read(gathering, path, Dialect::Fish),
        Grammar::Unit => unit(gathering, path),
        Grammar::EnvFile | Grammar::Login => env_file(gathering, path),
        Grammar::Generator => generator(gathering, path),
        Grammar::Desktop => desktop_entry(gathering, path),
        Grammar::Program | Grammar::AtJob => program(gathering, path),
        Grammar::Sudo | Grammar::CrontabSystem | Grammar::CrontabOfUser => {
            if let Some(text) = gathering.read_of_service(path) {
                match grammar {
                    Grammar::Sudo => sudo::read(gathering, path, &text),
                    Grammar::CrontabSystem => {
                        cron::read(gathering, path, &text, cron::Owner::Named)
                    }
                    _ => cron::read(gathering, path, &text, cron::Owner::OfTheFile),
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
            if let Some(text) = gathering.read(path) {
                take(gathering, path, &text, grammar);
            }
        }
    }
}

fn take(gathering: &mut Gathering<'_>, path: &Path, text: &str, grammar: Grammar) {
    let assignments = match grammar {
        Grammar::FishVariables => fish::read(text, &mut gathering.scope()),
        Grammar::Pam => pam::read(text, &mut gathering.scope()),
        Grammar::Ssh => return ssh::read(gathering, path, text),
        Grammar::Keys => return ssh::read_keys(gathering, path, text),
        Grammar::LoginDefs => return login::read(gathering, path, text),
        Grammar::Fstab => return fstab(gathering, path, text),
        Grammar::Starts => return starts(gathering, path, text),
        Grammar::PamConfig => return pam_config(gathering, path, text),
        Grammar::Preload => {
            let value = Value::plain(&text.replace(['\n', '\t'], " "));
            return variable::libraries(gathering, path, &value.text, &value);
        }
        Grammar::LdConf => return libraries_of(gathering, path, text),
        Grammar::EnvDir => return named_by_the_file(gathering, path, text),
        _ => {
            mention::read(gathering, path, text);
            return unknown::take(gathering, path, text);
        }
    };
    variable::take_all(gathering, path, &assignments);
}

/// Files that a module of PAM is told to read.
fn pam_config(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    for (kind, file) in pam::configured(text) {
        let value = Value::plain(&file);
        let Some(path) = gathering.path(&value) else {
            if kind != pam::Kind::OfUser {
                let what = format!("pam_env.so {file}");
                gathering.unclear(at, &what, "names a place that is not known here");
            }
            continue;
        };
        match kind {
            pam::Kind::Environment => env_file(gathering, &path),
            pam::Kind::Configuration => read(gathering, &path, Grammar::Pam),
            pam::Kind::Included => read(gathering, &path, Grammar::PamConfig),
            pam::Kind::Started => started::follow(gathering, at, &value),
            pam::Kind::OfUser => {}
        }
    }
}

fn env_file(gathering: &mut Gathering<'_>, path: &Path) {
    if let Some(text) = gathering.read(path) {
        let assignments = env_file::read(&text, Expansion::Done, &mut gathering.scope());
        variable::take_all(gathering, path, &assignments);
    }
}

/// A script, or a file of assignments that one reads; a program in another language is none.
fn program(gathering: &mut Gathering<'_>, path: &Path) {
    let Some(text) = gathering.read_of_service(path) else {
        return;
    };
    started::interpreter(gathering, path, &text);
    if is_shell(&text) {
        script::take(gathering, path, &text, Dialect::Posix);
    } else {
        mention::read(gathering, path, &text);
    }
    // Options of a service stand in variables of its own.
    unknown::take(gathering, path, &text);
}

/// Whether a text is for a shell: it says so, or does not say what else it is for.
pub(super) fn is_shell(text: &str) -> bool {
    if text.starts_with("\u{7f}ELF") {
        return false;
    }
    let Some(line) = text.strip_prefix("#!").and_then(|rest| rest.lines().next()) else {
        return true;
    };
    let mut words = line.split_whitespace().map(invocation::base_name);
    words.any(|word| {
        matches!(
            word,
            "sh" | "bash" | "dash" | "zsh" | "ksh" | "mksh" | "busybox" | "init-d-script"
        )
    })
}

/// Programs that print an environment: shell is read, of others only some are known.
fn generator(gathering: &mut Gathering<'_>, path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if table::GENERATORS.contains(&&*name) {
        return;
    }
    gathering.unclear(
        path,
        &name,
        "prints an environment that is known only when it runs",
    );
}

fn desktop_folder(gathering: &mut Gathering<'_>, folder: &Path) {
    for path in gathering.list(folder, |name| {
        name.ends_with(".desktop") || !name.contains('.')
    }) {
        if path.extension().is_some() {
            desktop_entry(gathering, &path);
        } else {
            // Menus have one level of folders.
            for path in gathering.list(&path, |name| name.ends_with(".desktop")) {
                desktop_entry(gathering, &path);
            }
        }
    }
}

/// The command lines of a desktop entry (Desktop Entry Specification, «Exec»).
fn desktop_entry(gathering: &mut Gathering<'_>, path: &Path) {
    let Some(text) = gathering.read(path) else {
        return;
    };
    for line in text.lines() {
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        if matches!(key.trim(), "Exec" | "TryExec") {
            // A backslash is doubled there, for the entry and for the quotes.
            let value = value.replace("\\\\", "\\");
            let words = systemd::words(&value);
            script::take_command(
                gathering,
                path,
                words.iter().map(|word| Value::plain(word)).collect(),
            );
        }
    }
}

/// Units and their drop-ins.
fn units(gathering: &mut Gathering<'_>, folder: &Path) {
    let is_unit = |name: &str| {
        table::UNIT_TYPES
            .iter()
            .any(|ending| name.ends_with(ending))
    };
    for path in gathering.list(folder, |name| is_unit(name) || name.ends_with(".d")) {
        if path.extension().is_some_and(|extension| extension == "d") {
            each(gathering, &path.join("*.conf"), Grammar::Unit);
        } else {
            unit(gathering, &path);
        }
    }
}

fn unit(gathering: &mut Gathering<'_>, path: &Path) {
    let Some(text) = gathering.read_of_service(path) else {
        return;
    };
    let unit = systemd::read(&text, &mut gathering.scope());
    variable::take_all(gathering, path, &unit.assignments);
    for file in unit.files {
        environment_files(gathering, path, &file);
    }
    for words in unit.commands {
        // No shell reads it, so `NAME=value` in front is a program's name and no assignment.
        if !words.first().is_some_and(|first| first.text.contains('=')) {
            script::take_command(gathering, path, words);
        }
    }
    for (from, to) in unit.mounts {
        mounted(gathering, path, &from, &to);
    }
    for root in unit.roots {
        gathering.unclear(
            path,
            &root,
            "shows its programs other files, which were not read",
        );
    }
}

/// Folders of libraries that stand before the system's.
fn libraries_of(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
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
        variable::take_all(gathering, at, &[assignment]);
    }
}

fn named_by_the_file(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    let name = at.file_name().unwrap_or_default().to_string_lossy();
    let value = Value::plain(text.lines().next().unwrap_or_default().trim_end());
    let assignment = variable::assigned(&mut gathering.scope(), &name, value);
    variable::take_all(gathering, at, assignment.as_slice());
}

/// Files that stand in the place of the system's stores, for one service or for all.
fn mounted(gathering: &mut Gathering<'_>, at: &Path, from: &Value, to: &str) {
    const STORES: [&str; 6] = [
        "/etc/ssl",
        "/etc/pki",
        "/etc/ca-certificates",
        "/usr/lib/ssl",
        "/usr/share/ca-certificates",
        "/usr/local/share/ca-certificates",
    ];
    let is_store = STORES.iter().any(|store| Path::new(to).starts_with(store));
    if !is_store || from.text == to {
        return;
    }
    let what = format!("{} in the place of {to}", from.text);
    let is_folder = gathering
        .path(from)
        .is_some_and(|path| gathering.tree.list(&path).is_ok());
    if is_folder {
        gathering.name_folder(at, &what, from, &[Client::Openssl, Client::Other]);
    } else {
        gathering.name_file(at, &what, from, &[Client::Other]);
    }
}

/// `what where type options …` (fstab(5)).
fn fstab(gathering: &mut Gathering<'_>, at: &Path, text: &str) {
    for line in text.lines().map(str::trim) {
        let mut fields = line.split_whitespace();
        if let (Some(from), Some(to)) = (fields.next(), fields.next())
            && !line.starts_with('#')
        {
            mounted(gathering, at, &Value::plain(from), to);
        }
    }
}

/// The file that a unit names, or every file of the folder that its pattern may stand for.
fn environment_files(gathering: &mut Gathering<'_>, unit: &Path, file: &Value) {
    let (folder, name) = file.text.rsplit_once('/').unwrap_or(("", &file.text));
    let is_plain = |text: &str| !text.contains(['*', '?', '[', '%']);
    if is_plain(&file.text)
        && let Some(path) = gathering.path(file)
    {
        environment_file(gathering, &path);
    } else if is_plain(folder) && folder.starts_with('/') {
        for path in gathering.list(folder.as_ref(), |candidate| {
            systemd::may_be(name, candidate)
        }) {
            environment_file(gathering, &path);
        }
    } else {
        let what = format!("EnvironmentFile={}", file.text);
        gathering.unclear(unit, &what, "names a place that is not known here");
    }
}

/// A file that a unit names; `/etc/default/…` has been read as a script.
fn environment_file(gathering: &mut Gathering<'_>, path: &Path) {
    if let Some(text) = gathering.read_of_service(path) {
        let assignments = env_file::read(&text, Expansion::None, &mut gathering.scope());
        variable::take_all(gathering, path, &assignments);
    }
}
