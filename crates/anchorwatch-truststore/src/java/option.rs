//! `javax.net.ssl.trustStore`: the option that names another keystore.
//!
//! Java takes it as a system property, so it stands wherever options for Java stand: as
//! `-Djavax.net.ssl.trustStore=FILE` in a variable of an environment
//! (`JAVA_TOOL_OPTIONS`, `JDK_JAVA_OPTIONS`, `MAVEN_OPTS` and what start scripts pass
//! on), and as `systemProp.javax.net.ssl.trustStore=FILE` in Gradle's properties. The
//! text is searched for the name, whatever stands around it. Sources: JSSE Reference
//! Guide, «Customizing the Default Keystores and Truststores»; Gradle User Manual,
//! «Build Environment».

/// The most options that are taken from one text; each names a file to be read.
const MAX_OPTION_COUNT: usize = 100;

const STORE: &str = "javax.net.ssl.trustStore";
const PASSWORD: &str = "javax.net.ssl.trustStorePassword";

/// What a text says of keystores.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// The files that it names, as they stand there.
    pub(super) files: Vec<String>,
    /// The passwords that it names.
    pub(super) passwords: Vec<String>,
}

/// Finds every naming in a text; lines that are comments for shells and properties are
/// passed over.
pub(super) fn of(text: &str) -> Options {
    let lines = || text.lines().filter(|line| !is_comment(line));
    Options {
        files: lines()
            .flat_map(|line| values(line, STORE))
            .take(MAX_OPTION_COUNT)
            .collect(),
        passwords: lines()
            .flat_map(|line| values(line, PASSWORD))
            .take(MAX_OPTION_COUNT)
            .collect(),
    }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with(['#', '!'])
}

fn values(line: &str, name: &'static str) -> impl Iterator<Item = String> {
    line.match_indices(name).filter_map(move |(at, _)| {
        let (before, after) = (line.get(..at)?, line.get(at + name.len()..)?);
        let value = if before.ends_with("-D") {
            option_value(after.strip_prefix('=')?, before)
        } else {
            let is_key = before.trim().is_empty() || before.ends_with("systemProp.");
            let value = after.trim_start().strip_prefix(['=', ':'])?;
            is_key.then(|| property_value(value))?
        };
        (!value.is_empty()).then_some(value)
    })
}

/// A value on a command line: to the next blank outside quotes.
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
            // The end of what is quoted around the whole list of options, or of markup.
            '"' | '\'' | '<' if quote.is_none() => break,
            _ if quote.is_none() && character.is_whitespace() => break,
            _ => value.push(character),
        }
    }
    value
}

/// The quote that opens directly before the option and ends with it. One behind `=`
/// (`OPTS="-D… -D…"`) is around a list of options.
fn quote_around(before: &str) -> Option<char> {
    let before = before.strip_suffix("-D")?;
    let quote = before
        .chars()
        .next_back()
        .filter(|last| matches!(last, '"' | '\''))?;
    let is_of_list = before.strip_suffix(quote)?.ends_with('=');
    (!is_of_list).then_some(quote)
}

/// A value in a file of properties: to the end of the line.
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
