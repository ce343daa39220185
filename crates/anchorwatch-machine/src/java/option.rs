//! `javax.net.ssl.trustStore`: the option that names another keystore.
//!
//! Java reads it as a system property, so it can be anywhere that options for Java are: as
//! `-Djavax.net.ssl.trustStore=FILE` in an environment variable (`JAVA_TOOL_OPTIONS`,
//! `JDK_JAVA_OPTIONS`, `MAVEN_OPTS` and variables that start scripts pass on), and as
//! `systemProp.javax.net.ssl.trustStore=FILE` in Gradle's properties. The text is searched
//! for the name, whatever is around it: quotes and backslashes in the name are removed, as
//! a shell and Java's launcher do, and `\u0074` is decoded, as in properties. Options can
//! also be in files that options name: `@FILE`, `-XX:VMOptionsFile=FILE`, `-XX:Flags=FILE`.
//! Sources: JSSE Reference Guide, «Customizing the Default Keystores and Truststores»;
//! Gradle User Manual, «Build Environment»; the manual of `java`, «java Command-Line
//! Argument Files», «Advanced Runtime Options»; run with OpenJDK 17.

/// The most options taken from one text; each names a file to be read.
const MAX_OPTION_COUNT: usize = 100;

const STORE: &str = "javax.net.ssl.trustStore";
const PASSWORD: &str = "javax.net.ssl.trustStorePassword";

/// The text before the name of a file with more options.
const FURTHER: [&str; 3] = ["-XX:VMOptionsFile=", "-XX:Flags=", "@"];

/// What a text says about keystores.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// The files that it names, as written.
    pub(super) files: Vec<String>,
    /// The passwords that it names.
    pub(super) passwords: Vec<String>,
    /// The files with more options that it names.
    pub(super) further: Vec<String>,
}

/// Finds every occurrence in a text. Lines that are comments in shells and properties are
/// skipped.
pub(super) fn of(text: &str) -> Options {
    let mut options = Options::default();
    for line in joined_lines(text) {
        if is_comment(&line) {
            continue;
        }
        let line = Plain::of(&line);
        options.files.extend(line.values(STORE));
        options.passwords.extend(line.values(PASSWORD));
        for name in FURTHER {
            options.further.extend(line.further(name));
        }
    }
    options.files.truncate(MAX_OPTION_COUNT);
    options.passwords.truncate(MAX_OPTION_COUNT);
    options.further.truncate(MAX_OPTION_COUNT);
    options
}

/// Whether a text can say anything about keystores.
pub(super) fn may_name(text: &str) -> bool {
    // Quotes, backslashes or a line break may interrupt a name, so these words are searched
    // for in the text without them.
    let words = [
        "trustStore",
        "VMOptionsFile",
        "-XX:Flags",
        "java",
        "JAVA_OPTIONS",
    ];
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '"' | '\'' | '\\' | '\n' | '\r'))
        .collect();
    words.iter().any(|word| plain.contains(word)) || text.contains("\\u00")
}

/// Joins lines that end in a backslash with the next one.
fn joined_lines(text: &str) -> impl Iterator<Item = String> {
    let mut lines = text.lines();
    std::iter::from_fn(move || {
        let mut joined = lines.next()?.to_owned();
        while joined.ends_with('\\') && !joined.ends_with("\\\\") {
            joined.pop();
            joined.push_str(lines.next().unwrap_or_default().trim_start());
        }
        Some(joined)
    })
}

/// A line, and its text without quotes and escapes.
struct Plain {
    line: String,
    plain: String,
    /// For each byte of `plain`: its position in `line`, and where the next character
    /// begins.
    places: Vec<(usize, usize)>,
}

impl Plain {
    fn of(line: &str) -> Self {
        let (mut plain, mut places) = (String::new(), Vec::new());
        let mut characters = line.char_indices();
        while let Some((at, character)) = characters.next() {
            let mut kept = character;
            if character == '\\' {
                let rest = characters.as_str();
                match unicode(rest) {
                    Some(decoded) => {
                        // `uXXXX`.
                        characters.nth(4);
                        kept = decoded;
                    }
                    None => continue,
                }
            } else if matches!(character, '"' | '\'') {
                continue;
            }
            let end = line.len() - characters.as_str().len();
            places.extend(std::iter::repeat_n((at, end), kept.len_utf8()));
            plain.push(kept);
        }
        Self {
            line: line.to_owned(),
            plain,
            places,
        }
    }

    /// The text before and after each occurrence, in the original line.
    fn namings<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.plain.match_indices(name).filter_map(move |(at, _)| {
            let (start, _) = *self.places.get(at)?;
            let (_, end) = *self.places.get(at + name.len() - 1)?;
            Some((self.line.get(..start)?, self.line.get(end..)?))
        })
    }

    fn values(&self, name: &'static str) -> Vec<String> {
        let values = self.namings(name).filter_map(|(before, after)| {
            let trimmed = before.trim_end_matches(['"', '\'', '\\']);
            let value = if trimmed.ends_with("-D") {
                // A quote around only the name ends before the equals sign.
                let bare = after.trim_start_matches(['"', '\'', '\\']);
                let (value, before) = match after.strip_prefix('=') {
                    Some(value) => (value, before),
                    None => (bare.strip_prefix('=')?, trimmed),
                };
                option_value(value, before)
            } else {
                let is_key = trimmed.trim().is_empty() || trimmed.ends_with("systemProp.");
                let value = after.trim_start().strip_prefix(['=', ':'])?;
                is_key.then(|| property_value(value))?
            };
            (!value.is_empty()).then_some(value)
        });
        values.take(MAX_OPTION_COUNT).collect()
    }

    /// A file that an option names. After `@` it counts only as a separate word and with a
    /// full path: a mail address has a name before the `@`.
    fn further(&self, name: &'static str) -> Vec<String> {
        let values = self.namings(name).filter_map(|(before, after)| {
            let is_word = before.is_empty()
                || before.ends_with(|c: char| c.is_whitespace() || "=\"'".contains(c));
            let is_path = name != "@"
                || after
                    .trim_start_matches(['"', '\''])
                    .starts_with(['/', '~', '$']);
            let value = (is_word && is_path).then(|| option_value(after, before))?;
            (!value.is_empty()).then_some(value)
        });
        values.take(MAX_OPTION_COUNT).collect()
    }
}

/// The character of `uXXXX`.
fn unicode(rest: &str) -> Option<char> {
    let code = rest.strip_prefix('u')?.get(..4)?;
    char::from_u32(u32::from_str_radix(code, 16).ok()?)
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with(['#', '!'])
}

/// A value on a command line: up to the next blank outside quotes.
fn option_value(text: &str, before: &str) -> String {
    let around = quote_around(before);
    let mut quote = around;
    let mut value = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let is_quote = matches!(character, '"' | '\'');
        match character {
            '\\' => value.extend(characters.next()),
            _ if is_quote && value.is_empty() && quote != Some(character) => {
                quote = Some(character);
            }
            _ if is_quote && quote == Some(character) && around.is_none() => quote = None,
            _ if is_quote && quote == Some(character) => break,
            // The end of quotes around the whole list of options, or of markup.
            '"' | '\'' | '<' if quote.is_none() => break,
            _ if quote.is_none() && character.is_whitespace() => break,
            _ => value.push(character),
        }
    }
    value
}

/// The quote that opens directly before the option and ends with it. A quote after `=`
/// (`OPTS="-D… -D…"`) encloses a list of options.
fn quote_around(before: &str) -> Option<char> {
    let before = before.strip_suffix("-D").unwrap_or(before);
    let quote = before
        .chars()
        .next_back()
        .filter(|last| matches!(last, '"' | '\''))?;
    let is_of_list = before.strip_suffix(quote)?.ends_with('=');
    (!is_of_list).then_some(quote)
}

/// A value in a properties file: up to the end of the line.
fn property_value(text: &str) -> String {
    let mut value = String::new();
    let mut characters = text.trim().chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => value.extend(characters.next()),
            _ => value.push(character),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<String> {
        of(text).files
    }

    #[test]
    fn the_option_is_found_in_every_place_where_java_gets_it() {
        for text in [
            "JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=/a/b.jks\n",
            "export JAVA_TOOL_OPTIONS=\"-Xmx1g -Djavax.net.ssl.trustStore=/a/b.jks\"",
            "export MAVEN_OPTS='-Djavax.net.ssl.trustStore=/a/b.jks -Xmx1g'",
            "MAVEN_OPTS=\"-Djavax.net.ssl.trustStore='/a/b.jks'\"",
            "\"-Djavax.net.ssl.trustStore=/a/b.jks\" \"-Xmx1g\"",
            "-Xmx1g\n-Djavax.net.ssl.trustStore=/a/b.jks\n",
            "systemProp.javax.net.ssl.trustStore=/a/b.jks",
            "systemProp.javax.net.ssl.trustStore = /a/b.jks  ",
            "org.gradle.jvmargs=-Xmx1g -Djavax.net.ssl.trustStore=/a/b.jks",
            "<option value=\"-Djavax.net.ssl.trustStore=/a/b.jks\"/>",
            "<argLine>-Djavax.net.ssl.trustStore=/a/b.jks</argLine>",
            "-D\"javax.net.ssl.trustStore\"=/a/b.jks",
            "-D'javax.net.ssl.trustStore'=\"/a/b.jks\"",
            "-Djavax.net.\"ssl\".trustStore=/a/b.jks",
            "java -D\\javax.net.ssl.trust\\Store=/a/b.jks Main",
            "\"-Djavax.net.ssl.trustStore\"=/a/b.jks",
            "systemProp.javax.net.ssl.trust\\u0053tore=/a/b.jks",
            "systemProp.\\\n  javax.net.ssl.trustStore=/a/b.jks",
            "-Djavax.net.ssl.trust\\\nStore=/a/b.jks",
        ] {
            assert_eq!(files(text), ["/a/b.jks"], "{text}");
        }
        assert_eq!(
            files("-Djavax.net.ssl.trustStore=/a\\ b \"-Djavax.net.ssl.trustStore=/c d\" x"),
            ["/a b", "/c d"]
        );
    }

    #[test]
    fn what_only_looks_like_it_is_none() {
        for text in [
            "# -Djavax.net.ssl.trustStore=/a",
            "-Djavax.net.ssl.trustStoreType=PKCS12",
            "-Djavax.net.ssl.trustStorePassword=x",
            "-Djavax.net.ssl.trustStore",
            "-Djavax.net.ssl.trustStore=",
            "see javax.net.ssl.trustStore for more",
            "",
        ] {
            assert_eq!(files(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn files_with_further_options_are_named_and_addresses_are_not() {
        for (text, file) in [
            ("export JDK_JAVA_OPTIONS=@/a/b", "/a/b"),
            ("java @/a/b Main", "/a/b"),
            ("java \"@/a b\" Main", "/a b"),
            ("JAVA_TOOL_OPTIONS='-XX:VMOptionsFile=/a/b -Xmx1g'", "/a/b"),
            ("-XX:Flags=/a/b", "/a/b"),
        ] {
            assert_eq!(of(text).further, [file], "{text}");
        }
        for text in [
            "mail me@/a",
            "java me@host",
            "@param x",
            "# @/a/b",
            "-XX:Flags=",
        ] {
            assert_eq!(of(text).further, Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_password_beside_it_is_found_and_their_number_is_bounded() {
        let text = "A=-Djavax.net.ssl.trustStore=/a -Djavax.net.ssl.trustStorePassword=se\\ same";
        let options = of(text);
        assert_eq!(
            (options.files.len(), options.passwords),
            (1, vec!["se same".to_owned()])
        );
        let many = "-Djavax.net.ssl.trustStore=/a ".repeat(1_000);
        assert_eq!(files(&many).len(), MAX_OPTION_COUNT);
        assert_eq!(
            files(&"javax.net.ssl.trustStore".repeat(1_000)),
            Vec::<String>::new()
        );
    }
}
