//! Variables that say where a program looks for its own code, and for other programs.
//!
//! A file there whose name decides about roots takes precedence over the program's own: a
//! `sitecustomize.py`, a `certifi`, a `libssl.so`, a script named `curl`. A folder without
//! such a name changes nothing. Sources: each program's manual, named at its row.

use super::meaning::Meaning;

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
