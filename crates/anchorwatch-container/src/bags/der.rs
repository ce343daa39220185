//! The one shape that is written: tag, length, contents (X.690 §§8.1, 10.1).

pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const SEQUENCE: u8 = 0x30;
/// `[0]` with elements inside.
pub(super) const CONTEXT_0: u8 = 0xa0;
/// `[0]` in the place of an OCTET STRING.
pub(super) const IMPLICIT_0: u8 = 0x80;

pub(super) fn tlv(tag: u8, contents: &[&[u8]]) -> Vec<u8> {
    let contents = contents.concat();
    let octets = contents.len().to_be_bytes();
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    let length = octets.get(zeros..).unwrap_or_default();
    let mut encoded = vec![tag];
    match length {
        [] => encoded.push(0),
        [short @ 0..=0x7f] => encoded.push(*short),
        // At most the eight octets of a usize, so the count always fits.
        long => {
            encoded.push(0x80 | u8::try_from(long.len()).unwrap_or(8));
            encoded.extend(long);
        }
    }
    encoded.extend(contents);
    encoded
}
