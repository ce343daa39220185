//! What a key is called.

use std::fmt;

use crate::KeyProblem;

/// The longest name that is read, in bytes: longer than any host name with a path.
const MAX_NAME_BYTES: usize = 255;

/// A key's name: not empty, without spaces, plus signs and control characters.
///
/// The specification recommends a URL without its scheme, such as `example.org/kz-watch`, so that
/// no two people choose the same; nothing needs to be there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyName(String);

impl KeyName {
    /// Reads a name.
    ///
    /// # Errors
    /// [`KeyProblem::Name`] if it is empty, too long, or has a character that no name may have.
    pub fn parse(text: &str) -> Result<Self, KeyProblem> {
        let is_allowed = |it: char| !it.is_whitespace() && !it.is_control() && it != '+';
        let is_short = (1..=MAX_NAME_BYTES).contains(&text.len());
        if is_short && text.chars().all(is_allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(KeyProblem::Name)
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_space_plus_or_control_character() {
        for good in ["example.org/kz", "a", "куәлік"] {
            assert_eq!(KeyName::parse(good).unwrap().as_str(), good);
        }
        let long = "a".repeat(MAX_NAME_BYTES + 1);
        for bad in [
            "",
            "a b",
            "a+b",
            "a\u{a0}b",
            "a\u{2028}b",
            "a\nb",
            "a\u{7f}",
            &long,
        ] {
            assert_eq!(KeyName::parse(bad), Err(KeyProblem::Name), "{bad:?}");
        }
    }
}
