//! Why a container, or a part of one, could not be read.

use anchorwatch_remark::Remark as _;

use super::{ContainerPart, Damage, PropertyListProblem};
use crate::{certificate, pem};

/// Why bytes could not be read as a container, or as a part of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContainerError {
    /// It is empty.
    #[error("it is empty")]
    Empty,
    /// More bytes than are read.
    #[error("it has {got} bytes, and at most {most} are read")]
    TooLarge {
        /// How many bytes there are.
        got: usize,
        /// How many are read.
        most: usize,
    },
    /// None of the formats; usually a different kind of file.
    #[error(
        "it is no certificate, PEM, PKCS #7, PKCS #12, configuration profile or exported store that this program knows"
    )]
    NotRecognised,
    /// The tags and lengths do not fit the bytes; usually a truncated or damaged file.
    #[error("damaged: {}, {}", what.code(), why.code())]
    Damaged {
        /// The damaged part.
        what: ContainerPart,
        /// In what way.
        why: Damage,
    },
    /// A certificate was expected and could not be read.
    #[error("it holds no certificate that can be read")]
    Certificate {
        /// What is wrong with it.
        source: certificate::Error,
    },
    /// A PEM block could not be read.
    #[error("it is no PEM block that can be read")]
    Pem {
        /// What is wrong with it.
        source: pem::Error,
    },
    /// Unknown bytes follow.
    #[error("{count} more bytes follow that are not understood")]
    SurplusBytes {
        /// How many.
        count: usize,
    },
    /// A kind of content that is not read; usually encrypted for one recipient.
    #[error("not read by this program: {}, {kind}", what.code())]
    Unsupported {
        /// The part.
        what: ContainerPart,
        /// Its kind: an object identifier, a format's name, a number.
        kind: String,
    },
    /// It is encrypted, no password was given, and the empty one does not open it.
    #[error("it is encrypted and needs its password")]
    NeedsPassword,
    /// The given password does not open it, or the bytes are damaged. The two cannot be told
    /// apart.
    #[error("the password does not open it, or it is damaged")]
    WrongPassword,
    /// Trying the password would take too long. Usually made to keep a reader busy.
    #[error("trying a password costs {cost} steps, and at most {most} are spent on a file")]
    TooCostly {
        /// Steps of key derivation for this try and everything before it.
        cost: u64,
        /// The limit for one file.
        most: u64,
    },
    /// Nested parts, or parts referred to many times, unfold to more bytes than are read. Usually
    /// made to fill a reader's memory.
    #[error("its parts unfold to more than {most} bytes")]
    Unfolds {
        /// How many bytes are read.
        most: usize,
    },
    /// Containers are nested too deeply.
    #[error("it stands more than {most} containers deep")]
    TooDeep {
        /// How deep they are read.
        most: usize,
    },
    /// More entries than are read.
    #[error("only the first {most} entries were read")]
    TooMany {
        /// How many are read.
        most: usize,
    },
    /// The property list cannot be read, or is ambiguous.
    #[error("the property list cannot be read: {}", why.code())]
    PropertyList {
        /// What is wrong with it.
        why: PropertyListProblem,
    },
    /// A property list that is not a profile.
    #[error("it is a property list, but no configuration profile")]
    NotAProfile,
    /// The profile's payloads are encrypted for one device.
    #[error("the profile's payloads are encrypted for one device")]
    EncryptedProfile,
    /// A certificate payload has no content.
    #[error("the payload has no content")]
    EmptyPayload,
    /// The reader opens no containers.
    #[error("only PEM and DER are read here")]
    NotOpened,
}

impl ContainerError {
    /// The stable codes.
    pub const CODES: [&str; 19] = [
        "empty",
        "too_large",
        "not_recognised",
        "damaged",
        "certificate",
        "pem",
        "surplus_bytes",
        "unsupported",
        "needs_password",
        "wrong_password",
        "too_costly",
        "unfolds",
        "too_deep",
        "too_many",
        "property_list",
        "not_a_profile",
        "encrypted_profile",
        "empty_payload",
        "not_opened",
    ];

    /// The stable code, one of [`CODES`](Self::CODES).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::NotRecognised => "not_recognised",
            Self::Damaged { .. } => "damaged",
            Self::Certificate { .. } => "certificate",
            Self::Pem { .. } => "pem",
            Self::SurplusBytes { .. } => "surplus_bytes",
            Self::Unsupported { .. } => "unsupported",
            Self::NeedsPassword => "needs_password",
            Self::WrongPassword => "wrong_password",
            Self::TooCostly { .. } => "too_costly",
            Self::Unfolds { .. } => "unfolds",
            Self::TooDeep { .. } => "too_deep",
            Self::TooMany { .. } => "too_many",
            Self::PropertyList { .. } => "property_list",
            Self::NotAProfile => "not_a_profile",
            Self::EncryptedProfile => "encrypted_profile",
            Self::EmptyPayload => "empty_payload",
            Self::NotOpened => "not_opened",
        }
    }
}
