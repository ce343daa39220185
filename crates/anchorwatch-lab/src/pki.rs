//! Throw-away certificates: roots, the variants that interceptors use, and chains for servers.
//!
//! Every key is new, stays in memory and is worthless outside a test.
//!
//! ```
//! use anchorwatch_lab::pki::Root;
//!
//! let imposed = Root::isca_like()?;
//! let next_one = imposed.rekeyed()?;
//! let forged = next_one.issue(&["www.example.kz"])?;
//! assert_eq!(forged.certificates().len(), 1);
//! # Ok::<(), anchorwatch_lab::Error>(())
//! ```

mod authority;
mod chain;
pub(crate) mod der;
mod forgery;
mod issue;
mod mark;
mod public_root;
mod recipe;
mod root;
mod subject;
mod transparency;
mod validity;

pub use chain::ServerChain;
pub use forgery::Forgery;
pub use issue::Issuance;
pub use public_root::{PUBLIC_ROOT_NAMES, public_root};
pub use recipe::{GeneratorMark, KeyKind, Recipe};
pub use root::Root;
pub use subject::{Attribute, Subject};
pub use transparency::{
    Precertificate, TestSct, TransparencyLog, behind_length, sct_extension, sct_list_bytes,
};
pub use validity::Validity;

use data_encoding::BASE64;

/// Encodes one certificate as PEM: RFC 7468 §5, lines of 64 characters, closing line feed.
pub fn certificate_pem(der: &[u8]) -> String {
    pem_block("CERTIFICATE", der)
}

/// Encodes bytes as a PEM block with any label: RFC 7468 §3.
pub fn pem_block(label: &str, bytes: &[u8]) -> String {
    const LINE_LENGTH: usize = 64;
    let encoded = BASE64.encode(bytes);
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(LINE_LENGTH.min(rest.len()));
        pem.push_str(line);
        pem.push('\n');
        rest = tail;
    }
    pem.push_str(&format!("-----END {label}-----\n"));
    pem
}

#[cfg(test)]
mod tests;
