//! Where a certificate's fields lie, so that a list can be asked without copying them.

/// The fields that entries match, borrowed from the certificate's bytes.
///
/// Made only of certificates that webpki has parsed; what does not fit that shape gives
/// nothing, and the path with it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outline<'a> {
    /// The INTEGER's content octets, verbatim.
    pub(crate) serial: &'a [u8],
    /// The whole `Name`, with tag and length.
    pub(crate) issuer: &'a [u8],
    /// The whole `Name`, with tag and length.
    pub(crate) subject: &'a [u8],
    /// The whole `SubjectPublicKeyInfo`, with tag and length.
    pub(crate) spki: &'a [u8],
    /// What follows the key: identifiers and extensions.
    rest: &'a [u8],
}

/// What a certificate says of whether its key may sign certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignsCertificates {
    /// Nothing.
    Unsaid,
    Yes,
    /// No, or what cannot be read.
    No,
}

const INTEGER: u8 = 0x02;
const SEQUENCE: u8 = 0x30;
const BOOLEAN: u8 = 0x01;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OID: u8 = 0x06;
/// `[1]` and `[2]`, primitive: the unique identifiers of issuer and subject.
const UNIQUE_IDS: [u8; 2] = [0x81, 0x82];
/// `[3]`, constructed.
const EXTENSIONS: u8 = 0xa3;
/// id-ce-keyUsage, 2.5.29.15.
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];
/// keyCertSign is the sixth bit.
const KEY_CERT_SIGN: u8 = 0x04;
/// `[0]`, constructed: the version.
const VERSION: u8 = 0xa0;

impl<'a> Outline<'a> {
    /// RFC 5280 §4.1.
    pub(crate) fn of(certificate: &'a [u8]) -> Option<Self> {
        let (certificate, _) = element(certificate, SEQUENCE)?;
        let (to_be_signed, _) = element(certificate.content, SEQUENCE)?;
        let fields = to_be_signed.content;
        let fields = element(fields, VERSION).map_or(fields, |(_, rest)| rest);
        let (serial, fields) = element(fields, INTEGER)?;
        let (_algorithm, fields) = element(fields, SEQUENCE)?;
        let (issuer, fields) = element(fields, SEQUENCE)?;
        let (_validity, fields) = element(fields, SEQUENCE)?;
        let (subject, fields) = element(fields, SEQUENCE)?;
        let (spki, rest) = element(fields, SEQUENCE)?;
        Some(Self {
            serial: serial.content,
            issuer: issuer.whole,
            subject: subject.whole,
            spki: spki.whole,
            rest,
        })
    }

    /// What the key usage says (RFC 5280 §4.2.1.3); webpki does not ask.
    pub(crate) fn signs_certificates(&self) -> SignsCertificates {
        let rest = UNIQUE_IDS.iter().fold(self.rest, |rest, tag| {
            element(rest, *tag).map_or(rest, |(_, rest)| rest)
        });
        let extensions = element(rest, EXTENSIONS)
            .and_then(|(outer, _)| element(outer.content, SEQUENCE))
            .map_or(&[][..], |(list, _)| list.content);
        match Extensions(extensions).find(|(oid, _)| *oid == KEY_USAGE) {
            None => SignsCertificates::Unsaid,
            Some((_, value)) => match element(value, BIT_STRING) {
                // The first octet counts the bits that are not used.
                Some((bits, _))
                    if bits
                        .content
                        .get(1)
                        .is_some_and(|it| it & KEY_CERT_SIGN != 0) =>
                {
                    SignsCertificates::Yes
                }
                _ => SignsCertificates::No,
            },
        }
    }
}

/// Extensions as identifier and value, up to the first that cannot be read.
struct Extensions<'a>(&'a [u8]);

impl<'a> Iterator for Extensions<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (extension, rest) = element(self.0, SEQUENCE)?;
        self.0 = rest;
        let (oid, inside) = element(extension.content, OID)?;
        let inside = element(inside, BOOLEAN).map_or(inside, |(_, inside)| inside);
        let (value, _) = element(inside, OCTET_STRING)?;
        Some((oid.content, value.content))
    }
}

/// A DER SEQUENCE around this content: webpki keeps a root's key without tag and length.
pub(crate) fn sequence(content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let zeros = length.iter().take_while(|octet| **octet == 0).count();
    let octets = length.get(zeros..).unwrap_or_default();
    let mut der = vec![SEQUENCE];
    match (u8::try_from(content.len()), u8::try_from(octets.len())) {
        (Ok(short), _) if short < 0x80 => der.push(short),
        (_, count) => {
            der.push(0x80 | count.unwrap_or_default());
            der.extend_from_slice(octets);
        }
    }
    der.extend_from_slice(content);
    der
}

struct Element<'a> {
    whole: &'a [u8],
    content: &'a [u8],
}

/// The element of this tag that the bytes begin with, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(Element<'_>, &[u8])> {
    let (&first, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        short @ 0..=0x7f => (usize::from(short), rest),
        // Four octets of length are more than any certificate has.
        long @ 0x81..=0x84 => {
            let (octets, rest) = rest.split_at_checked(usize::from(long & 0x7f))?;
            let value = octets.iter().try_fold(0_usize, |value, octet| {
                Some(value.checked_mul(256)? | usize::from(*octet))
            })?;
            (value, rest)
        }
        _ => return None,
    };
    let (content, after) = rest.split_at_checked(length)?;
    let whole = der.get(..der.len() - after.len())?;
    (first == tag).then_some((Element { whole, content }, after))
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
            let outline = Outline::of(der).unwrap();
            let parsed = Certificate::from_der(der).unwrap();
            assert_eq!(outline.serial, parsed.serial());
            assert_eq!(outline.issuer, parsed.issuer().der());
            assert_eq!(outline.subject, parsed.subject().der());
            assert_eq!(outline.spki, parsed.spki_der());
            let signs = match parsed.issuing().may_sign_certificates {
                None => SignsCertificates::Unsaid,
                Some(true) => SignsCertificates::Yes,
                Some(false) => SignsCertificates::No,
            };
            assert_eq!(outline.signs_certificates(), signs);
            let (spki, _) = element(outline.spki, SEQUENCE).unwrap();
            assert_eq!(sequence(spki.content), outline.spki);
        }
    }

    #[test]
    fn a_certificate_that_is_cut_or_whose_lengths_lie_has_no_outline_or_one_inside_its_bytes() {
        let made = Root::isca_like().unwrap();
        let der = made.der().as_ref();
        let end = Outline::of(der).map(|outline| {
            outline.spki.as_ptr() as usize + outline.spki.len() - der.as_ptr() as usize
        });
        for length in 0..der.len() {
            assert_eq!(Outline::of(&der[..length]), None, "cut at {length}");
        }
        for at in 0..end.unwrap() {
            for value in [0, 0x7f, 0x80, 0x84, 0x85, 0xff] {
                let mut changed = der.to_vec();
                changed[at] = value;
                if let Some(outline) = Outline::of(&changed) {
                    assert!(outline.spki.len() + outline.subject.len() <= changed.len());
                }
            }
        }
    }
}
