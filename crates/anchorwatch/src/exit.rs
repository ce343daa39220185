//! The exit codes: a contract that scripts rely on.

use std::process::ExitCode;

/// What a command's end means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing bad was found, or what was asked for is done.
    NothingFound,
    /// The question could not be asked.
    CouldNotAsk,
    /// What was typed cannot be meant so; clap's own usage errors are the same.
    Usage,
    /// Something was found.
    Finding,
    /// The answer is «cannot tell».
    Inconclusive,
    /// Something would be changed, and `--apply` was not given.
    WouldChange,
}

impl Exit {
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::NothingFound => 0,
            Self::CouldNotAsk => 1,
            Self::Usage => 2,
            Self::Finding => 10,
            Self::Inconclusive => 11,
            Self::WouldChange => 12,
        }
    }

    /// Of many answers the one that counts: a finding before «cannot tell» before nothing.
    pub(crate) fn strongest(answers: impl IntoIterator<Item = Self>) -> Self {
        let weight = |exit: &Self| match exit {
            Self::Finding => 4,
            Self::CouldNotAsk | Self::Usage => 3,
            Self::Inconclusive => 2,
            Self::WouldChange => 1,
            Self::NothingFound => 0,
        };
        answers
            .into_iter()
            .max_by_key(weight)
            .unwrap_or(Self::NothingFound)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_counts_before_everything_else() {
        let many = [
            Exit::NothingFound,
            Exit::Inconclusive,
            Exit::Finding,
            Exit::NothingFound,
        ];
        assert_eq!(Exit::strongest(many).code(), 10);
        assert_eq!(
            Exit::strongest([Exit::NothingFound, Exit::Inconclusive]).code(),
            11
        );
        assert_eq!(Exit::strongest([]).code(), 0);
    }
}
