//! Why a key or a note is refused.

use anchorwatch_remark::{List, Remark as _, remarks};

/// Every list of this crate: a row each.
pub const REMARKS: &[List] = &[
    List::of::<KeyProblem>("why a key of signed notes cannot be used"),
    List::of::<NoteProblem>("why a signed note is refused"),
];

remarks! {
    /// Why a key cannot be used.
    #[non_exhaustive]
    pub enum KeyProblem {
        /// Its name is empty, too long, or has a space, a plus sign or a control character.
        "note_key_name" => Name,
        /// It is not `NAME+ID+KEY`.
        "note_key_form" => Form,
        /// It is of another kind than Ed25519.
        "note_key_kind" => Kind {
            /// Its signature type.
            kind: u64,
        },
        /// Its ID is not that of its name and key: part of it was changed.
        "note_key_id" => Id,
        /// The private key is not an Ed25519 key in PKCS #8.
        "note_private_key" => PrivateKey,
        /// The cryptographic library made no new key.
        "note_key_not_made" => NotMade,
    }
}

remarks! {
    /// Why a note is refused.
    #[non_exhaustive]
    pub enum NoteProblem {
        /// It is larger than [`MAX_NOTE_BYTES`](crate::MAX_NOTE_BYTES).
        "note_too_long" => TooLong {
            /// The most bytes that are read.
            max: u64,
        },
        /// It is not a text with signatures below an empty line.
        "note_form" => Form,
        /// It has more than [`MAX_SIGNATURES`](crate::MAX_SIGNATURES).
        "note_too_many_signatures" => TooManySignatures {
            /// The most signatures that are read.
            max: u64,
        },
        /// None of the known keys signed it.
        "note_unknown_signer" => UnknownSigner,
        /// A signature by a known key is wrong: the text or the signature was changed.
        "note_signature" => Signature {
            /// The key's name.
            key: String,
        },
    }
}

impl std::fmt::Display for KeyProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::fmt::Display for NoteProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for KeyProblem {}
impl std::error::Error for NoteProblem {}
