//! Writes DER elements.

pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const SEQUENCE: u8 = 0x30;
/// `[0]` with elements inside.
pub(super) const CONTEXT_0: u8 = 0xa0;
/// `[0]` instead of an OCTET STRING.
pub(super) const IMPLICIT_0: u8 = 0x80;

/// An element with the joined parts as its contents.
pub(super) fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    anchorwatch_identity::der::tlv(tag, &parts.concat())
}
