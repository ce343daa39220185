//! The names under which OpenSSL finds a file in a folder: a hash of the subject and a number
//! (`X509_LOOKUP_hash_dir(3)`).

/// Whether OpenSSL finds a file by this name. In its default folder it also looks for
/// certificates under the name of a CRL (`hash.r0`, measured with 3.0.22).
#[must_use]
pub fn is_hash_name(name: &str) -> bool {
    parse(name).is_some() || parse_crl(name).is_some()
}

/// The hash, in lower case, and the number of a certificate's name: eight hexadecimal digits,
/// a dot, a number. A number that is too large sorts last.
#[must_use]
pub fn parse(name: &str) -> Option<(String, u32)> {
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

/// The same for a CRL's name, which has an «r» before its number.
fn parse_crl(name: &str) -> Option<(String, u32)> {
    let (hash, number) = name.split_once('.')?;
    parse(&format!("{hash}.{}", number.strip_prefix('r')?))
}
