//! Base64 in one form.

use data_encoding::BASE64;

/// Reads base64 in the only form of these octets.
///
/// The decoder alone also takes several padded texts in a row, so that one signed text would have
/// many forms.
#[must_use]
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let octets = BASE64.decode(text.as_bytes()).ok()?;
    (BASE64.encode(&octets) == text).then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_have_one_form() {
        for (text, octets) in [
            ("", &b""[..]),
            ("YQ==", b"a"),
            ("YWI=", b"ab"),
            ("YWJj", b"abc"),
        ] {
            assert_eq!(from_base64(text).as_deref(), Some(octets));
        }
        for other in [
            "YQ==Yg==", "YQ==YmM=", "YR==", "YQ", "YQ=", "YWJj\n", "Y WJj", "YW-_", "=", "====",
        ] {
            assert_eq!(from_base64(other), None, "{other:?}");
        }
    }
}
