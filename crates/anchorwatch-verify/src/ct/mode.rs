//! The owner's choice about Certificate Transparency.

anchorwatch_remark::closed_list! {
    /// What is done about SCTs.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum Mode {
        /// They are not checked.
        Off,
        /// They are checked and reported, but change no decision.
        #[default]
        Report,
        /// A certificate under a public root that does not comply is refused.
        Require,
    }
}

impl Mode {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Report => "report",
            Self::Require => "require",
        }
    }

    /// The mode with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}
