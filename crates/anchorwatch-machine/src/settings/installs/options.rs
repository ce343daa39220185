//! Arguments of a command: options with values, flags, and the rest.

use super::super::scope::Value;

/// Arguments, sorted.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// Options with their values; a short one is its letter.
    values: Vec<(String, Value)>,
    /// Options without a value; each letter of a cluster.
    flags: Vec<String>,
    /// The rest.
    pub(super) rest: Vec<Value>,
}

impl Options {
    /// Sorts arguments. `letters` are the short options with a value, `names` the long ones.
    pub(super) fn of(arguments: &[Value], letters: &str, names: &[&str]) -> Self {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(word) = arguments.next() {
            let text = word.text.as_str();
            let part = |value: &str| Value {
                is_open: word.is_open,
                ..Value::plain(value)
            };
            if text == "--" {
                options.rest.extend(arguments.by_ref().cloned());
            } else if let Some(long) = text.strip_prefix("--") {
                match long.split_once('=') {
                    Some((name, value)) => options.values.push((name.to_owned(), part(value))),
                    None if names.contains(&long) => {
                        let value = arguments.next().cloned().unwrap_or_default();
                        options.values.push((long.to_owned(), value));
                    }
                    None => options.flags.push(long.to_owned()),
                }
            } else if let Some(cluster) = text.strip_prefix('-').filter(|rest| !rest.is_empty()) {
                match cluster.find(|letter| letters.contains(letter)) {
                    Some(at) => {
                        let (flags, rest) = cluster.split_at(at);
                        options.flags.extend(flags.chars().map(String::from));
                        let mut rest = rest.chars();
                        let letter = rest.next().map(String::from).unwrap_or_default();
                        let value = match rest.as_str() {
                            "" => arguments.next().cloned().unwrap_or_default(),
                            value => part(value),
                        };
                        options.values.push((letter, value));
                    }
                    None => options.flags.extend(cluster.chars().map(String::from)),
                }
            } else {
                options.rest.push(word.clone());
            }
        }
        options
    }

    /// The values of an option under any of its names.
    pub(super) fn values(&self, names: &[&str]) -> Vec<Value> {
        let values = self.values.iter();
        values
            .filter(|(name, _)| names.contains(&&**name))
            .map(|(_, value)| value.clone())
            .collect()
    }

    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.flags.iter().any(|flag| names.contains(&&**flag))
    }
}

/// The value after an option of several letters with one hyphen: `-file FILE`.
pub(super) fn after(arguments: &[Value], option: &str) -> Option<Value> {
    let at = arguments.iter().position(|word| word.text == option)?;
    arguments.get(at + 1).cloned()
}
