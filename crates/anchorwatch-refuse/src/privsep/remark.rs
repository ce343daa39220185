//! Remarks on a process with a user's rights.

use std::path::PathBuf;

use anchorwatch_machine::format::AnswerProblem;

use crate::remark::Cause;

anchorwatch_remark::remarks! {
    /// A remark on a process with a user's rights.
    pub(crate) enum WorkerRemark {
        /// A user's part could not be planned.
        "worker_plan_failed" => PlanFailed {
            /// The user's home.
            path: PathBuf,
            /// The user's name.
            user: String,
            /// Why.
            why: Cause,
        },
        /// A plan would fill too much of a receipt.
        "worker_plan_too_large" => PlanTooLarge {
            /// The most bytes.
            max: u64,
        },
        /// More databases outside the home than are looked into.
        "worker_too_many_databases" => TooManyDatabases {
            /// How many are looked into.
            max: u64,
        },
        /// More remarks than are kept.
        "worker_further_remarks" => FurtherRemarks {
            /// How many are left out.
            count: u64,
        },
        /// An answer has not one part for each question.
        "worker_answer_cut" => AnswerCut,
        /// An answer is about another path.
        "worker_answer_about_another_path" => AnswerAboutAnotherPath,
        /// An answer is to another question.
        "worker_answer_to_another_question" => AnswerToAnotherQuestion,
        /// An answer, or a request, has not the form of one.
        "worker_document_malformed" => DocumentMalformed {
            /// What is wrong with it.
            why: AnswerProblem,
        },
        /// A user's other changes took too long.
        "worker_out_of_time" => OutOfTime {
            /// How long, in seconds.
            seconds: u64,
        },
    }
}
