//! Words for a POSIX shell: ssh joins its arguments, and a shell there takes them apart again.

/// Characters that no shell reads as anything else.
fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-_./:,@=".contains(character)
}

/// One word, in single quotes unless every character is plain.
fn quoted(word: &str) -> String {
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// The words as one line of a shell.
pub(crate) fn command_line<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    let words = words.into_iter().map(|word| quoted(word.as_ref()));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn a_shell_takes_the_line_apart_into_the_same_words() {
        let words = [
            "plain-word",
            "",
            "[::1]:443",
            "it's",
            "$(touch x)",
            "a b\tc\nd",
            "~root",
            "*",
            "'",
            "\\",
            "`x`;!&|<>\"",
            "x.қаз",
        ];
        let script = format!("printf '%s\\0' {}", command_line(words));
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let read: Vec<&str> = said.split_terminator('\0').collect();
        assert_eq!(read, words);
    }
}
