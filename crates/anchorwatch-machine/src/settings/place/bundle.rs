//! The default file and folder of an OpenSSL that is not the distribution's, and the
//! bundles of package managers.
//!
//! An OpenSSL reads `cert.pem` and `certs` in the folder it was built for
//! (`X509_get_default_cert_file(3)`). Homebrew's is `etc/openssl@3` below its prefix, whose
//! `cert.pem` links to `etc/ca-certificates/cert.pem` (formulae openssl@3 and
//! ca-certificates). For python-build and ruby-build it is `openssl/ssl` of the version
//! they built. A manual build uses `/usr/local/ssl` (INSTALL.md, «--openssldir»). Nix's
//! `cacert` is `etc/ssl/certs/ca-bundle.crt` of a profile; `NIX_SSL_CERT_FILE` points Nix's
//! own OpenSSL and curl to it (nixpkgs, cacert).

use std::path::PathBuf;

use super::base::Base;
use crate::Client;
use crate::settings::sink::Sink;

/// The programs built on such an OpenSSL that have a `Client`.
const CLIENTS: &[Client] = &[Client::Openssl, Client::Curl, Client::PythonSsl];

/// An OpenSSL's folders, for the system.
const SYSTEM: [&str; 12] = [
    // pyenv, rbenv and the like, installed for everybody.
    "opt/*/versions/*/openssl/ssl",
    "usr/local/*/versions/*/openssl/ssl",
    "usr/local/ssl",
    "usr/local/openssl/ssl",
    "opt/openssl*/ssl",
    "opt/homebrew/etc/openssl@*",
    "usr/local/etc/openssl*",
    "usr/local/etc/ssl",
    "usr/local/openssl*",
    "usr/local/openssl*/ssl",
    // What GitLab, Chef, Puppet and Datadog bring with them.
    "opt/*/embedded/ssl",
    "opt/puppetlabs/*/ssl",
];

/// The same in a home. Homebrew for Linux has its own home, `/home/linuxbrew`, for all
/// users.
const HOME: [&str; 10] = [
    ".linuxbrew/etc/openssl@*",
    ".pyenv/versions/*/openssl/ssl",
    ".pyenv/versions/*/ssl",
    ".rbenv/versions/*/openssl/ssl",
    ".asdf/installs/python/*/openssl/ssl",
    ".asdf/installs/ruby/*/openssl/ssl",
    ".local/share/mise/installs/python/*/openssl/ssl",
    ".local/share/mise/installs/ruby/*/openssl/ssl",
    ".rvm/usr/ssl",
    ".local/ssl",
];

/// Single files, for the system.
const SYSTEM_FILES: [&str; 6] = [
    "opt/*/embedded/ssl/certs/cacert.pem",
    "opt/*/embedded/cacert.pem",
    "opt/homebrew/etc/ca-certificates/cert.pem",
    "nix/var/nix/profiles/*/etc/ssl/certs/ca-bundle.crt",
    "nix/var/nix/profiles/per-user/*/*/etc/ssl/certs/ca-bundle.crt",
    "run/current-system/sw/etc/ssl/certs/ca-bundle.crt",
];

/// The same in a home.
const HOME_FILES: [&str; 4] = [
    ".linuxbrew/etc/ca-certificates/cert.pem",
    ".linuxbrew/etc/gnutls/cert.pem",
    ".nix-profile/etc/ssl/certs/ca-bundle.crt",
    ".local/state/nix/profiles/*/etc/ssl/certs/ca-bundle.crt",
];

pub(super) fn of_system(sink: &mut Sink<'_>) {
    take(sink, &Base::of_system(), &SYSTEM, &SYSTEM_FILES);
}

pub(super) fn of_user(sink: &mut Sink<'_>, home: &Base) {
    take(sink, home, &HOME, &HOME_FILES);
}

fn take(sink: &mut Sink<'_>, base: &Base, folders: &[&str], files: &[&str]) {
    let mut paths: Vec<PathBuf> = Vec::new();
    for pattern in folders {
        for folder in base.matching(sink, pattern) {
            sink.fixed_folder(folder.join("certs"), CLIENTS);
            paths.push(folder.join("cert.pem"));
        }
    }
    for pattern in files {
        paths.extend(base.matching(sink, pattern));
    }
    // A link to another of these paths is the same store.
    let mut seen = std::collections::BTreeSet::new();
    paths.retain(|path| match sink.tree.identity(path) {
        Ok(identity) => seen.insert(identity),
        Err(_) => true,
    });
    for path in paths {
        sink.fixed_file(path, CLIENTS);
    }
}
