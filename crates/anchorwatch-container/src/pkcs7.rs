//! PKCS #7 and CMS SignedData: a bag of certificates, and what was signed.
//!
//! ```text
//! ContentInfo  SEQUENCE { OID 1.2.840.113549.1.7.2, [0] SignedData }     RFC 5652 §3
//! SignedData   SEQUENCE { INTEGER, SET of digests,                       RFC 5652 §5.1
//!                SEQUENCE { OID, [0] OCTET STRING, optional },
//!                [0] certificates, optional, [1] lists, optional,
//!                SET of SignerInfo }
//! ```

use anchorwatch_identity::Certificate;

use super::{
    ContainerPart, Error, Format, PlaceStep, Presence, Signer,
    ber::{self, Element},
    place::{Place, number},
    reading::Reading,
    text::printable,
};

const WHAT: ContainerPart = ContainerPart::Pkcs7;

/// 1.2.840.113549.1.7: the kinds of PKCS #7 content. Data is 1, SignedData is 2.
const PKCS7: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
const DATA: u8 = 1;
const SIGNED_DATA: u8 = 2;
/// EncryptedData (RFC 5652 §8), which PKCS #12 uses.
const ENCRYPTED_DATA: u8 = 6;

/// 2.16.840.1.113730.2.5: Netscape's bag of certificates, which `openssl nseq` writes with a
/// certificate's label.
const NETSCAPE_SEQUENCE: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x86, 0xf8, 0x42, 0x02, 0x05];

/// The kind of a ContentInfo.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Data,
    Signed,
    Encrypted,
    Other,
}

/// Splits a ContentInfo into its kind, the kind's identifier, and the contents of its `[0]`.
pub(super) fn content_info<'a>(
    info: &Element<'a>,
    what: ContainerPart,
) -> Result<(Kind, &'a [u8], Element<'a>), Error> {
    let mut parts = info.children(what);
    let oid = parts
        .expect()?
        .oid()
        .ok_or_else(|| ber::not_as_expected(what))?;
    let kind = match oid.strip_prefix(PKCS7.as_slice()) {
        Some([DATA]) => Kind::Data,
        Some([SIGNED_DATA]) => Kind::Signed,
        Some([ENCRYPTED_DATA]) => Kind::Encrypted,
        _ => Kind::Other,
    };
    let explicit = parts.expect_that(|part| part.is_context(0))?;
    let content = ber::only(explicit.content, what)?;
    Ok((kind, oid, content))
}

/// Reads a ContentInfo that must be SignedData.
pub(super) fn read(
    reading: &mut Reading,
    info: &Element<'_>,
    place: &Place,
) -> Result<Format, Error> {
    let (kind, oid, signed_data) = content_info(info, WHAT)?;
    if oid == NETSCAPE_SEQUENCE {
        for (index, choice) in signed_data.children(WHAT).enumerate() {
            let words = place.part(PlaceStep::Certificate {
                number: number(index),
            });
            let read = choice.and_then(|choice| certificate(&choice));
            reading.push(words, Presence::Offered, read);
        }
        return Ok(Format::Pkcs7);
    }
    if kind != Kind::Signed {
        return Err(Error::Unsupported {
            what: ContainerPart::Pkcs7Kind,
            kind: ber::dotted(oid),
        });
    }
    let mut parts = signed_data.children(WHAT);
    parts.expect_that(Element::is_integer)?;
    parts.expect_that(Element::is_set)?;
    let signed = parts.expect_that(Element::is_sequence)?;

    let format = content(reading, &signed, place);
    let presence = match format {
        Format::SignedProfile => Presence::InSignature,
        _ => Presence::Offered,
    };
    let mut certificates = Vec::new();
    let mut signer_infos = Vec::new();
    for part in parts {
        let part = match part {
            Ok(part) => part,
            Err(error) => {
                reading.failed(place.part(PlaceStep::Pkcs7), error);
                break;
            }
        };
        if part.is_context(0) {
            for choice in part.children(WHAT) {
                certificates.push(choice.and_then(|choice| certificate(&choice)));
            }
        } else if part.is_set() {
            let infos = part.children(WHAT).filter_map(Result::ok);
            signer_infos.extend(infos.take(MAX_SIGNER_COUNT));
        }
    }
    for info in &signer_infos {
        let signer = signer(info, &certificates).unwrap_or(Signer::NotInFile);
        if reading.found.signers.len() < MAX_SIGNER_COUNT {
            reading.found.signers.push(signer);
        }
    }
    for (index, certificate) in certificates.into_iter().enumerate() {
        let number = number(index);
        let step = match presence {
            Presence::Offered | Presence::Distrusted => PlaceStep::Certificate { number },
            Presence::InSignature => PlaceStep::SignatureCertificate { number },
        };
        reading.push(place.part(step), presence, certificate);
    }
    Ok(format)
}

/// Reads what was signed. A file that only carries certificates has nothing there.
fn content(reading: &mut Reading, signed: &Element<'_>, place: &Place) -> Format {
    let Some(explicit) = signed.children(WHAT).nth(1) else {
        return Format::Pkcs7;
    };
    let read = explicit
        .and_then(|explicit| ber::only(explicit.content, WHAT))
        .and_then(|content| Ok(content.octets(WHAT)?.into_owned()))
        .and_then(|octets| match octets.as_slice() {
            [] => Ok(Format::Pkcs7),
            octets => reading.read(octets, &place.inside(PlaceStep::SignedContent)),
        });
    match read {
        Ok(Format::Profile | Format::SignedProfile) => Format::SignedProfile,
        Ok(_) => Format::Pkcs7,
        Err(error) => {
            reading.failed(place.part(PlaceStep::SignedContent), error);
            Format::Pkcs7
        }
    }
}

/// `CertificateChoices` (RFC 5652 §10.2.2): of five kinds only one is a certificate.
fn certificate(choice: &Element<'_>) -> Result<Certificate, Error> {
    if choice.is_sequence() {
        Certificate::from_der(choice.raw).map_err(|source| Error::Certificate { source })
    } else {
        Err(Error::Unsupported {
            what: ContainerPart::OtherCertificate,
            kind: choice.tag_text(),
        })
    }
}

/// The signer that a SignerInfo names (RFC 5652 §5.3), by issuer and serial number or by key
/// identifier.
fn signer(info: &Element<'_>, certificates: &[Result<Certificate, Error>]) -> Option<Signer> {
    let mut parts = info.children(WHAT);
    parts.next()?.ok()?;
    let name = parts.next()?.ok()?;
    let readable = || certificates.iter().filter_map(|read| read.as_ref().ok());
    if name.is_context(0) {
        let by_key = readable().find(|it| it.subject_key_identifier() == Some(name.content));
        return by_key.map(named);
    }
    let mut parts = name.children(WHAT);
    let issuer = parts.next()?.ok()?;
    let serial = parts.next()?.ok()?;
    readable()
        .find(|it| it.issuer().der() == issuer.raw && it.serial() == serial.content)
        .map(named)
}

fn named(certificate: &Certificate) -> Signer {
    Signer::Named {
        name: printable(&certificate.subject().to_string()),
    }
}

/// The most signers that are named; a profile has one.
const MAX_SIGNER_COUNT: usize = 8;
