//! Why what another process of this program says is not understood.

use anchorwatch_home::{ContentProblem, Problem};
use anchorwatch_identity::problem::CertificateProblem;
use anchorwatch_remark::TextProblem;

use super::Error;

anchorwatch_remark::remarks! {
    /// Why what another process of this program says is not understood.
    pub enum AnswerProblem {
        /// Not a document of this form: usually truncated, or made by something else.
        "answer_text" => Text {
            /// What is wrong with it.
            why: TextProblem,
        },
        /// Its changes or lists are invalid.
        "answer_changes" => Changes {
            /// What is wrong with them.
            why: Box<Problem>,
        },
        /// A list of refused keys in it is invalid.
        "answer_list" => List {
            /// What is wrong with it.
            why: ContentProblem,
        },
        /// A word that is not on its closed list.
        "answer_unknown_word" => UnknownWord {
            /// The word.
            word: String,
        },
        /// A remark that no list declares, or with other facts.
        "answer_unknown_remark" => UnknownRemark {
            /// The code.
            remark: String,
        },
        /// Something that is not base64.
        "answer_not_base64" => NotBase64,
        /// A certificate that cannot be read.
        "answer_certificate" => Certificate {
            /// What is wrong with it.
            why: CertificateProblem,
        },
    }
}

impl From<&Error> for AnswerProblem {
    fn from(error: &Error) -> Self {
        match error {
            Error::Json(error) => Self::Text { why: error.into() },
            Error::Changes(error) => Self::Changes {
                why: Box::new(error.problem()),
            },
            Error::UnknownWord { word } => Self::UnknownWord { word: word.clone() },
            Error::UnknownRemark { code } => Self::UnknownRemark {
                remark: code.clone(),
            },
            Error::Base64(_) => Self::NotBase64,
            Error::Certificate(error) => Self::Certificate { why: error.into() },
        }
    }
}

impl From<&anchorwatch_home::Error> for AnswerProblem {
    fn from(error: &anchorwatch_home::Error) -> Self {
        Self::Changes {
            why: Box::new(error.problem()),
        }
    }
}

impl From<&Box<dyn std::error::Error + Send + Sync>> for AnswerProblem {
    fn from(error: &Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self::List { why: error.into() }
    }
}

impl From<&serde_json::Error> for AnswerProblem {
    fn from(error: &serde_json::Error) -> Self {
        Self::Text { why: error.into() }
    }
}
