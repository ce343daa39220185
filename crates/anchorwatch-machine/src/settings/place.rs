//! Places that programs read without any setting: their own bundles, certificates for one
//! registry, and the configurations next to them.
//!
//! | program | where |
//! |---|---|
//! | Conda, Mamba | `ssl/cacert.pem` of an environment, `.condarc` |
//! | Docker, containerd, Podman | `certs.d/HOST/*.crt`, `daemon.json`, `hosts.toml`, `registries.conf` |
//! | containerd, k3s, RKE2, BuildKit | `config.toml`, `registries.yaml`, `buildkitd.toml` |
//! | Visual Studio Code and its relatives | `settings.json` |
//! | uv | `uv.toml` |
//! | JetBrains' programs | `options/certificates.xml`; their keystore is read with Java's |
//! | a separately built OpenSSL | `cert.pem` and `certs` of Homebrew, pyenv, rbenv, GitLab and others |
//! | Ruby's gems | the bundles of `httpclient`, `stripe`, `aws-sdk-core` and `certifi` |
//! | Nix | `etc/ssl/certs/ca-bundle.crt` of a profile |
//!
//! None of these programs could be run here: what they read comes from their documentation
//! and sources, named in each module.
//!
//! **Not checked:** a project's own configuration (`pyproject.toml`, `.vscode`), and what
//! Flatpak's and Snap's sandboxes bring.

use std::path::Path;

use super::sink::Sink;
use base::Base;

mod base;
mod bundle;
mod conda;
mod container;
mod containerd;
mod gem;
mod jetbrains;
mod uv;
mod vscode;

pub(super) use conda::{take as conda, verify as conda_verify};
pub(super) use uv::{take as uv, take_project as uv_project};

/// Reads the places of the system.
pub(super) fn of_system(sink: &mut Sink<'_>) {
    bundle::of_system(sink);
    conda::of_system(sink);
    container::of_system(sink);
    containerd::of_system(sink);
    gem::of_system(sink);
    uv::of_system(sink);
}

/// Reads one user's places.
pub(super) fn of_user(sink: &mut Sink<'_>, home: &Path) {
    below(sink, &Base::Folder(home.to_owned()));
}

/// Reads the places in a folder that a variable puts in place of one in a home.
pub(super) fn moved(sink: &mut Sink<'_>, usual: &'static str, folder: &Path) {
    let folder = folder.to_owned();
    below(sink, &Base::Moved { usual, folder });
}

fn below(sink: &mut Sink<'_>, home: &Base) {
    bundle::of_user(sink, home);
    conda::of_user(sink, home);
    container::of_user(sink, home);
    containerd::of_user(sink, home);
    gem::of_user(sink, home);
    jetbrains::of_user(sink, home);
    uv::of_user(sink, home);
    vscode::of_user(sink, home);
}

#[cfg(test)]
mod tests;
