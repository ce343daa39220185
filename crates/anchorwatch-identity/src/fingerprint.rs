//! Hash types named after the thing they hash, so that different kinds are never compared.

use std::{fmt, str::FromStr};

use data_encoding::HEXLOWER_PERMISSIVE;
use sha2::{Digest, Sha256};

/// The text is not 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a SHA-256 hash is 64 hexadecimal digits, and this has {got} characters or others than digits"
)]
pub struct ParseHashError {
    /// How many characters were given.
    pub got: usize,
}

macro_rules! sha256_of {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Displays as 64 lower-case hexadecimal digits; parses either case.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 32]);

        impl $name {
            /// Hashes the DER bytes of the thing.
            #[must_use]
            pub fn of(der: &[u8]) -> Self {
                Self(Sha256::digest(der).into())
            }

            /// Takes a hash that was computed elsewhere.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes of the hash.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER_PERMISSIVE.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = ParseHashError;

            fn from_str(text: &str) -> Result<Self, ParseHashError> {
                let refused = || ParseHashError { got: text.chars().count() };
                let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| refused())?;
                bytes.try_into().map(Self).map_err(|_| refused())
            }
        }
    };
}

sha256_of! {
    /// SHA-256 of a whole certificate's DER: one exact certificate.
    CertSha256
}

sha256_of! {
    /// SHA-256 of a `SubjectPublicKeyInfo`'s DER (RFC 5280 §4.1.2.7): the key, whatever the name
    /// and the certificate.
    SpkiSha256
}

sha256_of! {
    /// SHA-256 of a `Name`'s DER (RFC 5280 §4.1.2.4), byte for byte.
    ///
    /// **Not checked:** no string preparation (RFC 5280 §7.1); the same name in
    /// another string type has another hash.
    NameSha256
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_what_it_prints() {
        let hash = SpkiSha256::of(b"key");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(hash.to_string().to_uppercase().parse(), Ok(hash));
    }

    #[test]
    fn a_hash_with_a_digit_missing_is_refused() {
        let text = SpkiSha256::of(b"key").to_string();
        assert!(text[1..].parse::<SpkiSha256>().is_err());
        assert!(format!("{text}0").parse::<SpkiSha256>().is_err());
        assert!(format!("{}g", &text[1..]).parse::<SpkiSha256>().is_err());
    }

    #[test]
    fn the_hash_is_sha256() {
        // FIPS 180-2, appendix B.1: SHA-256 of "abc".
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(CertSha256::of(b"abc").to_string(), known);
    }
}
