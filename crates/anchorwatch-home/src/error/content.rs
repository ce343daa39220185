//! Why one of Anchorwatch's files cannot be parsed.

use anchorwatch_identity::{ParseHashError, ParseTimeError};
use anchorwatch_policy::consent::ConsentError;
use anchorwatch_remark::{Remark as _, TextProblem, Told};

anchorwatch_remark::remarks! {
    /// Why one of Anchorwatch's files cannot be parsed.
    pub enum ContentProblem {
        /// The text as such cannot be read.
        "content_text" => Text {
            /// What is wrong with it.
            why: TextProblem,
        },
        /// Tables and keys are nested too deeply.
        "content_nested" => Nested {
            /// How deep they are read.
            most: u64,
        },
        /// Another schema.
        "content_schema" => Schema {
            /// The schema that it names.
            got: String,
            /// The schema that is read.
            read: String,
        },
        /// A path does not begin at the root.
        "content_not_absolute" => NotAbsolute {
            /// The path.
            path: String,
        },
        /// A text is not a path.
        "content_not_a_path" => NotAPath {
            /// The text.
            text: String,
        },
        /// A text is not a hash.
        "content_not_a_hash" => NotAHash,
        /// A text is not a time as in RFC 3339.
        "content_not_a_time" => NotATime,
        /// A text is not base64 or hexadecimal.
        "content_not_encoded" => NotEncoded {
            /// The first character that is wrong, from 0.
            offset: u64,
        },
        /// An edit of an unknown format.
        "content_edit_format" => EditFormat {
            /// The format.
            format: String,
        },
        /// A setting needs another one.
        "content_set_without" => SetWithout {
            /// What is set.
            set: String,
            /// What is missing.
            missing: String,
        },
        /// A setting has a value that is not one of its words.
        "content_not_a_word" => NotAWord {
            /// The setting.
            setting: String,
            /// Its value.
            got: String,
        },
        /// More values than are read.
        "content_too_many" => TooMany {
            /// The setting.
            setting: String,
            /// How many are read.
            most: u64,
        },
        /// The declared number of consents is not the number of consents.
        "content_consent_count" => ConsentCount {
            /// The declared number.
            declared: u64,
            /// How many there are.
            found: u64,
        },
        /// A consent for neither names nor networks nor all names.
        "content_consent_coverage" => ConsentCoverage {
            /// What stands for all names.
            word: String,
        },
        /// A consent that an owner cannot give.
        "content_consent" => Consent {
            /// Why.
            why: ConsentError,
        },
        /// A recorded content is not that of the hash in its name.
        "content_other_hash" => OtherHash,
        /// A receipt is missing, but the run made changes.
        "content_receipt_missing" => ReceiptMissing,
        /// The status of a run is not one of its words.
        "content_status" => Status,
        /// It is not in the form in which this program writes it.
        "content_other" => Other,
        /// A content that a message names is not in it.
        "content_missing" => Missing {
            /// Its hash.
            hash: String,
        },
    }
}

impl ContentProblem {
    /// The remark for a parser's error.
    #[must_use]
    pub fn told_of(error: &(dyn std::error::Error + 'static)) -> Option<Told> {
        Self::of(error).map(|problem| problem.told())
    }

    fn of(error: &(dyn std::error::Error + 'static)) -> Option<Self> {
        if let Some(problem) = error.downcast_ref::<Self>() {
            return Some(problem.clone());
        }
        if let Some(why) = error.downcast_ref::<TextProblem>() {
            return Some(Self::Text { why: why.clone() });
        }
        if let Some(error) = error.downcast_ref::<serde_json::Error>() {
            let why = error.into();
            return Some(Self::Text { why });
        }
        if let Some(error) = error.downcast_ref::<std::str::Utf8Error>() {
            let why = (*error).into();
            return Some(Self::Text { why });
        }
        if let Some(why) = error.downcast_ref::<ConsentError>() {
            return Some(Self::Consent { why: why.clone() });
        }
        if error.is::<ParseHashError>() {
            return Some(Self::NotAHash);
        }
        if error.is::<ParseTimeError>() {
            return Some(Self::NotATime);
        }
        let error = error.downcast_ref::<data_encoding::DecodeError>()?;
        Some(Self::NotEncoded {
            offset: error.position as u64,
        })
    }

    /// The problem for any error: [`Other`](Self::Other) if it is not known.
    pub(super) fn or_other(error: &(dyn std::error::Error + 'static)) -> Self {
        Self::of(error).unwrap_or(Self::Other)
    }
}

impl From<&serde_json::Error> for ContentProblem {
    fn from(error: &serde_json::Error) -> Self {
        Self::Text { why: error.into() }
    }
}

/// The error of [`toml_text`](crate::toml_text) and of this program's own files.
impl From<&Box<dyn std::error::Error + Send + Sync>> for ContentProblem {
    fn from(error: &Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self::or_other(&**error)
    }
}

impl std::fmt::Display for ContentProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for ContentProblem {}
