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

use std::path::{Path, PathBuf};

use anchorwatch_home::Node;

use super::sink::Sink;

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

/// Where the places of the tables begin.
enum Base {
    /// A home, or the root folder.
    Folder(PathBuf),
    /// A folder that replaces one of a home, and nothing else of it.
    Moved {
        usual: &'static str,
        folder: PathBuf,
    },
}

impl Base {
    fn of_system() -> Self {
        Self::Folder(PathBuf::from("/"))
    }

    fn join(&self, place: &str) -> Option<PathBuf> {
        let (folder, place) = self.start(place)?;
        Some(folder.join(place))
    }

    fn matching(&self, sink: &mut Sink<'_>, pattern: &str) -> Vec<PathBuf> {
        match self.start(pattern) {
            Some((folder, pattern)) => matching(sink, folder, pattern),
            None => Vec::new(),
        }
    }

    fn start<'p>(&self, place: &'p str) -> Option<(&Path, &'p str)> {
        match self {
            Self::Folder(folder) => Some((folder, place)),
            Self::Moved { usual, folder } => {
                let rest = place.strip_prefix(usual)?.strip_prefix('/')?;
                Some((folder, rest))
            }
        }
    }
}

/// The paths that a pattern matches: a name `*` matches every folder, and `NAME*` every
/// folder whose name starts that way.
fn matching(sink: &mut Sink<'_>, base: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut paths = vec![base.to_owned()];
    for name in pattern.split('/') {
        let Some(start) = name.strip_suffix('*') else {
            paths = paths.into_iter().map(|path| path.join(name)).collect();
            continue;
        };
        let mut below = Vec::new();
        for path in paths {
            let found = sink.list(&path, |name| name.starts_with(start));
            below.extend(found.into_iter().filter(|one| may_be_folder(sink, one)));
        }
        paths = below;
    }
    paths
}

/// True if the path is a folder, or if that cannot be determined.
fn may_be_folder(sink: &Sink<'_>, path: &Path) -> bool {
    let tree = sink.tree;
    let node = tree
        .resolve_final(path)
        .and_then(|stands| tree.node_without_content(&stands));
    matches!(node, Ok(Node::Directory(_)) | Err(_))
}

#[cfg(test)]
mod tests;
