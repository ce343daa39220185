//! Colour in an answer. It repeats what a word says and is never the only sign.

use std::{
    env,
    io::{self, IsTerminal as _},
};

use clap::builder::styling::{AnsiColor, Style};

use super::calm_text;

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set or TERM is «dumb».
    Auto,
    /// Also in a pipe.
    Always,
    /// Not at all.
    Never,
}

impl ColorChoice {
    /// Whether stdout gets colour.
    pub(crate) fn is_on(self) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                // https://no-color.org: set and not empty.
                let is_forbidden = env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
                let is_dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
                !is_forbidden && !is_dumb && io::stdout().is_terminal()
            }
        }
    }
}

/// The meaning of a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    Alarm,
    Ask,
}

impl Paint {
    /// The stable code.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Alarm => "alarm",
            Self::Ask => "ask",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Alarm, Self::Ask]
            .into_iter()
            .find(|paint| paint.code() == code)
    }

    const fn style(self) -> Style {
        let color = match self {
            Self::Alarm => AnsiColor::Red,
            Self::Ask => AnsiColor::Yellow,
        };
        color.on_default().bold()
    }
}

/// A text with coloured parts.
#[derive(Debug, Default)]
pub(crate) struct Painted {
    parts: Vec<(Option<Paint>, String)>,
}

impl Painted {
    pub(crate) fn push(&mut self, paint: Option<Paint>, text: &str) {
        self.parts.push((paint, text.to_owned()));
    }

    /// Appends uncoloured text.
    pub(crate) fn with(mut self, text: &str) -> Self {
        self.push(None, text);
        self
    }

    /// The parts, each with its colour.
    pub(crate) fn into_parts(self) -> Vec<(Option<Paint>, String)> {
        self.parts
    }

    /// The same text without colour.
    pub(crate) fn plain(self) -> Self {
        let parts = self.parts.into_iter().map(|(_, text)| (None, text));
        Self {
            parts: parts.collect(),
        }
    }

    /// The text to print; the only escape sequences in it are those of colours.
    pub(super) fn written(&self) -> String {
        let mut written = String::new();
        for (paint, text) in &self.parts {
            let text = calm_text(text);
            match paint {
                Some(paint) => {
                    let style = paint.style();
                    written.push_str(&format!("{style}{text}{style:#}"));
                }
                None => written.push_str(&text),
            }
        }
        written
    }

    #[cfg(test)]
    pub(crate) fn text(&self) -> String {
        self.parts.iter().map(|(_, text)| text.as_str()).collect()
    }
}

impl From<String> for Painted {
    fn from(text: String) -> Self {
        Self {
            parts: vec![(None, text)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_brings_no_colour_of_its_own() {
        let mut painted = Painted::from("\u{1b}[31mred\u{1b}[0m\n".to_owned());
        painted.push(Some(Paint::Alarm), "ALARM\u{1b}[0m");
        let written = painted.written();
        assert_eq!(written.matches('\u{1b}').count(), 3, "{written:?}");
        assert!(written.contains("\u{1b}[1m\u{1b}[31mALARM\\u{1b}[0m\u{1b}[0m"));
        assert!(!painted.plain().written().contains('\u{1b}'));
    }
}
