//! The key that NSS derives from an empty password, and what it verifies with it.
//!
//! ```text
//! pass key   = SHA-1(salt || password), SHA-384 where the salt has 48 octets
//! EncryptedDataInfo ::= SEQUENCE { AlgorithmIdentifier, OCTET STRING }
//!   password row:  PBES2 (PBKDF2 with HMAC-SHA-256, AES-256-CBC) over "password-check"
//!   signature row: PBMAC1 (PBKDF2 with HMAC-SHA-256; HMAC-SHA-256), RFC 8018 §7.1
//! AES-256-CBC's IV is the whole DER of its parameter, 04 0e and fourteen octets
//! ```
//!
//! Source: NSS's `sftkpwd.c` and `lowpbe.c` (9d75dfde, 2026-05); databases of certutil 3.87
//! and Firefox 140.10 ESR have only these forms. Any other form is «unknown», never
//! «wrong»: NSS supports more of them than this reader.

use hmac::{Hmac, KeyInit as _, Mac as _};
use pkcs5::{
    AlgorithmIdentifierRef, ObjectIdentifier,
    der::{
        self, Decode as _, Encode as _, Reader as _,
        asn1::{AnyRef, OctetStringRef},
    },
    pbes2::{
        AES_256_CBC_OID, EncryptionScheme, HMAC_WITH_SHA256_OID, Kdf, PBES2_OID, PBKDF2_OID,
        Parameters, Pbkdf2Params, Pbkdf2Prf,
    },
};
use sha1::{Digest as _, Sha1};
use sha2::{Sha256, Sha384};

/// `id-PBMAC1`, RFC 8018 appendix A.5.
const PBMAC1_OID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.14");

/// The text that NSS encrypts to recognize a password.
const PASSWORD_CHECK: &[u8] = b"password-check";

/// With an empty password NSS uses one round, and does not try it with more
/// (`sftkdb_CheckPasswordNull`).
const EMPTY_PASSWORD_ROUNDS: u32 = 1;

/// The longest HMAC key that is derived, in octets; NSS asks for 32.
const MAX_KEY_BYTES: u16 = 64;

/// A signature row with 32 octets of salt, one round, a key of 32 octets and HMAC-SHA-256:
/// the part before the salt, and the part between salt and code.
const BEFORE_SALT: &[u8] = b"\x30\x81\x80\x30\x5c\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0e\x30\x4f\x30\x41\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c\x30\x34\x04\x20";
const BEFORE_CODE: &[u8] = b"\x02\x01\x01\x02\x01\x20\x30\x0a\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x09\x30\x0a\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x09\x04\x20";

/// The key of an empty password.
#[derive(Debug)]
pub struct PassKey(Vec<u8>);

/// A signature as stored in the database.
#[derive(Debug)]
pub struct Pbmac1<'a> {
    derivation: Pbkdf2Params,
    key_length: u16,
    code: &'a [u8],
}

impl PassKey {
    /// The key, if the database's password is empty, so that NSS has the key without asking
    /// and checks signatures. `salt` and `check` are the two items of the password row.
    pub fn of_empty_password(salt: &[u8], check: &[u8]) -> Option<Self> {
        let key = Self(if salt.len() == Sha384::output_size() {
            Sha384::digest(salt).to_vec()
        } else {
            Sha1::digest(salt).to_vec()
        });
        let (algorithm, cipher_text) = encrypted_data_info(check).ok()?;
        let parameters = pbes2(algorithm).ok()??;
        let plain = parameters.decrypt(&key.0, cipher_text).ok()?;
        (plain == PASSWORD_CHECK).then_some(key)
    }

    /// A signature of these octets, as NSS would write it, except that its salt is not
    /// random: anyone with the file has the key, so there is nothing to guess.
    pub fn sign(&self, octets: &[&[u8]]) -> Vec<u8> {
        let mut salt = Sha256::new_with_prefix(&self.0);
        octets.iter().for_each(|part| salt.update(part));
        let salt = salt.finalize();
        let mut key = [0; 32];
        pbkdf2::pbkdf2_hmac::<Sha256>(&self.0, &salt, EMPTY_PASSWORD_ROUNDS, &mut key);
        // HMAC takes a key of any length.
        let code = Hmac::<Sha256>::new_from_slice(&key).map(|mut mac| {
            octets.iter().for_each(|part| mac.update(part));
            mac.finalize().into_bytes()
        });
        [BEFORE_SALT, &salt, BEFORE_CODE, &code.unwrap_or_default()].concat()
    }

    /// Whether the code belongs to these octets.
    pub fn signed(&self, signature: &Pbmac1<'_>, octets: &[&[u8]]) -> bool {
        let mut key = vec![0; usize::from(signature.key_length)];
        pbkdf2::pbkdf2_hmac::<Sha256>(
            &self.0,
            signature.derivation.salt.as_bytes(),
            signature.derivation.iteration_count,
            &mut key,
        );
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else {
            return false;
        };
        octets.iter().for_each(|part| mac.update(part));
        mac.verify_slice(signature.code).is_ok()
    }
}

impl<'a> Pbmac1<'a> {
    /// Reads a signature; `None` for a form other than the one above.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (algorithm, code) = encrypted_data_info(bytes).ok()?;
        let parameters = algorithm
            .parameters
            .filter(|_| algorithm.oid == PBMAC1_OID)?;
        let (derivation, code_algorithm) = pair(parameters).ok()?;
        let derivation = pbkdf2(derivation).ok()??;
        let key_length = derivation.key_length?;
        let is_ours = code_algorithm.oid == HMAC_WITH_SHA256_OID && key_length <= MAX_KEY_BYTES;
        is_ours.then_some(Self {
            derivation,
            key_length,
            code,
        })
    }

    /// How many hash rounds a check takes.
    pub fn cost(&self) -> u64 {
        // Two hash blocks, because a key may be longer than one.
        u64::from(self.derivation.iteration_count).saturating_mul(2)
    }
}

fn encrypted_data_info(bytes: &[u8]) -> der::Result<(AlgorithmIdentifierRef<'_>, &[u8])> {
    AnyRef::from_der(bytes)?.sequence(|reader| {
        let algorithm = AlgorithmIdentifierRef::decode(reader)?;
        let octets: &OctetStringRef = <&OctetStringRef>::decode(reader)?;
        Ok((algorithm, octets.as_bytes()))
    })
}

fn pair(
    parameters: AnyRef<'_>,
) -> der::Result<(AlgorithmIdentifierRef<'_>, AlgorithmIdentifierRef<'_>)> {
    parameters.sequence(|reader| Ok((reader.decode()?, reader.decode()?)))
}

/// PBKDF2 with HMAC-SHA-256; `None` for anything else.
fn pbkdf2(algorithm: AlgorithmIdentifierRef<'_>) -> der::Result<Option<Pbkdf2Params>> {
    let Some(parameters) = algorithm.parameters.filter(|_| algorithm.oid == PBKDF2_OID) else {
        return Ok(None);
    };
    let parameters = Pbkdf2Params::try_from(parameters)?;
    Ok((parameters.prf == Pbkdf2Prf::HmacWithSha256).then_some(parameters))
}

/// PBES2 as NSS writes it for an empty password; `None` for anything else.
fn pbes2(algorithm: AlgorithmIdentifierRef<'_>) -> der::Result<Option<Parameters>> {
    let Some(parameters) = algorithm.parameters.filter(|_| algorithm.oid == PBES2_OID) else {
        return Ok(None);
    };
    let (derivation, cipher) = pair(parameters)?;
    let start = cipher.parameters.filter(|_| cipher.oid == AES_256_CBC_OID);
    let (Some(derivation), Some(start)) = (pbkdf2(derivation)?, start) else {
        return Ok(None);
    };
    let Ok(iv) = start.to_der()?.try_into() else {
        return Ok(None);
    };
    let is_empty_passwords = derivation.iteration_count == EMPTY_PASSWORD_ROUNDS;
    Ok(is_empty_passwords.then_some(Parameters {
        kdf: Kdf::Pbkdf2(derivation),
        encryption: EncryptionScheme::Aes256Cbc { iv },
    }))
}
