//! Encodes any path as printable text and decodes it: a path may hold any byte but NUL, JSON
//! holds Unicode. Printable ASCII stays as it is; every other byte, and `%`, becomes `%XX`.

use std::{
    ffi::OsString,
    fmt::Write as _,
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
};

pub(crate) fn encode(path: &Path) -> String {
    let mut text = String::new();
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'%' | 0..=0x1f | 0x7f.. => {
                // Writing to a String cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
            _ => text.push(char::from(*byte)),
        }
    }
    text
}

pub(crate) fn decode(text: &str) -> Option<PathBuf> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    Some(PathBuf::from(OsString::from_vec(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_path_reads_back(bytes: Vec<u8>) {
            let path = PathBuf::from(OsString::from_vec(bytes));
            let text = encode(&path);
            prop_assert!(text.is_ascii());
            prop_assert_eq!(decode(&text), Some(path));
        }

        #[test]
        fn any_text_is_decoded_or_refused(text: String) {
            let _path = decode(&text);
        }
    }
}
