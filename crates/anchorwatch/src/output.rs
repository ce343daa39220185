//! The answer goes to stdout, everything else to stderr.

use std::io::{self, Write as _};

use anchorwatch_identity::can_control_terminal;
use serde::Serialize;

use crate::{
    page::escaped,
    problem::{Hint, Hinted, Problem},
};

mod paint;

pub(crate) use paint::{ColorChoice, Paint, Painted};

/// The format of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs: one document with a schema.
    Json,
}

/// Writes an answer in the requested format.
///
/// # Errors
/// stdout cannot be written. A closed pipe is not an error.
pub(crate) fn answer<T: Into<Painted>>(
    format: Format,
    text: impl FnOnce() -> T,
    document: &impl Serialize,
) -> anyhow::Result<()> {
    let text = match format {
        Format::Text => text().into().written(),
        Format::Json => calm_json(&(serde_json::to_string_pretty(document)? + "\n")),
    };
    to_stdout(&text)
}

/// Writes an answer that is already a JSON document.
///
/// # Errors
/// stdout cannot be written. A closed pipe is not an error.
pub(crate) fn answer_json(bytes: &[u8]) -> anyhow::Result<()> {
    to_stdout(&calm_json(&String::from_utf8_lossy(bytes)))
}

fn to_stdout(text: &str) -> anyhow::Result<()> {
    match io::stdout()
        .write_all(text.as_bytes())
        .and_then(|()| io::stdout().flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Hinted::new(&Problem::AnswerNotWritten, &Hint::CheckStdout)
                .because(error)
                .into())
        }
        _ => Ok(()),
    }
}

/// Writes anything but the answer.
pub(crate) fn to_stderr(text: &str) {
    // If stderr is gone too, there is nowhere to report to.
    let _told = io::stderr().write_all(calm_text(text).as_bytes());
}

/// Shows a line on stderr that is erased later.
pub(crate) fn show_progress(words: &str) {
    let _shown = io::stderr().write_all(escaped(words).as_bytes());
}

/// Erases the line that was shown (ECMA-48: EL).
pub(crate) fn erase_progress() {
    let _erased = io::stderr().write_all(b"\r\x1b[2K");
}

/// Prints clap's output: a help page, or an error that quotes arbitrary arguments. Returns the
/// exit code.
pub(crate) fn usage(said: &clap::Error) -> u8 {
    let text = said.render().to_string();
    if said.use_stderr() {
        to_stderr(&text);
    } else {
        // A closed pipe is not an error.
        let _shown = to_stdout(&calm_text(&text));
    }
    u8::try_from(said.exit_code()).unwrap_or(u8::MAX)
}

/// Every text is printed through here or [`calm_json`], so text from others cannot control the
/// terminal, in any command.
fn calm_text(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(escaped).collect();
    lines.join("\n")
}

/// An equivalent document: these characters occur only inside strings, where JSON can escape
/// each of them (RFC 8259 §7).
fn calm_json(text: &str) -> String {
    let mut calm = String::with_capacity(text.len());
    for character in text.chars() {
        if can_control_terminal(character) && character != '\n' {
            for unit in character.encode_utf16(&mut [0; 2]) {
                calm.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            calm.push(character);
        }
    }
    calm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_that_controls_a_terminal_is_left_except_line_ends() {
        let all: String = (0..=0x10_ffff).filter_map(char::from_u32).collect();
        let rules = |text: &str| {
            text.chars()
                .any(|one| one != '\n' && can_control_terminal(one))
        };
        assert!(rules(&all));
        assert!(!rules(&calm_text(&all)));
        let document = serde_json::to_string_pretty(&[&all]).unwrap();
        let calm = calm_json(&document);
        assert!(!rules(&calm));
        let read: Vec<String> = serde_json::from_str(&calm).unwrap();
        assert_eq!(read, [all]);
        assert_eq!(calm_text("Ünlü\nкуәлік\n"), "Ünlü\nкуәлік\n");
    }
}
