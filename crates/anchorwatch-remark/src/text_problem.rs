//! Why a text of keys and values, such as JSON or TOML, cannot be read.

crate::remarks! {
    /// Why a text of keys and values, such as JSON or TOML, cannot be read.
    pub enum TextProblem {
        /// It is not written in its language's syntax.
        "text_syntax" => Syntax {
            /// The line, from 1.
            line: u64,
        },
        /// It ends early; usually it was truncated.
        "text_ends_early" => EndsEarly {
            /// The line, from 1.
            line: u64,
        },
        /// It has a key that is not known.
        "text_unknown_key" => UnknownKey {
            /// The line, from 1.
            line: u64,
            /// The key.
            key: String,
        },
        /// A key is missing.
        "text_missing_key" => MissingKey {
            /// The line, from 1.
            line: u64,
            /// The key.
            key: String,
        },
        /// A key is there twice.
        "text_key_twice" => KeyTwice {
            /// The line, from 1.
            line: u64,
            /// The key.
            key: String,
        },
        /// A value is not of the expected kind.
        "text_value" => Value {
            /// The line, from 1.
            line: u64,
        },
        /// It is not UTF-8.
        "text_not_utf8" => NotUtf8 {
            /// The first byte that is not, from 0.
            offset: u64,
        },
    }
}

/// No format that is read here has longer keys.
const MAX_KEY_CHARACTERS: usize = 100;

impl TextProblem {
    /// The problem that serde describes for a value that does not fit: the key, if the message
    /// names one, in the words of `serde::de::Error`.
    #[must_use]
    pub fn of_serde(message: &str, line: u64) -> Self {
        let named = |start: &str| {
            let (key, _) = message.strip_prefix(start)?.split_once('`')?;
            Some(key.chars().take(MAX_KEY_CHARACTERS).collect::<String>())
        };
        if let Some(key) = named("unknown field `") {
            Self::UnknownKey { line, key }
        } else if let Some(key) = named("missing field `") {
            Self::MissingKey { line, key }
        } else if let Some(key) = named("duplicate field `") {
            Self::KeyTwice { line, key }
        } else {
            Self::Value { line }
        }
    }
}

impl TextProblem {
    /// The same in another line: for who gave only a part of the text to be read.
    #[must_use]
    pub fn at_line(mut self, number: u64) -> Self {
        match &mut self {
            Self::Syntax { line }
            | Self::EndsEarly { line }
            | Self::UnknownKey { line, .. }
            | Self::MissingKey { line, .. }
            | Self::KeyTwice { line, .. }
            | Self::Value { line } => *line = number,
            Self::NotUtf8 { .. } => {}
        }
        self
    }
}

impl From<&serde_json::Error> for TextProblem {
    fn from(error: &serde_json::Error) -> Self {
        use serde_json::error::Category;
        let line = error.line() as u64;
        match error.classify() {
            Category::Syntax | Category::Io => Self::Syntax { line },
            Category::Eof => Self::EndsEarly { line },
            Category::Data => Self::of_serde(&error.to_string(), line),
        }
    }
}

impl From<std::str::Utf8Error> for TextProblem {
    fn from(error: std::str::Utf8Error) -> Self {
        Self::NotUtf8 {
            offset: error.valid_up_to() as u64,
        }
    }
}

impl std::fmt::Display for TextProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(crate::Remark::code(self))
    }
}

impl std::error::Error for TextProblem {}
