//! Which root programs make a root public.

anchorwatch_remark::closed_list! {
    /// Which root programs make a root public.
    ///
    /// There is no option for a union of the programs, since no certificates are shipped for roots
    /// that Mozilla does not include. A caller that needs more can supply the roots.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum PublicPrograms {
        /// Mozilla includes it for TLS servers.
        #[default]
        Mozilla,
        /// Mozilla includes it for TLS servers, and so do Chrome and Apple.
        All,
    }
}

impl PublicPrograms {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mozilla => "mozilla",
            Self::All => "all",
        }
    }

    /// The programs with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|programs| programs.code() == code)
    }
}
