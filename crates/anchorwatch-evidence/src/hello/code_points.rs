//! Lists of registered numbers: cipher suites, groups, extensions, versions.

use anchorwatch_remark::{Fact, Value};

/// Registered numbers in the order in which they were sent.
///
/// As a fact: a list of texts, each of four lower-case hexadecimal digits (`c02b`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodePoints(pub Vec<u16>);

impl FromIterator<u16> for CodePoints {
    fn from_iter<I: IntoIterator<Item = u16>>(numbers: I) -> Self {
        Self(numbers.into_iter().collect())
    }
}

impl Fact for CodePoints {
    fn to_value(&self) -> Value {
        Value::List(
            self.0
                .iter()
                .map(|number| format!("{number:04x}"))
                .collect(),
        )
    }

    fn from_value(value: &Value) -> Option<Self> {
        let Value::List(texts) = value else {
            return None;
        };
        let read = |text: &String| {
            let number = u16::from_str_radix(text, 16).ok()?;
            (format!("{number:04x}") == *text).then_some(number)
        };
        texts.iter().map(read).collect()
    }
}

/// Returns whether the number is one of the sixteen that mean nothing and are sent so that
/// servers ignore what they do not know (RFC 8701 §2): `0a0a`, `1a1a` … `fafa`.
///
/// They are the same for cipher suites, extensions, groups, signature algorithms and versions.
#[must_use]
pub const fn is_grease(number: u16) -> bool {
    let [high, low] = number.to_be_bytes();
    high == low && low & 0x0f == 0x0a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixteen_numbers_of_grease_are_found_and_nothing_else() {
        let found: Vec<u16> = (0..=u16::MAX).filter(|one| is_grease(*one)).collect();
        // RFC 8701 §2.
        let expected: Vec<u16> = (0..16).map(|step| 0x0a0a + step * 0x1010).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_are_facts_of_four_digits_each() {
        let suites = CodePoints(vec![0xc02b, 0x2f]);
        let value = suites.to_value();
        assert_eq!(
            value,
            Value::List(vec!["c02b".to_owned(), "002f".to_owned()])
        );
        assert_eq!(CodePoints::from_value(&value), Some(suites));
        for other in ["2f", "C02B", "+02f", "c02b0", ""] {
            let list = Value::List(vec![other.to_owned()]);
            assert_eq!(CodePoints::from_value(&list), None, "{other}");
        }
    }
}
