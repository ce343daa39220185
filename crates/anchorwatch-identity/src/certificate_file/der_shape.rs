//! Whether bytes can be a certificate to any parser of BER.
//!
//! Only certain refusals count: the outermost element is not a SEQUENCE, is longer than the bytes,
//! or does not begin with another SEQUENCE that fits into it (RFC 5280 §4.1: `Certificate`,
//! `CertificateList`). What is inside is not looked at, and an indefinite length may be anything.

/// How many bytes at the start are looked at: two heads of an element, of at most ten bytes each.
pub(super) const HEAD: usize = 24;

/// Whether no parser reads a certificate or a revocation list from these bytes. `head` has the
/// first [`HEAD`] of them, or all; `len` is how many there are.
pub(super) fn is_no_certificate(head: &[u8], len: usize) -> bool {
    let Some(outer) = Element::at(head, len) else {
        return true;
    };
    let Known::Length(length) = outer.length else {
        return false;
    };
    if outer.start.checked_add(length).is_none_or(|end| end > len) {
        return true;
    }
    let inside = head.get(outer.start..).unwrap_or_default();
    match Element::at(inside, length) {
        None => true,
        Some(inner) => match inner.length {
            Known::Length(own) => inner.start.checked_add(own).is_none_or(|end| end > length),
            Known::Not => false,
        },
    }
}

/// The head of a SEQUENCE.
struct Element {
    /// Where its content begins.
    start: usize,
    length: Known,
}

enum Known {
    Length(usize),
    Not,
}

impl Element {
    /// `None` if no SEQUENCE begins here.
    fn at(bytes: &[u8], len: usize) -> Option<Self> {
        let (&tag, &first) = (bytes.first()?, bytes.get(1).filter(|_| len > 1)?);
        if tag != SEQUENCE {
            return None;
        }
        let count = usize::from(first & 0x7f);
        let (start, length) = match first {
            0..0x80 => (2, Known::Length(usize::from(first))),
            // Indefinite, or longer than any number here.
            _ if count == 0 || count > size_of::<u32>() => (2, Known::Not),
            _ => {
                let octets = bytes.get(2..2 + count)?;
                let number = octets
                    .iter()
                    .fold(0, |number, octet| number << 8 | usize::from(*octet));
                (2 + count, Known::Length(number))
            }
        };
        Some(Self { start, length })
    }
}

const SEQUENCE: u8 = 0x30;

#[cfg(test)]
mod tests {
    use super::*;

    fn no_certificate(bytes: &[u8]) -> bool {
        let head = bytes.get(..HEAD).unwrap_or(bytes);
        is_no_certificate(head, bytes.len())
    }

    #[test]
    fn only_what_no_parser_reads_is_no_certificate() {
        let root = webpki_root_certs::TLS_SERVER_ROOT_CERTS[0].to_vec();
        let mut cut = root.clone();
        cut.pop();
        let followed = [&root[..], b"more"].concat();
        for (bytes, expected) in [
            (&root[..], false),
            (&followed, false),
            (&cut, true),
            (b"", true),
            (b"\x30", true),
            (b"\x30\x00", true),
            // A number, and a list of one number.
            (b"\x02\x01\x05", true),
            (b"\x30\x03\x02\x01\x05", true),
            (b"\x30\x04\x30\x02\x05\x00", false),
            // The inner one is longer than the outer one.
            (b"\x30\x04\x30\x03\x05\x00", true),
            // Indefinite lengths, outside and inside.
            (b"\x30\x80\x02\x01\x05\x00\x00", false),
            (b"\x30\x04\x30\x80\x00\x00", false),
            // A length that no number here holds.
            (b"\x30\x89\x01\x01\x01\x01\x01\x01\x01\x01\x01", false),
        ] {
            assert_eq!(no_certificate(bytes), expected, "{bytes:?}");
        }
    }
}
