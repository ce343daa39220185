//! The configuration files of programs: which, and where.

use std::path::{Path, PathBuf};

use super::{apt, aws, cargo, curl, gathering::Gathering, git, npm, pip, wget, yarn};

/// How many files one after another name the next.
const MAX_NAMED: usize = 100;

/// A program whose configuration is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Program {
    Aws,
    Cargo,
    Curl,
    Git,
    Npm,
    Pip,
    Wget,
    Yarn,
}

/// For everyone. `/usr/local/etc/gitconfig` and `/usr/etc/npmrc` are the places of a
/// program that was not installed by Debian (git-config(1), `$(prefix)/etc/gitconfig`;
/// npm-config(7), `globalconfig`). curl has no such file (curl(1), «--config»).
const OF_SYSTEM: [(Program, &str); 9] = [
    (Program::Git, "/etc/gitconfig"),
    (Program::Git, "/usr/local/etc/gitconfig"),
    (Program::Wget, "/etc/wgetrc"),
    (Program::Wget, "/usr/local/etc/wgetrc"),
    (Program::Pip, "/etc/pip.conf"),
    (Program::Pip, "/etc/xdg/pip/pip.conf"),
    (Program::Npm, "/etc/npmrc"),
    (Program::Npm, "/usr/etc/npmrc"),
    (Program::Npm, "/usr/local/etc/npmrc"),
];

/// Below a home.
const OF_USER: [(Program, &str); 14] = [
    (Program::Git, ".gitconfig"),
    (Program::Git, ".config/git/config"),
    (Program::Curl, ".curlrc"),
    (Program::Curl, ".config/curlrc"),
    (Program::Curl, ".config/.curlrc"),
    (Program::Wget, ".wgetrc"),
    (Program::Pip, ".pip/pip.conf"),
    (Program::Pip, ".config/pip/pip.conf"),
    (Program::Npm, ".npmrc"),
    (Program::Yarn, ".yarnrc"),
    (Program::Yarn, ".yarnrc.yml"),
    (Program::Cargo, ".cargo/config.toml"),
    (Program::Cargo, ".cargo/config"),
    (Program::Aws, ".aws/config"),
];

/// Reads the configurations that hold for everyone.
pub(super) fn of_system(gathering: &mut Gathering<'_>) {
    for (program, path) in OF_SYSTEM {
        program.read(gathering, path.as_ref());
    }
    apt::of_system(gathering);
    named(gathering);
}

/// Reads the configurations of one user.
pub(super) fn of_user(gathering: &mut Gathering<'_>, home: &Path) {
    for (program, path) in OF_USER {
        program.read(gathering, &home.join(path));
    }
    named(gathering);
}

/// Reads the configurations that variables and other configurations name.
pub(super) fn named(gathering: &mut Gathering<'_>) {
    for _ in 0..MAX_NAMED {
        let Some((program, path)) = gathering.configurations.pop() else {
            return;
        };
        program.read(gathering, &path);
    }
    if let Some((_, path)) = gathering.configurations.pop() {
        gathering.unread(&path, format!("more than {MAX_NAMED} files name another"));
    }
}

impl Program {
    fn read(self, gathering: &mut Gathering<'_>, path: &Path) {
        let Some(text) = gathering.read(path) else {
            return;
        };
        // Files that Windows editors wrote begin with this mark; git and pip pass over it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        match self {
            Self::Aws => aws::read(gathering, path, text),
            Self::Cargo => cargo::read(gathering, path, text),
            Self::Curl => curl::read(gathering, path, text),
            Self::Git => git::read(gathering, path, text),
            Self::Npm => npm::read(gathering, path, text),
            Self::Pip => pip::read(gathering, path, text),
            Self::Wget => wget::read(gathering, path, text),
            Self::Yarn => yarn::read(gathering, path, text),
        }
    }

    /// Reads another file of the same program later.
    pub(super) fn later(self, gathering: &mut Gathering<'_>, path: PathBuf) {
        gathering.configurations.push((self, path));
    }
}
