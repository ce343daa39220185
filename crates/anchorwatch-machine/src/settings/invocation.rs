//! Command lines of programs: in aliases and scripts, and in what cron, systemd and a
//! desktop start.
//!
//! The table says which option of which program does what; to add one, add a row. Options
//! come from each program's manual. curl's options are those of its configuration.

use std::path::Path;

use super::{
    content::Content,
    curl, git, loaded_code, mount, node,
    program::Program,
    scope::Value,
    sink::Sink,
    tool::{self, Tool},
    wget,
};
use crate::settings::remark::Unclear;
use crate::{Client, SettingKind, desktop};

/// What an option does with its value.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    /// Names a file of certificates.
    File(Client),
    /// Names a folder of certificates.
    Folder(Client),
    /// Names a configuration.
    Configuration(Program),
    /// Switches verification off, with one of these values; with an empty list, without a
    /// value.
    Switch(SettingKind, Client, &'static [&'static str]),
    /// Names a proxy.
    Proxy(Client),
    /// Names a profile's folder.
    Profile(Client),
}

struct Row {
    tool: Tool,
    option: &'static str,
    meaning: Meaning,
}

const fn row(tool: Tool, option: &'static str, meaning: Meaning) -> Row {
    Row {
        tool,
        option,
        meaning,
    }
}

use Meaning::{Configuration, File, Folder, Profile, Proxy, Switch};

/// Options in the form `--option value` or `--option=value`.
const OPTIONS: [Row; 48] = [
    row(Tool::Aws, "--ca-bundle", File(Client::AwsCli)),
    row(
        Tool::Aws,
        "--no-verify-ssl",
        Switch(SettingKind::ProgramInsecure, Client::AwsCli, &[]),
    ),
    row(Tool::Bun, "--cafile", File(Client::Bun)),
    row(Tool::Chromium, "--user-data-dir", Profile(Client::Chromium)),
    row(Tool::Deno, "--cert", File(Client::Deno)),
    row(
        Tool::Deno,
        "--unsafely-ignore-certificate-errors",
        Switch(SettingKind::ProgramInsecure, Client::Deno, &[]),
    ),
    // dockerd(8), podman-pull(1), skopeo-copy(1).
    row(
        Tool::Docker,
        "--insecure-registry",
        Switch(SettingKind::InsecureRegistry, Client::Docker, &["*"]),
    ),
    row(
        Tool::Docker,
        "--tls-verify",
        Switch(SettingKind::InsecureRegistry, Client::Podman, &["false"]),
    ),
    row(
        Tool::Docker,
        "--src-tls-verify",
        Switch(SettingKind::InsecureRegistry, Client::Podman, &["false"]),
    ),
    row(
        Tool::Docker,
        "--dest-tls-verify",
        Switch(SettingKind::InsecureRegistry, Client::Podman, &["false"]),
    ),
    row(Tool::Firefox, "--profile", Profile(Client::Firefox)),
    row(Tool::Firefox, "-profile", Profile(Client::Firefox)),
    row(Tool::Thunderbird, "--profile", Profile(Client::Thunderbird)),
    row(Tool::Thunderbird, "-profile", Profile(Client::Thunderbird)),
    row(
        Tool::Httpie,
        "--verify",
        Switch(
            SettingKind::ProgramInsecure,
            Client::PythonRequests,
            &["no", "false"],
        ),
    ),
    row(Tool::Httpie, "--verify", File(Client::PythonRequests)),
    row(
        Tool::Mercurial,
        "--config",
        Configuration(Program::Mercurial),
    ),
    row(
        Tool::Mercurial,
        "--insecure",
        Switch(SettingKind::ProgramInsecure, Client::Mercurial, &[]),
    ),
    row(Tool::Mysql, "--ssl-ca", File(Client::Mysql)),
    row(Tool::Mysql, "--ssl-capath", Folder(Client::Mysql)),
    row(
        Tool::Mysql,
        "--defaults-file",
        Configuration(Program::Mysql),
    ),
    row(
        Tool::Mysql,
        "--defaults-extra-file",
        Configuration(Program::Mysql),
    ),
    row(Tool::Npm, "--cafile", File(Client::Node)),
    row(Tool::Npm, "--userconfig", Configuration(Program::Npm)),
    row(Tool::Npm, "--globalconfig", Configuration(Program::Npm)),
    row(
        Tool::Npm,
        "--no-strict-ssl",
        Switch(SettingKind::NpmStrictSsl, Client::Node, &[]),
    ),
    row(
        Tool::Npm,
        "--strict-ssl",
        Switch(SettingKind::NpmStrictSsl, Client::Node, &["false"]),
    ),
    row(Tool::Npm, "--proxy", Proxy(Client::Node)),
    row(Tool::Npm, "--https-proxy", Proxy(Client::Node)),
    row(Tool::Pip, "--cert", File(Client::Pip)),
    row(
        Tool::Pip,
        "--trusted-host",
        Switch(SettingKind::PipTrustedHost, Client::Pip, &["*"]),
    ),
    row(Tool::Pip, "--proxy", Proxy(Client::Pip)),
    row(Tool::Python, "--cert", File(Client::Pip)),
    row(
        Tool::Python,
        "--trusted-host",
        Switch(SettingKind::PipTrustedHost, Client::Pip, &["*"]),
    ),
    row(Tool::Php, "-d", Configuration(Program::Php)),
    row(
        Tool::Subversion,
        "--config-option",
        Configuration(Program::Subversion),
    ),
    row(Tool::Php, "-c", Configuration(Program::Php)),
    row(Tool::Php, "--php-ini", Configuration(Program::Php)),
    row(
        Tool::Subversion,
        "--config-dir",
        Configuration(Program::Subversion),
    ),
    row(
        Tool::Subversion,
        "--trust-server-cert",
        Switch(SettingKind::ProgramInsecure, Client::Subversion, &[]),
    ),
    row(
        Tool::Subversion,
        "--trust-server-cert-failures",
        Switch(SettingKind::ProgramInsecure, Client::Subversion, &["*"]),
    ),
    row(Tool::Wget, "--ca-certificate", File(Client::Wget)),
    row(Tool::Wget, "--ca-directory", Folder(Client::Wget)),
    row(Tool::Wget, "--config", Configuration(Program::Wget)),
    row(
        Tool::Wget,
        "--no-check-certificate",
        Switch(SettingKind::WgetCheckCertificate, Client::Wget, &[]),
    ),
    row(
        Tool::Wget,
        "--check-certificate",
        Switch(
            SettingKind::WgetCheckCertificate,
            Client::Wget,
            &["off", "no", "0", "quiet"],
        ),
    ),
    row(Tool::Wget, "--rcfile", Configuration(Program::Wget)),
    row(Tool::Cargo, "--config", Configuration(Program::Cargo)),
];

/// Records what a command line does; its first word is the program.
pub(super) fn take(sink: &mut Sink<'_>, at: &Path, tool: Tool, words: &[Value]) {
    let arguments = words.get(1..).unwrap_or_default();
    match tool {
        Tool::Curl => curl::take_command(sink, at, arguments),
        Tool::Git => git_options(sink, at, arguments),
        Tool::Wget => wget_commands(sink, at, arguments),
        Tool::Java => {
            let texts: Vec<&str> = arguments.iter().map(|word| word.text.as_str()).collect();
            loaded_code::agents(sink, at, "java", &texts.join(" "));
        }
        Tool::Psql => connections(sink, at, arguments),
        Tool::Node => {
            let texts: Vec<&str> = arguments.iter().map(|word| word.text.as_str()).collect();
            node::options(sink, at, "node", &texts.join(" "));
        }
        Tool::Chromium => switches(sink, at, arguments),
        Tool::Docker => volumes(sink, at, arguments),
        _ => {}
    }
    for row in OPTIONS.iter().filter(|row| row.tool == tool) {
        options(sink, at, row, words);
    }
}

fn options(sink: &mut Sink<'_>, at: &Path, row: &Row, words: &[Value]) {
    let name = words.first().map_or("", |word| tool::base_name(&word.text));
    for (index, word) in words.iter().enumerate().skip(1) {
        let Some(rest) = word.text.strip_prefix(row.option) else {
            continue;
        };
        let value = match rest.strip_prefix('=') {
            Some(value) => Value {
                is_open: word.is_open,
                ..Value::plain(value)
            },
            None if rest.is_empty() => words.get(index + 1).cloned().unwrap_or_default(),
            None => continue,
        };
        let what = format!("{name} {}={}", row.option, value.text);
        apply(sink, at, row, &what, &value);
    }
}

fn apply(sink: &mut Sink<'_>, at: &Path, row: &Row, what: &str, value: &Value) {
    match row.meaning {
        File(client) => sink.name_file(at, what, value, &[client]),
        Folder(client) => sink.name_folder(at, what, value, &[client]),
        Configuration(program) => sink.take(at, Content::Given(program, what, value)),
        Switch(kind, client, values) => {
            let is_on = values.is_empty() || values == ["*"] || values.contains(&&*value.text);
            if is_on {
                let what = if values.is_empty() {
                    what.split('=').next().unwrap_or(what)
                } else {
                    what
                };
                sink.setting(at, kind, what, &[client]);
            }
        }
        Proxy(client) => {
            let kind = SettingKind::ProxyConfiguration;
            sink.proxy(at, kind, what, value, &[client]);
        }
        Profile(client) => match sink.path(value) {
            Some(path) => sink.profile(client, path),
            None => sink.unclear(at, what, Unclear::Profile),
        },
    }
}

/// `git -c name=value`, `--config-env=name=VARIABLE`.
fn git_options(sink: &mut Sink<'_>, at: &Path, arguments: &[Value]) {
    for (index, word) in arguments.iter().enumerate() {
        let given = match word.text.as_str() {
            "-c" => arguments.get(index + 1).map(|value| value.text.as_str()),
            text => text.strip_prefix("-c").filter(|rest| rest.contains('.')),
        };
        if let Some((name, value)) = given.and_then(|given| given.split_once('=')) {
            git::take_named(sink, at, name, value, "git -c ");
        }
    }
}

/// `wget -e COMMAND`: a line of its configuration.
fn wget_commands(sink: &mut Sink<'_>, at: &Path, arguments: &[Value]) {
    for (index, word) in arguments.iter().enumerate() {
        let line = match word.text.as_str() {
            "-e" | "--execute" => arguments.get(index + 1).map(|value| value.text.as_str()),
            text => text
                .strip_prefix("--execute=")
                .or_else(|| text.strip_prefix("-e").filter(|rest| rest.contains('='))),
        };
        if let Some(line) = line {
            wget::read(sink, at, line);
        }
    }
}

/// `-v FROM:TO`, `--mount type=bind,source=FROM,target=TO`: what a container finds in the
/// place of its own roots.
fn volumes(sink: &mut Sink<'_>, at: &Path, arguments: &[Value]) {
    for (index, word) in arguments.iter().enumerate() {
        let (option, value) = match word.text.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option, Value::plain(value)),
            _ => (
                word.text.as_str(),
                arguments.get(index + 1).cloned().unwrap_or_default(),
            ),
        };
        if matches!(option, "-v" | "--volume" | "--mount")
            && let Some((from, to)) = mount::of_container(&value.text)
        {
            mount::take(sink, at, &Value::plain(from), to);
        }
    }
}

/// `sslrootcert=FILE` in a connection string or address (libpq, «Connection Strings»).
fn connections(sink: &mut Sink<'_>, at: &Path, arguments: &[Value]) {
    const KEY: &str = "sslrootcert=";
    for word in arguments {
        if let Some((_, rest)) = word.text.split_once(KEY) {
            let end = rest.find([' ', '&', '\'']).unwrap_or(rest.len());
            let value = Value {
                is_open: word.is_open,
                ..Value::plain(rest.get(..end).unwrap_or(rest))
            };
            if value.text != "system" {
                let what = format!("psql {KEY}{}", value.text);
                sink.name_file(at, &what, &value, &[Client::Postgres]);
            }
        }
    }
}

fn switches(sink: &mut Sink<'_>, at: &Path, arguments: &[Value]) {
    for word in arguments {
        if let Some(kind) = desktop::switch_kind(&word.text) {
            sink.setting(at, kind, &word.text, &[Client::Chromium]);
        }
    }
}
