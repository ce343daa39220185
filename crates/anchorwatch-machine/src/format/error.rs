//! What can be wrong with a document.

use anchorwatch_identity::certificate;

/// Why an answer is invalid.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not a document of this form: usually truncated, or made by something
    /// else.
    #[error("its answer is not a document of this program")]
    Json(#[from] serde_json::Error),
    /// Its changes are invalid.
    #[error("its answer has changes that cannot be read")]
    Changes(#[from] anchorwatch_home::Error),
    /// A word that is not on its closed list.
    #[error("its answer has the unknown word {word:?}")]
    UnknownWord {
        /// The word.
        word: String,
    },
    /// A remark that no list declares, or with other facts.
    #[error("its answer has the unknown remark {code:?}")]
    UnknownRemark {
        /// The code.
        code: String,
    },
    /// A certificate or a path that is not base64.
    #[error("its answer has something that is no base64")]
    Base64(#[from] data_encoding::DecodeError),
    /// A certificate that does not parse, though it did on the other side.
    #[error("its answer has a certificate that cannot be read")]
    Certificate(#[from] certificate::Error),
}
