//! PKCS #12: bags of certificates, some of them encrypted.
//!
//! ```text
//! PFX            SEQUENCE { INTEGER 3, ContentInfo, MacData, optional }   RFC 7292 §4
//! ContentInfo    data: OCTET STRING of AuthenticatedSafe                  §4.1
//! AuthenticatedSafe  SEQUENCE OF ContentInfo: data or EncryptedData
//! SafeContents   SEQUENCE OF SEQUENCE { OID, [0] value, attributes }      §4.2
//! certBag        SEQUENCE { OID x509Certificate, [0] OCTET STRING }       §4.2.3
//! ```
//!
//! The message authentication code is not checked: it would only show that the maker knew the
//! password. Private keys are counted, not decrypted.

use std::borrow::Cow;

use anchorwatch_identity::Certificate;

use super::{
    ContainerPart, Error, JavaMark, PlaceStep,
    ber::{self, Element},
    budget::TOO_DEEP,
    pkcs7::{self, Kind},
    place::{Place, number, within},
    reading::Reading,
    scheme,
};

const WHAT: ContainerPart = ContainerPart::Pkcs12;

/// 1.2.840.113549.1.12.10.1: the kinds of bag (RFC 7292 appendix D).
const BAG: [u8; 10] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01];
const KEY: u8 = 1;
const SHROUDED_KEY: u8 = 2;
const CERTIFICATE: u8 = 3;
const CRL: u8 = 4;
const SECRET: u8 = 5;
const SAFE_CONTENTS: u8 = 6;

/// 1.2.840.113549.1.9.22.1: x509Certificate (RFC 7292 §4.2.3).
const X509_CERTIFICATE: [u8; 10] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x16, 0x01];

/// 2.16.840.1.113894.746875.1.1: Oracle's trustedKeyUsage, with which Java marks a
/// trusted certificate (`PKCS12KeyStore`, OpenJDK 17).
const TRUSTED_KEY_USAGE: [u8; 12] = [
    0x60, 0x86, 0x48, 0x01, 0x86, 0xf9, 0x66, 0xad, 0xca, 0x7b, 0x01, 0x01,
];

/// 1.2.840.113549.1.9.21: localKeyID (RFC 2985 §5.5.2).
const LOCAL_KEY_ID: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x15];

/// 1.2.840.113549.1.9.20: friendlyName (RFC 2985 §5.5.1).
const FRIENDLY_NAME: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x14];

/// How deep bags may be nested; no writer nests them.
const MAX_BAG_DEPTH: usize = 4;

/// Reads a PFX.
pub(super) fn read(reading: &mut Reading, pfx: &Element<'_>, place: &Place) -> Result<(), Error> {
    let mut parts = pfx.children(WHAT);
    let version = parts.expect_that(Element::is_integer)?;
    if version.content != [3] {
        // A bare private key (RFC 5208, RFC 8017) begins with an INTEGER too.
        return Err(Error::NotRecognised);
    }
    let info = parts.expect_that(Element::is_sequence)?;
    let (kind, oid, content) = pkcs7::content_info(&info, WHAT)?;
    if kind != Kind::Data {
        return Err(unsupported(ContainerPart::Pkcs12Kind, oid));
    }
    let octets = content.octets(WHAT)?;
    let safes = ber::only(&octets, WHAT)?;
    for (index, info) in safes.children(WHAT).enumerate() {
        let words = place.part(PlaceStep::Pkcs12Part {
            number: number(index),
        });
        let result = info.and_then(|info| safe(reading, &info, &words));
        if let Err(error) = result {
            reading.failed(words, error);
        }
    }
    Ok(())
}

fn safe(reading: &mut Reading, info: &Element<'_>, place: &[PlaceStep]) -> Result<(), Error> {
    let (kind, oid, content) = pkcs7::content_info(info, WHAT)?;
    let plain: Cow<'_, [u8]> = match kind {
        Kind::Data => content.octets(WHAT)?,
        Kind::Encrypted => Cow::Owned(opened(reading, &content)?),
        Kind::Signed | Kind::Other => return Err(unsupported(ContainerPart::Pkcs12PartKind, oid)),
    };
    let bags = ber::only(&plain, WHAT)?;
    bags_of(reading, &bags, place, MAX_BAG_DEPTH)
}

/// EncryptedData (RFC 5652 §8): SEQUENCE { INTEGER, SEQUENCE { OID, scheme, [0] octets } }.
fn opened(reading: &mut Reading, data: &Element<'_>) -> Result<Vec<u8>, Error> {
    let mut parts = data.children(WHAT);
    parts.expect_that(Element::is_integer)?;
    let info = parts.expect_that(Element::is_sequence)?;
    let mut parts = info.children(WHAT);
    parts.expect()?;
    let scheme = parts.expect_that(Element::is_sequence)?;
    let octets = parts.expect_that(|part| part.is_context(0))?.octets(WHAT)?;
    scheme::open(
        &mut reading.budget,
        &scheme,
        &octets,
        &reading.passwords,
        // A wrong password gives noise, not a SEQUENCE that fills its bytes.
        |plain| ber::only(plain, WHAT).is_ok_and(|bags| bags.is_sequence()),
    )
}

fn bags_of(
    reading: &mut Reading,
    bags: &Element<'_>,
    place: &[PlaceStep],
    depth: usize,
) -> Result<(), Error> {
    let deeper = depth.checked_sub(1).ok_or(TOO_DEEP)?;
    for (index, bag) in bags.children(WHAT).enumerate() {
        let number = number(index);
        let words = within(place, PlaceStep::Bag { number });
        let result = bag.and_then(|bag| one(reading, &bag, index, &words, deeper));
        if let Err(error) = result {
            reading.failed(words, error);
        }
    }
    Ok(())
}

fn one(
    reading: &mut Reading,
    bag: &Element<'_>,
    index: usize,
    place: &[PlaceStep],
    depth: usize,
) -> Result<(), Error> {
    let mut parts = bag.children(WHAT);
    let oid = parts
        .expect()?
        .oid()
        .ok_or_else(|| ber::not_as_expected(WHAT))?;
    let value = parts.expect_that(|part| part.is_context(0))?;
    match oid.strip_prefix(BAG.as_slice()) {
        Some([KEY | SHROUDED_KEY]) => reading.found.private_key_count += 1,
        Some([CERTIFICATE]) => {
            let certificate = certificate(&ber::only(value.content, WHAT)?)?;
            reading.in_bag(place.to_vec(), certificate, mark(parts.next(), index));
        }
        Some([CRL | SECRET]) => {}
        Some([SAFE_CONTENTS]) => {
            bags_of(reading, &ber::only(value.content, WHAT)?, place, depth)?;
        }
        _ => return Err(unsupported(ContainerPart::BagKind, oid)),
    }
    Ok(())
}

/// What the attributes (RFC 7292 §4.2, a SET OF SEQUENCE { OID, SET OF value }) tell Java.
/// Unreadable attributes tell it nothing.
pub(super) fn mark(attributes: Option<Result<Element<'_>, Error>>, index: usize) -> JavaMark {
    let kinds: Vec<&[u8]> = attributes
        .and_then(Result::ok)
        .map(|attributes| attributes.children(WHAT))
        .into_iter()
        .flatten()
        .filter_map(|attribute| attribute.ok()?.children(WHAT).next()?.ok()?.oid())
        .collect();
    if kinds.contains(&TRUSTED_KEY_USAGE.as_slice()) {
        JavaMark::Trusted
    } else if index == 0 || kinds.contains(&LOCAL_KEY_ID.as_slice()) {
        JavaMark::OfAKey
    } else {
        JavaMark::None
    }
}

/// Whether a bag of this kind contains a certificate.
pub(super) fn is_certificate_bag(oid: &[u8]) -> bool {
    oid.strip_prefix(BAG.as_slice()) == Some(&[CERTIFICATE])
}

/// Whether a bag of this kind contains a private key.
pub(super) fn is_key_bag(oid: &[u8]) -> bool {
    matches!(oid.strip_prefix(BAG.as_slice()), Some([KEY | SHROUDED_KEY]))
}

/// The bag's name from its attributes, a BMPString.
pub(super) fn alias(attributes: &Result<Element<'_>, Error>) -> Option<String> {
    let attributes = attributes.as_ref().ok()?.children(WHAT).flatten();
    let values = attributes.filter_map(|attribute| {
        let mut parts = attribute.children(WHAT);
        let is_name = parts.next()?.ok()?.oid() == Some(FRIENDLY_NAME.as_slice());
        let value = parts.next()?.ok()?.children(WHAT).next()?.ok()?;
        is_name.then_some(value.content)
    });
    // If there are two names, Java takes the last.
    let (units, _) = values.last()?.as_chunks();
    let units: Vec<u16> = units.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
    Some(String::from_utf16_lossy(&units))
}

pub(super) fn certificate(bag: &Element<'_>) -> Result<Certificate, Error> {
    let mut parts = bag.children(WHAT);
    let oid = parts
        .expect()?
        .oid()
        .ok_or_else(|| ber::not_as_expected(WHAT))?;
    if oid != X509_CERTIFICATE {
        return Err(unsupported(ContainerPart::CertificateKind, oid));
    }
    let value = parts.expect_that(|part| part.is_context(0))?;
    let octets = ber::only(value.content, WHAT)?.octets(WHAT)?;
    Certificate::from_der(&octets).map_err(|source| Error::Certificate { source })
}

pub(super) fn unsupported(what: ContainerPart, oid: &[u8]) -> Error {
    Error::Unsupported {
        what,
        kind: ber::dotted(oid),
    }
}
