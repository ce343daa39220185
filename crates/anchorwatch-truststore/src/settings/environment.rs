//! Where environments come from: which files, in which grammar.

use std::path::Path;

use super::{
    PROCESS, cron, docker,
    env_file::{self, Expansion},
    fish,
    gathering::Gathering,
    pam,
    scope::Value,
    shell::{self, Dialect},
    systemd, variable,
};

/// How deep scripts that read in scripts are followed.
const MAX_SOURCED_DEPTH: u8 = 8;

/// Start-up files of shells for everyone (bash(1) as Debian builds it, zsh(1)).
const SYSTEM_SCRIPTS: [&str; 9] = [
    "/etc/profile",
    "/etc/bash.bashrc",
    "/etc/zsh/zshenv",
    "/etc/zsh/zprofile",
    "/etc/zsh/zshrc",
    "/etc/zsh/zlogin",
    "/etc/zshenv",
    "/etc/csh.cshrc",
    "/etc/csh.login",
];

/// A user's; the last three are read by a graphical session (Xsession(5)).
const USER_SCRIPTS: [&str; 14] = [
    ".profile",
    ".bash_profile",
    ".bash_login",
    ".bashrc",
    ".bash_aliases",
    ".zshenv",
    ".zprofile",
    ".zshrc",
    ".zlogin",
    ".cshrc",
    ".login",
    ".xprofile",
    ".xsession",
    ".xsessionrc",
];

/// environment.d(5).
const ENVIRONMENT_D: [&str; 3] = [
    "/etc/environment.d",
    "/usr/local/lib/environment.d",
    "/usr/lib/environment.d",
];

/// systemd.unit(5), «Unit File Load Path», as far as it is on a disk.
const UNITS: [&str; 6] = [
    "/etc/systemd/system",
    "/etc/systemd/user",
    "/usr/local/lib/systemd/system",
    "/usr/local/lib/systemd/user",
    "/usr/lib/systemd/system",
    "/usr/lib/systemd/user",
];

/// systemd-system.conf(5).
const MANAGERS: [&str; 2] = ["/etc/systemd/system.conf", "/etc/systemd/user.conf"];
const MANAGER_FOLDERS: [&str; 4] = [
    "/etc/systemd/system.conf.d",
    "/etc/systemd/user.conf.d",
    "/usr/lib/systemd/system.conf.d",
    "/usr/lib/systemd/user.conf.d",
];

const UNIT_TYPES: [&str; 5] = [".service", ".socket", ".mount", ".swap", ".conf"];

/// Reads what sets the environment of everyone and of services.
pub(super) fn of_system(gathering: &mut Gathering<'_>) {
    env_file(gathering, "/etc/environment".as_ref());
    for folder in ENVIRONMENT_D {
        each(gathering, folder.as_ref(), ".conf", env_file);
    }
    pam_env(gathering, "/etc/security/pam_env.conf".as_ref());
    for path in SYSTEM_SCRIPTS {
        script(gathering, path.as_ref(), Dialect::Posix);
    }
    each(gathering, "/etc/profile.d".as_ref(), ".sh", |all, path| {
        script(all, path, Dialect::Posix);
    });
    fish_folder(gathering, "/etc/fish".as_ref());
    each(gathering, "/etc/default".as_ref(), "", |all, path| {
        if let Some(text) = all.read_of_service(path) {
            take_script(all, path, &text, Dialect::Posix, 0);
        }
    });
    for folder in UNITS {
        units(gathering, folder.as_ref());
    }
    for path in MANAGERS {
        unit(gathering, path.as_ref());
    }
    for folder in MANAGER_FOLDERS {
        each(gathering, folder.as_ref(), ".conf", unit);
    }
    crontab(gathering, "/etc/crontab".as_ref());
    each(gathering, "/etc/cron.d".as_ref(), "", crontab);
}

/// Reads what sets the environment of one user.
pub(super) fn of_user(gathering: &mut Gathering<'_>, home: &Path) {
    let folder = home.join(".config/environment.d");
    each(gathering, &folder, ".conf", env_file);
    pam_env(gathering, &home.join(".pam_environment"));
    for name in USER_SCRIPTS {
        script(gathering, &home.join(name), Dialect::Posix);
    }
    let fish = home.join(".config/fish");
    fish_folder(gathering, &fish);
    let path = fish.join("fish_variables");
    if let Some(text) = gathering.read(&path) {
        let assignments = fish::read(&text, &mut gathering.scope());
        variable::take_all(gathering, &path, &assignments);
    }
    units(gathering, &home.join(".config/systemd/user"));
    units(gathering, &home.join(".local/share/systemd/user"));
    docker::read(gathering, &home.join(".docker/config.json"));
}

/// Every file of a folder whose name ends so.
fn each<'a>(
    gathering: &mut Gathering<'a>,
    folder: &Path,
    ending: &str,
    read: impl Fn(&mut Gathering<'a>, &Path),
) {
    for path in gathering.list(folder, |name| name.ends_with(ending)) {
        read(gathering, &path);
    }
}

fn fish_folder(gathering: &mut Gathering<'_>, folder: &Path) {
    script(gathering, &folder.join("config.fish"), Dialect::Fish);
    each(gathering, &folder.join("conf.d"), ".fish", |all, path| {
        script(all, path, Dialect::Fish);
    });
}

fn env_file(gathering: &mut Gathering<'_>, path: &Path) {
    if let Some(text) = gathering.read(path) {
        let assignments = env_file::read(&text, Expansion::Done, &mut gathering.scope());
        variable::take_all(gathering, path, &assignments);
    }
}

fn pam_env(gathering: &mut Gathering<'_>, path: &Path) {
    if let Some(text) = gathering.read(path) {
        let assignments = pam::read(&text, &mut gathering.scope());
        variable::take_all(gathering, path, &assignments);
    }
}

fn crontab(gathering: &mut Gathering<'_>, path: &Path) {
    if let Some(text) = gathering.read_of_service(path) {
        let assignments = cron::read(&text, &mut gathering.scope());
        variable::take_all(gathering, path, &assignments);
    }
}

fn script(gathering: &mut Gathering<'_>, path: &Path, dialect: Dialect) {
    script_at(gathering, path, dialect, 0);
}

fn script_at(gathering: &mut Gathering<'_>, path: &Path, dialect: Dialect, depth: u8) {
    if let Some(text) = gathering.read(path) {
        take_script(gathering, path, &text, dialect, depth);
    }
}

fn take_script(
    gathering: &mut Gathering<'_>,
    path: &Path,
    text: &str,
    dialect: Dialect,
    depth: u8,
) {
    let script = shell::read(text, dialect, &mut gathering.scope());
    variable::take_all(gathering, path, &script.assignments);
    if script.is_cut {
        let what = "a quote, a parenthesis or a here-document";
        gathering.unclear(path, what, "does not end; what follows was not understood");
    }
    for sourced in script.sourced {
        // Most of what is not known here is a program's answer; the rest would be noise.
        let is_device = sourced.text.starts_with("/dev/") || sourced.text.starts_with(PROCESS);
        if let Some(path) = gathering.path(&sourced)
            && depth < MAX_SOURCED_DEPTH
            && !is_device
        {
            script_at(gathering, &path, dialect, depth + 1);
        }
    }
}

/// Units and their drop-ins.
fn units(gathering: &mut Gathering<'_>, folder: &Path) {
    let is_unit = |name: &str| UNIT_TYPES.iter().any(|ending| name.ends_with(ending));
    for path in gathering.list(folder, |name| is_unit(name) || name.ends_with(".d")) {
        if path.extension().is_some_and(|extension| extension == "d") {
            each(gathering, &path, ".conf", unit);
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
