//! Why a list cannot be read.

use anchorwatch_identity::SpkiSha256;

/// Why a list as a whole cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More bytes than any list needs; usually another file.
    #[error("the list has {got} bytes, and at most {max} are read")]
    TooLarge {
        /// How many bytes were given.
        got: usize,
        /// [`MAX_LIST_BYTES`](super::MAX_LIST_BYTES).
        max: usize,
    },
    /// More records than any list has; usually a file made to keep a reader busy.
    #[error("the list has more than {max} records")]
    TooManyRecords {
        /// [`MAX_RECORDS`](super::MAX_RECORDS).
        max: usize,
    },
    /// The content is not a list of a known kind.
    #[error("this is no list of a known kind")]
    UnknownFormat,
    /// The bytes end inside an element; usually a truncated file.
    #[error("{what} at byte {offset} needs {need} bytes, and {left} are left")]
    CutShort {
        /// What was being read.
        what: &'static str,
        /// Where it begins.
        offset: usize,
        /// How many bytes it needs.
        need: usize,
        /// How many there are.
        left: usize,
    },
    /// The JSON does not parse; usually a truncated or edited file.
    #[error("the JSON of {what} is wrong at line {line}, column {column}: {why}")]
    Json {
        /// Which JSON.
        what: &'static str,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The parser's description.
        why: String,
    },
    /// A field of a CRLSet's header has a value that Chromium refuses too, or should be a list
    /// and is not.
    #[error("the CRLSet's header field {field}: {why}")]
    Header {
        /// The field.
        field: &'static str,
        /// What is wrong.
        why: &'static str,
    },
    /// A parent states more serial numbers than Chromium accepts.
    #[error(
        "the parent at byte {offset} promises {got} serial numbers, and at most {max} are accepted"
    )]
    TooManySerials {
        /// Where the parent begins.
        offset: usize,
        /// The stated number.
        got: u32,
        /// Chromium's limit.
        max: u32,
    },
    /// A component of another version than 3.
    #[error("the component has version {version}, and only 3 is read")]
    ComponentVersion {
        /// The version.
        version: u32,
    },
    /// The component's header is not a protocol buffer of the expected shape.
    #[error("the component's header is wrong at byte {offset}: {why}")]
    ComponentHeader {
        /// Where, in the header.
        offset: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// A signature of the component is invalid: the file was changed or damaged.
    #[error("the component's signature {index} by the key {key} does not hold")]
    SignatureInvalid {
        /// Which, from 0, RSA before ECDSA.
        index: usize,
        /// The key that is said to have made it.
        key: SpkiSha256,
    },
    /// The component is signed, but a required signer is missing.
    #[error("the component is not signed by {who}")]
    SignatureMissing {
        /// Whose signature is missing.
        who: &'static str,
    },
    /// The archive in the component cannot be read.
    #[error("the component's archive: {why}")]
    Archive {
        /// What is wrong.
        why: &'static str,
    },
    /// There are records, but none of a known shape; usually another JSON file.
    #[error("none of the {count} records is one of OneCRL's; the first: {why}")]
    NoUsableRecord {
        /// How many there are.
        count: usize,
        /// What is wrong with the first.
        why: String,
    },
    /// An escape that Java's `Properties` refuses.
    #[error("the escape at byte {offset} is not four hexadecimal digits after \\u")]
    PropertiesEscape {
        /// Where it begins.
        offset: usize,
    },
    /// The list does not use SHA-256 and cannot be compared.
    #[error("the fingerprints are of «{got}», and only SHA-256 can be compared")]
    Algorithm {
        /// The algorithm that the list names, cut to 40 characters.
        got: String,
    },
    /// An entry of a normal form is not well-formed. The normal form is read completely or not at
    /// all.
    #[error("entry {index} of the normal form: {why}")]
    Entry {
        /// Which, from 0.
        index: usize,
        /// What is wrong.
        why: &'static str,
    },
}

impl Error {
    pub(super) fn json(what: &'static str, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        // serde_json appends the position to its message; here it has its own fields.
        let why = text
            .rsplit_once(" at line ")
            .map_or(text.as_str(), |it| it.0);
        Self::Json {
            what,
            line: error.line(),
            column: error.column(),
            why: why.to_owned(),
        }
    }
}
