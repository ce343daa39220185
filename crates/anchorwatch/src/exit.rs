//! The exit codes: a contract that scripts rely on.

use std::process::ExitCode;

use anchorwatch_verdict::VerdictCode;

/// The outcome of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing bad was found, or the requested change was made.
    NothingFound,
    /// The question could not be asked.
    CouldNotAsk,
    /// The command line makes no sense; clap's own usage errors use the same code.
    Usage,
    /// Something was found.
    Finding,
    /// No conclusion is possible.
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

    /// The outcome of one verdict. One that is not known here is a finding: somebody looks at it.
    pub(crate) const fn of(verdict: VerdictCode) -> Self {
        match verdict {
            VerdictCode::NotSeen | VerdictCode::InspectedWithConsent => Self::NothingFound,
            VerdictCode::Inconclusive | VerdictCode::SiteFault | VerdictCode::StaleRoots => {
                Self::Inconclusive
            }
            _ => Self::Finding,
        }
    }

    /// The outcome that decides the exit code: a finding outranks everything else.
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
    fn each_verdict_has_its_own_outcome() {
        let codes = VerdictCode::ALL.map(|code| Exit::of(code).code());
        assert_eq!(codes, [10, 10, 10, 10, 10, 10, 0, 11, 11, 0, 11]);
    }

    #[test]
    fn the_readme_lists_each_code_and_no_other() {
        let readme = include_str!("../../../README.md");
        let list = readme.split("Exit codes:").nth(1).unwrap();
        let list = list.split("\n\n").next().unwrap();
        let mut listed: Vec<u8> = list
            .split_whitespace()
            .filter_map(|word| word.trim_end_matches('.').parse().ok())
            .collect();
        listed.sort_unstable();
        listed.dedup();
        let all = [
            Exit::NothingFound,
            Exit::CouldNotAsk,
            Exit::Usage,
            Exit::Finding,
            Exit::Inconclusive,
            Exit::WouldChange,
        ];
        assert_eq!(listed, all.map(Exit::code));
    }

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
