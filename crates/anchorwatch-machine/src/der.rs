//! The few DER shapes that are written and read here (X.690 §8, §10).

pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const INTEGER: u8 = 0x02;
/// OBJECT IDENTIFIER.
pub const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const OCTET_STRING: u8 = 0x04;
/// SEQUENCE, constructed.
pub const SEQUENCE: u8 = 0x30;
/// SET, constructed.
pub const SET: u8 = 0x31;
pub(crate) const UTC_TIME: u8 = 0x17;
/// UTF8String.
pub const UTF8_STRING: u8 = 0x0c;

/// `[number]`, primitive.
pub(crate) const fn context(number: u8) -> u8 {
    0x80 | number
}

/// `[number]`, constructed.
pub const fn context_constructed(number: u8) -> u8 {
    0xa0 | number
}

/// Tag, length in its shortest form, contents.
pub fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len().to_be_bytes();
    let zeros = length.iter().take_while(|octet| **octet == 0).count();
    let significant = length.get(zeros..).unwrap_or_default();
    let mut encoded = vec![tag];
    match significant {
        [] => encoded.push(0),
        [short @ 0..=0x7f] => encoded.push(*short),
        // At most the eight octets of a usize, so the count always fits.
        long => {
            encoded.push(0x80 | u8::try_from(long.len()).unwrap_or(8));
            encoded.extend_from_slice(long);
        }
    }
    encoded.extend_from_slice(contents);
    encoded
}

/// Tag, contents, and what follows; short and long definite lengths.
pub fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        // Four octets of length are more than any certificate has.
        0x81..=0x84 => {
            let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length = octets
                .iter()
                .fold(0_usize, |length, octet| length << 8 | usize::from(*octet));
            (length, rest)
        }
        _ => return None,
    };
    let (contents, rest) = rest.split_at_checked(length)?;
    Some((*tag, contents, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_the_shortest_form() {
        assert_eq!(tlv(SEQUENCE, &[]), [0x30, 0x00]);
        assert_eq!(tlv(SEQUENCE, &[7; 127])[..2], [0x30, 0x7f]);
        assert_eq!(tlv(SEQUENCE, &[7; 128])[..3], [0x30, 0x81, 0x80]);
        assert_eq!(tlv(SEQUENCE, &[7; 256])[..4], [0x30, 0x82, 0x01, 0x00]);
    }
}
