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

pub use shipped::{Shipped, ShippedProblem, has_records as has_package_records};

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
/// Whether OpenSSL finds a file by this name. In its default folder it also looks for
/// certificates under the name of a CRL (`hash.r0`, measured with 3.0.22).
pub fn is_hash_name(name: &str) -> bool {
    hash_name(name).is_some() || crl_name(name).is_some()
}

/// The hash and number of a CRL's name.
fn crl_name(name: &str) -> Option<(String, u32)> {
    let (hash, number) = name.split_once('.')?;
    hash_name(&format!("{hash}.{}", number.strip_prefix('r')?))
}

/// The hash, in lower case, and the number of a certificate's hash name
/// (`X509_LOOKUP_hash_dir(3)`): eight hexadecimal digits, a dot, a number. A number that is
/// too large sorts last.
pub fn hash_name(name: &str) -> Option<(String, u32)> {
    let (hash, number) = name.split_once('.')?;
    let is_hash = hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_hash && is_number).then(|| {
        (
            hash.to_ascii_lowercase(),
            number.parse().unwrap_or(u32::MAX),
        )
    })
}
