//! The few DER shapes that rcgen does not write (X.690 §8, §10).

pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const UTF8_STRING: u8 = 0x0c;
pub(crate) const PRINTABLE_STRING: u8 = 0x13;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// Encodes tag, length and contents.
pub(crate) fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut encoded = vec![tag];
    let length = significant(contents.len().to_be_bytes().as_slice()).to_vec();
    match length.as_slice() {
        [] => encoded.push(0),
        [short @ 0..=0x7f] => encoded.push(*short),
        // A usize has at most eight octets, so the count always fits.
        long => {
            encoded.push(0x80 | u8::try_from(long.len()).unwrap_or(8));
            encoded.extend_from_slice(long);
        }
    }
    encoded.extend_from_slice(contents);
    encoded
}

/// Returns the contents of an INTEGER for a number that is not negative: without superfluous
/// leading zero octets, but with one if the top bit would read as a sign.
pub(crate) fn unsigned_integer(octets: &[u8]) -> Vec<u8> {
    let shortest = significant(octets);
    match shortest.first() {
        Some(0..=0x7f) => shortest.to_vec(),
        _ => [&[0], shortest].concat(),
    }
}

fn significant(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    octets.get(zeros..).unwrap_or_default()
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

    #[test]
    fn integers_are_positive_and_the_shortest_form() {
        assert_eq!(unsigned_integer(&[]), [0]);
        assert_eq!(unsigned_integer(&[0, 0x12]), [0x12]);
        assert_eq!(unsigned_integer(&[0, 0x92]), [0, 0x92]);
        assert_eq!(unsigned_integer(&[0x92]), [0, 0x92]);
    }
}
