//! Makes untrusted text safe to show.

use anchorwatch_identity::can_control_terminal;

/// The most characters of a text that are kept; window labels have fewer.
const MAX_CHARACTERS: usize = 200;

/// The text with characters that control a terminal escaped (control characters, marks that
/// change the direction of writing; Unicode TR 36 §3.1), cut at [`MAX_CHARACTERS`].
pub(super) fn printable(text: &str) -> String {
    let mut shown = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == MAX_CHARACTERS {
            shown.push('…');
            break;
        }
        if can_control_terminal(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_rule_the_terminal_and_ends() {
        assert_eq!(printable("\u{1b}[2Jclean"), "\\u{1b}[2Jclean");
        assert_eq!(printable("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(printable("Сертификат"), "Сертификат");
        assert_eq!(printable(&"x".repeat(1_000_000)).chars().count(), 201);
    }
}
