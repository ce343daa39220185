//! Writes extensions of certificates (RFC 5280 §4.1).

use crate::der::{OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, tlv};

/// The BOOLEAN `critical`, TRUE.
pub(crate) const CRITICAL: [u8; 3] = [0x01, 0x01, 0xff];

/// `GeneralName` (RFC 5280 §4.2.1.6).
pub(crate) const RFC822_NAME: u8 = 1;
pub(crate) const DNS_NAME: u8 = 2;
pub(crate) const URI: u8 = 6;
pub(crate) const IP_ADDRESS: u8 = 7;

/// 2.5.29.19, 2.5.29.30 and 2.5.29.37 (RFC 5280 appendix A).
pub(crate) const BASIC_CONSTRAINTS: [u8; 3] = [0x55, 0x1d, 0x13];
pub(crate) const NAME_CONSTRAINTS: [u8; 3] = [0x55, 0x1d, 0x1e];
pub(crate) const EXTENDED_KEY_USAGE: [u8; 3] = [0x55, 0x1d, 0x25];

/// id-kp-serverAuth and id-kp-clientAuth (RFC 5280 §4.2.1.12).
pub(crate) const SERVER_AUTH: [u8; 8] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01];
pub(crate) const CLIENT_AUTH: [u8; 8] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02];

/// One extension; `critical` is [`CRITICAL`] or empty.
pub(crate) fn extension(kind: &[u8], critical: &[u8], value: &[u8]) -> Vec<u8> {
    let kind = tlv(OBJECT_IDENTIFIER, kind);
    let value = tlv(OCTET_STRING, value);
    tlv(SEQUENCE, &[kind.as_slice(), critical, &value].concat())
}
