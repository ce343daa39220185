//! Tables as comma-separated values (RFC 4180).

use anchorwatch_identity::can_control_terminal;
use data_encoding::BASE64;

/// What begins a formula. Some programs read the wide forms of East Asian text as the usual ones.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A table. The first row has the names of the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Csv(String);

impl Csv {
    /// A table with these columns and no row.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        let mut table = Self::default();
        table.row(columns);
        table
    }

    /// Adds a row.
    ///
    /// What a program for tables would take as a formula gets an apostrophe in front (OWASP, «CSV
    /// Injection»): at the beginning of a value, and after a semicolon or a tab in it, because in
    /// some countries those end a value. What controls the display, line ends too, becomes a visible
    /// escape: each row is one line.
    pub fn row<T: AsRef<str>>(&mut self, values: &[T]) {
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            self.value(value.as_ref());
        }
        self.0.push_str("\r\n");
    }

    fn value(&mut self, value: &str) {
        let mut text = String::with_capacity(value.len());
        for part in value.split_inclusive([';', '\t']) {
            if part.trim_start().starts_with(FORMULA) {
                text.push('\'');
            }
            for character in part.chars() {
                if can_control_terminal(character) {
                    text.extend(character.escape_default());
                } else {
                    text.push(character);
                }
            }
        }
        if text.contains([',', ';', '"', ' ']) {
            self.0
                .push_str(&format!("\"{}\"", text.replace('"', "\"\"")));
        } else {
            self.0.push_str(&text);
        }
    }

    /// The table as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The table as a link that needs no other file (RFC 2397).
    #[must_use]
    pub fn data_link(&self) -> String {
        let text = BASE64.encode(self.0.as_bytes());
        format!("data:text/csv;charset=utf-8;base64,{text}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_is_no_formula_and_no_second_row() {
        let mut table = Csv::new(&["name", "n"]);
        table.row(&["=1+1", "2"]);
        table.row(&[" @a", "a,b\"c"]);
        table.row(&["a\r\nb", "\u{202e}x"]);
        let expected = "name,n\r\n'=1+1,2\r\n\"' @a\",\"a,b\"\"c\"\r\na\\r\\nb,\\u{202e}x\r\n";
        assert_eq!(table.as_str(), expected);
    }

    #[test]
    fn no_part_of_a_value_is_a_formula() {
        for (value, expected) in [
            ("a;=1+1", "\"a;'=1+1\""),
            ("a; @b;c", "\"a;' @b;c\""),
            ("a\t-1", "a\\t'-1"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("a;＠b", "\"a;'＠b\""),
            ("a=b-c", "a=b-c"),
        ] {
            let mut table = Csv::default();
            table.row(&[value]);
            assert_eq!(table.as_str(), format!("{expected}\r\n"));
        }
    }

    proptest! {
        #[test]
        fn every_row_is_one_line(values in proptest::collection::vec(any::<String>(), 1..4)) {
            let mut table = Csv::default();
            table.row(&values);
            prop_assert_eq!(table.as_str().matches(['\r', '\n']).count(), 2);
            let quotes = table.as_str().matches('"').count();
            prop_assert_eq!(quotes % 2, 0);
        }
    }
}
