//! The formats in which other programs record measurements.

/// Declares the formats: the code and the name.
macro_rules! formats {
    ($($(#[$attribute:meta])* $code:literal, $title:literal => $format:ident,)*) => {
        /// The formats that can be read. `import.rs` says who reads each.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ImportFormat {
            $($(#[$attribute])* $format,)*
        }

        impl ImportFormat {
            /// All formats.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$format),*];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$format => $code,)*
                }
            }

            /// The name of the project or program, which is the same in every language.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$format => $title,)*
                }
            }
        }
    };
}

formats! {
    /// OONI's measurements.
    "ooni", "OONI" => Ooni,
    /// ZGrab2's results.
    "zgrab2", "ZGrab2" => Zgrab2,
    /// Censored Planet's Hyperquack over HTTPS.
    "censored_planet", "Censored Planet" => CensoredPlanet,
    /// RIPE Atlas' results of `sslcert`.
    "ripe_atlas", "RIPE Atlas" => RipeAtlas,
}

impl ImportFormat {
    /// The format with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }
}
