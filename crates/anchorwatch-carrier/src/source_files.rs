//! The files of a mirror or a log, for whoever reads more than an update.

use crate::{
    CarrierProblem, Options, Source,
    budget::Budget,
    file_name::FileName,
    http::Mirror,
    store::{Opened, Store},
};

/// A mirror or a log on the network, or a folder with its files.
///
/// **Trust:** none. The octets are what somebody gave.
pub struct SourceFiles(Opened);

impl SourceFiles {
    /// The files of this source. The limits of the options are for all of them together.
    #[must_use]
    pub fn open(source: &Source, options: &Options<'_>) -> Self {
        let store = match source {
            Source::Mirror(base) => Store::Mirror(Box::new(Mirror::new(base, None, options))),
            Source::Path(path) => Store::Folder(path.clone()),
        };
        let budget = Budget::new(&options.limits);
        Self(Opened { store, budget })
    }

    /// A file of at most so many octets; `None` if it is not there. The name is made of numbers,
    /// hashes and the caller's words, and of nothing that a source said.
    ///
    /// # Errors
    /// [`CarrierProblem`] if it cannot be read.
    pub fn read(&self, name: &str, max: u64) -> Result<Option<Vec<u8>>, CarrierProblem> {
        let is_let = |it: u8| it.is_ascii_alphanumeric() || it == b'.';
        let is_part = |it: &str| !it.is_empty() && !it.starts_with('.') && it.bytes().all(is_let);
        if !name.split('/').all(is_part) {
            return Err(CarrierProblem::Address);
        }
        self.0.find(&FileName::Named(name.to_owned()), max)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use anchorwatch_identity::UnixSeconds;
    use anchorwatch_policy::DistrustSet;
    use anchorwatch_verify::{Anchors, Policy, rustls::Verifier};

    use super::*;
    use crate::Limits;

    #[test]
    fn a_name_leads_to_no_file_outside() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("log/tile/0/000.p")).unwrap();
        std::fs::write(folder.path().join("log/tile/0/000.p/5"), "tile").unwrap();
        std::fs::write(folder.path().join("secret"), "secret").unwrap();
        let (anchors, _) = Anchors::bundled_and(&[]);
        let options = Options {
            verifier: Arc::new(Verifier::new(Policy::new(anchors, DistrustSet::built_in()))),
            clock: UnixSeconds::new(1_796_000_000),
            limits: Limits::default(),
            proxy: None,
            plain_port: None,
            addresses: &[],
        };
        let files = SourceFiles::open(&Source::Path(folder.path().join("log")), &options);
        let there = files.read("tile/0/000.p/5", 4);
        assert_eq!(there, Ok(Some(b"tile".to_vec())));
        assert_eq!(files.read("tile/0/001", 4), Ok(None));
        assert!(files.read("tile/0/000.p/5", 3).is_err());
        for name in [
            "",
            "../secret",
            "tile/../../secret",
            "/etc/passwd",
            "tile//0",
            "./tile",
            "a%2e",
        ] {
            assert_eq!(files.read(name, 10), Err(CarrierProblem::Address), "{name}");
        }
    }
}
