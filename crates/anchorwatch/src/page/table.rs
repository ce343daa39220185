//! A table of numbers, words and paths that fits a terminal.

use textwrap::core::display_width;

use super::{Page, escaped, padded};

/// One row.
pub(crate) struct Row {
    /// Right-aligned.
    pub(crate) number: String,
    /// A word or two.
    pub(crate) kind: String,
    /// Never broken, so that it can be copied; gets its own line if it does not fit.
    pub(crate) path: String,
}

const MARGIN: &str = "  ";

/// Writes the rows; the first is the header.
pub(crate) fn write(page: &mut Page, rows: &[Row]) {
    let widest = |of: fn(&Row) -> &str| rows.iter().map(|row| display_width(of(row))).max();
    let numbers = widest(|row| &row.number).unwrap_or(0);
    let kinds = widest(|row| &row.kind).unwrap_or(0);
    for row in rows {
        let spaces = " ".repeat(numbers.saturating_sub(display_width(&row.number)));
        let head = format!("{MARGIN}{spaces}{}{MARGIN}", row.number);
        let path = escaped(&row.path);
        let line = format!("{head}{}{MARGIN}{path}", padded(&row.kind, kinds));
        if display_width(&line) <= page.columns {
            page.line(&line);
        } else {
            page.line(&format!("{head}{}", row.kind));
            page.line(&format!("{}{path}", " ".repeat(display_width(&head))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: &str, kind: &str, path: &str) -> Row {
        Row {
            number: number.to_owned(),
            kind: kind.to_owned(),
            path: path.to_owned(),
        }
    }

    fn table(columns: usize, rows: &[Row]) -> String {
        let mut page = Page {
            columns,
            ..Page::default()
        };
        write(&mut page, rows);
        page.finish()
    }

    #[test]
    fn columns_stand_under_each_other_in_every_script() {
        let rows = [
            row("roots", "kind", "where"),
            row("142", "\u{6839}\u{8bc1}\u{4e66}", "/etc/ssl"),
            row("7", "жүйе файлы", "/x"),
        ];
        let text = table(80, &rows);
        let starts: Vec<usize> = text
            .lines()
            .zip(&rows)
            .map(|(line, row)| display_width(line) - display_width(&row.path))
            .collect();
        assert_eq!(starts, [21, 21, 21], "{text}");
        assert!(text.contains("    142  "), "{text}");
    }

    #[test]
    fn a_path_that_does_not_fit_has_a_line_of_its_own_and_is_never_cut() {
        let long = format!("/{}", "x".repeat(60));
        let text = table(
            60,
            &[row("1", "NSS database", &long), row("2", "file", "/y")],
        );
        assert_eq!(
            text,
            format!("  1  NSS database\n     {long}\n  2  file          /y\n")
        );
    }

    #[test]
    fn a_path_cannot_add_a_row() {
        let text = table(80, &[row("1", "file", "/a\n  0  file  /b\u{1b}[2J")]);
        assert_eq!(text.lines().count(), 1);
        assert!(!text.contains('\u{1b}'));
    }
}
