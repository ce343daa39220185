//! Why other vantage points' measurements cannot be compared.

anchorwatch_remark::closed_list! {
    /// Why other vantage points' measurements cannot be compared. The nearest to being usable
    /// comes first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum NotaryProblem {
        /// A public root vouches for the chain, and nothing says that the server has its key.
        KeyNotProven,
        /// No chain came there, or no public root vouches for it.
        NoPublicChain,
        /// They were made more than a day apart.
        OtherTime,
        /// It is this measurement itself.
        SameMeasurement,
        /// They are of other names or ports.
        OtherTarget,
    }
}

impl NotaryProblem {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeyNotProven => "key_not_proven",
            Self::NoPublicChain => "no_public_chain",
            Self::OtherTime => "other_time",
            Self::SameMeasurement => "same_measurement",
            Self::OtherTarget => "other_target",
        }
    }
}

anchorwatch_remark::code_fact!(NotaryProblem, "notary");
