//! What the program prints when it is started without a command.

use crate::{
    page::{Page, padded},
    words::Words,
};

/// Commands to try, with the message that explains each.
const LINES: [(&str, &str); 6] = [
    ("anchorwatch audit", "intro-audit"),
    ("anchorwatch identify FILE", "intro-identify"),
    ("anchorwatch check www.example.org", "intro-check"),
    ("anchorwatch guide android", "intro-guide"),
    ("anchorwatch block", "intro-block"),
    ("anchorwatch audit --format json", "intro-fleet"),
];

/// The width of the command column.
const COMMAND_COLUMNS: usize = 35;

pub(crate) fn render(words: &Words) -> String {
    let mut page = Page::screen(words, &[], None);
    page.say(&words.say("intro-what")).line("");
    for (command, id) in LINES {
        let command = padded(command, COMMAND_COLUMNS);
        page.line(&format!("  {command}{}", words.say(id)));
    }
    page.line("").say(&words.say("intro-more"));
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn ten_lines_of_eighty_columns_say_what_it_is_for() {
        for language in Language::ALL {
            let page = render(&Words::of(language));
            assert_eq!(page.lines().count(), 10, "{page}");
            for line in page.lines() {
                assert!(textwrap::core::display_width(line) <= 80, "{line}");
            }
        }
    }
}
