//! The mark of the generator of 2020: [`super::GeneratorMark::Present`].

use rcgen::{CustomExtension, SerialNumber};

use super::{Subject, der};

/// Returns the serial of the mark: the key identifier with its top bit cleared.
pub(super) fn serial(key_identifier: &[u8]) -> SerialNumber {
    let mut octets = key_identifier.to_vec();
    if let Some(first) = octets.first_mut() {
        *first &= 0x7f;
    }
    SerialNumber::from_slice(&octets)
}

/// Returns the family's four extensions, in its order (RFC 5280 §4.2.1.1, .2, .3, .9).
pub(super) fn extensions(
    subject: &Subject,
    key_identifier: &[u8],
    serial: &[u8],
) -> Vec<CustomExtension> {
    let directory_name = der::tlv(CONTEXT_4_CONSTRUCTED, &subject.der());
    let authority = [
        der::tlv(CONTEXT_0, key_identifier),
        der::tlv(CONTEXT_1_CONSTRUCTED, &directory_name),
        der::tlv(CONTEXT_2, &der::unsigned_integer(serial)),
    ]
    .concat();
    let extension = |last_arc: u64, critical: bool, content: Vec<u8>| {
        let mut extension = CustomExtension::from_oid_content(&[2, 5, 29, last_arc], content);
        extension.set_criticality(critical);
        extension
    };
    vec![
        extension(BASIC_CONSTRAINTS, true, CA_TRUE.to_vec()),
        extension(KEY_USAGE, true, CERT_AND_CRL_SIGN.to_vec()),
        extension(
            SUBJECT_KEY_IDENTIFIER,
            false,
            der::tlv(der::OCTET_STRING, key_identifier),
        ),
        extension(
            AUTHORITY_KEY_IDENTIFIER,
            false,
            der::tlv(der::SEQUENCE, &authority),
        ),
    ]
}

/// Last arcs under id-ce (2.5.29), RFC 5280 §4.2.1.
const SUBJECT_KEY_IDENTIFIER: u64 = 14;
const KEY_USAGE: u64 = 15;
const BASIC_CONSTRAINTS: u64 = 19;
const AUTHORITY_KEY_IDENTIFIER: u64 = 35;

/// The fields of AuthorityKeyIdentifier, and directoryName of GeneralName (RFC 5280 A.2).
const CONTEXT_0: u8 = 0x80;
const CONTEXT_1_CONSTRUCTED: u8 = 0xa1;
const CONTEXT_2: u8 = 0x82;
const CONTEXT_4_CONSTRUCTED: u8 = 0xa4;

/// SEQUENCE { BOOLEAN TRUE }, as in all eight.
const CA_TRUE: [u8; 5] = [0x30, 0x03, 0x01, 0x01, 0xff];
/// BIT STRING of keyCertSign and cRLSign, as in all eight.
const CERT_AND_CRL_SIGN: [u8; 4] = [0x03, 0x02, 0x01, 0x06];
