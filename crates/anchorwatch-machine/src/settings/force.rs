//! How certain it is that a setting is in force.

use super::remark::SettingsRemark;

/// How certain it is that a setting is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Force {
    /// Whoever reads the file obeys it.
    #[default]
    Certain,
    /// It is set in a condition or a function.
    Conditional,
    /// Its file is included on a condition.
    Included,
    /// It is in the environment of this many running programs.
    Running(usize),
}

impl Force {
    /// What to say beside a setting. Its own text leaves this out, so that a baseline knows the
    /// setting again however many programs run.
    pub(super) fn remark(self, what: &str) -> Option<SettingsRemark> {
        let what = what.to_owned();
        match self {
            Self::Certain => None,
            Self::Conditional => Some(SettingsRemark::Conditional { what }),
            Self::Included => Some(SettingsRemark::IncludedOnCondition { what }),
            Self::Running(count) => Some(SettingsRemark::Running {
                what,
                count: count as u64,
            }),
        }
    }
}
