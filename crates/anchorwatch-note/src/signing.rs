//! Signs a text.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject as _};

use crate::{
    KeyName, KeyProblem, NoteProblem, VerifierKey,
    note::{Signature, is_note_text},
    pem::private_key_pem,
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

    /// Makes a new key, out of the randomness of aws-lc. The text is its private half as
    /// [`SigningKey::from_pkcs8_pem`] and OpenSSL read it (RFC 8410): whoever has it signs as its
    /// owner.
    ///
    /// # Errors
    /// [`KeyProblem::NotMade`] if aws-lc makes none.
    pub fn generate(name: KeyName) -> Result<(Self, String), KeyProblem> {
        let pair = Ed25519KeyPair::generate().map_err(|_| KeyProblem::NotMade)?;
        // The later version of PKCS #8 also has the public key, and OpenSSL does not read it.
        let der = pair.to_pkcs8v1().map_err(|_| KeyProblem::NotMade)?;
        let text = private_key_pem(der.as_ref());
        let key = Self::from_pkcs8_pem(text.as_bytes(), name)?;
        Ok((key, text))
    }

    /// The same key under another name.
    #[must_use]
    pub fn named(self, name: KeyName) -> Self {
        let verifier = VerifierKey::new(name, *self.verifier.public_key());
        Self { verifier, ..self }
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
    use crate::SignedNote;

    #[test]
    fn a_new_key_signs_and_is_read_again_and_is_no_other() {
        let name = || KeyName::parse("example.org/a").unwrap();
        let (made, text) = SigningKey::generate(name()).unwrap();
        let (other, _) = SigningKey::generate(name()).unwrap();
        let read = SigningKey::from_pkcs8_pem(text.as_bytes(), name()).unwrap();
        assert_eq!(made.verifier(), read.verifier());
        assert_ne!(made.verifier(), other.verifier());
        let note = read.sign("text\n").unwrap();
        let note = SignedNote::parse(note.as_bytes()).unwrap();
        assert!(note.verify(&[made.verifier().clone()]).is_ok());
        let renamed = read.named(KeyName::parse("example.org/b").unwrap());
        assert_eq!(
            renamed.verifier().public_key(),
            made.verifier().public_key()
        );
        assert!(note.verify(&[renamed.verifier().clone()]).is_err());
    }

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
