//! The system store of Debian and what is derived from it.
//!
//! `update-ca-certificates` takes the distribution's certificates and the local ones in
//! `/usr/local/share/ca-certificates`, writes them into one bundle, links them in the
//! folder around it, and lets OpenSSL add links by subject hash. Source:
//! update-ca-certificates(8), ca-certificates 20230311+deb12u1, read and run.
//!
//! `layout/debian.rs` says which program trusts which of them.

pub(crate) mod package;
pub(crate) mod shipped;

/// The folder that OpenSSL and Go read.
pub const DIRECTORY: &str = "/etc/ssl/certs";
/// The bundle's name in it.
pub const BUNDLE_NAME: &str = "ca-certificates.crt";
/// The bundle.
pub const BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt";
/// The file in which `update-ca-certificates` builds the next bundle.
pub const NEXT_BUNDLE: &str = "/etc/ssl/certs/ca-certificates.crt.new";
/// What an administrator adds, or an installer with an administrator's rights.
pub const LOCAL: &str = "/usr/local/share/ca-certificates";
/// The distribution's own certificates.
pub const SHIPPED: &str = "/usr/share/ca-certificates";
/// Which of them are used.
pub(crate) const CONFIGURATION: &str = "/etc/ca-certificates.conf";
