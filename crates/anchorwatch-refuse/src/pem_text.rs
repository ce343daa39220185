//! Writes PEM (RFC 7468).

use data_encoding::BASE64;

/// RFC 7468 §2.
const LINE_LENGTH: usize = 64;

/// One block, up to its last line end.
pub(crate) fn block(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    let encoded = BASE64.encode(der);
    let mut rest = encoded.as_str();
    while let Some((line, tail)) = rest.split_at_checked(LINE_LENGTH.min(rest.len()))
        && !line.is_empty()
    {
        text.push_str(line);
        text.push('\n');
        rest = tail;
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}
