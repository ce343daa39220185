//! Variables that say where a program looks for its own code, and for other programs.
//!
//! A file there whose name decides about roots takes precedence over the program's own: a
//! `sitecustomize.py`, a `certifi`, a `libssl.so`, a script named `curl`. A folder without
//! such a name changes nothing. Sources: each program's manual, named at its row.

use std::path::Path;

use super::{
    super::{
        content::Content,
        glob, invocation, mention,
        shell::Dialect,
        sink::{Sink, Telling},
    },
    Meaning, parts,
};
use crate::settings::remark::{SettingsRemark, Unclear};
use crate::settings::scope::Value;

/// The system's program folders; the first two are read even without a variable.
const SYSTEM: [&str; 10] = [
    "/usr/local/bin",
    "/usr/local/sbin",
    "/usr/bin",
    "/usr/sbin",
    "/bin",
    "/sbin",
    "/usr/games",
    "/usr/local/games",
    "/snap/bin",
    "/usr/lib/jvm/default/bin",
];

/// Python: files that run at every start, and modules that decide about roots.
const PYTHON: &[&str] = &[
    "sitecustomize.py",
    "usercustomize.py",
    "ssl.py",
    "certifi",
    "certifi.py",
    "requests",
    "urllib3",
    "httpx",
    "aiohttp",
    "truststore",
];
/// Libraries that verify, or that say what is trusted.
const LIBRARY: &[&str] = &[
    "libssl.so*",
    "libcrypto.so*",
    "libgnutls.so*",
    "libnss3.so",
    "libnssckbi.so",
    "libssl3.so",
    "libcurl.so*",
    "libcurl-gnutls.so*",
    "libp11-kit.so*",
    "libmbedtls.so*",
    "libnode.so*",
];
const PERL: &[&str] = &["Mozilla", "IO", "LWP", "Net", "sitecustomize.pl"];
const RUBY: &[&str] = &["openssl.rb", "rubygems.rb", "net", "ubygems.rb"];
const NODE: &[&str] = &["https", "tls", "undici", "axios", "node-fetch", "got"];
const GIT: &[&str] = &["git-remote-http*", "git-remote-https*"];
const ANY: &[&str] = &["*"];

/// The most names of one folder that are reported.
const MAX_NAMES: usize = 5;

/// What such a variable does.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    use Meaning::{Code, Path, Search};
    Some(match name {
        // fish keeps its own part of it in a variable of its own.
        "PATH" | "fish_user_paths" => Path,
        // python(1), «ENVIRONMENT VARIABLES».
        "PYTHONPATH" => Search(PYTHON),
        "PYTHONHOME" | "PYTHONUSERBASE" => Search(ANY),
        // ld.so(8).
        "LD_LIBRARY_PATH" => Search(LIBRARY),
        // perlrun(1).
        "PERL5LIB" | "PERLLIB" => Search(PERL),
        "PERL5OPT" | "PERL5DB" => Code,
        // ruby(1).
        "RUBYLIB" => Search(RUBY),
        "RUBYOPT" => Code,
        // Node.js manual, «Modules».
        "NODE_PATH" => Search(NODE),
        // git(1).
        "GIT_EXEC_PATH" => Search(GIT),
        // openssl-env(7); gio's and Qt's manuals, «Environment variables»; NSS's `ssl.h`.
        // An exported function of bash's.
        name if name.starts_with("BASH_FUNC_") => Meaning::Function,
        // NSS's manual, «NSS Key Log Format».
        "SSLKEYLOGFILE" => Meaning::Keys,
        "OPENSSL_MODULES"
        | "OPENSSL_ENGINES"
        | "OPENSSL_CONF_INCLUDE"
        | "GIO_EXTRA_MODULES"
        | "GIO_MODULE_DIR"
        | "QT_PLUGIN_PATH"
        | "SSL_DIR" => Search(ANY),
        _ => return None,
    })
}

/// Folders that a shell searches for programs.
pub(super) fn path(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value) {
    for part in parts(value) {
        let is_own = part.text == "$PATH" || part.text == "${PATH}";
        if is_own || SYSTEM.contains(&part.text.trim_end_matches('/')) {
            continue;
        }
        match sink.path(&part) {
            Some(folder) => sink.search(folder),
            // A relative folder starts at the shell's current folder.
            None if !part.is_open => {}
            // It concerns one program, not a session.
            None if sink.telling != Telling::Inconclusive => {}
            None => {
                let what = what.chars().take(200).collect();
                sink.remark(at, &SettingsRemark::UnknownSearchFolder { what });
            }
        }
    }
}

/// Folders in which a program looks for its own code.
pub(super) fn folders(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value, names: &[&str]) {
    let folders = value.text.split([':', ';']).filter(|part| !part.is_empty());
    for part in folders {
        let is_open = value.is_open && part.contains(['$', '`', '~', '(']);
        let folder = Value {
            is_open,
            ..Value::plain(part)
        };
        let Some(path) = sink.path(&folder) else {
            continue;
        };
        let is_one = |found: &str| names.iter().any(|name| glob::is_match(name, found));
        for found in sink.list(&path, is_one).into_iter().take(MAX_NAMES) {
            let name = found.file_name().unwrap_or_default().to_string_lossy();
            let name = name.into_owned();
            sink.unclear(at, what, Unclear::CodeFirst { name });
            if let Some(text) = sink.peek(&found) {
                mention::read(sink, &found, &text);
            }
        }
    }
}

/// `BASH_FUNC_name%%=() { …; }`.
pub(super) fn function(sink: &mut Sink<'_>, at: &Path, name: &str, value: &Value) {
    let own = name
        .trim_start_matches("BASH_FUNC_")
        .trim_end_matches("%%")
        .trim_end_matches("()");
    if invocation::program(own).is_some() {
        let text = format!("{own} {}", value.text);
        sink.take(at, Content::Script(&text, Dialect::Posix));
    }
}

/// Options that load code.
pub(super) fn code(sink: &mut Sink<'_>, at: &Path, what: &str, value: &Value) {
    // `-W0`, `-w`, `-T` and their like load nothing.
    let loads = value.text.split_whitespace().any(|word| {
        ["-r", "-I", "-M", "-m", "-d", "-S", "-x"]
            .iter()
            .any(|sign| word.starts_with(sign))
    });
    if loads || value.is_open {
        sink.unclear(at, what, Unclear::Code);
    }
}
