//! Commands in the configurations of programs that root runs.
//!
//! ```text
//! up COMMAND                             interfaces(5); also pre-up, post-up, down …
//! post-invoke=COMMAND                    dpkg.cfg(5)
//! RUN+="COMMAND", PROGRAM="COMMAND"      udev(7)
//! postrotate                             logrotate(8): a script, to `endscript`
//! ```

use super::{scope::Value, systemd};

/// The commands after these words, each a script.
pub(super) fn of_interfaces(text: &str) -> Vec<String> {
    const WORDS: [&str; 6] = ["up", "pre-up", "post-up", "down", "pre-down", "post-down"];
    let text = text.replace("\\\n", " ");
    keyed(&text, &WORDS)
}

/// The commands that dpkg runs.
pub(super) fn of_dpkg(text: &str) -> Vec<String> {
    const WORDS: [&str; 3] = ["pre-invoke", "post-invoke", "status-logger"];
    let commands = keyed(text, &WORDS);
    let plain = |command: String| {
        let command = command.trim_matches(['"', '\'']);
        command.to_owned()
    };
    commands.into_iter().map(plain).collect()
}

fn keyed(text: &str, words: &[&str]) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    let commands = lines.filter_map(|line| {
        let end = line.find(|c: char| c.is_whitespace() || c == '=')?;
        let (key, rest) = line.split_at(end);
        let value = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '=');
        words.contains(&key).then(|| value.to_owned())
    });
    commands.collect()
}

/// The scripts of logrotate's configuration.
pub(super) fn of_logrotate(text: &str) -> Vec<String> {
    const STARTS: [&str; 5] = [
        "firstaction",
        "lastaction",
        "postrotate",
        "preremove",
        "prerotate",
    ];
    let mut scripts = Vec::new();
    let mut script: Option<String> = None;
    for line in text.lines() {
        let word = line.trim();
        match &mut script {
            Some(_) if word == "endscript" => scripts.extend(script.take()),
            Some(script) => {
                script.push_str(line);
                script.push('\n');
            }
            None if STARTS.contains(&word) => script = Some(String::new()),
            None => {}
        }
    }
    // Without its end it runs to the end of the file.
    scripts.extend(script);
    scripts
}

/// The command lines of udev's rules, which no shell reads.
pub(super) fn of_udev(text: &str) -> Vec<Vec<Value>> {
    const KEYS: [&str; 4] = ["RUN", "RUN{program}", "PROGRAM", "IMPORT{program}"];
    let text = text.replace("\\\n", " ");
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    let mut commands = Vec::new();
    for line in lines {
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('"') {
            let (value, next) = quoted(after);
            let key = before.trim_end_matches(['=', '+', ':', '!', '-', 'e', 'i', ' ']);
            let key = key.rsplit([',', ' ', '\t']).next().unwrap_or(key);
            if KEYS.contains(&key) {
                commands.push(command(&value));
            }
            rest = next;
        }
    }
    commands
}

/// The text before the closing quote, and what follows it; a backslash hides a quote.
fn quoted(text: &str) -> (String, &str) {
    let mut is_escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' if !is_escaped => {
                let value = text.get(..at).unwrap_or_default().replace("\\\"", "\"");
                return (value, text.get(at + 1..).unwrap_or_default());
            }
            _ => is_escaped = character == '\\' && !is_escaped,
        }
    }
    (text.to_owned(), "")
}

/// `$name` and `%k` are known only when a device appears.
fn command(text: &str) -> Vec<Value> {
    let words = systemd::words(text);
    let values = words.iter().map(|word| Value {
        is_open: word.contains(['$', '%']),
        ..Value::plain(word)
    });
    values.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_after_their_keys_and_nowhere_else() {
        let text = "iface eth0 inet dhcp\n  post-up cp \\\n /a /b\n address 1.2.3.4\n#up x\n";
        assert_eq!(of_interfaces(text), ["cp   /a /b"]);
        let text = "post-invoke=\"a b\"\n# post-invoke=c\nforce-unsafe-io\npre-invoke d\n";
        assert_eq!(of_dpkg(text), ["a b", "d"]);
        let text = "/var/log/x {\n daily\n postrotate\n  a\n  b\n endscript\n}\n";
        assert_eq!(of_logrotate(text), ["  a\n  b\n"]);
    }

    #[test]
    fn a_udev_rule_runs_what_its_keys_name() {
        let rules = "ACTION==\"add\", RUN+=\"/bin/sh -c 'a \\\"b\\\"'\", ENV{X}=\"RUN\"\n\
                     #RUN+=\"c\"\nPROGRAM=\"/d %k\", RUN{builtin}+=\"e\"\n";
        let said: Vec<Vec<(String, bool)>> = of_udev(rules)
            .into_iter()
            .map(|words| {
                words
                    .into_iter()
                    .map(|one| (one.text, one.is_open))
                    .collect()
            })
            .collect();
        let closed = |text: &str| (text.to_owned(), false);
        assert_eq!(
            said,
            [
                vec![closed("/bin/sh"), closed("-c"), closed("a \"b\"")],
                vec![closed("/d"), ("%k".to_owned(), true)],
            ]
        );
    }
}
