//! Signs checkpoints.

use anchorwatch_note::{KeyName, Signature, private_key_pem};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, ML_DSA_44_SIGNING, PqdsaKeyPair};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject as _};

use crate::{
    Checkpoint, CheckpointKey, CheckpointKeyProblem, CheckpointProblem, SignatureKind,
    limits::MAX_TREE_SIZE, message,
};

/// The private key of a log or of a cosigner.
pub struct CheckpointSigner {
    pair: KeyPair,
    key: CheckpointKey,
}

enum KeyPair {
    Ed25519(Ed25519KeyPair),
    MlDsa44(PqdsaKeyPair),
}

impl CheckpointSigner {
    /// Reads a private key in PEM, as `openssl genpkey -algorithm ed25519` writes it (RFC 8410),
    /// or `-algorithm ML-DSA-44` (RFC 9881).
    ///
    /// # Errors
    /// [`CheckpointKeyProblem::PrivateKey`] if it is of another kind, has a password or is damaged.
    pub fn from_pkcs8_pem(
        pem: &[u8],
        name: KeyName,
        kind: SignatureKind,
    ) -> Result<Self, CheckpointKeyProblem> {
        let refused = CheckpointKeyProblem::PrivateKey;
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem).map_err(|_| refused.clone())?;
        let der = der.secret_pkcs8_der();
        let (pair, public_key) = match kind {
            SignatureKind::MlDsa44Cosignature => {
                let pair = PqdsaKeyPair::from_pkcs8(&ML_DSA_44_SIGNING, der);
                let pair = pair.map_err(|_| refused)?;
                let public_key = pair.public_key().as_ref().to_vec();
                (KeyPair::MlDsa44(pair), public_key)
            }
            _ => {
                // OpenSSL leaves the public key out, which the other reader of aws-lc requires.
                let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der);
                let pair = pair.map_err(|_| refused)?;
                let public_key = pair.public_key().as_ref().to_vec();
                (KeyPair::Ed25519(pair), public_key)
            }
        };
        let key = CheckpointKey::new(name, kind, &public_key)?;
        Ok(Self { pair, key })
    }

    /// Makes a new key, out of the randomness of aws-lc. The text is its private half as
    /// [`CheckpointSigner::from_pkcs8_pem`] and OpenSSL read it: whoever has it signs as its owner.
    ///
    /// # Errors
    /// [`CheckpointKeyProblem::NotMade`] if aws-lc makes none.
    pub fn generate(
        name: KeyName,
        kind: SignatureKind,
    ) -> Result<(Self, String), CheckpointKeyProblem> {
        let not_made = |_| CheckpointKeyProblem::NotMade;
        let text = match kind {
            SignatureKind::MlDsa44Cosignature => {
                let pair = PqdsaKeyPair::generate(&ML_DSA_44_SIGNING).map_err(not_made)?;
                private_key_pem(pair.to_pkcs8v1().map_err(not_made)?.as_ref())
            }
            _ => {
                let pair = Ed25519KeyPair::generate().map_err(not_made)?;
                // The later version of PKCS #8 also has the public key, and OpenSSL does not read it.
                private_key_pem(pair.to_pkcs8v1().map_err(not_made)?.as_ref())
            }
        };
        let signer = Self::from_pkcs8_pem(text.as_bytes(), name, kind)?;
        Ok((signer, text))
    }

    /// What others need to verify.
    #[must_use]
    pub const fn key(&self) -> &CheckpointKey {
        &self.key
    }

    /// The line with this key's signature. The time is part of it, except for a log's Ed25519
    /// signature.
    ///
    /// **Not checked:** that the tree grew out of an earlier one. A log keeps its own tree, and a
    /// cosigner compares with what it cosigned before.
    ///
    /// # Errors
    /// [`CheckpointProblem::Time`] if the time is 0 or beyond 2^63 - 1, and
    /// [`CheckpointProblem::NotSigned`] if aws-lc does not sign.
    pub fn sign(
        &self,
        checkpoint: &Checkpoint,
        unix_seconds: u64,
    ) -> Result<String, CheckpointProblem> {
        if !(1..=MAX_TREE_SIZE).contains(&unix_seconds) {
            return Err(CheckpointProblem::Time);
        }
        let message = message::signed(self.key.kind(), self.key.name(), checkpoint, unix_seconds);
        let signature = match &self.pair {
            KeyPair::Ed25519(pair) => pair.sign(&message).as_ref().to_vec(),
            KeyPair::MlDsa44(pair) => {
                let mut signature = vec![0; ML_DSA_44_SIGNING.signature_len()];
                let signed = pair.sign(&message, &mut signature);
                signed.map_err(|_| CheckpointProblem::NotSigned)?;
                signature
            }
        };
        let octets = match self.key.kind() {
            SignatureKind::Ed25519 => signature,
            _ => [unix_seconds.to_be_bytes().as_slice(), &signature].concat(),
        };
        Ok(Signature::line(self.key.name(), self.key.id(), &octets))
    }
}
