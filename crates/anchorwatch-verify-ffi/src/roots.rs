//! Reads files of roots.

use std::path::{Path, PathBuf};

use anchorwatch_home::{Configuration, Tree};
use anchorwatch_identity::{Certificate, CertificateFile, certificate_file::Form};

use crate::Error;

/// Where the roots that someone added to this machine are read from.
///
/// They are accepted for private names, and explain who signed what is refused. A root in the
/// file that is also in the public set is not local.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocalRoots {
    /// The bundle of the system, [`LocalRoots::SYSTEM`]. Without such a file there are no local
    /// roots. A block in it that cannot be read is skipped, because it is not a root, and so is
    /// one that the file rejects (`TRUSTED CERTIFICATE`).
    System,
    /// A file of PEM and DER, by its absolute path. Every part must be readable, and a file
    /// that contains PKCS #7 or PKCS #12 is refused, because they are not opened here.
    File(PathBuf),
    /// None, for a program that says by itself which roots it trusts.
    None,
}

impl LocalRoots {
    /// The bundle that Debian's tools write.
    pub const SYSTEM: &'static str = "/etc/ssl/certs/ca-certificates.crt";

    pub(crate) fn read(&self, tree: &Tree) -> Result<Vec<Certificate>, Error> {
        match self {
            Self::None => Ok(Vec::new()),
            Self::System => system(tree),
            Self::File(path) => {
                // Links are resolved as for the user who gave the path, not inside the tree.
                let real = path.canonicalize().map_err(|source| Error::NoRoots {
                    path: path.clone(),
                    source,
                })?;
                let content = Tree::open(Path::new("/"))
                    .and_then(|tree| tree.read(&real, MAX_BYTES))
                    .map_err(|source| unreadable(path, source))?;
                whole(path, &content)
            }
        }
    }
}

/// Reads the file of the roots that count as public, if the owner names one instead of those that
/// ship with this program.
pub(crate) fn public_text(
    tree: &Tree,
    configuration: &Configuration,
) -> Result<Option<Vec<u8>>, Error> {
    let path = configuration.public_roots.as_deref();
    let text = path.map(|path| tree.read_own_securely(path, MAX_BYTES));
    text.transpose()
        .map_err(|source| Error::PublicRoots(Box::new(Error::Owner(source))))
}

/// Parses the roots in it.
pub(crate) fn public(file: Option<(&Path, &[u8])>) -> Result<Option<Vec<Certificate>>, Error> {
    let roots = file.map(|(path, text)| whole(path, text));
    roots
        .transpose()
        .map_err(|source| Error::PublicRoots(Box::new(source)))
}

fn system(tree: &Tree) -> Result<Vec<Certificate>, Error> {
    let path = Path::new(LocalRoots::SYSTEM);
    match tree.read(path, MAX_BYTES) {
        Ok(content) => {
            let file = CertificateFile::of_pem_and_der(&content);
            // OpenSSL and GnuTLS read PEM in a bundle, and no other format.
            let in_pem = file
                .found()
                .filter(|found| matches!(found.form, Form::Pem | Form::TrustedPem(_)))
                .map(|found| &found.certificate);
            let roots = in_pem.filter(|one| !file.rejects_for_servers(one));
            Ok(roots.cloned().collect())
        }
        Err(error) if error.is_not_found() => Ok(Vec::new()),
        Err(source) => Err(unreadable(&tree.display_path(path), source)),
    }
}

/// Returns every root of a file, or an error.
fn whole(path: &Path, content: &[u8]) -> Result<Vec<Certificate>, Error> {
    CertificateFile::of_pem_and_der(content)
        .whole_roots()
        .map_err(|source| Error::CertificateFile {
            path: path.to_owned(),
            source,
        })
}

fn unreadable(path: &Path, source: anchorwatch_home::Error) -> Error {
    Error::Roots {
        path: path.to_owned(),
        source,
    }
}

/// The largest file of roots that is read, in bytes.
const MAX_BYTES: u64 = 64 << 20;
