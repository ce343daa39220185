//! Why a file, or a part of one, could not be read.

use crate::{certificate, pem};

use super::{
    MAX_CONTAINER_BYTES, MAX_DERIVATION_COST, MAX_ITEM_COUNT, MAX_NESTING, MAX_UNFOLDED_BYTES,
};

/// Why bytes could not be read as a container, or as a part of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// More than [`MAX_CONTAINER_BYTES`].
    #[error("it has {got} bytes, and at most {MAX_CONTAINER_BYTES} are read")]
    TooLarge {
        /// How many bytes there are.
        got: usize,
    },
    /// None of the formats; usually something else altogether.
    #[error(
        "it is no certificate, PEM, PKCS #7, PKCS #12, configuration profile or exported store that this program knows"
    )]
    NotRecognised,
    /// The tags and lengths do not fit the bytes; usually a cut or damaged file.
    #[error("{what} is cut short or damaged: {why}")]
    Damaged {
        /// The part that does not fit.
        what: &'static str,
        /// The decoder's word.
        why: String,
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
    /// Bytes follow that belong to nothing.
    #[error("{count} more bytes follow that are not understood")]
    SurplusBytes {
        /// How many.
        count: usize,
    },
    /// A kind of content that is not read; usually encrypted for one recipient.
    #[error("{what} is not read by this program: {kind}")]
    Unsupported {
        /// The part.
        what: &'static str,
        /// Its kind: an object identifier, or a word.
        kind: String,
    },
    /// It is encrypted, no password was given, and the empty one does not open it.
    #[error("it is encrypted and needs its password")]
    NeedsPassword,
    /// The password that was given does not open it, or the bytes are damaged: the
    /// two look the same.
    #[error("the password does not open it, or it is damaged")]
    WrongPassword,
    /// To try the password would take longer than [`MAX_DERIVATION_COST`] allows.
    /// Usually made to keep a reader busy.
    #[error(
        "trying a password costs {cost} steps, and at most {MAX_DERIVATION_COST} are spent on a file"
    )]
    TooCostly {
        /// Steps of the key derivation that this and what came before it would take.
        cost: u64,
    },
    /// Parts that stand in one another, or are referred to many times, unfold to more
    /// than [`MAX_UNFOLDED_BYTES`]. Usually made to fill a reader's memory.
    #[error("its parts unfold to more than {MAX_UNFOLDED_BYTES} bytes")]
    Unfolds,
    /// Containers stand in one another deeper than [`MAX_NESTING`].
    #[error("it stands more than {MAX_NESTING} containers deep")]
    TooDeep,
    /// More than [`MAX_ITEM_COUNT`] certificates; the rest was not read.
    #[error("only the first {MAX_ITEM_COUNT} entries were read")]
    TooMany,
    /// The property list cannot be read, or not without doubt.
    #[error("the property list cannot be read: {why}")]
    PropertyList {
        /// What is wrong with it.
        why: String,
    },
    /// A property list, but no profile.
    #[error("it is a property list, but no configuration profile")]
    NotAProfile,
    /// The profile's payloads are encrypted for one device.
    #[error("the profile's payloads are encrypted for one device")]
    EncryptedProfile,
    /// A certificate payload has nothing in it that could be a certificate.
    #[error("the payload has no content")]
    EmptyPayload,
}

impl Error {
    /// The stable codes.
    pub const CODES: [&str; 18] = [
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
            Self::Unfolds => "unfolds",
            Self::TooDeep => "too_deep",
            Self::TooMany => "too_many",
            Self::PropertyList { .. } => "property_list",
            Self::NotAProfile => "not_a_profile",
            Self::EncryptedProfile => "encrypted_profile",
            Self::EmptyPayload => "empty_payload",
        }
    }
}
