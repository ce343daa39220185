//! Locates a certificate's fields, for look-ups without copying.

use crate::der::{self, INTEGER, NotDer, Reader, SEQUENCE};

/// The fields that entries match, borrowed from the certificate's bytes.
///
/// Made only for certificates that webpki has parsed. If it fails nonetheless, the path is
/// refused.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CertFields<'a> {
    /// The INTEGER's content octets, verbatim.
    pub(crate) serial: &'a [u8],
    /// The whole `Name`, with tag and length.
    pub(crate) issuer: &'a [u8],
    /// The whole `Name`, with tag and length.
    pub(crate) subject: &'a [u8],
    /// The whole `SubjectPublicKeyInfo`, with tag and length.
    pub(crate) spki: &'a [u8],
    /// What follows the key: identifiers and extensions.
    rest: Reader<'a>,
}

/// Whether a certificate says that its key may sign certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignsCertificates {
    /// It says nothing.
    Unsaid,
    Yes,
    /// No, or unreadable.
    No,
}

/// `[0]`, constructed: the version.
const VERSION: u8 = 0xa0;
/// `[1]` and `[2]`, primitive: the unique identifiers of issuer and subject.
const UNIQUE_IDS: [u8; 2] = [0x81, 0x82];
/// `[3]`, constructed.
const EXTENSIONS: u8 = 0xa3;
/// id-ce-keyUsage, 2.5.29.15.
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
/// keyCertSign is the sixth bit.
const KEY_CERT_SIGN: u8 = 0x04;

impl<'a> CertFields<'a> {
    /// RFC 5280 §4.1.
    pub(crate) fn of(certificate: &'a [u8]) -> Option<Self> {
        Self::read(certificate).ok()
    }

    fn read(certificate: &'a [u8]) -> Result<Self, NotDer> {
        let certificate = Reader::new(certificate).expect(SEQUENCE)?;
        let to_be_signed = Reader::new(certificate.content).expect(SEQUENCE)?;
        let mut fields = Reader::new(to_be_signed.content);
        fields.take(VERSION)?;
        let serial = fields.expect(INTEGER)?.content;
        let _algorithm = fields.expect(SEQUENCE)?;
        let issuer = fields.expect(SEQUENCE)?.whole;
        let _validity = fields.expect(SEQUENCE)?;
        let subject = fields.expect(SEQUENCE)?.whole;
        let spki = fields.expect(SEQUENCE)?.whole;
        Ok(Self {
            serial,
            issuer,
            subject,
            spki,
            rest: fields,
        })
    }

    /// Evaluates the key usage (RFC 5280 §4.2.1.3), which webpki does not.
    pub(crate) fn signs_certificates(&self) -> SignsCertificates {
        match self.key_usage() {
            Ok(None) => SignsCertificates::Unsaid,
            // The first octet counts the bits that are not used.
            Ok(Some([_, first, ..])) if first & KEY_CERT_SIGN != 0 => SignsCertificates::Yes,
            Ok(Some(_)) | Err(NotDer) => SignsCertificates::No,
        }
    }

    /// The content of the BIT STRING.
    fn key_usage(&self) -> Result<Option<&'a [u8]>, NotDer> {
        let mut rest = self.rest;
        for tag in UNIQUE_IDS {
            rest.take(tag)?;
        }
        let Some(extensions) = rest.take(EXTENSIONS)? else {
            return Ok(None);
        };
        let mut all = Reader::new(der::only(extensions.content, SEQUENCE)?.content);
        while !all.is_empty() {
            let mut extension = Reader::new(all.expect(SEQUENCE)?.content);
            if extension.expect(der::OBJECT_IDENTIFIER)?.content == KEY_USAGE {
                extension.take(der::BOOLEAN)?;
                let value = extension.expect(der::OCTET_STRING)?.content;
                return der::only(value, der::BIT_STRING).map(|bits| Some(bits.content));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use anchorwatch_identity::Certificate;
    use anchorwatch_lab::Root;

    use super::*;

    #[test]
    fn the_fields_are_those_that_the_parser_finds() {
        let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
        let made = Root::isca_like().unwrap();
        for der in roots.iter().map(AsRef::as_ref).chain([made.der().as_ref()]) {
            let fields = CertFields::of(der).unwrap();
            let parsed = Certificate::from_der(der).unwrap();
            assert_eq!(fields.serial, parsed.serial());
            assert_eq!(fields.issuer, parsed.issuer().der());
            assert_eq!(fields.subject, parsed.subject().der());
            assert_eq!(fields.spki, parsed.spki_der());
            let signs = match parsed.issuing().may_sign_certificates {
                None => SignsCertificates::Unsaid,
                Some(true) => SignsCertificates::Yes,
                Some(false) => SignsCertificates::No,
            };
            assert_eq!(fields.signs_certificates(), signs);
        }
    }

    #[test]
    fn a_certificate_that_is_cut_or_whose_lengths_lie_has_no_outline_or_one_inside_its_bytes() {
        let made = Root::isca_like().unwrap();
        let der = made.der().as_ref();
        let end = CertFields::of(der).map(|fields| {
            fields.spki.as_ptr() as usize + fields.spki.len() - der.as_ptr() as usize
        });
        for length in 0..der.len() {
            assert!(CertFields::of(&der[..length]).is_none(), "cut at {length}");
        }
        for at in 0..end.unwrap() {
            for value in [0, 0x7f, 0x80, 0x84, 0x85, 0xff] {
                let mut changed = der.to_vec();
                changed[at] = value;
                if let Some(fields) = CertFields::of(&changed) {
                    assert!(fields.spki.len() + fields.subject.len() <= changed.len());
                }
            }
        }
    }
}
