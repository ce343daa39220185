//! Errors in three lines: what, why, and one thing to do.

use std::path::PathBuf;

use anchorwatch_remark::{Remark as _, Told, remarks};

use crate::words::Words;

remarks! {
    /// What went wrong.
    pub(crate) enum Problem {
        /// Something is there already.
        "witness_exists_already" => ExistsAlready {
            /// Where.
            path: PathBuf,
        },
        /// The name cannot be that of a key.
        "witness_no_key_name" => NoKeyName,
        /// No key was made.
        "witness_no_key_made" => NoKeyMade,
        /// A file was not written.
        "witness_not_written" => NotWritten {
            /// The file.
            path: PathBuf,
        },
        /// A file cannot be read.
        "witness_cannot_read" => CannotRead {
            /// The file.
            path: PathBuf,
        },
        /// A private key cannot be used.
        "witness_key_unusable" => KeyUnusable {
            /// Its file.
            path: PathBuf,
        },
        /// The database cannot be used.
        "witness_memory_unusable" => MemoryUnusable {
            /// Its file.
            path: PathBuf,
        },
        /// The policy with the logs cannot be used.
        "witness_logs_unusable" => LogsUnusable {
            /// Its file.
            path: PathBuf,
        },
        /// It has no log.
        "witness_no_log" => NoLog,
        /// The address cannot be used.
        "witness_cannot_listen" => CannotListen {
            /// The address.
            address: String,
        },
        /// Nobody takes the output.
        "witness_not_said" => NotSaid,
    }
}

remarks! {
    /// What to do about it.
    pub(crate) enum Hint {
        /// Name a file that is not there.
        "witness_hint_new_file" => NameNewFile,
        /// Give a name that looks like an address.
        "witness_hint_name" => NameLikeAnAddress,
        /// Try it again.
        "witness_hint_again" => Again,
        /// Look at the path and the rights.
        "witness_hint_path" => CheckPath,
        /// Make a key with a new memory.
        "witness_hint_new_key" => NewKey,
        /// Give the key whose memory it is.
        "witness_hint_own_key" => GiveOwnKey,
        /// Stop the other program.
        "witness_hint_one" => OneAtATime,
        /// Write a policy with logs.
        "witness_hint_logs" => GiveLogs,
        /// Choose another address.
        "witness_hint_listen" => ListenElsewhere,
    }
}

/// An error with its hint.
#[derive(Debug)]
pub(crate) struct Failure {
    what: Box<Told>,
    why: Option<Box<Told>>,
    hint: Box<Told>,
}

impl Failure {
    pub(crate) fn new(what: &Problem, hint: &Hint) -> Self {
        Self {
            what: Box::new(what.told()),
            why: None,
            hint: Box::new(hint.told()),
        }
    }

    pub(crate) fn because(self, why: Told) -> Self {
        let why = Some(Box::new(why));
        Self { why, ..self }
    }

    pub(crate) fn text(&self, words: &Words) -> String {
        let what = words.with(
            "witness-error",
            &[("what", words.remark(&self.what).into())],
        );
        let why = self.why.as_ref().map(|why| {
            let cause = [("cause", words.remark(why).into())];
            format!("{}\n", words.with("error-cause", &cause))
        });
        let hint = words.with("error-hint", &[("hint", words.remark(&self.hint).into())]);
        format!("{what}\n{}\n{hint}", why.unwrap_or_default())
    }
}
