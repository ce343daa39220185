//! Whose word makes a root public.

/// Whose word makes a root public.
///
/// The union of the programs is not offered: of a root that Mozilla does not include no
/// certificate is shipped. Whoever wants it gives the roots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PublicPrograms {
    /// Mozilla includes it for TLS servers.
    #[default]
    Mozilla,
    /// Mozilla does, and Chrome and Apple include it too.
    All,
}

impl PublicPrograms {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Mozilla, Self::All];

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
