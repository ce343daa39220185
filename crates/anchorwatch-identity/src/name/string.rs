//! Decodes an attribute's value from any ASN.1 string type.
//!
//! ```text
//! UTF8String                              UTF-8
//! BMPString                               UTF-16, big-endian    X.690 §8.23.8
//! UniversalString                         UTF-32, big-endian    X.690 §8.23.7
//! T61String (TeletexString)               Latin-1
//! PrintableString, IA5String, others      UTF-8, else Latin-1
//! ```
//!
//! T.61 is not Latin-1, but authorities put Latin-1 in it and OpenSSL reads it so
//! (`ASN1_STRING_to_UTF8`). The standard allows no surrogates in a BMPString; Windows writes
//! them, so they are read. Bytes that are not valid text stay bytes.

use x509_parser::asn1_rs::{Any, Class, Tag};

/// The text; `None` if the value is not a valid string.
pub(super) fn decoded(value: &Any<'_>) -> Option<String> {
    if value.class() != Class::Universal || value.header.is_constructed() {
        return None;
    }
    let octets = value.data;
    match value.tag() {
        Tag::Utf8String => utf8(octets),
        Tag::BmpString => utf16(octets),
        Tag::UniversalString => utf32(octets),
        Tag::T61String => Some(latin1(octets)),
        Tag::NumericString
        | Tag::PrintableString
        | Tag::Ia5String
        | Tag::VisibleString
        | Tag::GeneralString
        | Tag::GraphicString
        | Tag::VideotexString => utf8(octets).or_else(|| Some(latin1(octets))),
        _ => None,
    }
}

fn utf8(octets: &[u8]) -> Option<String> {
    std::str::from_utf8(octets).ok().map(str::to_owned)
}

fn latin1(octets: &[u8]) -> String {
    octets.iter().copied().map(char::from).collect()
}

fn utf16(octets: &[u8]) -> Option<String> {
    let (units, rest) = octets.as_chunks::<2>();
    let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok().filter(|_| rest.is_empty())
}

fn utf32(octets: &[u8]) -> Option<String> {
    let (units, rest) = octets.as_chunks::<4>();
    let scalars = units.iter().map(|unit| u32::from_be_bytes(*unit));
    let text: Option<String> = scalars.map(char::from_u32).collect();
    text.filter(|_| rest.is_empty())
}
