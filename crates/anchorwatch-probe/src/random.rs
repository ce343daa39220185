//! Random octets from the cryptographic library.

use rustls::crypto::aws_lc_rs;

/// `None` if the operating system gives none.
pub(crate) fn octets<const COUNT: usize>() -> Option<[u8; COUNT]> {
    let mut octets = [0; COUNT];
    let drawn = aws_lc_rs::default_provider()
        .secure_random
        .fill(&mut octets);
    drawn.ok().map(|()| octets)
}
