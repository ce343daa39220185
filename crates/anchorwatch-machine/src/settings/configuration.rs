//! Programs' configuration files, each read in its own format.

use std::{borrow::Cow, path::Path};

use super::{
    apt, aws, cargo, containers,
    content::Content,
    curl,
    env_file::{self, Expansion},
    environment, git, glob, httpie, keyed, mention, npm, pip, place,
    program::Program,
    python, requirements,
    scope::Value,
    shell::Dialect,
    sink::Sink,
    subversion, unknown, unverified, wget, yarn,
};
use crate::settings::remark::{SettingsRemark, Unclear};
use crate::{Client, chromium};

use Program::{
    Apt, Aws, Bun, Bundler, Cargo, Composer, Conda, Containers, Curl, Environment, Git, Httpie,
    JavaOptions, Kube, Mercurial, Npm, Php, Pip, Poetry, Psqlrc, Python, Requirements, Script,
    Subversion, SubversionServer, Text, Uv, Wget, Yarn,
};

mod table;

/// The most files that are read because another file or a variable names them.
const MAX_NAMED: usize = 200;

/// Reads the configurations that apply to everyone.
pub(super) fn of_system(sink: &mut Sink<'_>) {
    for (program, pattern) in table::OF_SYSTEM {
        each(sink, program, pattern.as_ref());
    }
    for (client, pattern) in table::ANCHORS_OF_SYSTEM {
        anchors(sink, client, pattern.as_ref());
    }
    apt::of_system(sink);
    named(sink);
}

/// Reads one user's configurations.
pub(super) fn of_user(sink: &mut Sink<'_>, home: &Path) {
    for (program, pattern) in table::of_every_user() {
        each(sink, program, &home.join(pattern));
    }
    for (client, pattern) in table::ANCHORS_OF_USER {
        anchors(sink, client, &home.join(pattern));
    }
    named(sink);
}

/// Reads a file found by its name in a prefix, an environment or a project.
pub(super) fn found(sink: &mut Sink<'_>, path: &Path) {
    let name = |path: Option<&Path>| {
        let name = path.and_then(Path::file_name).unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    let folder = name(path.parent());
    let program = match (folder.as_str(), name(Some(path)).as_str()) {
        (_, "pip.conf") => Pip,
        (_, "npmrc" | ".npmrc") => Npm,
        (_, ".yarnrc" | ".yarnrc.yml") => Yarn,
        (_, "bunfig.toml") => Bun,
        (".git", _) => Git,
        (".hg", _) => Mercurial,
        (".cargo", _) => Cargo,
        (".bundle", _) => Bundler,
        // A repository without a work tree.
        (_, "config") => Git,
        (_, ".envrc") | ("bin", "activate") | ("activate.d", _) => {
            return sink.take(path, Content::ScriptFile(Dialect::Posix));
        }
        (_, ".env") => Environment,
        ("conda-meta", "state") => Script,
        (_, "poetry.toml") => Poetry,
        (_, "uv.toml") => Uv,
        (_, "composer.json") => Composer,
        (_, name) if crate::python::is_requirements(name) => Requirements,
        (_, ".user.ini") => Php,
        ("certifi", "core.py") | ("requests", "certs.py") => Python,
        ("site-packages" | "dist-packages", _) => Python,
        // Files that a project's tools read.
        _ => Text,
    };
    read(sink, program, path);
    if (folder.as_str(), program) == (".git", Git) {
        // Submodules, which may have submodules of their own.
        for pattern in ["modules/*/config", "modules/*/modules/*/config"] {
            let pattern = path.with_file_name(pattern);
            each(sink, program, &pattern);
        }
    }
}

/// Reads the files in a folder that a variable puts in place of one in the home.
pub(super) fn instead_of(sink: &mut Sink<'_>, usual: &'static str, folder: &Path) {
    environment::instead_of(sink, usual, folder);
    place::moved(sink, usual, folder);
    if usual == ".config" {
        browsers_in(sink, folder);
    }
    for (program, pattern) in table::of_every_user() {
        if let Some(rest) = pattern
            .strip_prefix(usual)
            .and_then(|rest| rest.strip_prefix('/'))
        {
            each(sink, program, &folder.join(rest));
        }
    }
}

/// Reads the profiles of Chromium and its relatives in a folder that replaces `.config`.
pub(super) fn browsers_in(sink: &mut Sink<'_>, folder: &Path) {
    for (_, name) in chromium::profile_names() {
        sink.profile(Client::Chromium, folder.join(name));
    }
    sink.unknown_browsers(folder);
}

fn anchors(sink: &mut Sink<'_>, client: Client, pattern: &Path) {
    for path in glob::expand(sink, pattern) {
        let text = path.to_string_lossy();
        sink.name_file(&path, &text, &Value::plain(&text), &[client]);
    }
}

/// Reads the configurations that variables and other configurations name.
pub(super) fn named(sink: &mut Sink<'_>) {
    environment::searched(sink);
    for _ in 0..MAX_NAMED {
        let Some((program, path)) = sink.configurations.pop() else {
            return;
        };
        read(sink, program, &path);
    }
    if let Some((_, path)) = sink.configurations.pop() {
        let max = MAX_NAMED as u64;
        sink.unread(&path, &SettingsRemark::ChainLimit { max });
    }
}

fn each(sink: &mut Sink<'_>, program: Program, pattern: &Path) {
    if !glob::is_pattern(pattern) {
        return read(sink, program, pattern);
    }
    for path in glob::expand(sink, pattern) {
        read(sink, program, &path);
    }
}

/// Reads one of the program's files.
pub(super) fn read(sink: &mut Sink<'_>, program: Program, path: &Path) {
    let Some(text) = sink.read(path) else {
        return;
    };
    // Windows editors begin files with this mark; git and pip skip it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if program == SubversionServer {
        return subversion::server(sink, path, text);
    }
    let text = &*if program.ends_lines_with_returns() && text.contains('\r') {
        Cow::from(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::from(text)
    };
    match program {
        Apt => apt::read(sink, path, text),
        Aws => aws::read(sink, path, text),
        Cargo => cargo::read(sink, path, text),
        Conda => place::conda(sink, path, text),
        Containers => containers::read(sink, path, text),
        Curl => curl::read(sink, path, text),
        Environment => {
            let assignments = env_file::read(text, Expansion::Done, &mut sink.scope());
            sink.take(path, Content::Assignments(&assignments));
        }
        // Java options are read wherever they occur.
        JavaOptions => {}
        Psqlrc | Script => {
            mention::read(sink, path, text);
            unknown::take(sink, path, text);
            unverified::take(sink, path, text);
        }
        Python => python::read(sink, path, text),
        Git => git::read(sink, path, text),
        Httpie => httpie::read(sink, path, text),
        // The root of one cluster counts for that cluster alone.
        Kube => unverified::take(sink, path, text),
        Requirements => requirements::read(sink, path, text),
        Npm => npm::read(sink, path, text),
        Pip => pip::read(sink, path, text),
        Wget => wget::read(sink, path, text),
        Yarn => yarn::read(sink, path, text),
        Text => {
            if path
                .file_name()
                .is_some_and(|name| name == "pyproject.toml")
            {
                place::uv_project(sink, path, text);
            }
            unknown::take(sink, path, text);
            unverified::take(sink, path, text);
        }
        Uv => place::uv(sink, path, text),
        _ => keyed::read(sink, path, program, text),
    }
}

/// What an option or a variable gives: a file, a folder that contains one, or for some
/// programs a setting.
pub(super) fn given(sink: &mut Sink<'_>, at: &Path, program: Program, what: &str, value: &Value) {
    if value.text.is_empty() {
        return;
    }
    match (program, value.text.split_once('=')) {
        (Cargo, Some(_)) => return cargo::read(sink, at, &value.text),
        (Php, Some(_)) => return keyed::given(sink, at, program, "", &value.text),
        // `servers:SECTION:KEY=VALUE`
        (Subversion, Some((name, rest))) => {
            let key = name.rsplit(':').next().unwrap_or(name);
            let line = format!("{key} = {rest}");
            return keyed::given(sink, at, program, "", &line);
        }
        (Mercurial, Some((name, rest))) => {
            let (section, key) = name.split_once('.').unwrap_or(("", name));
            let line = format!("{key} = {rest}");
            return keyed::given(sink, at, program, section, &line);
        }
        _ => {}
    }
    let Some(path) = sink.path(value) else {
        return sink.unclear(at, what, Unclear::Configuration);
    };
    if sink.tree.list(&path).is_err() {
        return sink.later(program, path);
    }
    for name in program.within() {
        for path in glob::expand(sink, &path.join(name)) {
            sink.later(program, path);
        }
    }
}
