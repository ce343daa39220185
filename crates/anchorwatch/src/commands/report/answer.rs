//! What a report answers: one answer for each verdict.

use anchorwatch_verdict::VerdictCode;

/// What a report answers, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Read,
    Suspected,
    Misled,
    CutOff,
    SlowedDown,
    Portal,
    Consented,
    SiteFault,
    StaleRoots,
    Clean,
    Open,
}

impl Answer {
    /// All, the worst first.
    pub(crate) const ALL: [Self; VerdictCode::ALL.len()] = [
        Self::Read,
        Self::Suspected,
        Self::Misled,
        Self::CutOff,
        Self::SlowedDown,
        Self::Portal,
        Self::Consented,
        Self::SiteFault,
        Self::StaleRoots,
        Self::Clean,
        Self::Open,
    ];

    /// The name in messages and classes.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Suspected => "suspected",
            Self::Misled => "misled",
            Self::CutOff => "cut",
            Self::SlowedDown => "slow",
            Self::Portal => "portal",
            Self::Consented => "consent",
            Self::SiteFault => "fault",
            Self::StaleRoots => "roots",
            Self::Clean => "clean",
            Self::Open => "open",
        }
    }

    /// The message that says it in a sentence.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::Read => "report-answer-read",
            Self::Suspected => "report-answer-suspected",
            Self::Misled => "report-answer-misled",
            Self::CutOff => "report-answer-cut",
            Self::SlowedDown => "report-answer-slow",
            Self::Portal => "report-answer-portal",
            Self::Consented => "report-answer-consent",
            Self::SiteFault => "report-answer-fault",
            Self::StaleRoots => "report-answer-roots",
            Self::Clean => "report-answer-clean",
            Self::Open => "report-answer-open",
        }
    }

    /// The message that says it in two words.
    pub(crate) const fn badge(self) -> &'static str {
        match self {
            Self::Read => "report-badge-read",
            Self::Suspected => "report-badge-suspected",
            Self::Misled => "report-badge-misled",
            Self::CutOff => "report-badge-cut",
            Self::SlowedDown => "report-badge-slow",
            Self::Portal => "report-badge-portal",
            Self::Consented => "report-badge-consent",
            Self::SiteFault => "report-badge-fault",
            Self::StaleRoots => "report-badge-roots",
            Self::Clean => "report-badge-clean",
            Self::Open => "report-badge-open",
        }
    }

    /// The message that says in how many measurements of a vantage point it is the worst.
    pub(crate) const fn of_lane(self) -> &'static str {
        match self {
            Self::Read => "report-lane-read",
            Self::Suspected => "report-lane-suspected",
            Self::Misled => "report-lane-misled",
            Self::CutOff => "report-lane-cut",
            Self::SlowedDown => "report-lane-slow",
            Self::Portal => "report-lane-portal",
            Self::Consented => "report-lane-consent",
            Self::SiteFault => "report-lane-fault",
            Self::StaleRoots => "report-lane-roots",
            Self::Clean => "report-lane-clean",
            Self::Open => "report-lane-open",
        }
    }

    /// The answer that a verdict stands for.
    pub(crate) const fn of(code: VerdictCode) -> Self {
        match code {
            VerdictCode::Intercepted => Self::Read,
            VerdictCode::Suspected => Self::Suspected,
            VerdictCode::DnsTampered => Self::Misled,
            VerdictCode::CensoredOrDown => Self::CutOff,
            VerdictCode::Throttled => Self::SlowedDown,
            VerdictCode::CaptivePortal => Self::Portal,
            VerdictCode::InspectedWithConsent => Self::Consented,
            VerdictCode::SiteFault => Self::SiteFault,
            VerdictCode::StaleRoots => Self::StaleRoots,
            VerdictCode::NotSeen => Self::Clean,
            _ => Self::Open,
        }
    }

    /// The verdict that stands for it.
    pub(crate) const fn verdict(self) -> VerdictCode {
        match self {
            Self::Read => VerdictCode::Intercepted,
            Self::Suspected => VerdictCode::Suspected,
            Self::Misled => VerdictCode::DnsTampered,
            Self::CutOff => VerdictCode::CensoredOrDown,
            Self::SlowedDown => VerdictCode::Throttled,
            Self::Portal => VerdictCode::CaptivePortal,
            Self::Consented => VerdictCode::InspectedWithConsent,
            Self::SiteFault => VerdictCode::SiteFault,
            Self::StaleRoots => VerdictCode::StaleRoots,
            Self::Clean => VerdictCode::NotSeen,
            Self::Open => VerdictCode::Inconclusive,
        }
    }

    /// Whether names with this answer have a section that says why.
    pub(crate) const fn has_reasons(self) -> bool {
        !matches!(self, Self::Clean | Self::Open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_has_an_answer_of_its_own() {
        assert_eq!(Answer::ALL.map(Answer::verdict), VerdictCode::ALL);
        assert_eq!(VerdictCode::ALL.map(Answer::of), Answer::ALL);
    }
}
