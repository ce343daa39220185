//! stdout is the answer, stderr is everything else.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::problem::Hinted;

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs: one document, with a schema.
    Json,
}

/// Writes an answer in the form that was asked for.
///
/// # Errors
/// Where stdout cannot be written. A reader that has gone away is none.
pub(crate) fn answer(
    format: Format,
    text: impl FnOnce() -> String,
    document: &impl Serialize,
) -> anyhow::Result<()> {
    let bytes = match format {
        Format::Text => text().into_bytes(),
        Format::Json => {
            let mut bytes = serde_json::to_vec_pretty(document)?;
            bytes.push(b'\n');
            bytes
        }
    };
    answer_bytes(&bytes)
}

/// Writes an answer that has one form only.
///
/// # Errors
/// Where stdout cannot be written. A reader that has gone away is none.
pub(crate) fn answer_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    match io::stdout()
        .write_all(bytes)
        .and_then(|()| io::stdout().flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let hint = "see that there is space where stdout leads, or send the answer elsewhere";
            Err(Hinted::new("cannot write the answer", hint)
                .because(error)
                .into())
        }
        _ => Ok(()),
    }
}

/// Writes what is not the answer.
pub(crate) fn to_stderr(text: &str) {
    // If even stderr is gone there is nobody to tell.
    let _told = io::stderr().write_all(text.as_bytes());
}
