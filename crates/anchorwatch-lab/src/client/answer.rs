/// A client's answer for one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It showed the page, so it trusts the certificate.
    Loads,
    /// It refused the certificate, with this message.
    Refuses(String),
    /// Anything else: it crashed, could not connect, printed nothing. **Not a refusal.**
    Broken(String),
}

impl Answer {
    /// Makes a refusal from the line of `text` that contains `says_so`.
    pub(super) fn refused(text: &str, says_so: &str) -> Self {
        let line = text.lines().find(|line| line.contains(says_so));
        Self::Refuses(short(line.unwrap_or(text)))
    }

    /// Makes an answer that names the problem, with the last line of the program's output.
    pub(super) fn broken(what: &str, said: &str) -> Self {
        let last = said.lines().rfind(|line| !line.trim().is_empty());
        Self::Broken(match last {
            Some(last) => format!("{what}: {}", short(last)),
            None => what.to_owned(),
        })
    }
}

/// Returns one line of at most 200 characters, without control characters, for a terminal.
pub(super) fn short(text: &str) -> String {
    const LIMIT: usize = 200;
    text.trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LIMIT)
        .collect()
}
