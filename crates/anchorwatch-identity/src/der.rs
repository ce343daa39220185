//! Writes one DER element: tag, length, contents (X.690 §§8.1, 10.1).

/// The element, with its length in the shortest form.
#[must_use]
pub fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len().to_be_bytes();
    let zeros = length.iter().take_while(|octet| **octet == 0).count();
    let significant = length.get(zeros..).unwrap_or_default();
    let mut encoded = vec![tag];
    match significant {
        [] => encoded.push(0),
        [short @ 0..=0x7f] => encoded.push(*short),
        // A usize has at most eight octets, so the count fits.
        long => {
            encoded.push(0x80 | u8::try_from(long.len()).unwrap_or(8));
            encoded.extend_from_slice(long);
        }
    }
    encoded.extend_from_slice(contents);
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_written_in_its_shortest_form() {
        const SEQUENCE: u8 = 0x30;
        assert_eq!(tlv(SEQUENCE, &[]), [0x30, 0x00]);
        assert_eq!(tlv(SEQUENCE, &[7; 127])[..2], [0x30, 0x7f]);
        assert_eq!(tlv(SEQUENCE, &[7; 128])[..3], [0x30, 0x81, 0x80]);
        assert_eq!(tlv(SEQUENCE, &[7; 256])[..4], [0x30, 0x82, 0x01, 0x00]);
    }
}
