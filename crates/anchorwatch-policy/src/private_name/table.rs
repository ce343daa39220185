//! The closed list of private suffixes, as data: each with its source.

/// A suffix under which names mean something on one network only.
#[derive(Debug, PartialEq, Eq)]
pub struct PrivateSuffix {
    /// The suffix, lower case, without dots at its ends.
    pub name: &'static str,
    /// Why it is private.
    pub source: &'static str,
}

/// All private suffixes. Whatever is not here is public.
pub static PRIVATE_SUFFIXES: &[PrivateSuffix] = &[
    PrivateSuffix {
        name: "localhost",
        source: "RFC 6761 §6.3",
    },
    PrivateSuffix {
        name: "test",
        source: "RFC 6761 §6.2",
    },
    PrivateSuffix {
        name: "local",
        source: "RFC 6762 §3",
    },
    PrivateSuffix {
        name: "internal",
        source: "ICANN Board resolution 2024.07.29.06: reserved for private use",
    },
    PrivateSuffix {
        name: "home.arpa",
        source: "RFC 8375 §3",
    },
    PrivateSuffix {
        name: "lan",
        source: "RFC 6762 appendix G",
    },
    PrivateSuffix {
        name: "home",
        source: "RFC 6762 appendix G; ICANN Board resolution 2018.02.04.12: not delegated",
    },
    PrivateSuffix {
        name: "corp",
        source: "RFC 6762 appendix G; ICANN Board resolution 2018.02.04.12: not delegated",
    },
    PrivateSuffix {
        name: "intranet",
        source: "RFC 6762 appendix G",
    },
    PrivateSuffix {
        name: "private",
        source: "RFC 6762 appendix G",
    },
];
