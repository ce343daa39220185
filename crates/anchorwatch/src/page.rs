//! Pages for people, in the reader's language. Colour only repeats what a word says.

pub(crate) mod chain;
pub(crate) mod fingerprints;
pub(crate) mod table;

use std::{ops::Range, path::Path};

use anchorwatch_home::Tree;
use anchorwatch_identity::can_control_terminal;
use textwrap::{Options, core::display_width};

use crate::{
    output::{Paint, Painted},
    words::Words,
};

/// The widest line, in columns; a narrower terminal wins.
const MAX_COLUMNS: usize = 80;

/// The widest line of a page whose lines are short anyway.
const MAX_SCREEN_COLUMNS: usize = 120;

/// Columns that two lines of a point cannot use: the indents, and a long word moved to the
/// second line.
const BRIEF_MARGIN: usize = 34;

/// The widest first column of a table.
const MAX_FIRST_COLUMNS: usize = 36;

/// The width of the label column in English.
const LABEL_COLUMNS: usize = 12;

/// A page, written from top to bottom.
#[derive(Debug)]
pub(crate) struct Page {
    text: String,
    /// The widest line, in columns.
    columns: usize,
    label_columns: usize,
    /// The coloured parts of the text, in order.
    paints: Vec<(Range<usize>, Paint)>,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            text: String::new(),
            columns: textwrap::termwidth().clamp(40, MAX_COLUMNS),
            label_columns: LABEL_COLUMNS,
            paints: Vec::new(),
        }
    }
}

impl Page {
    /// A page wide enough for these labels in this language.
    pub(crate) fn of(words: &Words, labels: &[&str]) -> Self {
        let widths = labels.iter().map(|id| display_width(&words.say(id)) + 1);
        Self {
            label_columns: widths.max().unwrap_or(0).max(LABEL_COLUMNS),
            ..Self::default()
        }
    }

    /// Like `of`, for one screen: as wide as `columns`, or as the terminal.
    pub(crate) fn screen(words: &Words, labels: &[&str], columns: Option<usize>) -> Self {
        let columns = columns.unwrap_or_else(textwrap::termwidth);
        Self {
            columns: columns.clamp(40, MAX_SCREEN_COLUMNS),
            ..Self::of(words, labels)
        }
    }

    /// A heading that begins with a coloured word.
    pub(crate) fn painted_head(&mut self, paint: Paint, word: &str, rest: &str) -> &mut Self {
        let start = self.text.len() + 1;
        self.head(&format!("{word} {rest}"));
        let end = start + word.len();
        if self.text.get(start..end) == Some(word) {
            self.paints.push((start..end, paint));
        }
        self
    }

    /// A two-column table; the second column wraps. A text too wide for the first column gets a
    /// line of its own.
    pub(crate) fn columns(&mut self, rows: &[(String, String)]) -> &mut Self {
        let width = columns_width(rows);
        for (first, second) in rows {
            self.row(width, first, second);
        }
        self
    }

    /// One more row of the table `rows`, with a coloured first column.
    pub(crate) fn painted_row(
        &mut self,
        paint: Paint,
        rows: &[(String, String)],
        (first, second): &(String, String),
    ) -> &mut Self {
        let start = self.text.len() + "  ".len();
        self.row(columns_width(rows), first, second);
        let end = start + first.len();
        if self.text.get(start..end) == Some(first) {
            self.paints.push((start..end, paint));
        }
        self
    }

    fn row(&mut self, width: usize, first: &str, second: &str) {
        let next = " ".repeat(width + 4);
        if display_width(first) > width {
            self.line(&format!("  {first}"));
            self.wrapped(second, &next, &next);
        } else {
            self.wrapped(second, &format!("  {}  ", padded(first, width)), &next);
        }
    }

    /// A line cut at the edge of the terminal, for a name given in full elsewhere.
    pub(crate) fn fitted(&mut self, first: &str, words: &str) -> &mut Self {
        let line = fitted(&format!("{first}{}", escaped(words)), self.columns);
        self.line(&line)
    }

    /// A label and a command, unbroken so that it can be copied.
    pub(crate) fn command(&mut self, label: &str, command: &str) -> &mut Self {
        let label = padded(label, self.label_columns);
        self.line(&format!("    {label}{command}"))
    }

    /// The columns left for a field beside its label.
    pub(crate) fn field_columns(&self) -> usize {
        self.columns.saturating_sub(4 + self.label_columns)
    }

    /// A paragraph starting in the first column.
    pub(crate) fn say(&mut self, words: &str) -> &mut Self {
        self.wrapped(words, "", "")
    }

    /// A heading with an empty line before it.
    pub(crate) fn head(&mut self, words: &str) -> &mut Self {
        self.text.push('\n');
        self.wrapped(words, "", "")
    }

    /// A list item, with every line indented.
    pub(crate) fn point(&mut self, words: &str) -> &mut Self {
        self.wrapped(words, "  - ", "    ")
    }

    /// A place and what is said of it, in at most two lines; a longer one loses its middle.
    pub(crate) fn brief_point(&mut self, words: &str) -> &mut Self {
        let room = self.brief_columns();
        let letters: Vec<char> = escaped(words).chars().collect();
        let (head, tail) = (room * 2 / 3, room / 3);
        if letters.len() <= room {
            return self.point(words);
        }
        let first: String = letters.iter().take(head).collect();
        let last: String = letters.iter().skip(letters.len() - tail).collect();
        self.point(&format!("{} … {}", first.trim_end(), last.trim_start()))
    }

    /// The beginning of a sentence, in at most two lines: as many clauses as fit.
    pub(crate) fn clauses_point(&mut self, words: &str) -> &mut Self {
        let room = self.brief_columns();
        self.point(&clauses(&escaped(words), room))
    }

    fn brief_columns(&self) -> usize {
        (2 * self.columns).saturating_sub(BRIEF_MARGIN)
    }

    /// An indented paragraph under its heading.
    pub(crate) fn under(&mut self, words: &str) -> &mut Self {
        self.wrapped(words, "  ", "  ")
    }

    /// A numbered step.
    pub(crate) fn step(&mut self, number: usize, words: &str) -> &mut Self {
        self.wrapped(words, &format!("{number:>3}. "), "     ")
    }

    /// One of several ways to do a step.
    pub(crate) fn alternative(&mut self, words: &str) -> &mut Self {
        self.wrapped(words, "     - ", "       ")
    }

    /// A label and its text.
    pub(crate) fn field(&mut self, label: &str, words: &str) -> &mut Self {
        let first = format!("    {}", padded(label, self.label_columns));
        let next = " ".repeat(4 + self.label_columns);
        self.wrapped(words, &first, &next)
    }

    /// A line that is never broken: a path, a hash, something to copy.
    pub(crate) fn line(&mut self, line: &str) -> &mut Self {
        self.text.push_str(&escaped(line));
        self.text.push('\n');
        self
    }

    pub(crate) fn finish(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// The page with its colours.
    pub(crate) fn finish_painted(&mut self) -> Painted {
        let text = std::mem::take(&mut self.text);
        let mut painted = Painted::default();
        let mut done = 0;
        for (range, paint) in self.paints.drain(..) {
            painted.push(None, text.get(done..range.start).unwrap_or_default());
            done = range.end;
            painted.push(Some(paint), text.get(range).unwrap_or_default());
        }
        painted.push(None, text.get(done..).unwrap_or_default());
        painted
    }

    fn wrapped(&mut self, words: &str, first: &str, next: &str) -> &mut Self {
        let words = &in_one_piece(&escaped(words));
        let options = Options::new(self.columns)
            .initial_indent(first)
            .subsequent_indent(next)
            // A hash or path is never broken, so that it can be copied.
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let filled = textwrap::fill(words, options);
        self.text.push_str(&filled.replace(KEPT_SPACE, " "));
        self.text.push('\n');
        self
    }
}

/// The width of a table's first column.
fn columns_width(rows: &[(String, String)]) -> usize {
    let widths = rows.iter().map(|(first, _)| display_width(first));
    let fitting = widths.filter(|width| *width <= MAX_FIRST_COLUMNS);
    fitting.max().unwrap_or(0)
}

/// The option that makes a printed command mean the same tree; empty for the machine itself.
pub(crate) fn root_option(tree: &Tree) -> String {
    if tree.is_live() {
        return String::new();
    }
    let root = tree.display_path(Path::new("/")).display().to_string();
    format!(" --root {}", quoted(&root))
}

/// Quotes a word for the shell.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |it: char| it.is_alphanumeric() || matches!(it, '/' | '.' | '-' | '_' | '+');
    if word.chars().all(is_plain) && !word.is_empty() {
        word.to_owned()
    } else {
        format!("'{}'", escaped(word).replace('\'', r"'\''"))
    }
}

/// Escapes text from elsewhere (a path, a name, evidence), so that it cannot control the
/// terminal or add a line.
pub(crate) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for character in words.chars() {
        // The placeholder would be turned into a space.
        if can_control_terminal(character) || character == KEPT_SPACE {
            text.extend(character.escape_default());
        } else {
            text.push(character);
        }
    }
    text
}

/// Replaces a space inside a command while lines are wrapped. It is a private-use character
/// (Unicode §23.5), so it occurs in no text, and is one column wide like a space.
const KEPT_SPACE: char = '\u{e000}';

/// The longest command that is kept unbroken, in characters: it fits a narrow terminal.
const MOST_KEPT: usize = 60;

/// Keeps commands between backquotes unbroken, so that they can be copied.
fn in_one_piece(words: &str) -> String {
    let mut parts: Vec<String> = words.split('`').map(str::to_owned).collect();
    let inner = parts.len().saturating_sub(1);
    for part in parts.iter_mut().take(inner).skip(1).step_by(2) {
        if part.chars().count() <= MOST_KEPT {
            *part = part.replace(' ', &KEPT_SPACE.to_string());
        }
    }
    parts.join("`")
}

/// Pads text with spaces to a width in columns; letters of some scripts take two columns.
pub(crate) fn padded(words: &str, columns: usize) -> String {
    let spaces = columns.saturating_sub(display_width(words));
    format!("{words}{}", " ".repeat(spaces))
}

/// Cuts a line to a width in columns.
fn fitted(line: &str, columns: usize) -> String {
    if display_width(line) <= columns {
        return line.to_owned();
    }
    let mut cut = String::new();
    for letter in line.chars() {
        cut.push(letter);
        if display_width(&cut) >= columns {
            cut.pop();
            break;
        }
    }
    cut.push('…');
    cut
}

/// The first clauses of a text, as many as fit into `room` columns; of a first clause that is
/// longer, what fits.
fn clauses(words: &str, room: usize) -> String {
    let cut = fitted(words, room);
    if cut == words {
        return cut;
    }
    let ends = [". ", "; ", ": ", " (", ", ", " "].into_iter();
    let mut ends = ends.filter_map(|end| cut.rfind(end));
    let end = ends.find(|end| *end > room / 4);
    match end.and_then(|end| cut.get(..end)) {
        Some(clauses) => format!("{clauses} …"),
        None => cut,
    }
}

/// Capitalizes the first letter and adds a full stop.
pub(crate) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first: String = letters
        .next()
        .map(|letter| letter.to_uppercase().collect())
        .unwrap_or_default();
    let end = if clause.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_a_terminal_but_what_cannot_be_broken() {
        let mut page = Page::default();
        page.say(&"word ".repeat(100))
            .point(&"word ".repeat(100))
            .field("label", &"word ".repeat(100));
        assert!(
            page.finish()
                .lines()
                .all(|line| display_width(line) <= MAX_COLUMNS)
        );
        let hash = "0".repeat(64);
        assert!(page.field("key", &hash).finish().contains(&hash));
    }

    #[test]
    fn a_command_is_kept_in_one_piece_with_the_spaces_that_are_typed() {
        let mut page = Page {
            columns: 40,
            ..Page::default()
        };
        let command = "`anchorwatch block --class state_root`";
        page.say(&format!(
            "Refuse it, if it was imposed: {command}, and so on."
        ));
        assert!(page.finish().contains(command));
        // A backquote in a name, or a span longer than a command, changes nothing.
        for words in ["a ` b c", &"`word word ".repeat(100), "``", "`"] {
            page.say(words);
            let text = page.finish();
            assert!(!text.contains(KEPT_SPACE));
            assert_eq!(
                text.split_whitespace().collect::<Vec<_>>(),
                words.split_whitespace().collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn labels_are_aligned_by_columns_and_not_by_bytes_or_letters() {
        for language in crate::words::Language::ALL {
            let words = Words::of(language);
            let labels = ["label-class", "label-trusted-by"];
            let mut page = Page::of(&words, &labels);
            page.field(&words.say("label-class"), "x")
                .field(&words.say("label-trusted-by"), "x")
                // Each letter takes two columns.
                .field("\u{6839}\u{6839}", "x");
            let text = page.finish();
            let column = |line: &str| display_width(line.trim_end_matches('x'));
            let columns: Vec<usize> = text.lines().map(column).collect();
            assert!(columns.windows(2).all(|two| two[0] == two[1]), "{text}");
        }
    }

    #[test]
    fn of_a_sentence_the_clauses_that_fit_in_two_lines_are_kept() {
        let mut page = Page {
            columns: 40,
            ..Page::default()
        };
        let mut brief = |words: &str| page.clauses_point(words).finish();
        assert_eq!(
            brief("all of it; to the end"),
            "  - all of it; to the end\n"
        );
        let long = format!("one clause that fits here; {}", "word ".repeat(20));
        assert_eq!(brief(&long), "  - one clause that fits here …\n");
        let longer = brief(&"word ".repeat(40));
        assert!(
            longer.ends_with("word …\n") && longer.lines().count() <= 2,
            "{longer}"
        );
    }
}
