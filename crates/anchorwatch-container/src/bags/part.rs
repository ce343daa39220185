//! One part of the file: a ContentInfo with bags in it, plain or encrypted.

use super::{
    Budget, CONTEXT_0, ContainerPart, Error, OCTET_STRING, SEQUENCE, WHAT,
    ber::{self, Element},
    der::IMPLICIT_0,
    pkcs7::{self, Kind},
    pkcs12, scheme, tlv,
};

/// 1.2.840.113549.1.7.1: data, as a whole element.
pub(super) const DATA: &[u8] = &[
    0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01,
];

#[derive(Debug)]
pub(super) struct Part {
    /// The whole part, unchanged.
    raw: Vec<u8>,
    bags: Vec<Vec<u8>>,
    lock: Lock,
}

#[derive(Debug)]
enum Lock {
    None,
    Scheme(Encrypted),
    Shut(Error),
}

/// EncryptedData (RFC 5652 §8) in pieces.
#[derive(Debug)]
struct Encrypted {
    kind: Vec<u8>,
    version: Vec<u8>,
    content_kind: Vec<u8>,
    scheme: Vec<u8>,
    octets: Vec<u8>,
    plain: Vec<u8>,
    /// Attributes; no known program writes any.
    rest: Vec<u8>,
}

impl Part {
    pub(super) fn open(
        budget: &mut Budget,
        info: &Element<'_>,
        passwords: &[String],
    ) -> Result<Self, Error> {
        let (kind, oid, content) = pkcs7::content_info(info, WHAT)?;
        let mut part = Self {
            raw: info.raw.to_vec(),
            bags: Vec::new(),
            lock: Lock::None,
        };
        match kind {
            Kind::Data => part.bags = bags(&content.octets(WHAT)?)?,
            Kind::Encrypted => match Encrypted::open(budget, info, &content, passwords) {
                Ok(encrypted) => {
                    part.bags = bags(&encrypted.plain)?;
                    part.lock = Lock::Scheme(encrypted);
                }
                Err(error) => part.lock = Lock::Shut(error),
            },
            Kind::Signed | Kind::Other => {
                part.lock = Lock::Shut(pkcs12::unsupported(ContainerPart::Pkcs12PartKind, oid));
            }
        }
        Ok(part)
    }

    pub(super) fn bags(&self) -> &[Vec<u8>] {
        &self.bags
    }

    pub(super) fn shut(&self) -> Option<&Error> {
        match &self.lock {
            Lock::Shut(error) => Some(error),
            Lock::None | Lock::Scheme(_) => None,
        }
    }

    /// Whether certificates can be added here: the part has others, or is empty.
    pub(super) fn is_for_certificates(&self) -> bool {
        let is_certificate = |bag: &Vec<u8>| {
            let bag = ber::only(bag, WHAT).ok();
            let kind = bag.and_then(|bag| bag.children(WHAT).next()?.ok()?.oid());
            kind.is_some_and(pkcs12::is_certificate_bag)
        };
        self.shut().is_none() && (self.bags.is_empty() || self.bags.iter().any(is_certificate))
    }

    pub(super) fn rewritten(
        &self,
        budget: &mut Budget,
        passwords: &[String],
        without: &[usize],
        with: &[&[u8]],
    ) -> Result<Vec<u8>, Error> {
        if without.is_empty() && with.is_empty() {
            return Ok(self.raw.clone());
        }
        let kept = self.bags.iter().enumerate();
        let kept = kept.filter(|(index, _)| !without.contains(index));
        let bags: Vec<&[u8]> = kept
            .map(|(_, bag)| bag.as_slice())
            .chain(with.iter().copied())
            .collect();
        match &self.lock {
            Lock::None => Ok(plain(&bags)),
            Lock::Scheme(encrypted) => encrypted.around(budget, passwords, &tlv(SEQUENCE, &bags)),
            Lock::Shut(error) => Err(error.clone()),
        }
    }
}

impl Encrypted {
    fn open(
        budget: &mut Budget,
        info: &Element<'_>,
        data: &Element<'_>,
        passwords: &[String],
    ) -> Result<Self, Error> {
        let kind = info.children(WHAT).expect()?;
        let mut parts = data.children(WHAT);
        let version = parts.expect_that(Element::is_integer)?;
        let info = parts.expect_that(Element::is_sequence)?;
        let mut rest = Vec::new();
        for part in parts {
            rest.extend(part?.raw);
        }
        let mut parts = info.children(WHAT);
        let content_kind = parts.expect()?;
        let scheme = parts.expect_that(Element::is_sequence)?;
        let octets = parts.expect_that(|part| part.is_context(0))?.octets(WHAT)?;
        let is_sequence =
            |plain: &[u8]| ber::only(plain, WHAT).is_ok_and(|bags| bags.is_sequence());
        let plain = scheme::open(budget, &scheme, &octets, passwords, is_sequence)?;
        Ok(Self {
            kind: kind.raw.to_vec(),
            version: version.raw.to_vec(),
            content_kind: content_kind.raw.to_vec(),
            scheme: scheme.raw.to_vec(),
            octets: octets.into_owned(),
            plain,
            rest,
        })
    }

    /// The part with this content.
    fn around(
        &self,
        budget: &mut Budget,
        passwords: &[String],
        plain: &[u8],
    ) -> Result<Vec<u8>, Error> {
        let scheme = ber::only(&self.scheme, WHAT)?;
        let known = (self.plain.as_slice(), self.octets.as_slice());
        let octets = scheme::seal(budget, &scheme, passwords, known, plain)?;
        let octets = tlv(IMPLICIT_0, &[&octets]);
        let info = tlv(SEQUENCE, &[&self.content_kind, &self.scheme, &octets]);
        let data = tlv(SEQUENCE, &[&self.version, &info, &self.rest]);
        Ok(content_info(&self.kind, &data))
    }
}

/// A part that is not encrypted.
pub(super) fn plain(bags: &[&[u8]]) -> Vec<u8> {
    let bags = tlv(SEQUENCE, bags);
    content_info(DATA, &tlv(OCTET_STRING, &[&bags]))
}

/// A ContentInfo. `kind` is a whole element.
pub(super) fn content_info(kind: &[u8], content: &[u8]) -> Vec<u8> {
    tlv(SEQUENCE, &[kind, &tlv(CONTEXT_0, &[content])])
}

fn bags(safe_contents: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    let bags = ber::only(safe_contents, WHAT)?;
    if !bags.is_sequence() {
        return Err(ber::not_as_expected(WHAT));
    }
    bags.children(WHAT)
        .map(|bag| Ok(bag?.raw.to_vec()))
        .collect()
}
