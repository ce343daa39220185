//! The output of the chores: answers on stdout, everything else on stderr, errors in one format.

use std::fmt;
use std::io::{self, Write};

/// Writes one line of the answer to stdout.
pub(crate) fn answer(line: &str) {
    // A closed pipe must not turn a finished chore into a panic.
    writeln!(io::stdout(), "{line}").ok();
}

/// Writes one line of progress to stderr.
pub(crate) fn note(line: &str) {
    writeln!(io::stderr(), "{line}").ok();
}

/// Writes an error, its causes and its hint to stderr.
pub(crate) fn report(error: &anyhow::Error) {
    note(&rendered(error));
}

/// An error that knows what to do next.
#[derive(Debug)]
pub(crate) struct Hinted {
    what: String,
    hint: String,
}

impl Hinted {
    pub(crate) fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            hint: hint.into(),
        }
    }
}

impl fmt::Display for Hinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Hinted {}

fn rendered(error: &anyhow::Error) -> String {
    let mut text = format!("xtask: error: {error}");
    for cause in error.chain().skip(1) {
        text.push_str(&format!("\ncaused by: {cause}"));
    }
    if let Some(hinted) = error.downcast_ref::<Hinted>() {
        text.push_str(&format!("\n\nhint: {}", hinted.hint));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_printed_with_its_causes_and_its_hint() {
        let error = anyhow::Error::new(io::Error::other("no such program"))
            .context(Hinted::new("cannot list the files", "install git"))
            .context("the step `tidy` failed");
        assert_eq!(
            rendered(&error),
            "xtask: error: the step `tidy` failed\n\
             caused by: cannot list the files\n\
             caused by: no such program\n\
             \n\
             hint: install git"
        );
    }

    #[test]
    fn an_error_without_a_hint_ends_with_its_last_cause() {
        let error = anyhow::anyhow!("the inner").context("the outer");
        assert_eq!(
            rendered(&error),
            "xtask: error: the outer\ncaused by: the inner"
        );
    }
}
