//! A distinguished name: its DER bytes, its RFC 4514 text for people, and a canonical form for
//! comparison.

use std::fmt::{self, Write as _};

use x509_parser::{
    asn1_rs::ToDer,
    x509::{AttributeTypeAndValue, X509Name},
};

use crate::NameSha256;

pub(crate) mod skeleton;
mod string;

/// A `Name` (RFC 5280 §4.1.2.4) as a certificate contains it.
///
/// Displays as an RFC 4514 string: last component first, special characters escaped, values of
/// every string type as text, and other values as `#` and the hexadecimal DER. Control characters
/// and the marks that change the direction of writing are escaped too (RFC 4514 allows that for
/// any character), so that a printed name cannot control a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistinguishedName {
    der: Vec<u8>,
    text: String,
    canonical: String,
    common_names: Vec<String>,
    organizations: Vec<String>,
    organizational_units: Vec<String>,
    countries: Vec<String>,
}

impl DistinguishedName {
    pub(crate) fn from_parsed(name: &X509Name<'_>) -> Self {
        let texts = |attributes: &mut dyn Iterator<Item = &AttributeTypeAndValue<'_>>| {
            attributes
                .filter_map(|attribute| string::decoded(attribute.attr_value()))
                .collect()
        };
        Self {
            der: name.as_raw().to_vec(),
            text: rfc4514(name),
            canonical: canonical(name),
            common_names: texts(&mut name.iter_common_name()),
            organizations: texts(&mut name.iter_organization()),
            organizational_units: texts(&mut name.iter_organizational_unit()),
            countries: texts(&mut name.iter_country()),
        }
    }

    /// The DER of the `Name`, byte for byte as it was read.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The hash of [`der`](Self::der).
    #[must_use]
    pub fn sha256(&self) -> NameSha256 {
        NameSha256::of(&self.der)
    }

    /// Whether the [`canonical`](Self::canonical) forms of two names are equal.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.canonical == other.canonical
    }

    /// A form in which equivalent names are equal (RFC 5280 §7.1): each value decoded from its
    /// string type, in lower case, with white space trimmed and collapsed; the values of a
    /// relative name sorted. For comparison only, never for people.
    ///
    /// OpenSSL compares names almost like this (`X509_NAME_cmp`, which folds ASCII only);
    /// webpki, NSS and Windows compare the DER.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The relative names of the [`canonical`](Self::canonical) form, sorted: equal for names that
    /// have the same parts in any order.
    pub(crate) fn parts(&self) -> Vec<String> {
        parts(&self.canonical)
    }

    /// The `Name` in this DER; `None` if it is not one.
    pub(crate) fn from_der(der: &[u8]) -> Option<Self> {
        use x509_parser::prelude::FromDer as _;
        let (_, name) = X509Name::from_der(der).ok()?;
        Some(Self::from_parsed(&name))
    }

    /// The canonical form of a `Name` in DER; `None` if it is not one.
    pub(crate) fn canonical_of(der: &[u8]) -> Option<String> {
        use x509_parser::prelude::FromDer as _;
        let (_, name) = X509Name::from_der(der).ok()?;
        Some(canonical(&name))
    }

    /// The values of `commonName` that are text, in encoded order.
    #[must_use]
    pub fn common_names(&self) -> &[String] {
        &self.common_names
    }

    /// The values of `organizationName` that are text, in encoded order.
    #[must_use]
    pub fn organizations(&self) -> &[String] {
        &self.organizations
    }

    /// The values of `organizationalUnitName` that are text, in encoded order.
    #[must_use]
    pub fn organizational_units(&self) -> &[String] {
        &self.organizational_units
    }

    /// The values of `countryName` that are text, in encoded order.
    #[must_use]
    pub fn countries(&self) -> &[String] {
        &self.countries
    }
}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// RFC 4514 §2.1: the relative names in reverse order, joined by commas.
fn rfc4514(name: &X509Name<'_>) -> String {
    let relative: Vec<String> = name
        .iter_rdn()
        .map(|rdn| rdn.iter().map(attribute_text).collect::<Vec<_>>().join("+"))
        .collect();
    relative.into_iter().rev().collect::<Vec<_>>().join(",")
}

fn attribute_text(attribute: &AttributeTypeAndValue<'_>) -> String {
    let oid = attribute.attr_type().to_id_string();
    let kind = short_name(&oid).unwrap_or(&oid);
    match string::decoded(attribute.attr_value()) {
        Some(value) => format!("{kind}={}", escaped(&value)),
        None => format!("{kind}=#{}", hex_der(attribute)),
    }
}

fn hex_der(attribute: &AttributeTypeAndValue<'_>) -> String {
    let der = attribute.attr_value().to_der_vec().unwrap_or_default();
    data_encoding::HEXLOWER.encode(&der)
}

/// See [`DistinguishedName::canonical`]. Separators inside a value are escaped, so that no name
/// can imitate another.
fn canonical(name: &X509Name<'_>) -> String {
    let relative = name.iter_rdn().map(|rdn| {
        let mut values: Vec<String> = rdn.iter().map(canonical_value).collect();
        values.sort_unstable();
        values.join("+")
    });
    relative.collect::<Vec<_>>().join(",")
}

/// The relative names of a canonical name, sorted. A comma inside one is escaped.
fn parts(canonical: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_escaped = false;
    for character in canonical.chars() {
        if character == ',' && !is_escaped {
            parts.push(String::new());
            continue;
        }
        is_escaped = character == '\\' && !is_escaped;
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts.sort_unstable();
    parts
}

fn canonical_value(attribute: &AttributeTypeAndValue<'_>) -> String {
    let mut text = attribute.attr_type().to_id_string();
    text.push('=');
    match string::decoded(attribute.attr_value()) {
        None => {
            text.push('#');
            text.push_str(&hex_der(attribute));
        }
        Some(value) => {
            for character in folded(&value).chars() {
                if matches!(character, '\\' | '+' | ',' | '#') {
                    text.push('\\');
                }
                text.push(character);
            }
        }
    }
    text
}

/// RFC 4514 §3, table of short names.
fn short_name(oid: &str) -> Option<&'static str> {
    Some(match oid {
        "2.5.4.3" => "CN",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.6" => "C",
        "2.5.4.9" => "STREET",
        "0.9.2342.19200300.100.1.25" => "DC",
        "0.9.2342.19200300.100.1.1" => "UID",
        _ => return None,
    })
}

/// RFC 4514 §2.4.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let last = value.chars().count().saturating_sub(1);
    for (index, character) in value.chars().enumerate() {
        let at_edge = index == 0 || index == last;
        match character {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => text.extend(['\\', character]),
            '#' if index == 0 => text.push_str("\\#"),
            ' ' if at_edge => text.push_str("\\ "),
            _ if can_control_terminal(character) => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    // Writing to a String cannot fail.
                    let _ = write!(text, "\\{byte:02x}");
                }
            }
            _ => text.push(character),
        }
    }
    text
}

/// Whether a printed character could change what a reader sees elsewhere: control characters
/// (escape sequences; also DEL and C1), line and paragraph separators, bidirectional marks (a
/// name that displays differently from its text; Unicode TR 36 §3.1), and invisible characters
/// that no script needs: soft hyphens, zero-width spaces, fillers, selectors of variants,
/// deprecated format characters, annotations and tags (Unicode §23;
/// `Default_Ignorable_Code_Point`, except the joiners of Persian and Indian scripts and the
/// Mongolian selectors).
#[must_use]
pub fn can_control_terminal(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{61c}'
                | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
                | '\u{200b}' | '\u{200e}' | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// A value in the form for comparison: RFC 5280 §7.1 ignores case and the amount of white space.
pub(crate) fn folded(value: &str) -> String {
    let words: Vec<String> = value.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests;
