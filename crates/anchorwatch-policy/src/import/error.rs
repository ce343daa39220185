//! Why a list cannot be read.

use anchorwatch_remark::{Remark as _, TextProblem, remarks};

use super::{
    ArchiveProblem, ChainProblem, ComponentProblem, EntryProblem, FieldProblem, Part, RecordProblem,
};

remarks! {
    /// Why a list as a whole cannot be read.
    #[non_exhaustive]
    pub enum Error {
        /// More bytes than any list needs; usually another file.
        "list_too_large" => TooLarge {
            /// How many bytes were given.
            got: u64,
            /// [`MAX_LIST_BYTES`](super::MAX_LIST_BYTES).
            max: u64,
        },
        /// More records than any list has; usually a file made to keep a reader busy.
        "list_too_many_records" => TooManyRecords {
            /// [`MAX_RECORDS`](super::MAX_RECORDS).
            max: u64,
        },
        /// The content is not a list of a known kind.
        "list_unknown_format" => UnknownFormat,
        /// The bytes end inside an element; usually a truncated file.
        "list_cut_short" => CutShort {
            /// What was being read.
            part: Part,
            /// Where it begins.
            offset: u64,
            /// How many bytes it needs.
            need: u64,
            /// How many there are.
            left: u64,
        },
        /// The JSON does not parse; usually a truncated or edited file.
        "list_json" => Json {
            /// Which JSON.
            part: Part,
            /// The line, from 1.
            line: u64,
            /// The column, from 1.
            column: u64,
            /// What is wrong.
            why: TextProblem,
        },
        /// A field of a CRLSet's header has a value that Chromium refuses too, or should be a
        /// list and is not.
        "list_header_field" => Header {
            /// The field.
            field: String,
            /// What is wrong.
            why: FieldProblem,
        },
        /// A parent states more serial numbers than Chromium accepts.
        "list_too_many_serials" => TooManySerials {
            /// Where the parent begins.
            offset: u64,
            /// The stated number.
            got: u64,
            /// Chromium's limit.
            max: u64,
        },
        /// A component of another version than 3.
        "list_component_version" => ComponentVersion {
            /// The version.
            version: u64,
        },
        /// The component's header is not a protocol buffer of the expected shape.
        "list_component_header" => ComponentHeader {
            /// Where, in the header.
            offset: u64,
            /// What is wrong.
            why: ComponentProblem,
        },
        /// A signature of the component is invalid: the file was changed or damaged.
        "list_signature_invalid" => SignatureInvalid {
            /// Which, from 0, RSA before ECDSA.
            index: u64,
            /// SHA-256 of the key that is said to have made it, hexadecimal.
            key: String,
        },
        /// The component is another one than the CRLSet's.
        "list_other_component" => OtherComponent,
        /// The component is not signed by the key of the CRLSet component.
        "list_component_key_missing" => ComponentKeyMissing,
        /// The component is not signed by its publisher.
        "list_publisher_key_missing" => PublisherKeyMissing,
        /// The chain of whoever signed the collection proves nothing.
        "list_chain" => Chain {
            /// What is wrong.
            why: ChainProblem,
        },
        /// No signature of the collection is valid: it was changed, damaged, or signed by another
        /// key than the chain's.
        "list_content_signature_invalid" => ContentSignatureInvalid,
        /// The collection is another one of Mozilla's than OneCRL.
        "list_other_collection" => OtherCollection,
        /// The collection has no timestamp, or a number that can be written in several ways, so
        /// it is not known what was signed.
        "list_not_canonical" => NotCanonical,
        /// The archive in the component cannot be read.
        "list_archive" => Archive {
            /// What is wrong.
            why: ArchiveProblem,
        },
        /// There are records, but none of a known shape; usually another JSON file.
        "list_no_usable_record" => NoUsableRecord {
            /// How many there are.
            count: u64,
            /// What is wrong with the first.
            why: RecordProblem,
        },
        /// An escape that Java's `Properties` refuses.
        "list_properties_escape" => PropertiesEscape {
            /// Where it begins.
            offset: u64,
        },
        /// The list does not use SHA-256 and cannot be compared.
        "list_algorithm" => Algorithm {
            /// The algorithm that the list names, cut to 40 characters.
            got: String,
        },
        /// An entry of a normal form is not well-formed. The normal form is read completely or
        /// not at all.
        "list_entry" => Entry {
            /// Which, from 0.
            index: u64,
            /// What is wrong.
            why: EntryProblem,
        },
    }
}

impl Error {
    pub(super) fn json(part: Part, error: &serde_json::Error) -> Self {
        Self::Json {
            part,
            line: error.line() as u64,
            column: error.column() as u64,
            why: error.into(),
        }
    }
}

/// The code, for debugging: the command line has the sentences. The errors of Java's list keep
/// theirs, because `anchorwatch-machine` still writes them into its own.
impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooManyRecords { max } => write!(f, "the list has more than {max} records"),
            Self::PropertiesEscape { offset } => write!(
                f,
                "the escape at byte {offset} is not four hexadecimal digits after \\u"
            ),
            Self::Algorithm { got } => write!(
                f,
                "the fingerprints are of «{got}», and only SHA-256 can be compared"
            ),
            _ => f.write_str(self.code()),
        }
    }
}

impl std::error::Error for Error {}
