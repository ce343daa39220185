//! Splits PKCS #12 files into bags, so that Java's trusted certificates can be removed and put
//! back. Every bag that stays keeps its bytes.
//!
//! ```text
//! PFX            SEQUENCE { version, ContentInfo { data, AuthenticatedSafe }, MacData }
//! AuthenticatedSafe  SEQUENCE OF ContentInfo { data or EncryptedData { SafeContents } }
//! SafeContents   SEQUENCE OF bag                                   RFC 7292 §§4, 4.1, 4.2
//! ```
//!
//! A changed part is encrypted again with the file's own parameters, and the message
//! authentication code is recomputed with its own. Salt and initialization vector stay the same,
//! so two states of a file show where they differ; the contents are public certificates.
//!
//! **Trust:** the file's maker chose every byte. The work is bounded as in [`read`](super::read).

use anchorwatch_identity::Certificate;

use super::{
    ContainerPart, Error, JavaMark, MAX_CONTAINER_BYTES, MAX_ITEM_COUNT,
    ber::{self, Element},
    budget::{Budget, TOO_MANY, too_large},
    pkcs7::{self, Kind},
    pkcs12, scheme,
};

mod der;
mod mac;
mod part;

use der::{CONTEXT_0, OCTET_STRING, SEQUENCE, tlv};
use mac::Mac;
use part::Part;

const WHAT: ContainerPart = ContainerPart::Pkcs12;

/// A PKCS #12 file, with every bag that its password opens.
#[derive(Debug)]
pub struct Bags {
    version: Vec<u8>,
    parts: Vec<Part>,
    mac: Option<Mac>,
    /// The bytes after the end of the structure.
    surplus: Vec<u8>,
    passwords: Vec<String>,
    trusted: Vec<TrustedBag>,
    of_keys: Vec<Certificate>,
}

/// A bag whose certificate Java trusts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedBag {
    /// Its name. Java makes one up if it is missing, and turns it to lower case.
    pub alias: Option<String>,
    /// The certificate, or why it cannot be read.
    pub certificate: Result<Certificate, Error>,
    /// The whole bag.
    pub der: Vec<u8>,
    part: usize,
    index: usize,
}

impl Bags {
    /// Opens a file. Tries the passwords in order, the empty one last.
    ///
    /// # Errors
    /// [`Error::WrongPassword`] if none fits the file's message authentication code, which is
    /// also the case if the file was truncated, damaged or changed. [`Error::NotRecognised`] and
    /// others if it is not a readable PKCS #12 file.
    pub fn open(bytes: &[u8], passwords: &[String]) -> Result<Self, Error> {
        if bytes.len() > MAX_CONTAINER_BYTES {
            return Err(too_large(bytes.len()));
        }
        let mut budget = Budget::default();
        let (pfx, surplus) = ber::first(bytes, WHAT)?;
        let mut elements = pfx.children(WHAT);
        let version = elements.expect_that(Element::is_integer)?;
        if !pfx.is_sequence() || version.content != [3] {
            return Err(Error::NotRecognised);
        }
        let info = elements.expect_that(Element::is_sequence)?;
        let (kind, oid, content) = pkcs7::content_info(&info, WHAT)?;
        if kind != Kind::Data {
            return Err(pkcs12::unsupported(ContainerPart::Pkcs12Kind, oid));
        }
        let safe = content.octets(WHAT)?;
        let mut passwords = passwords.to_vec();
        let mac = match elements.next() {
            Some(data) => {
                let (mac, password) = Mac::open(&mut budget, &data?, &safe, &passwords)?;
                passwords = vec![password];
                Some(mac)
            }
            None => None,
        };
        let mut parts = Vec::new();
        for info in ber::only(&safe, WHAT)?.children(WHAT) {
            parts.push(Part::open(&mut budget, &info?, &passwords)?);
        }
        let mut bags = Self {
            version: version.raw.to_vec(),
            parts,
            mac,
            surplus: surplus.to_vec(),
            passwords,
            trusted: Vec::new(),
            of_keys: Vec::new(),
        };
        bags.look()?;
        Ok(bags)
    }

    /// The trusted certificates, in file order.
    #[must_use]
    pub fn trusted(&self) -> &[TrustedBag] {
        &self.trusted
    }

    /// The certificates of the file's own private keys, which Java trusts too.
    #[must_use]
    pub fn of_keys(&self) -> &[Certificate] {
        &self.of_keys
    }

    /// Why parts could not be opened. Their contents are unknown.
    pub fn shut(&self) -> impl Iterator<Item = &Error> {
        self.parts.iter().filter_map(Part::shut)
    }

    /// The file without the bags in `without`, and with those in `with` at the end.
    ///
    /// # Errors
    /// [`Error`] if a part cannot be encrypted as it was; then nothing must be written.
    pub fn rewritten(&self, without: &[&TrustedBag], with: &[&[u8]]) -> Result<Vec<u8>, Error> {
        let mut budget = Budget::default();
        let home = self.parts.iter().position(Part::is_for_certificates);
        let mut safe = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let gone: Vec<usize> = without
                .iter()
                .filter(|bag| bag.part == number)
                .map(|bag| bag.index)
                .collect();
            let added = if home == Some(number) { with } else { &[] };
            safe.extend(part.rewritten(&mut budget, &self.passwords, &gone, added)?);
        }
        if home.is_none() && !with.is_empty() {
            safe.extend(part::plain(with));
        }
        let safe = tlv(SEQUENCE, &[&safe]);
        let mac = match &self.mac {
            Some(mac) => mac.over(&mut budget, &safe)?,
            None => Vec::new(),
        };
        let info = part::content_info(part::DATA, &tlv(OCTET_STRING, &[&safe]));
        let mut file = tlv(SEQUENCE, &[&self.version, &info, &mac]);
        file.extend(&self.surplus);
        Ok(file)
    }

    fn look(&mut self) -> Result<(), Error> {
        let mut count: usize = 0;
        let mut has_key = false;
        for (part, bags) in self.parts.iter().enumerate() {
            for (index, der) in bags.bags().iter().enumerate() {
                count += 1;
                if count > MAX_ITEM_COUNT {
                    return Err(TOO_MANY);
                }
                match kind_of(der, index)? {
                    BagKind::Trusted(bag) => {
                        self.trusted.push(TrustedBag { part, index, ..bag });
                    }
                    BagKind::OfAKey(certificate) => self.of_keys.push(certificate),
                    BagKind::Key => has_key = true,
                    BagKind::Other => {}
                }
            }
        }
        if !has_key {
            self.of_keys.clear();
        }
        Ok(())
    }
}

enum BagKind {
    Trusted(TrustedBag),
    OfAKey(Certificate),
    Key,
    Other,
}

/// Reads a bag, if it is one that Java trusts.
///
/// # Errors
/// [`Error::Damaged`] if it is not a bag.
pub fn trusted_bag(der: &[u8]) -> Result<Option<TrustedBag>, Error> {
    Ok(match kind_of(der, 0)? {
        BagKind::Trusted(bag) => Some(bag),
        BagKind::OfAKey(_) | BagKind::Key | BagKind::Other => None,
    })
}

fn kind_of(der: &[u8], index: usize) -> Result<BagKind, Error> {
    let bag = ber::only(der, WHAT)?;
    let mut elements = bag.children(WHAT);
    let kind = elements.expect()?;
    let oid = kind.oid().ok_or_else(|| ber::not_as_expected(WHAT))?;
    let value = elements.expect_that(|part| part.is_context(0))?;
    if pkcs12::is_key_bag(oid) {
        return Ok(BagKind::Key);
    }
    if !pkcs12::is_certificate_bag(oid) {
        return Ok(BagKind::Other);
    }
    let certificate =
        || ber::only(value.content, WHAT).and_then(|value| pkcs12::certificate(&value));
    let attributes = elements.next();
    let alias = attributes.as_ref().and_then(pkcs12::alias);
    Ok(match pkcs12::mark(attributes, index) {
        JavaMark::Trusted => BagKind::Trusted(TrustedBag {
            alias,
            certificate: certificate(),
            der: der.to_vec(),
            part: 0,
            index,
        }),
        JavaMark::OfAKey => certificate().map_or(BagKind::Other, BagKind::OfAKey),
        JavaMark::None => BagKind::Other,
    })
}

#[cfg(test)]
mod tests;
