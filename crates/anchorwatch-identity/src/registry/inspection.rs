//! Names of antivirus programs, inspection gateways and interception tools.

use super::generated;
use crate::{DistinguishedName, name::folded};

/// A program that deliberately reads its owner's encrypted traffic, recognised by the name of its
/// root.
///
/// **Trust:** anyone can use the name. It proves nothing, and nothing may be trusted or excused
/// because of it.
#[derive(Debug, PartialEq, Eq)]
pub struct InspectionProduct {
    /// The product.
    pub name: &'static str,
    pub(super) conditions: &'static [Condition],
}

/// A condition on a name. All conditions of a product must hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) field: Field,
    pub(super) any_of: &'static [Pattern],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    CommonName,
    Organization,
    /// The common name, the organization or the organizational unit.
    Any,
}

/// How a value of a name must look; lower case.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// The whole value.
    Whole(&'static str),
    /// Its beginning.
    Prefix(&'static str),
    /// Its first words.
    Begins(&'static [&'static str]),
    /// These words in sequence.
    Has(&'static [&'static str]),
}

/// The most values of a name that are looked at, and the most characters of each: RFC 5280
/// appendix A allows 64 characters, and a hostile name could be made to keep this search busy.
const MAX_VALUE_COUNT: usize = 32;
const MAX_CHARACTERS: usize = 256;

/// The product whose roots are named like this.
///
/// Ignores case and white space (RFC 5280 §7.1).
#[must_use]
pub fn inspection_product(name: &DistinguishedName) -> Option<&'static InspectionProduct> {
    let values: Vec<Value> = [
        (Some(Field::CommonName), name.common_names()),
        (Some(Field::Organization), name.organizations()),
        (None, name.organizational_units()),
    ]
    .into_iter()
    .flat_map(|(field, values)| {
        let values = values.iter().take(MAX_VALUE_COUNT);
        values.map(move |value| Value::of(field, value))
    })
    .collect();
    let mut products = generated::INSPECTION_PRODUCTS.iter();
    products.find(|product| {
        let mut conditions = product.conditions.iter();
        conditions.all(|condition| condition.holds(&values))
    })
}

/// A value of a name, prepared for comparison.
struct Value {
    field: Option<Field>,
    text: String,
    words: Vec<String>,
}

impl Value {
    fn of(field: Option<Field>, value: &str) -> Self {
        let start: String = value.chars().take(MAX_CHARACTERS).collect();
        let text = folded(&start);
        let words = text.split(|character: char| !character.is_alphanumeric());
        Self {
            field,
            words: words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect(),
            text,
        }
    }
}

impl Condition {
    fn holds(&self, values: &[Value]) -> bool {
        let is_meant = |value: &Value| match self.field {
            Field::Any => true,
            field => value.field == Some(field),
        };
        let mut meant = values.iter().filter(|value| is_meant(value));
        meant.any(|value| self.any_of.iter().any(|pattern| pattern.fits(value)))
    }
}

impl Pattern {
    fn fits(&self, value: &Value) -> bool {
        match self {
            Self::Whole(text) => value.text == *text,
            Self::Prefix(text) => value.text.starts_with(text),
            Self::Begins(words) => {
                value.words.len() >= words.len()
                    && value
                        .words
                        .iter()
                        .zip(*words)
                        .all(|(own, word)| own == word)
            }
            Self::Has(words) => value.words.windows(words.len()).any(|own| own == *words),
        }
    }
}

#[cfg(test)]
mod tests;
