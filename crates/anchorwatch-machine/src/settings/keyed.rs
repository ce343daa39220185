//! Configurations in which one key names certificates: a table of programs, files and keys.
//! To add one, add a row.
//!
//! ```text
//! key = value      key: value      key value      set key = value      "key": "value",
//! [section]
//! ```
//!
//! Case, hyphens and underscores in a key, and quotes around key and value, do not matter.
//! `#` or `;` at the start of a line begins a comment. Sources: each program's manual,
//! named at its row.

use std::path::Path;

use super::{glob, program::Program, scope::Value, shell::expanded, sink::Sink, unknown};
use crate::settings::remark::{SettingsRemark, Unclear};
use crate::{Client, SettingKind};

/// The most lines read from one file.
const MAX_LINES: usize = 200_000;

/// What a key does with its value.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    /// Names a file of certificates.
    File,
    /// Names files of certificates, separated by this character.
    Files(char),
    /// Names a folder of certificates.
    Folder,
    /// Switches verification off, with one of these values.
    Off(&'static [&'static str]),
    /// Makes the program trust the system's roots, with one of these values.
    System(&'static [&'static str]),
    /// Names another file of the same kind, or a folder of such files.
    Include,
    /// Names a proxy.
    Proxy,
    /// Loads code, or another configuration, which is not read.
    Code,
    /// Runs a script from any path.
    Run,
    /// Contains options of the same program.
    Options,
}

struct Row {
    program: Program,
    /// The start of the section's name; empty matches any section, or none.
    section: &'static str,
    /// With hyphens, in lower case; a leading star matches anything.
    key: &'static str,
    meaning: Meaning,
}

const fn row(program: Program, section: &'static str, key: &'static str, meaning: Meaning) -> Row {
    Row {
        program,
        section,
        key,
        meaning,
    }
}

use Meaning::{Code, File, Files, Folder, Include, Off, Options, Proxy, Run, System};
use Program::{
    Aria2, Bun, Bundler, Composer, Fetchmail, Gcloud, Gem, Isync, Ldap, Lftp, Mercurial, Msmtp,
    Mutt, Mysql, Nix, Openssl, Php, Poetry, Postgres, S3cmd, Subversion,
};

const FALSE: &[&str] = &["0", "false", "no", "off", "none", "never", "n"];
const TRUE: &[&str] = &["1", "true", "yes", "on", "y"];

const ROWS: [Row; 59] = [
    // aria2c(1).
    row(Aria2, "", "ca-certificate", File),
    row(Aria2, "", "check-certificate", Off(FALSE)),
    row(Aria2, "", "all-proxy", Proxy),
    row(Aria2, "", "https-proxy", Proxy),
    // bun.sh/docs/runtime/bunfig.
    row(Bun, "", "cafile", File),
    row(Bun, "", "install.cafile", File),
    // bundle-config(1).
    row(Bundler, "", "bundle-ssl-ca-cert", File),
    row(Bundler, "", "bundle-ssl-verify-mode", Off(FALSE)),
    // getcomposer.org/doc/06-config.md.
    row(Composer, "", "cafile", File),
    row(Composer, "", "capath", Folder),
    row(Composer, "", "disable-tls", Off(TRUE)),
    // gcloud topic configurations.
    row(Gcloud, "core", "custom-ca-certs-file", File),
    row(Gcloud, "", "disable-ssl-validation", Off(TRUE)),
    // gem help environment.
    row(Gem, "", "ssl-ca-cert", File),
    row(Gem, "", "ssl-verify-mode", Off(FALSE)),
    // fetchmail(1).
    row(Fetchmail, "", "sslcertfile", File),
    row(Fetchmail, "", "sslcertpath", Folder),
    // mbsync(1).
    row(Isync, "", "certificatefile", File),
    row(Isync, "", "systemcertificates", System(TRUE)),
    // ldap.conf(5).
    row(Ldap, "", "tls-cacert", File),
    row(Ldap, "", "tls-cacertdir", Folder),
    row(Ldap, "", "tls-reqcert", Off(&["never", "allow"])),
    // lftp(1).
    row(Lftp, "", "ssl:ca-file", File),
    row(Lftp, "", "ssl:ca-path", Folder),
    row(Lftp, "", "ssl:verify-certificate", Off(FALSE)),
    // hgrc(5), «web», «hostsecurity».
    row(Mercurial, "web", "cacerts", File),
    row(Mercurial, "hostsecurity", "*:verifycertsfile", File),
    row(Mercurial, "http-proxy", "host", Proxy),
    row(Mercurial, "", "%include", Include),
    row(Mercurial, "extensions", "*", Run),
    row(Mercurial, "alias", "*", Options),
    // msmtp(1).
    row(Msmtp, "", "tls-trust-file", File),
    row(Msmtp, "", "tls-certcheck", Off(FALSE)),
    // muttrc(5).
    row(Mutt, "", "ssl-ca-certificates-file", File),
    row(Mutt, "", "certificate-file", File),
    row(Mutt, "", "source", Include),
    // MariaDB's and MySQL's manuals, «Option Files».
    row(Mysql, "", "ssl-ca", File),
    row(Mysql, "", "ssl-capath", Folder),
    row(Mysql, "", "!include", Include),
    row(Mysql, "", "!includedir", Include),
    // nix.conf(5).
    row(Nix, "", "ssl-cert-file", File),
    // config(5). `VerifyCAFile` among the defaults for all programs has no effect (measured
    // with 3.0).
    row(Openssl, "", "dynamic-path", Code),
    row(Openssl, "", "module", Code),
    row(Openssl, "", ".include", Include),
    // The PHP manual, «OpenSSL: Runtime Configuration», «cURL: Runtime Configuration».
    row(Php, "", "openssl.cafile", File),
    row(Php, "", "openssl.capath", Folder),
    row(Php, "", "curl.cainfo", File),
    row(Php, "", "auto-prepend-file", Run),
    row(Php, "", "auto-append-file", Run),
    // python-poetry.org/docs/repositories, «Certificates».
    row(Poetry, "certificates", "cert", File),
    row(Poetry, "", "*.cert", File),
    // libpq, «The Connection Service File».
    row(Postgres, "", "sslrootcert", File),
    // s3cmd --dump-config.
    row(S3cmd, "", "ca-certs-file", File),
    row(S3cmd, "", "check-ssl-certificate", Off(FALSE)),
    row(S3cmd, "", "proxy-host", Proxy),
    // svn's `servers`, «Run-time Configuration Area».
    row(Subversion, "", "ssl-authority-files", Files(';')),
    row(Subversion, "", "ssl-trust-default-ca", System(TRUE)),
    row(Subversion, "", "http-proxy-host", Proxy),
    row(Php, "", "env[ssl-cert-file]", File),
];

/// Server sections of MySQL's files: the server verifies clients with them.
const SERVERS: [&str; 8] = [
    "mysqld",
    "mariadbd",
    "server",
    "mariadb-",
    "mysqld_safe",
    "galera",
    "embedded",
    "mysqld-",
];

/// Who trusts what a program's configuration names.
fn client(program: Program) -> Client {
    match program {
        Bun => Client::Bun,
        Bundler | Gem => Client::Ruby,
        Composer | Php => Client::Php,
        Mercurial => Client::Mercurial,
        Mysql => Client::Mysql,
        Openssl => Client::Openssl,
        Poetry => Client::PythonRequests,
        Postgres => Client::Postgres,
        Subversion => Client::Subversion,
        _ => Client::Other,
    }
}

pub(super) fn read(sink: &mut Sink<'_>, at: &Path, program: Program, text: &str) {
    // JSON can be on one line.
    let text = match program {
        Composer => text.replace(['{', ',', '}'], "\n"),
        // Its options follow one another on a line.
        Fetchmail => text.replace(" sslcert", "\nsslcert"),
        _ => text.to_owned(),
    };
    let mut section = String::new();
    for (number, line) in text.lines().enumerate() {
        if number >= MAX_LINES {
            let max = MAX_LINES as u64;
            return sink.unread(at, &SettingsRemark::LinesLimit { max });
        }
        let line = line.trim();
        if let Some(head) = line.strip_prefix('[') {
            let head = head.split(']').next().unwrap_or(head);
            head.trim().to_lowercase().clone_into(&mut section);
        } else if !line.starts_with(['#', ';']) {
            given(sink, at, program, &section, line);
        }
    }
}

/// A single setting, from a command line.
pub(super) fn given(sink: &mut Sink<'_>, at: &Path, program: Program, section: &str, line: &str) {
    let Some((key, text)) = setting(line) else {
        return;
    };
    let is_server = program == Mysql && SERVERS.iter().any(|server| section.starts_with(server));
    let rows = ROWS.iter().filter(|row| {
        row.program == program && section.starts_with(row.section) && is_key(row.key, &key)
    });
    for row in rows.filter(|_| !is_server) {
        apply(sink, at, row, &key, text);
    }
}

fn is_key(pattern: &str, key: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(end) => key.ends_with(end),
        None => pattern == key,
    }
}

/// The normalized key, and the value without quotes and without what follows it.
fn setting(line: &str) -> Option<(String, &str)> {
    let line = line.strip_prefix("set ").unwrap_or(line).trim_start();
    // gem's keys are symbols: `:ssl_ca_cert: F`. A key of a PHP pool is in brackets.
    let line = line.strip_prefix(':').unwrap_or(line);
    let line = ["php_admin_value[", "php_value["]
        .iter()
        .find_map(|start| line.strip_prefix(start))
        .unwrap_or(line);
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (key, rest) = match quote {
        Some(quote) => line.get(1..)?.split_once(quote)?,
        None => {
            let is_end = |(at, c): (usize, char)| {
                // A colon ends a key only before a blank: `ssl:ca-file`,
                // `host:verifycertsfile`.
                let next = line.get(at + 1..).unwrap_or_default();
                c.is_whitespace() || c == '=' || c == ':' && next.starts_with([' ', '\t', '"'])
            };
            let end = line.char_indices().find(|one| is_end(*one))?.0;
            line.split_at(end)
        }
    };
    let key = key
        .trim_end_matches([':', ']'])
        .to_lowercase()
        .replace('_', "-");
    // `env[NAME]` keeps its bracket.
    let key = if key.starts_with("env[") {
        format!("{key}]")
    } else {
        key
    };
    let value = rest.trim_start_matches(|c: char| c.is_whitespace() || "=:]".contains(c));
    Some((key, plain(value)))
}

fn plain(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote) {
            return inside.split(quote).next().unwrap_or(inside);
        }
    }
    let end = [" #", " ;", "\t#", "\t;"]
        .iter()
        .filter_map(|remark| value.find(remark))
        .min()
        .unwrap_or(value.len());
    value
        .get(..end)
        .unwrap_or(value)
        .trim_end_matches([',', ' ', '\t'])
}

fn apply(sink: &mut Sink<'_>, at: &Path, row: &Row, key: &str, text: &str) {
    let what = format!("{key} = {text}");
    let clients = [client(row.program)];
    let is_one = |values: &[&str]| values.iter().any(|one| text.eq_ignore_ascii_case(one));
    let value = value_of(sink, text);
    match row.meaning {
        // `!` is Mercurial's word for no verification; `system` is libpq's for the system's
        // roots.
        File if text == "!" => {
            sink.setting(at, SettingKind::ProgramInsecure, &what, &clients);
        }
        File if is_one(&["false"]) => {
            sink.setting(at, SettingKind::ProgramInsecure, &what, &clients);
        }
        File if text == "system" => sink.follow_system(clients[0]),
        File => sink.name_file(at, &what, &value, &clients),
        Files(between) => {
            for part in text.split(between) {
                let value = value_of(sink, part.trim());
                sink.name_file(at, &what, &value, &clients);
            }
        }
        Folder => sink.name_folder(at, &what, &value, &clients),
        Off(values) if is_one(values) => {
            sink.setting(at, SettingKind::ProgramInsecure, &what, &clients);
        }
        System(values) if is_one(values) => sink.follow_system(clients[0]),
        Include => include(sink, at, row.program, &what, &value),
        Proxy if !text.is_empty() => {
            let kind = SettingKind::ProxyConfiguration;
            sink.proxy(at, kind, &what, &value, &clients);
        }
        Code if !text.is_empty() => {
            sink.unclear(at, &what, Unclear::OpensslCode);
        }
        // Without a path it is one of the program's own.
        Run if text.starts_with(['/', '~', '$']) => {
            sink.unclear(at, &what, Unclear::Script);
            if let Some(path) = sink.path(&value) {
                sink.later(Program::Script, path);
            }
        }
        Options => unknown::take(sink, at, text),
        Run | Off(_) | System(_) | Proxy | Code => {}
    }
}

fn value_of(sink: &Sink<'_>, text: &str) -> Value {
    if text.contains('$') {
        expanded(text, &sink.scope(), None)
    } else {
        Value::plain(text)
    }
}

/// A relative path starts at the folder of the including file.
fn include(sink: &mut Sink<'_>, at: &Path, program: Program, what: &str, value: &Value) {
    if value.text.is_empty() {
        return;
    }
    let own = || Some(at.parent()?.join(&value.text));
    let is_relative = !value.is_open && !value.text.starts_with(['/', '~']);
    let path = sink.path(value).or_else(|| own().filter(|_| is_relative));
    let Some(path) = path else {
        return sink.unclear(at, what, Unclear::Value);
    };
    if sink.tree.list(&path).is_ok() {
        for path in sink.list(&path, |_| true) {
            sink.later(program, path);
        }
    } else if glob::is_pattern(&path) {
        for path in glob::expand(sink, &path) {
            sink.later(program, path);
        }
    } else {
        sink.later(program, path);
    }
}
