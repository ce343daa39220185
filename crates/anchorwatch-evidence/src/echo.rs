//! What the measurer's own server says about the ClientHello that reached it.
//!
//! An interceptor ends the client's connection and makes one of its own, so the server receives
//! another ClientHello than the one that was sent. The server signs what it received, together
//! with a number that the client has just drawn, with the key that the client knows: so the
//! interceptor that carries the answer back can neither change it nor repeat an older one.
//!
//! **Limits:** in TLS 1.2 a ClientHello holds no secret of the client, so an interceptor that
//! sends on exactly the octets it received is not seen here. It still has to show a key that is
//! not the server's.

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The largest ClientHello that is kept, in bytes of its records: real ones have less than 2 KiB.
pub const MAX_CLIENT_HELLO_BYTES: usize = 16 << 10;

/// The largest encoded echo that is read, in bytes.
pub const MAX_ECHO_BYTES: usize = 64 << 10;

/// As in RFC 8446 §4.4.3: no signature of TLS covers a text that begins like this one, and no
/// signature of an echo can be used in a handshake.
const CONTEXT: &[u8] = b"anchorwatch echo/1";

/// A server's signed statement about the ClientHello that it received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelloEcho {
    /// Drawn by the client for this connection.
    pub nonce: [u8; 32],
    /// The ClientHello as it arrived, in its TLS records.
    pub client_hello: Vec<u8>,
    /// The server's public key, a DER SubjectPublicKeyInfo.
    pub spki: Vec<u8>,
    /// The TLS SignatureScheme of the signature (RFC 8446 §4.2.3).
    pub scheme: u16,
    /// Over [`HelloEcho::signed_message`].
    pub signature: Vec<u8>,
}

/// An encoded echo cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an echo")]
pub struct EchoProblem;

impl HelloEcho {
    /// The text that the server signs.
    #[must_use]
    pub fn signed_message(nonce: &[u8; 32], client_hello: &[u8]) -> Vec<u8> {
        let hash = Sha256::digest(client_hello);
        [[0x20; 64].as_slice(), CONTEXT, &[0], nonce, &hash].concat()
    }

    /// The SHA-256 of the public key.
    #[must_use]
    pub fn spki_sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.spki).into()
    }

    /// The body of the server's answer: JSON.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        // JSON can express every value of this type.
        serde_json::to_vec(&EchoDocument::of(self)).unwrap_or_default()
    }

    /// Reads an answer. **Not checked:** the signature.
    ///
    /// # Errors
    /// [`EchoProblem`] if this is not an echo.
    pub fn decode(text: &[u8]) -> Result<Self, EchoProblem> {
        if text.len() > MAX_ECHO_BYTES {
            return Err(EchoProblem);
        }
        let document: EchoDocument = serde_json::from_slice(text).map_err(|_| EchoProblem)?;
        document.read()
    }
}

/// An echo in JSON, on the wire and in evidence.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EchoDocument {
    nonce: String,
    client_hello: String,
    spki: String,
    scheme: u16,
    signature: String,
}

impl EchoDocument {
    pub(crate) fn of(echo: &HelloEcho) -> Self {
        Self {
            nonce: BASE64.encode(&echo.nonce),
            client_hello: BASE64.encode(&echo.client_hello),
            spki: BASE64.encode(&echo.spki),
            scheme: echo.scheme,
            signature: BASE64.encode(&echo.signature),
        }
    }

    pub(crate) fn read(&self) -> Result<HelloEcho, EchoProblem> {
        let octets = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| EchoProblem);
        Ok(HelloEcho {
            nonce: octets(&self.nonce)?.try_into().map_err(|_| EchoProblem)?,
            client_hello: octets(&self.client_hello)?,
            spki: octets(&self.spki)?,
            scheme: self.scheme,
            signature: octets(&self.signature)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_echo_reads_back_what_it_writes(
            nonce: [u8; 32], client_hello: Vec<u8>, spki: Vec<u8>, scheme: u16, signature: Vec<u8>,
        ) {
            let echo = HelloEcho { nonce, client_hello, spki, scheme, signature };
            prop_assert_eq!(HelloEcho::decode(&echo.encode()), Ok(echo));
        }

        #[test]
        fn any_bytes_are_refused_or_read(text: Vec<u8>) {
            let _answer = HelloEcho::decode(&text);
        }
    }

    #[test]
    fn the_signed_text_depends_on_both_and_looks_like_no_handshake() {
        let text = HelloEcho::signed_message(&[1; 32], b"hello");
        assert!(text.starts_with(&[0x20; 64]));
        assert_ne!(text, HelloEcho::signed_message(&[2; 32], b"hello"));
        assert_ne!(text, HelloEcho::signed_message(&[1; 32], b"hullo"));
    }

    #[test]
    fn a_text_beyond_the_bound_is_refused() {
        let echo = HelloEcho {
            nonce: [0; 32],
            client_hello: vec![0; MAX_ECHO_BYTES],
            spki: Vec::new(),
            scheme: 0,
            signature: Vec::new(),
        };
        assert_eq!(HelloEcho::decode(&echo.encode()), Err(EchoProblem));
    }
}
