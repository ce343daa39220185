//! The hash by which OpenSSL finds a name's certificate in a folder.
//!
//! ```text
//! hash  = the first four octets of SHA-1 over the name's canonical form, the lowest first
//! form  = every RDN as SET of { type, value }, without the SEQUENCE around them
//! value = a string of text: UTF8String; white space at its ends away, inside one space
//!         for each run, A to Z in lower case; any other value unchanged
//! ```
//!
//! Source: OpenSSL's X509_NAME_hash(3) and `x_name.c` (`x509_name_canon`), 3.0; the trials
//! compare it with `openssl x509 -subject_hash`. The hash is a file name and protects nothing.

use anchorwatch_machine::der::{SEQUENCE, SET, UTF8_STRING, element, tlv};
use sha1::{Digest, Sha1};

/// The hash of a `Name` in DER; `None` if it is malformed.
pub(crate) fn of(name: &[u8]) -> Option<u32> {
    let (SEQUENCE, mut rest, []) = element(name)? else {
        return None;
    };
    let mut canonical = Vec::new();
    while !rest.is_empty() {
        let (SET, attributes, after) = element(rest)? else {
            return None;
        };
        canonical.extend(tlv(SET, &set(attributes)?));
        rest = after;
    }
    let digest = Sha1::digest(&canonical);
    let first = digest.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*first))
}

/// The canonical attributes, in DER's order: by their octets, shorter first.
fn set(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let (SEQUENCE, attribute, after) = element(rest)? else {
            return None;
        };
        let (_, _, value) = element(attribute)?;
        let identifier = attribute.get(..attribute.len() - value.len())?;
        let (tag, content, []) = element(value)? else {
            return None;
        };
        let value = match text(tag, content) {
            Some(text) => tlv(UTF8_STRING, &folded(&text)),
            None => value.to_vec(),
        };
        attributes.push(tlv(SEQUENCE, &[identifier, &value].concat()));
        rest = after;
    }
    attributes.sort();
    Some(attributes.concat())
}

/// The UTF-8 of a string type that OpenSSL folds.
fn text(tag: u8, content: &[u8]) -> Option<Vec<u8>> {
    let of_units = |units: &mut dyn Iterator<Item = u32>| -> Option<Vec<u8>> {
        let text: Option<String> = units.map(char::from_u32).collect();
        text.map(String::into_bytes)
    };
    match tag {
        UTF8_STRING => Some(content.to_vec()),
        PRINTABLE_STRING | IA5_STRING | VISIBLE_STRING | TELETEX_STRING => {
            of_units(&mut content.iter().map(|octet| u32::from(*octet)))
        }
        BMP_STRING => {
            let (units, []) = content.as_chunks::<2>() else {
                return None;
            };
            of_units(
                &mut units
                    .iter()
                    .map(|unit| u32::from(u16::from_be_bytes(*unit))),
            )
        }
        UNIVERSAL_STRING => {
            let (units, []) = content.as_chunks::<4>() else {
                return None;
            };
            of_units(&mut units.iter().map(|unit| u32::from_be_bytes(*unit)))
        }
        _ => None,
    }
}

fn folded(text: &[u8]) -> Vec<u8> {
    let is_space = |octet: &u8| matches!(octet, b' ' | 0x09..=0x0d);
    let words = text.split(is_space).filter(|word| !word.is_empty());
    let words: Vec<Vec<u8>> = words.map(<[u8]>::to_ascii_lowercase).collect();
    words.join(&b' ')
}

const PRINTABLE_STRING: u8 = 0x13;
const TELETEX_STRING: u8 = 0x14;
const IA5_STRING: u8 = 0x16;
const VISIBLE_STRING: u8 = 0x1a;
const UNIVERSAL_STRING: u8 = 0x1c;
const BMP_STRING: u8 = 0x1e;

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    fn hash(hex: &str) -> Option<u32> {
        of(&HEXLOWER.decode(hex.as_bytes()).unwrap())
    }

    /// Expected values from `openssl x509 -subject_hash`, OpenSSL 3.0.19.
    #[test]
    fn names_of_every_string_type_have_openssl_s_hash() {
        for (name, expected) in [
            (
                "302f310b3009060355040613024b5a310d300b060355040a0c04495343413111300f06035504030c08476f7620526f6f74",
                0xc8b0_e773,
            ),
            (
                "30183116301406035504030c0d2020476f76200920526f6f7420",
                0x09c4_206e,
            ),
            (
                "30233121301f06035504031e1800dc006e0061006c0020004b00f6006b0020004100420043",
                0xcd50_39b5,
            ),
            (
                "301a3118301606035504030c0fc39c6e616c20204bc3b66b20414243",
                0xcd50_39b5,
            ),
            ("30133111300f06035504031408dc6e616c20416263", 0xeef4_c3d2),
            (
                "301b3119301706035504031c1000000041000000620000002000000416",
                0xfea7_1ba3,
            ),
            (
                "301f311d300806035504030c01623011060355040a0c0a4c4f4e474552204f4e45",
                0x5878_5803,
            ),
            (
                "3021311f301306035504030c0c62626262626262626262626230080603550403130141",
                0x9cb7_0177,
            ),
            ("300e310c300a06035504031203312032", 0xde42_a69f),
            ("3000", 0xeea3_39da),
            ("300b3109300706035504030c00", 0x5da7_8770),
            ("300e310c300a06035504030c03202020", 0x5da7_8770),
            (
                "301c311a301806092a864886f70d010901160b4140422e6578616d706c65",
                0xd018_ad27,
            ),
            ("300f310d300b06035504030c04610b0c42", 0x49cd_c5e0),
        ] {
            assert_eq!(hash(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn a_name_cut_at_any_octet_or_with_more_behind_it_has_no_hash() {
        let whole = "30133111300f06035504031408dc6e616c20416263";
        for length in (0..whole.len()).step_by(2) {
            assert_eq!(hash(&whole[..length]), None, "{length}");
        }
        assert_eq!(hash(&format!("{whole}00")), None);
        assert_eq!(hash("3180"), None);
        assert_eq!(hash("3085ffffffffff"), None);
    }
}
