//! A bundle: the hashes of evidence files, as a text that can be signed.
//!
//! ```text
//! anchorwatch.evidence-bundle/1
//! e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  seen.jsonl
//! ```
//!
//! The lines after the first are those of `sha256sum`. Signed, as a
//! [signed note](https://c2sp.org/signed-note), the text shows later that nobody has altered the
//! files since.
//!
//! **Not covered:** whether the evidence is true, and when it was signed. Whoever holds the key
//! can sign anything, at any time.

use anchorwatch_remark::{Remark as _, remarks};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// The first line.
pub const BUNDLE_SCHEMA: &str = "anchorwatch.evidence-bundle/1";

/// The most files of a bundle. A note has room for as many with names of 36 octets.
pub const MAX_BUNDLE_FILES: usize = 10_000;

/// The hashes of evidence files, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    files: Vec<(String, [u8; 32])>,
}

remarks! {
    /// Why a text is no bundle, or a file is not in one.
    #[non_exhaustive]
    pub enum BundleProblem {
        /// It is another text.
        "bundle_form" => Form,
        /// It has too many files.
        "bundle_too_many_files" => TooManyFiles {
            /// The most files that are read.
            max: u64,
        },
        /// A file's name cannot be written on a line.
        "bundle_name" => Name {
            /// The name.
            name: String,
        },
        /// None of its hashes is that of the file: the file was changed, or another one was
        /// signed.
        "bundle_other_file" => OtherFile {
            /// The file's name.
            name: String,
        },
        /// It is signed, and it is not where the others are.
        "bundle_missing_file" => MissingFile {
            /// The file's name.
            name: String,
        },
    }
}

impl std::fmt::Display for BundleProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for BundleProblem {}

impl Bundle {
    /// Adds a file by its name without folders, and its octets.
    ///
    /// # Errors
    /// As [`add_hash`](Self::add_hash).
    pub fn add(&mut self, name: &str, octets: &[u8]) -> Result<(), BundleProblem> {
        self.add_hash(name, Sha256::digest(octets).into())
    }

    /// Adds a file by its name without folders, and its SHA-256.
    ///
    /// # Errors
    /// [`BundleProblem::Name`] if the name is empty or has a control character;
    /// [`BundleProblem::TooManyFiles`] if nobody could read the bundle with one more.
    pub fn add_hash(&mut self, name: &str, hash: [u8; 32]) -> Result<(), BundleProblem> {
        if !is_name(name) {
            let name = name.to_owned();
            return Err(BundleProblem::Name { name });
        }
        if self.files.len() == MAX_BUNDLE_FILES {
            return Err(too_many());
        }
        self.files.push((name.to_owned(), hash));
        Ok(())
    }

    /// The names, each with the SHA-256 of its file.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8; 32])> {
        self.files.iter().map(|(name, hash)| (name.as_str(), hash))
    }

    /// The text to sign.
    #[must_use]
    pub fn encode(&self) -> String {
        let files = self.files.iter();
        let lines = files.map(|(name, hash)| format!("{}  {name}\n", HEXLOWER.encode(hash)));
        format!("{BUNDLE_SCHEMA}\n{}", lines.collect::<String>())
    }

    /// Reads a text.
    ///
    /// # Errors
    /// [`BundleProblem::Form`] and [`BundleProblem::TooManyFiles`]: nothing is read from a part.
    pub fn decode(text: &str) -> Result<Self, BundleProblem> {
        let mut lines = text.split_terminator('\n');
        if lines.next() != Some(BUNDLE_SCHEMA) || !text.ends_with('\n') {
            return Err(BundleProblem::Form);
        }
        let mut files = Vec::new();
        for line in lines {
            if files.len() == MAX_BUNDLE_FILES {
                return Err(too_many());
            }
            files.push(file(line).ok_or(BundleProblem::Form)?);
        }
        Ok(Self { files })
    }

    /// Checks that a file is in the bundle, whatever it is called now, and returns its SHA-256.
    /// `name` is only for the answer.
    ///
    /// # Errors
    /// [`BundleProblem::OtherFile`] if it is not.
    pub fn check(&self, name: &str, octets: &[u8]) -> Result<[u8; 32], BundleProblem> {
        let hash: [u8; 32] = Sha256::digest(octets).into();
        if self.files.iter().any(|(_, it)| *it == hash) {
            return Ok(hash);
        }
        let name = name.to_owned();
        Err(BundleProblem::OtherFile { name })
    }
}

fn too_many() -> BundleProblem {
    let max = MAX_BUNDLE_FILES as u64;
    BundleProblem::TooManyFiles { max }
}

fn file(line: &str) -> Option<(String, [u8; 32])> {
    let (hash, name) = line.split_once("  ")?;
    let hash = HEXLOWER.decode(hash.as_bytes()).ok()?.try_into().ok()?;
    is_name(name).then(|| (name.to_owned(), hash))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle() -> Bundle {
        let mut bundle = Bundle::default();
        bundle.add("seen.jsonl", b"").unwrap();
        bundle.add("a  b.jsonl", b"two").unwrap();
        bundle
    }

    #[test]
    fn the_text_is_that_of_sha256sum_below_the_schema() {
        // `printf two | sha256sum`
        let expected = "anchorwatch.evidence-bundle/1\n\
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  seen.jsonl\n\
            3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  a  b.jsonl\n";
        assert_eq!(bundle().encode(), expected);
        assert_eq!(Bundle::decode(expected), Ok(bundle()));
    }

    #[test]
    fn a_changed_file_is_not_in_the_bundle() {
        assert!(bundle().check("renamed", b"two").is_ok());
        let name = "seen.jsonl".to_owned();
        assert_eq!(
            bundle().check("seen.jsonl", b"2"),
            Err(BundleProblem::OtherFile { name })
        );
    }

    #[test]
    fn another_text_is_refused() {
        let good = bundle().encode();
        for bad in [
            String::new(),
            good.replace("/1", "/2"),
            good.trim_end().to_owned(),
            good.replace("  seen", " seen"),
            good.replace("e3b0", "E3B0"),
            good.replace("e3b0", "e3"),
            good.replace("seen.jsonl", ""),
            good.replace("seen.jsonl", "a\u{85}b"),
            format!("{good}\n"),
        ] {
            assert_eq!(Bundle::decode(&bad), Err(BundleProblem::Form), "{bad:?}");
        }
    }

    #[test]
    fn a_name_with_a_line_break_is_not_taken() {
        let name = "a\nb".to_owned();
        let problem = BundleProblem::Name { name };
        assert_eq!(Bundle::default().add("a\nb", b""), Err(problem));
        assert!(Bundle::default().add("", b"").is_err());
    }

    #[test]
    fn the_number_of_files_is_limited() {
        let line = bundle().encode().lines().last().unwrap().to_owned() + "\n";
        let of = |count| format!("{BUNDLE_SCHEMA}\n{}", line.repeat(count));
        assert!(Bundle::decode(&of(MAX_BUNDLE_FILES)).is_ok());
        let decoded = Bundle::decode(&of(MAX_BUNDLE_FILES + 1));
        assert_eq!(decoded, Err(too_many()));
        let mut full = Bundle::decode(&of(MAX_BUNDLE_FILES)).unwrap();
        assert_eq!(full.add("one more", b""), Err(too_many()));
    }
}
