//! Private keys as text.

use data_encoding::BASE64;

/// What PEM calls a private key in PKCS #8 (RFC 7468 §10).
const PRIVATE_KEY: &str = "PRIVATE KEY";

/// The longest line of PEM (RFC 7468 §2).
const MAX_PEM_COLUMNS: usize = 64;

/// A private key in PKCS #8 as PEM.
#[must_use]
pub fn private_key_pem(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let mut out = format!("-----BEGIN {PRIVATE_KEY}-----\n");
    for line in text.as_bytes().chunks(MAX_PEM_COLUMNS) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push('\n');
    }
    out + &format!("-----END {PRIVATE_KEY}-----\n")
}
