//! Why a verifier could not be made.

use std::{error::Error as _, io, path::PathBuf};

use anchorwatch_identity::certificate_file;

use crate::sentence::printable;

/// Why a verifier could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file of the owner's cannot be read or understood: usually it is not root's alone,
    /// or was cut short.
    #[error("cannot read what this machine's owner decided")]
    Owner(#[source] anchorwatch_home::Error),
    /// The roots that the owner wants to count as public cannot be had.
    #[error("cannot use the file that `public-roots` names")]
    PublicRoots(#[source] Box<Self>),
    /// A file of roots cannot be read.
    #[error("cannot read the roots in {}", path.display())]
    Roots {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: anchorwatch_home::Error,
    },
    /// A file of roots is not there, or a link on the way to it leads nowhere.
    #[error("cannot find the roots in {}", path.display())]
    NoRoots {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of roots holds no certificate, or a part that cannot be read.
    #[error("cannot understand the roots in {}", path.display())]
    CertificateFile {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        source: certificate_file::Error,
    },
}

impl Error {
    /// The error and what is behind it, on one short line that quotes nothing of any file:
    /// whoever reads it may have fewer rights than the process that says it.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = self.to_string();
        let mut cause = self.source();
        // What such a file says is not told, where it lies neither.
        let is_named_in_a_file = matches!(self, Self::PublicRoots(_));
        while let Some(error) = cause {
            let is_said = if is_named_in_a_file {
                error.is::<io::Error>()
            } else {
                error.is::<io::Error>() || error.is::<anchorwatch_home::Error>()
            };
            if is_said {
                line = format!("{line}: {error}");
            }
            cause = error.source();
        }
        printable(&line)
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use anchorwatch_home::{Tree, paths};

    use crate::{LocalRoots, Verifier};

    fn line_of(files: &[(&str, &str, u32)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        for (path, text, mode) in files {
            let file = folder.path().join(path.trim_start_matches('/'));
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, text).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(*mode)).unwrap();
        }
        let tree = Tree::open(folder.path()).unwrap();
        let refused = Verifier::of_machine(&tree, &LocalRoots::None).unwrap_err();
        refused.line()
    }

    #[test]
    fn an_error_names_our_files_and_quotes_none() {
        let secret = "the-owner-s-secret";
        let named = format!("[programs]\npublic-roots = \"/srv/{secret}\"\n");
        let long = format!("\u{1b}[2J{} = {}", secret.repeat(2_000), secret);
        for path in [paths::CONFIGURATION, paths::BLOCK_LIST, paths::CONSENTS] {
            for text in [&long, &format!("count = \"{secret}\"\n{secret}")] {
                let line = line_of(&[(path, text, 0o600)]);
                assert!(line.contains("cannot understand ") && line.contains(path));
                assert!(!line.contains(secret) && line.len() < 300, "{line}");
            }
        }
        let roots = format!("/srv/{secret}");
        for (more, word) in [
            (None, "No such file"),
            (Some((&*roots, secret, 0o600)), "public-roots"),
            (
                Some((&*roots, "-----BEGIN CERTIFICATE-----\n", 0o600)),
                "public-roots",
            ),
            (Some((&*roots, secret, 0o666)), "public-roots"),
        ] {
            let mut files = vec![(paths::CONFIGURATION, &*named, 0o600)];
            files.extend(more);
            let line = line_of(&files);
            assert!(line.contains(word) && !line.contains(secret), "{line}");
        }
    }

    #[test]
    fn a_file_that_another_can_write_is_said_to_be_so() {
        let line = line_of(&[(paths::CONFIGURATION, "", 0o666)]);
        assert!(line.contains("mode 666"), "{line}");
    }
}
