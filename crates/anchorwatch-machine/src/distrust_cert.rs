//! A certificate that marks a key as refused, for a program that stores its list of refused
//! keys as certificates.
//!
//! ```text
//! Certificate ::= SEQUENCE {
//!   tbsCertificate SEQUENCE {
//!     [0] version 3, serialNumber of the key's hash and the name's,
//!     ecdsa-with-SHA256, issuer «anchorwatch: vouches for nothing»,
//!     validity: the first second of 1970,
//!     subject, SubjectPublicKeyInfo: byte for byte as given,
//!     [3] extensions: basicConstraints, no authority; nameConstraints, no name at all;
//!         with a name that was given, subjectKeyIdentifier in one of the usual forms },
//!   ecdsa-with-SHA256,
//!   signature: eight zero octets }                                     RFC 5280 §4.1
//! ```
//!
//! Making one does not need the private key, so it is made from a published key alone. It
//! must do no harm where it leaks to: it is expired, not self-issued and not an authority,
//! and its signature is invalid. For readers that check only an anchor's name constraints
//! (webpki), those exclude every name. The same key and name always give the same bytes.
//!
//! **Not checked:** whether the key is a good one. The supplier of the key chooses which
//! key is refused, and nothing else.

use anchorwatch_identity::{Certificate, NameSha256, SpkiSha256, UnixSeconds};

use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use crate::{
    der::{
        BIT_STRING, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, SET, UTC_TIME, UTF8_STRING,
        context, context_constructed, element, tlv,
    },
    extension::{BASIC_CONSTRAINTS, CRITICAL, DNS_NAME, IP_ADDRESS, NAME_CONSTRAINTS, extension},
};

/// A distrust certificate for this key, with a name that says what it is for. `None` if the
/// bytes are not a `SubjectPublicKeyInfo` that a certificate can contain.
pub fn of_key(spki: &[u8]) -> Option<Certificate> {
    made(&common_name(SUBJECT), spki, None)
}

/// Distrust certificates for this key under this name, the DER of a `Name`: one for each
/// identifier that authorities give a key. Empty if the bytes are not a name, or not a key
/// that a certificate can contain.
///
/// OpenSSL uses the identifier to distinguish certificates of the same name: presenting a
/// refused key under an honest authority's name must not refuse that authority too. So
/// every one has an identifier, and the certificates cannot choose it.
pub fn of_name_and_key(subject: &[u8], spki: &[u8]) -> Vec<Certificate> {
    let Some(plain) = made(subject, spki, None) else {
        return Vec::new();
    };
    let identifiers = identifiers(&plain);
    let carriers = identifiers
        .iter()
        .filter_map(|identifier| made(subject, spki, Some(identifier)));
    carriers.collect()
}

/// The identifiers that are derived from a key (RFC 5280 §4.2.1.2, RFC 7093 §2), the most
/// usual one first: SHA-1 of its bits, the last 60 bits of that after a 4, the first 160
/// bits of their SHA-256 (Go since 1.25), and the same of the whole SubjectPublicKeyInfo
/// (seven roots of Mozilla's program; India's NIC; rcgen).
fn identifiers(certificate: &Certificate) -> [Vec<u8>; 6] {
    let bits = certificate.public_key_sha1();
    let whole: [u8; 20] = Sha1::digest(certificate.spki_der()).into();
    [
        bits.to_vec(),
        shortened(bits),
        bits_of(certificate.spki_der()).map_or_else(Vec::new, sha256_of_160_bits),
        whole.to_vec(),
        shortened(&whole),
        sha256_of_160_bits(certificate.spki_der()),
    ]
}

/// Method 1 of RFC 7093 §2.
fn sha256_of_160_bits(what: &[u8]) -> Vec<u8> {
    Sha256::digest(what).iter().take(20).copied().collect()
}

/// The bits of the key, without the octet that counts the unused ones.
fn bits_of(spki: &[u8]) -> Option<&[u8]> {
    let (_, content, _) = element(spki)?;
    let (_, _, after_algorithm) = element(content)?;
    let (_, bits, _) = element(after_algorithm)?;
    bits.get(1..)
}

/// Method 2 of RFC 5280 §4.2.1.2.
fn shortened(hash: &[u8; 20]) -> Vec<u8> {
    let [.., first, b, c, d, e, f, g, h] = *hash;
    vec![0x40 | first & 0x0f, b, c, d, e, f, g, h]
}

fn made(subject: &[u8], spki: &[u8], identifier: Option<&[u8]>) -> Option<Certificate> {
    let certificate = Certificate::from_der(&encoded(subject, spki, identifier)).ok()?;
    // Crafted bytes could end the field early and add their own next field.
    let is_whole = certificate.spki_der() == spki && certificate.subject().der() == subject;
    is_whole.then_some(certificate)
}

/// Whether a certificate is byte for byte one that this module makes.
pub fn is_one(certificate: &Certificate) -> bool {
    // No other certificate in use ends at this time, so the rest is seldom compared.
    if certificate.validity().not_after != UnixSeconds::new(1) {
        return false;
    }
    let identifier = certificate.subject_key_identifier();
    let (name, key) = (certificate.subject().der(), certificate.spki_der());
    identifier.is_none_or(|one| identifiers(certificate).iter().any(|own| own == one))
        && encoded(name, key, identifier) == certificate.der()
}

fn encoded(subject: &[u8], spki: &[u8], identifier: Option<&[u8]>) -> Vec<u8> {
    let algorithm = tlv(SEQUENCE, &tlv(OBJECT_IDENTIFIER, &ECDSA_WITH_SHA256));
    let validity = [
        tlv(UTC_TIME, b"700101000000Z"),
        tlv(UTC_TIME, b"700101000001Z"),
    ];
    let to_be_signed = [
        tlv(context_constructed(0), &tlv(INTEGER, &[VERSION_3])),
        tlv(INTEGER, &serial(subject, spki, identifier)),
        algorithm.clone(),
        common_name(ISSUER),
        tlv(SEQUENCE, &validity.concat()),
        subject.to_vec(),
        spki.to_vec(),
        tlv(
            context_constructed(3),
            &tlv(SEQUENCE, &extensions(identifier)),
        ),
    ];
    let signature = [[UNUSED_BITS].as_slice(), &[0; 8]].concat();
    let certificate = [
        tlv(SEQUENCE, &to_be_signed.concat()),
        algorithm,
        tlv(BIT_STRING, &signature),
    ];
    tlv(SEQUENCE, &certificate.concat())
}

/// Positive, sixteen octets, and different for every key, name and identifier: stores that
/// index by issuer and serial must not confuse two of these certificates.
fn serial(subject: &[u8], spki: &[u8], identifier: Option<&[u8]>) -> Vec<u8> {
    let key = SpkiSha256::of(spki);
    let name = NameSha256::of(&[subject, identifier.unwrap_or_default()].concat());
    let key = key.as_bytes().iter().take(8);
    let name = name.as_bytes().iter().take(7);
    [1].iter().chain(key).chain(name).copied().collect()
}

fn common_name(text: &str) -> Vec<u8> {
    let attribute = [
        tlv(OBJECT_IDENTIFIER, &COMMON_NAME),
        tlv(UTF8_STRING, text.as_bytes()),
    ];
    tlv(SEQUENCE, &tlv(SET, &tlv(SEQUENCE, &attribute.concat())))
}

fn extensions(identifier: Option<&[u8]>) -> Vec<u8> {
    let no_authority = tlv(SEQUENCE, &[]);
    let excluded: Vec<u8> = [
        tlv(context(DNS_NAME), &[]),
        tlv(context(IP_ADDRESS), &[0; 8]),
        tlv(context(IP_ADDRESS), &[0; 32]),
    ]
    .iter()
    .flat_map(|base| tlv(SEQUENCE, base))
    .collect();
    let no_name = tlv(SEQUENCE, &tlv(context_constructed(1), &excluded));
    let identifier = identifier.map(|identifier| tlv(OCTET_STRING, identifier));
    [
        extension(&BASIC_CONSTRAINTS, &CRITICAL, &no_authority),
        extension(&NAME_CONSTRAINTS, &CRITICAL, &no_name),
        identifier.map_or_else(Vec::new, |identifier| {
            extension(&SUBJECT_KEY_IDENTIFIER, &[], &identifier)
        }),
    ]
    .concat()
}

const SUBJECT: &str = "anchorwatch refuses this key";
const ISSUER: &str = "anchorwatch: vouches for nothing";
const VERSION_3: u8 = 2;
const UNUSED_BITS: u8 = 0;
/// 1.2.840.10045.4.3.2 (RFC 5758 §3.2).
const ECDSA_WITH_SHA256: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
/// 2.5.4.3 and 2.5.29.14 (RFC 5280 appendix A).
const COMMON_NAME: [u8; 3] = [0x55, 0x04, 0x03];
const SUBJECT_KEY_IDENTIFIER: [u8; 3] = [0x55, 0x1d, 0x0e];

#[cfg(test)]
mod tests;
