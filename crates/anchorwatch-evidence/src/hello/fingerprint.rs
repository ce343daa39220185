//! Fingerprints as types of their own, so that different kinds are never compared.

use std::fmt;

use data_encoding::HEXLOWER;
use md5::{Digest as _, Md5};

macro_rules! md5_of {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Displays as 32 lower-case hexadecimal digits.
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Hashes the text that describes a hello.
            pub(crate) fn of(text: &str) -> Self {
                Self(Md5::digest(text).into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

md5_of! {
    /// JA3: which program or library made a client's hello.
    Ja3
}

md5_of! {
    /// JA3S: how a server answered. It depends on the client's hello too.
    Ja3s
}

/// JA4: which program or library made a client's hello, whatever the order of its suites and
/// extensions.
///
/// Displays as 36 characters, `t13d1516h2_8daaf6152771_e5627efa2ab1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ja4(pub(crate) String);

impl fmt::Display for Ja4 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The identifier of a client's hello at tlsfingerprint.io.
///
/// Displays as 16 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TlsFingerprintId(pub(crate) u64);

impl fmt::Display for TlsFingerprintId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
