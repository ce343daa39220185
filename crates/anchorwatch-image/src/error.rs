//! Why an image could not be read.

use std::io;

use anchorwatch_home::image::EntryError;

use crate::candidate::Candidate;

/// What FILE itself is called in an error.
pub(crate) const FILE: &str = "the file";

/// What a file with holes is called in an error.
pub(crate) const SPARSE_FILE: &str = "a sparse file";

/// Why an image could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused to read the file, or to write the file without a name.
    #[error("cannot {action}")]
    Io {
        /// The action that failed, as a verb.
        action: &'static str,
        /// The system's error.
        source: io::Error,
    },
    /// The file is neither an OCI archive nor the output of `docker save`.
    #[error("it is neither an OCI archive nor the output of docker save")]
    NotAnImage,
    /// The file is cut off, or is not a tar archive.
    #[error("{what} is damaged: {why}")]
    Damaged {
        /// The archive or the layer.
        what: String,
        /// What is wrong with it.
        why: Damage,
    },
    /// The image names a part that is not in the file, usually because it is of another platform
    /// or is kept elsewhere.
    #[error("{what} is not in the file")]
    Missing {
        /// The part, as the image names it.
        what: String,
    },
    /// A part is not the one that the image names: the file was damaged or changed.
    #[error("{what} does not have the SHA-256 or the size that the image names")]
    Mismatch {
        /// The part, as the image names it.
        what: String,
    },
    /// A part has a form that is not read.
    #[error("{what} is not read: {form}")]
    Unsupported {
        /// The part, as the image names it.
        what: String,
        /// Its form.
        form: Form,
    },
    /// A list or a part is larger than that of any image in use.
    #[error("{what} has more than {max} {unit}")]
    TooLarge {
        /// What is too large.
        what: String,
        /// The most that is read.
        max: u64,
        /// What is counted.
        unit: &'static str,
    },
    /// A document of the image cannot be understood.
    #[error("cannot understand {what}")]
    Format {
        /// The document.
        what: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// An entry of a layer cannot be a file of a container.
    #[error("the entry {path:?} of {layer} cannot be a file of a container")]
    Entry {
        /// The layer.
        layer: String,
        /// The path.
        path: String,
        /// Why not.
        source: EntryError,
    },
    /// There are several images in the file, and none was chosen.
    #[error("there are several images in the file")]
    Several {
        /// The images.
        candidates: Vec<Candidate>,
    },
    /// No image of the file is the one that was chosen.
    #[error("no image in the file has this name, digest or platform")]
    NoneChosen {
        /// The images.
        candidates: Vec<Candidate>,
    },
}

/// What is wrong with an archive or a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// It is cut off.
    #[error("it ends in the middle of an entry")]
    EndsEarly,
    /// The headers before an entry are longer than any in use.
    #[error("its headers are too long")]
    LongHeaders,
    /// An entry is longer than a file can be.
    #[error("an entry is too long")]
    LongEntry,
    /// A header does not belong to a tar archive.
    #[error("a header is not one of a tar archive")]
    NotTar,
    /// The compressed data cannot be read.
    #[error("its compressed data cannot be read")]
    Packing,
    /// A file with holes is larger than the space for unpacked layers.
    #[error("it fills the disk")]
    FillsDisk,
    /// A piece of a file with holes lies outside the file.
    #[error("a piece lies outside of it")]
    PieceOutside,
}

/// A form that is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Form {
    /// A compression.
    #[error("it is compressed with {0}")]
    Compressed(&'static str),
    /// It unpacks to too much.
    #[error("it unpacks to more than {0} times its size, or fills the disk")]
    Unpacks(u64),
    /// A digest other than a SHA-256.
    #[error("it is not the SHA-256 of a part")]
    Digest,
    /// For another operating system.
    #[error("it is for {}", .0.escape_debug())]
    System(String),
}

impl Error {
    pub(crate) fn io(action: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, source }
    }

    pub(crate) fn damaged(what: &str, why: Damage) -> Self {
        Self::Damaged {
            what: what.to_owned(),
            why,
        }
    }

    pub(crate) fn too_large(what: &str, max: u64, unit: &'static str) -> Self {
        Self::TooLarge {
            what: what.to_owned(),
            max,
            unit,
        }
    }
}
