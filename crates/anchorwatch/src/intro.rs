//! What the program says when it is started without a command.

use crate::{
    page::{Page, padded},
    words::Words,
};

/// What can be typed, and what it is for.
const LINES: [(&str, &str); 6] = [
    ("anchorwatch audit", "intro-audit"),
    ("anchorwatch identify FILE", "intro-identify"),
    ("anchorwatch check www.example.org", "intro-check"),
    ("anchorwatch guide android", "intro-guide"),
    ("anchorwatch block", "intro-block"),
    ("anchorwatch audit --format json", "intro-fleet"),
];

/// How wide the column of commands is.
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
