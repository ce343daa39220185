//! Signatures of certificates that were checked before and were valid.
//!
//! Servers by the thousand show one chain, or one intermediate certificate, and most of the time of
//! a decision goes into checking the same signature again. What is remembered is everything that
//! goes into such a check, octet by octet: the algorithm, the key, the signed octets and the
//! signature. So nobody can make a remembered signature stand for another one. Only valid ones are
//! remembered, and a check that fails is made each time.
//!
//! The memory is the process's. When it is full it begins again: whoever sends many chains makes
//! decisions slower, and changes none.

use std::{
    collections::HashSet,
    sync::{
        Mutex, OnceLock, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
};

use anchorwatch_identity::Certificate;
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};
use webpki::ALL_VERIFICATION_ALGS;

/// The most octets that are remembered. A signature of a certificate takes about 2,000.
const MAX_BYTES: usize = 8 << 20;

/// webpki's algorithms, each of which looks first whether it has checked the same before.
pub(crate) fn algorithms() -> &'static [&'static dyn SignatureVerificationAlgorithm] {
    static ALL: OnceLock<Vec<Remembering>> = OnceLock::new();
    static LIST: OnceLock<Vec<&'static dyn SignatureVerificationAlgorithm>> = OnceLock::new();
    LIST.get_or_init(|| {
        let all = ALL.get_or_init(|| {
            ALL_VERIFICATION_ALGS
                .iter()
                .map(|it| Remembering(*it))
                .collect()
        });
        all.iter()
            .map(|it| it as &dyn SignatureVerificationAlgorithm)
            .collect()
    })
}

/// An algorithm.
#[derive(Debug)]
struct Remembering(&'static dyn SignatureVerificationAlgorithm);

impl SignatureVerificationAlgorithm for Remembering {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let (key_id, signature_id) = (self.public_key_alg_id(), self.signature_alg_id());
        let checked = octets(&[&key_id, &signature_id, public_key, message, signature]);
        once(checked, || {
            self.0.verify_signature(public_key, message, signature)
        })
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.0.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.0.signature_alg_id()
    }

    fn fips(&self) -> bool {
        self.0.fips()
    }
}

/// Whether this process remembers who signed what, too.
static REMEMBERS_SIGNERS: AtomicBool = AtomicBool::new(false);

/// From now on this process also remembers which key signed a certificate, for
/// [`roots_for`](crate::roots_for) and for who signed a refused chain: at most 8 MiB. For programs that
/// see many chains.
pub fn remember_signers() {
    REMEMBERS_SIGNERS.store(true, Ordering::Relaxed);
}

/// The same as [`anchorwatch_identity::is_signed_by`], which takes keys and algorithms that webpki
/// does not. Remembered only after [`remember_signers`].
pub(crate) fn is_signed_by(certificate: &Certificate, spki_der: &[u8]) -> bool {
    if !REMEMBERS_SIGNERS.load(Ordering::Relaxed) {
        return anchorwatch_identity::is_signed_by(certificate, spki_der);
    }
    // Two parts, where a signature of webpki's has five.
    let checked = octets(&[certificate.der(), spki_der]);
    once(checked, || {
        anchorwatch_identity::is_signed_by(certificate, spki_der)
            .then_some(())
            .ok_or(InvalidSignature)
    })
    .is_ok()
}

/// Makes the check, unless it was made before and succeeded.
fn once(
    checked: Box<[u8]>,
    check: impl FnOnce() -> Result<(), InvalidSignature>,
) -> Result<(), InvalidSignature> {
    if with_valid(|valid| valid.0.contains(&checked)) == Some(true) {
        return Ok(());
    }
    check()?;
    with_valid(|valid| valid.add(checked));
    Ok(())
}

/// Looks into the memory, unless somebody else does: a process that forked then would wait for ever.
fn with_valid<T>(look: impl FnOnce(&mut Valid) -> T) -> Option<T> {
    static VALID: Mutex<Option<Valid>> = Mutex::new(None);
    let mut valid = match VALID.try_lock() {
        Ok(valid) => valid,
        // Whoever panicked with the lock left a set that is whole.
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        Err(TryLockError::WouldBlock) => return None,
    };
    Some(look(valid.get_or_insert_default()))
}

/// The checks that succeeded.
#[derive(Debug, Default)]
struct Valid(HashSet<Box<[u8]>>, usize);

impl Valid {
    fn add(&mut self, checked: Box<[u8]>) {
        if checked.len() > MAX_BYTES {
            return;
        }
        let Self(all, bytes) = self;
        if bytes.saturating_add(checked.len()) > MAX_BYTES {
            all.clear();
            *bytes = 0;
        }
        *bytes += checked.len();
        // Two threads can have checked the same: then it is counted twice, and forgotten earlier.
        all.insert(checked);
    }
}

/// The parts, each with its length before it, so that different ones stay different.
fn octets(parts: &[&[u8]]) -> Box<[u8]> {
    let length: usize = parts.iter().map(|part| part.len() + size_of::<u64>()).sum();
    let mut octets = Vec::with_capacity(length);
    for part in parts {
        octets.extend_from_slice(&(part.len() as u64).to_be_bytes());
        octets.extend_from_slice(part);
    }
    octets.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_only_join_to_the_same_differ() {
        assert_ne!(octets(&[b"ab", b"c"]), octets(&[b"a", b"bc"]));
        assert_ne!(octets(&[b"ab", b""]), octets(&[b"ab"]));
        assert_eq!(octets(&[b"ab", b"c"]), octets(&[b"ab", b"c"]));
    }

    #[test]
    fn the_memory_is_bounded_and_begins_again() {
        let mut valid = Valid::default();
        let one = |number: usize| octets(&[&number.to_be_bytes(), &[0; 100_000]]);
        for number in 0..200 {
            valid.add(one(number));
            assert!(valid.1 <= MAX_BYTES);
            assert!(valid.0.contains(&one(number)));
        }
        assert!(valid.0.len() < 200);
        valid.add(vec![0; MAX_BYTES + 1].into());
        assert!(valid.0.len() < 200);
    }

    #[test]
    fn a_valid_signature_does_not_make_another_one_valid() {
        let root = anchorwatch_lab::Root::company("A").unwrap();
        let (_, certificate) = x509_parser::parse_x509_certificate(root.der()).unwrap();
        let message = certificate.tbs_certificate.as_ref();
        let signature = certificate.signature_value.data.as_ref();
        let key = certificate.public_key().subject_public_key.data.as_ref();
        let valid = |key: &[u8], message: &[u8], signature: &[u8]| {
            let mut all = algorithms().iter();
            all.any(|it| it.verify_signature(key, message, signature).is_ok())
        };
        // The second time it is remembered.
        assert!(valid(key, message, signature) && valid(key, message, signature));
        for place in 0..3 {
            let mut parts = [key, message, signature].map(<[u8]>::to_vec);
            *parts[place].last_mut().unwrap() ^= 1;
            let [key, message, signature] = &parts;
            assert!(!valid(key, message, signature), "{place}");
            assert!(!valid(key, message, signature), "{place}");
        }
    }
}
