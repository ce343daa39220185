//! Why a verifier could not be made.

use std::{error::Error as _, io, path::PathBuf};

use anchorwatch_identity::certificate_file;

use crate::sentence::printable;

/// Why a verifier could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// One of the owner's files cannot be read or parsed. Usually others than root can write it,
    /// or it was cut short.
    #[error("cannot read the decisions of this machine's owner")]
    Owner(#[source] anchorwatch_home::Error),
    /// The public roots that the owner selected cannot be read.
    #[error("cannot use the file that `public-roots` names")]
    PublicRoots(#[source] Box<Self>),
    /// A file of roots cannot be read.
    #[error("cannot read the roots in {}", path.display())]
    Roots {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: anchorwatch_home::Error,
    },
    /// A file of roots does not exist, or a link on the way to it is broken.
    #[error("cannot find the roots in {}", path.display())]
    NoRoots {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A file of roots holds no certificate, or a part that cannot be read.
    #[error("cannot understand the roots in {}", path.display())]
    CertificateFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: certificate_file::Error,
    },
}

impl Error {
    /// Returns the error and its causes on one short line that quotes nothing from any file: the
    /// reader may have fewer rights than the process that prints it.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = self.to_string();
        let mut cause = self.source();
        // Neither the content nor the location of such a file is printed.
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
    fn an_error_names_the_owners_files_and_quotes_none() {
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
    fn a_file_that_others_can_write_is_reported() {
        let line = line_of(&[(paths::CONFIGURATION, "", 0o666)]);
        assert!(line.contains("mode 666"), "{line}");
    }
}
