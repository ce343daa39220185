//! Java: keystores without the refused keys, and lists of blocked certificates.

pub(super) mod blocked_certs;
pub(super) mod keystore;
#[cfg(test)]
pub(crate) mod made;
pub(crate) mod remark;
