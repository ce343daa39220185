//! Java: keystores without the refused keys, and the lists of blocked certificates.

pub(super) mod blocked_certs;
pub(super) mod keystore;
#[cfg(test)]
mod made;
