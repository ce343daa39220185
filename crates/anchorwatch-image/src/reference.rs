//! Names, digests and platforms of images, as people type them.

use sha2::{Digest as _, Sha256};

use crate::{
    Error, Form,
    blob::{Files, read_full},
};
use anchorwatch_home::image::Extent;

/// Which image of a file is meant: a name, a digest or the beginning of one, or a platform such
/// as `linux/arm64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection(String);

/// The fewest digits of a digest that choose an image; Docker shows twelve.
const FEWEST_DIGITS: usize = 7;

/// The longest name of an image in bytes: a registry, a path and a tag (distribution's
/// `reference`: 255 for the name, 128 for the tag).
const MAX_REFERENCE_BYTES: usize = 400;

impl Selection {
    /// Takes what was typed. Whether an image has it shows only in a file.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self(typed.to_owned())
    }

    pub(crate) fn is_name(&self, name: &str) -> bool {
        self.0 == name
    }

    /// Whether the name ends with what was typed: Podman writes `localhost/app:1` for `app:1`.
    pub(crate) fn is_end_of_name(&self, name: &str) -> bool {
        let before = name.strip_suffix(&self.0);
        !self.0.is_empty() && before.is_some_and(|before| before.ends_with('/'))
    }

    pub(crate) fn is_digest(&self, digest: &Sha256Digest) -> bool {
        let digits = self.0.strip_prefix("sha256:").unwrap_or(&self.0);
        digits.len() >= FEWEST_DIGITS && digest.hex().starts_with(digits)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns a name that the image gives itself, if it is one that a registry could have: letters,
/// digits and `._-/:@`. Any other is as good as none.
pub(crate) fn name(text: &str) -> Option<String> {
    let is_name = |octet: u8| octet.is_ascii_alphanumeric() || b"._-/:@".contains(&octet);
    let begins = text.as_bytes().first()?;
    (text.len() <= MAX_REFERENCE_BYTES
        && begins.is_ascii_alphanumeric()
        && text.bytes().all(is_name))
    .then(|| text.to_owned())
}

/// The SHA-256 of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sha256Digest([u8; 32]);

impl Sha256Digest {
    /// Parses `sha256:` and 64 digits.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let unsupported = || Error::Unsupported {
            what: text.chars().take(100).collect(),
            form: Form::Digest,
        };
        let digits = text.strip_prefix("sha256:").ok_or_else(unsupported)?;
        Self::of_hex(digits).ok_or_else(unsupported)
    }

    pub(crate) fn of_hex(digits: &str) -> Option<Self> {
        let bytes = data_encoding::HEXLOWER.decode(digits.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Hashes a part.
    pub(crate) fn of(files: &Files, extent: Extent) -> Result<Self, Error> {
        let mut from = files.read(extent);
        let mut hasher = Sha256::new();
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            let count = read_full(&mut from, &mut piece).map_err(Error::io("read the image"))?;
            if count == 0 {
                return Ok(Self(hasher.finalize().into()));
            }
            hasher.update(piece.get(..count).unwrap_or_default());
        }
    }

    pub(crate) fn hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }

    /// Returns the name of the part in an OCI layout.
    pub(crate) fn path(&self) -> String {
        format!("blobs/sha256/{}", self.hex())
    }
}

impl std::fmt::Display for Sha256Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "sha256:{}", self.hex())
    }
}

/// How much is hashed at once, in bytes.
const PIECE_BYTES: usize = 256 << 10;
