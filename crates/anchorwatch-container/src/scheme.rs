//! Password-based encryption: PBES2 (RFC 8018) and the schemes of RFC 7292.
//!
//! The ciphers and key derivations are RustCrypto's. This module first computes what trying a
//! password would cost: a file of two kilobytes may ask for 2^31 steps of derivation, many times.

use cbc::cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt as _, BlockModeEncrypt as _, KeyInit,
    KeyIvInit as _, block_padding::Pkcs7,
};
use pkcs5::pbes2::{self, Kdf};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use sha1::Sha1;

use super::{
    ContainerPart, Error,
    ber::{self, Element},
    budget::{Budget, too_costly},
};

const WHAT: ContainerPart = ContainerPart::Encryption;

/// 1.2.840.113549.1.5.13: PBES2 (RFC 8018 §6.2).
const PBES2: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0d];
/// 1.2.840.113549.1.12.1: the schemes of PKCS #12 (RFC 7292 appendix C).
const PKCS12_PBE: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01];
const TRIPLE_DES: u8 = 3;
const DOUBLE_DES: u8 = 4;
const RC2_128: u8 = 5;
const RC2_40: u8 = 6;

/// Decrypts octets with the first password that fits; the empty one is tried last.
///
/// A password fits if the predicate accepts the plain text: a wrong one gives noise.
pub(super) fn open(
    budget: &mut Budget,
    scheme: &Element<'_>,
    octets: &[u8],
    passwords: &[String],
    is_as_it_should_be: impl Fn(&[u8]) -> bool,
) -> Result<Vec<u8>, Error> {
    let mut parts = scheme.children(WHAT);
    let oid = parts
        .expect()?
        .oid()
        .ok_or_else(|| ber::not_as_expected(WHAT))?;
    let parameters = parts.expect_that(Element::is_sequence)?;
    for password in passwords.iter().map(String::as_str).chain([""]) {
        let opened = if oid == PBES2 {
            with_pbes2(budget, &parameters, octets, password)?
        } else if let Some([cipher]) = oid.strip_prefix(PKCS12_PBE.as_slice()) {
            with_pkcs12(budget, *cipher, &parameters, octets, password)?
        } else {
            return Err(unsupported(ber::dotted(oid)));
        };
        if let Some(plain) = opened.into_iter().find(|plain| is_as_it_should_be(plain)) {
            return Ok(plain);
        }
    }
    Err(match passwords {
        [] => Error::NeedsPassword,
        _ => Error::WrongPassword,
    })
}

/// Encrypts with the same scheme, and with the password and spelling that turn the known plain
/// text into the known octets.
pub(super) fn seal(
    budget: &mut Budget,
    scheme: &Element<'_>,
    passwords: &[String],
    (known, octets): (&[u8], &[u8]),
    plain: &[u8],
) -> Result<Vec<u8>, Error> {
    let mut parts = scheme.children(WHAT);
    let oid = parts
        .expect()?
        .oid()
        .ok_or_else(|| ber::not_as_expected(WHAT))?;
    let parameters = parts.expect_that(Element::is_sequence)?;
    for password in passwords.iter().map(String::as_str).chain([""]) {
        if oid == PBES2 {
            let seal = |parameters: &pbes2::Parameters, plain| {
                let sealed = parameters.encrypt(password, plain);
                sealed.map_err(|error| unsupported(pbes2_kind(&error)))
            };
            let parameters = pbes2_parameters(budget, &parameters)?;
            if seal(&parameters, known)? == octets {
                return seal(&parameters, plain);
            }
        } else if let Some([cipher]) = oid.strip_prefix(PKCS12_PBE.as_slice()) {
            let scheme = Pkcs12Scheme::of(*cipher, &parameters)?;
            for spelling in spellings(password) {
                budget.derive(scheme.cost())?;
                if scheme.seal(known, &spelling).as_deref() == Some(octets) {
                    let sealed = scheme.seal(plain, &spelling);
                    return sealed.ok_or(Error::WrongPassword);
                }
            }
        } else {
            return Err(unsupported(ber::dotted(oid)));
        }
    }
    Err(Error::WrongPassword)
}

fn with_pbes2(
    budget: &mut Budget,
    parameters: &Element<'_>,
    octets: &[u8],
    password: &str,
) -> Result<Vec<Vec<u8>>, Error> {
    let parameters = pbes2_parameters(budget, parameters)?;
    match parameters.decrypt(password, octets) {
        Ok(plain) => Ok(vec![plain]),
        Err(pkcs5::Error::DecryptFailed) => Ok(Vec::new()),
        Err(error) => Err(unsupported(pbes2_kind(&error))),
    }
}

/// The parameters, after charging the budget for the key derivation.
fn pbes2_parameters(
    budget: &mut Budget,
    parameters: &Element<'_>,
) -> Result<pbes2::Parameters, Error> {
    use pkcs5::der::Decode as _;
    let parameters =
        pbes2::Parameters::from_der(parameters.raw).map_err(|_| unsupported("PBES2".to_owned()))?;
    let cost = match &parameters.kdf {
        // Two blocks, since a key can be longer than one hash.
        Kdf::Pbkdf2(kdf) => u64::from(kdf.iteration_count).saturating_mul(2),
        Kdf::Scrypt(kdf) => {
            let memory_blocks = kdf.cost_parameter.saturating_mul(u64::from(kdf.block_size));
            if memory_blocks > MAX_SCRYPT_BLOCKS {
                return Err(Error::TooCostly {
                    cost: memory_blocks,
                    most: MAX_SCRYPT_BLOCKS,
                });
            }
            memory_blocks.saturating_mul(u64::from(kdf.parallelization).max(1))
        }
        _ => return Err(unsupported("PBES2".to_owned())),
    };
    budget.derive(cost)?;
    Ok(parameters)
}

fn with_pkcs12(
    budget: &mut Budget,
    cipher: u8,
    parameters: &Element<'_>,
    octets: &[u8],
    password: &str,
) -> Result<Vec<Vec<u8>>, Error> {
    let scheme = Pkcs12Scheme::of(cipher, parameters)?;
    let mut opened = Vec::new();
    for spelling in spellings(password) {
        budget.derive(scheme.cost())?;
        opened.extend(scheme.open(octets, &spelling));
    }
    Ok(opened)
}

/// A scheme that derives key and initialization vector as in RFC 7292 appendix B.
#[derive(Debug)]
struct Pkcs12Scheme<'a> {
    cipher: u8,
    salt: &'a [u8],
    rounds: i32,
}

impl<'a> Pkcs12Scheme<'a> {
    /// Parameters: SEQUENCE { OCTET STRING salt, INTEGER rounds }.
    fn of(cipher: u8, parameters: &Element<'a>) -> Result<Self, Error> {
        if ![TRIPLE_DES, DOUBLE_DES, RC2_128, RC2_40].contains(&cipher) {
            return Err(unsupported(format!("1.2.840.113549.1.12.1.{cipher}")));
        }
        let mut parts = parameters.children(WHAT);
        let salt = parts.expect()?.content;
        let rounds = rounds(&parts.expect()?)?;
        Ok(Self {
            cipher,
            salt,
            rounds,
        })
    }

    /// A key of up to two hashes, and an initialization vector of one.
    fn cost(&self) -> u64 {
        u64::try_from(self.rounds).unwrap_or(0).saturating_mul(3)
    }

    fn seal(&self, plain: &[u8], password: &[u8]) -> Option<Vec<u8>> {
        match self.cipher {
            TRIPLE_DES => self.encrypt::<des::TdesEde3>(plain, password, 24),
            DOUBLE_DES => self.encrypt::<des::TdesEde2>(plain, password, 16),
            RC2_128 => self.encrypt::<rc2::Rc2>(plain, password, 16),
            _ => self.encrypt::<rc2::Rc2>(plain, password, 5),
        }
    }

    fn open(&self, octets: &[u8], password: &[u8]) -> Option<Vec<u8>> {
        match self.cipher {
            TRIPLE_DES => self.decrypt::<des::TdesEde3>(octets, password, 24),
            DOUBLE_DES => self.decrypt::<des::TdesEde2>(octets, password, 16),
            RC2_128 => self.decrypt::<rc2::Rc2>(octets, password, 16),
            _ => self.decrypt::<rc2::Rc2>(octets, password, 5),
        }
    }

    fn decrypt<C>(&self, octets: &[u8], password: &[u8], key_bytes: usize) -> Option<Vec<u8>>
    where
        C: KeyInit + BlockCipherDecrypt,
    {
        let (key, start) = self.key_and_start(password, key_bytes);
        let cipher = cbc::Decryptor::<C>::new_from_slices(&key, &start).ok()?;
        cipher.decrypt_padded_vec::<Pkcs7>(octets).ok()
    }

    fn encrypt<C>(&self, plain: &[u8], password: &[u8], key_bytes: usize) -> Option<Vec<u8>>
    where
        C: KeyInit + BlockCipherEncrypt,
    {
        let (key, start) = self.key_and_start(password, key_bytes);
        let cipher = cbc::Encryptor::<C>::new_from_slices(&key, &start).ok()?;
        Some(cipher.encrypt_padded_vec::<Pkcs7>(plain))
    }

    fn key_and_start(&self, password: &[u8], key_bytes: usize) -> (Vec<u8>, Vec<u8>) {
        let derive =
            |kind, length| derive_key::<Sha1>(password, self.salt, kind, self.rounds, length);
        (
            derive(Pkcs12KeyType::EncryptionKey, key_bytes),
            derive(Pkcs12KeyType::Iv, 8),
        )
    }
}

/// How many rounds of derivation a file asks for: at most four octets and not negative. The
/// budget allows far fewer.
pub(super) fn rounds(number: &Element<'_>) -> Result<i32, Error> {
    match number.content {
        octets if !number.is_integer() || octets.is_empty() => Err(ber::not_as_expected(WHAT)),
        [first, ..] if *first > 0x7f => Err(ber::not_as_expected(WHAT)),
        octets if octets.len() > 4 => Err(too_costly(u64::MAX)),
        octets => Ok(octets
            .iter()
            .fold(0, |sum, octet| sum << 8 | i32::from(*octet))),
    }
}

/// A password as in RFC 7292 appendix B.1: UTF-16 and two zero octets. Writers disagree about the
/// empty password, so both encodings are tried.
pub(super) fn spellings(password: &str) -> Vec<Vec<u8>> {
    let units = password.encode_utf16().chain([0]);
    let terminated: Vec<u8> = units.flat_map(u16::to_be_bytes).collect();
    if password.is_empty() {
        vec![terminated, Vec::new()]
    } else {
        vec![terminated]
    }
}

/// The algorithm inside PBES2 that is not known, if it is named.
fn pbes2_kind(error: &pkcs5::Error) -> String {
    match error {
        pkcs5::Error::UnsupportedAlgorithm { oid } => format!("PBES2, {oid}"),
        _ => "PBES2".to_owned(),
    }
}

fn unsupported(kind: String) -> Error {
    Error::Unsupported { what: WHAT, kind }
}

/// 64 MiB in scrypt's blocks of 128 octets; OpenSSL asks for 16 MiB.
const MAX_SCRYPT_BLOCKS: u64 = 1 << 19;
