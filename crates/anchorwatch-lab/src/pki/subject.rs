use rcgen::string::PrintableString;
use rcgen::{DistinguishedName, DnType, DnValue};

use super::der;

/// A distinguished name, in the order in which it is encoded.
///
/// Each attribute is a relative name of its own. Values are PrintableString if the characters
/// allow it, otherwise UTF8String. An attribute that is given twice keeps its last value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    attributes: Vec<(Attribute, String)>,
}

/// The kinds of attribute that the lab's names use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// `CN`, 2.5.4.3.
    CommonName,
    /// `C`, 2.5.4.6.
    Country,
    /// `L`, 2.5.4.7.
    Locality,
    /// `ST`, 2.5.4.8.
    Province,
    /// `O`, 2.5.4.10.
    Organization,
}

impl Subject {
    /// Makes a name of these attributes, encoded in this order.
    pub fn new(attributes: &[(Attribute, &str)]) -> Self {
        let mut subject = Self {
            attributes: Vec::new(),
        };
        for (attribute, value) in attributes {
            let value = (*value).to_owned();
            match subject.attributes.iter_mut().find(|(a, _)| a == attribute) {
                Some((_, earlier)) => *earlier = value,
                None => subject.attributes.push((*attribute, value)),
            }
        }
        subject
    }

    /// Returns the name of seven of the roots that Kazakhstan made on 28 February 2020, octet for
    /// octet: CN, O, C, each a PrintableString.
    ///
    /// Source: the certificate with SHA-256
    /// 235150de7df7db2e538d461bc4d210c4e0819be2c4c76969476e3cbe67b723dd and its six
    /// namesakes, read with `openssl asn1parse`.
    pub fn isca() -> Self {
        Self::new(&[
            (
                Attribute::CommonName,
                "Information Security Certification Authority",
            ),
            (Attribute::Organization, "ISCA"),
            (Attribute::Country, "KZ"),
        ])
    }

    /// Returns the name of the root of 2016: C, CN.
    ///
    /// Source: the certificate with SHA-256
    /// 00309c736dd661da6f1eb24173aa849944c168a43a15bffd192eecfdb6f8dbd2.
    pub fn qaznet() -> Self {
        Self::new(&[
            (Attribute::Country, "KZ"),
            (Attribute::CommonName, "Qaznet Trust Network"),
        ])
    }

    /// Returns the name of an ordinary company's root: C=SE, O=Example Works, CN as given.
    pub fn company(common_name: &str) -> Self {
        Self::new(&[
            (Attribute::Country, "SE"),
            (Attribute::Organization, "Example Works"),
            (Attribute::CommonName, common_name),
        ])
    }

    /// Returns a name with only a common name.
    pub fn common_name(common_name: &str) -> Self {
        Self::new(&[(Attribute::CommonName, common_name)])
    }

    /// Returns the DER encoding of the whole Name.
    pub fn der(&self) -> Vec<u8> {
        let relative_names: Vec<u8> = self
            .attributes
            .iter()
            .flat_map(|(attribute, value)| {
                let tag = match PrintableString::try_from(value.as_str()) {
                    Ok(_) => der::PRINTABLE_STRING,
                    Err(_) => der::UTF8_STRING,
                };
                let kind = der::tlv(der::OBJECT_IDENTIFIER, &[0x55, 0x04, attribute.arc()]);
                let pair = [kind, der::tlv(tag, value.as_bytes())].concat();
                der::tlv(der::SET, &der::tlv(der::SEQUENCE, &pair))
            })
            .collect();
        der::tlv(der::SEQUENCE, &relative_names)
    }

    pub(super) fn distinguished_name(&self) -> DistinguishedName {
        let mut name = DistinguishedName::new();
        for (attribute, value) in &self.attributes {
            let value = match PrintableString::try_from(value.as_str()) {
                Ok(printable) => DnValue::PrintableString(printable),
                Err(_) => DnValue::Utf8String(value.clone()),
            };
            name.push(attribute.kind(), value);
        }
        name
    }
}

impl Attribute {
    /// Returns the last arc under id-at (2.5.4), X.520.
    const fn arc(self) -> u8 {
        match self {
            Self::CommonName => 3,
            Self::Country => 6,
            Self::Locality => 7,
            Self::Province => 8,
            Self::Organization => 10,
        }
    }

    const fn kind(self) -> DnType {
        match self {
            Self::CommonName => DnType::CommonName,
            Self::Country => DnType::CountryName,
            Self::Locality => DnType::LocalityName,
            Self::Province => DnType::StateOrProvinceName,
            Self::Organization => DnType::OrganizationName,
        }
    }
}
