//! Why a worker did not answer.

use anchorwatch_remark::IoProblem;

use crate::{format::AnswerProblem, read_problem::ReadProblem};

anchorwatch_remark::remarks! {
    /// What a worker should have read.
    pub enum NotReadByWorker {
        /// A user's part.
        "worker_failed" => Failed {
            /// The user.
            user: String,
            /// What went wrong.
            why: WorkerProblem,
        },
    }
}

anchorwatch_remark::remarks! {
    /// Why a process with a user's rights did not answer.
    pub enum WorkerProblem {
        /// The tree's root folder could not be opened for it.
        "worker_without_root" => WithoutRoot {
            /// What prevented it.
            why: ReadProblem,
        },
        /// It could not be started, or its end not be awaited.
        "worker_not_started" => NotStarted {
            /// What the system said.
            why: IoProblem,
        },
        /// It ended with an error.
        "worker_ended" => Ended {
            /// How, in English.
            status: String,
        },
        /// Its output is missing.
        "worker_without_output" => WithoutOutput,
        /// No answer in time.
        "worker_late" => Late {
            /// How long it had.
            seconds: u64,
        },
        /// Its answer could not be read.
        "worker_answer_unread" => AnswerUnread {
            /// What the system said.
            why: IoProblem,
        },
        /// Its answer is larger than any.
        "worker_answer_too_large" => AnswerTooLarge {
            /// The most bytes that are read.
            max: u64,
        },
        /// Its answer is not what such a process answers.
        "worker_answer_not_understood" => AnswerNotUnderstood {
            /// What is wrong with it.
            why: AnswerProblem,
        },
    }
}
