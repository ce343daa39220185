//! The message authentication code of a file (RFC 7292 §4, appendix B).
//!
//! ```text
//! MacData     SEQUENCE { DigestInfo, OCTET STRING salt, INTEGER rounds, 1 if missing }
//! DigestInfo  SEQUENCE { AlgorithmIdentifier of the hash, OCTET STRING }
//! ```

use hmac::{KeyInit as _, Mac as _, SimpleHmac};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::{
    Budget, ContainerPart, Error, OCTET_STRING, SEQUENCE,
    ber::{self, Element},
    scheme, tlv,
};

const WHAT: ContainerPart = ContainerPart::Mac;

/// 1.3.14.3.2.26 (RFC 8017 appendix B.1).
const SHA_1: [u8; 5] = [0x2b, 0x0e, 0x03, 0x02, 0x1a];
/// 2.16.840.1.101.3.4.2: NIST's hashes.
const NIST: [u8; 8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];

#[derive(Debug, Clone, Copy)]
enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

#[derive(Debug)]
pub(super) struct Mac {
    hash: Hash,
    algorithm: Vec<u8>,
    salt: Vec<u8>,
    rounds: i32,
    /// Salt, rounds and everything after them, unchanged.
    rest: Vec<u8>,
    /// The password as encoded for the derivation.
    password: Vec<u8>,
}

impl Mac {
    /// Finds the password with which the content gives the stored code.
    pub(super) fn open(
        budget: &mut Budget,
        data: &Element<'_>,
        content: &[u8],
        passwords: &[String],
    ) -> Result<(Self, String), Error> {
        let mut parts = data.children(WHAT);
        let info = parts.expect_that(Element::is_sequence)?;
        let mut rest: Vec<u8> = Vec::new();
        let salt = parts.expect()?;
        rest.extend(salt.raw);
        let rounds = match parts.next() {
            Some(rounds) => {
                let rounds = rounds?;
                rest.extend(rounds.raw);
                scheme::rounds(&rounds)?
            }
            None => 1,
        };
        for part in parts {
            rest.extend(part?.raw);
        }
        let mut parts = info.children(WHAT);
        let algorithm = parts.expect_that(Element::is_sequence)?;
        let code = parts.expect()?;
        let mut mac = Self {
            hash: hash(&algorithm)?,
            algorithm: algorithm.raw.to_vec(),
            salt: salt.content.to_vec(),
            rounds,
            rest,
            password: Vec::new(),
        };
        for password in passwords.iter().map(String::as_str).chain([""]) {
            for spelling in scheme::spellings(password) {
                mac.password = spelling;
                if mac.code(budget, content)? == code.content {
                    return Ok((mac, password.to_owned()));
                }
            }
        }
        Err(match passwords {
            [] => Error::NeedsPassword,
            _ => Error::WrongPassword,
        })
    }

    /// The whole element, computed over other content.
    pub(super) fn over(&self, budget: &mut Budget, content: &[u8]) -> Result<Vec<u8>, Error> {
        let code = tlv(OCTET_STRING, &[&self.code(budget, content)?]);
        let info = tlv(SEQUENCE, &[&self.algorithm, &code]);
        Ok(tlv(SEQUENCE, &[&info, &self.rest]))
    }

    fn code(&self, budget: &mut Budget, content: &[u8]) -> Result<Vec<u8>, Error> {
        budget.derive(u64::try_from(self.rounds).unwrap_or(0))?;
        macro_rules! code_with {
            ($hash:ty, $length:literal) => {{
                let kind = Pkcs12KeyType::Mac;
                let key =
                    derive_key::<$hash>(&self.password, &self.salt, kind, self.rounds, $length);
                let mut code = SimpleHmac::<$hash>::new_from_slice(&key)
                    .map_err(|_| ber::not_as_expected(WHAT))?;
                code.update(content);
                code.finalize().into_bytes().to_vec()
            }};
        }
        Ok(match self.hash {
            Hash::Sha1 => code_with!(Sha1, 20),
            Hash::Sha224 => code_with!(Sha224, 28),
            Hash::Sha256 => code_with!(Sha256, 32),
            Hash::Sha384 => code_with!(Sha384, 48),
            Hash::Sha512 => code_with!(Sha512, 64),
        })
    }
}

fn hash(algorithm: &Element<'_>) -> Result<Hash, Error> {
    let first = algorithm.children(WHAT).expect()?;
    let oid = first.oid().ok_or_else(|| ber::not_as_expected(WHAT))?;
    match oid.strip_prefix(NIST.as_slice()) {
        Some([1]) => Ok(Hash::Sha256),
        Some([2]) => Ok(Hash::Sha384),
        Some([3]) => Ok(Hash::Sha512),
        Some([4]) => Ok(Hash::Sha224),
        _ if oid == SHA_1 => Ok(Hash::Sha1),
        _ => Err(Error::Unsupported {
            what: WHAT,
            kind: ber::dotted(oid),
        }),
    }
}
