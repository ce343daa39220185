//! Names of antivirus programs and inspection gateways.

use super::generated;
use crate::DistinguishedName;

/// A program that reads its owner's encrypted traffic on purpose, by the name that it
/// gives to its root.
///
/// **Trust:** anyone can bear the name. It proves nothing, and nothing may be believed
/// or excused because of it.
#[derive(Debug, PartialEq, Eq)]
pub struct InspectionProduct {
    /// The product.
    pub name: &'static str,
    pub(super) common_name: Option<Pattern>,
    pub(super) organization: Option<Pattern>,
}

/// What a value of a name is to be; lower case.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// The whole value.
    Whole(&'static str),
    /// Its beginning.
    Prefix(&'static str),
}

/// The product whose roots are named like this.
///
/// Every field that is known of a product must match. Case is not compared (RFC 5280
/// §7.1).
#[must_use]
pub fn inspection_product(name: &DistinguishedName) -> Option<&'static InspectionProduct> {
    let fits = |pattern: &Option<Pattern>, values: &[String]| match pattern {
        None => true,
        Some(pattern) => values.iter().any(|value| pattern.fits(value)),
    };
    generated::INSPECTION_PRODUCTS.iter().find(|product| {
        fits(&product.common_name, name.common_names())
            && fits(&product.organization, name.organizations())
    })
}

impl Pattern {
    fn fits(&self, value: &str) -> bool {
        let folded = value.trim().to_lowercase();
        match self {
            Self::Whole(text) => folded == *text,
            Self::Prefix(text) => folded.starts_with(text),
        }
    }
}

#[cfg(test)]
mod tests;
