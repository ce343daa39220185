//! Signs a text.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject as _};

use crate::{
    KeyName, KeyProblem, NoteProblem, VerifierKey,
    note::{Signature, is_note_text},
};

/// An Ed25519 private key with its name.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    verifier: VerifierKey,
}

impl SigningKey {
    /// Reads a private key in PEM, as `openssl genpkey -algorithm ed25519` writes it (RFC 8410).
    ///
    /// # Errors
    /// [`KeyProblem::PrivateKey`] if it is of another kind, has a password or is damaged.
    pub fn from_pkcs8_pem(pem: &[u8], name: KeyName) -> Result<Self, KeyProblem> {
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem).map_err(|_| KeyProblem::PrivateKey)?;
        // OpenSSL leaves the public key out, which the other reader of aws-lc requires.
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der.secret_pkcs8_der())
            .map_err(|_| KeyProblem::PrivateKey)?;
        let public_key = pair.public_key().as_ref().try_into();
        let public_key = public_key.map_err(|_| KeyProblem::PrivateKey)?;
        Ok(Self {
            pair,
            verifier: VerifierKey::new(name, public_key),
        })
    }

    /// What others need to verify.
    #[must_use]
    pub const fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The note: the text with this key's signature.
    ///
    /// # Errors
    /// [`NoteProblem::Form`] if the text does not end in a newline or has another control
    /// character, [`NoteProblem::TooLong`] if nobody would read it.
    pub fn sign(&self, text: &str) -> Result<String, NoteProblem> {
        if !is_note_text(text) {
            return Err(NoteProblem::Form);
        }
        let signature = self.pair.sign(text.as_bytes());
        let line = Signature::line(self.verifier.name(), self.verifier.id(), signature.as_ref());
        crate::note::limited(format!("{text}\n{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_key_of_another_kind_or_with_damage_is_refused() {
        let name = || KeyName::parse("example.org/a").unwrap();
        let good = crate::note::tests::private_key(7);
        assert!(SigningKey::from_pkcs8_pem(good.as_bytes(), name()).is_ok());
        // RFC 8410 §7, with the OID of X25519.
        let other_kind = good.replace("MC4CAQAwBQYDK2Vw", "MC4CAQAwBQYDK2Vu");
        let cut = good.replace("MC4CAQ", "MC4C");
        for bad in [other_kind, cut, String::new()] {
            let read = SigningKey::from_pkcs8_pem(bad.as_bytes(), name());
            assert_eq!(read.err(), Some(KeyProblem::PrivateKey), "{bad}");
        }
    }
}
