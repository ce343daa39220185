//! Remarks on what a program answered, or why it did not.

use std::path::PathBuf;

use anchorwatch_remark::IoProblem;

anchorwatch_remark::remarks! {
    /// A remark on what a program answered, or why it did not.
    pub(crate) enum AskRemark {
        /// Roots that no settings file names.
        "ask_other_roots" => OtherRoots {
            /// The file or folder.
            path: PathBuf,
        },
        /// A setting that no settings file has.
        "ask_other_setting" => OtherSetting {
            /// The setting.
            literal: String,
        },
        /// The system's roots, which no settings file names.
        "ask_system_roots" => SystemRoots,
        /// It ended with an error.
        "ask_failed" => Failed,
        /// A shell that did not print its environment.
        "ask_no_environment" => NoEnvironment,
        /// A program that isolates the question is missing.
        "ask_tool_missing" => ToolMissing {
            /// The program.
            program: PathBuf,
        },
        /// The system refused.
        "ask_not_started" => NotStarted {
            /// What the system said.
            why: IoProblem,
        },
        /// No answer in time.
        "ask_late" => Late {
            /// How long it had.
            seconds: u64,
        },
        /// More than is read.
        "ask_answer_too_large" => AnswerTooLarge {
            /// The most bytes that are read.
            max: u64,
        },
        /// The kernel refused to isolate it.
        "ask_not_isolated" => NotIsolated {
            /// The message, in English.
            says: String,
        },
        /// There is no socket to which the program can connect.
        "ask_no_socket" => NoSocket {
            /// What the system said.
            why: IoProblem,
        },
    }
}
