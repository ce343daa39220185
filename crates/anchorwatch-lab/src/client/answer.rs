/// What a client made of one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It showed the page: it believed the certificate.
    Loads,
    /// It refused the certificate, in these words.
    Refuses(String),
    /// Anything else: it crashed, could not connect, said nothing. **No refusal.**
    Broken(String),
}

impl Answer {
    /// A refusal, in the line of `text` that says so, without the rest.
    pub(super) fn refused(text: &str, says_so: &str) -> Self {
        let line = text.lines().find(|line| line.contains(says_so));
        Self::Refuses(short(line.unwrap_or(text)))
    }

    /// What went wrong, with the end of what the program said.
    pub(super) fn broken(what: &str, said: &str) -> Self {
        let last = said.lines().rfind(|line| !line.trim().is_empty());
        Self::Broken(match last {
            Some(last) => format!("{what}: {}", short(last)),
            None => what.to_owned(),
        })
    }
}

/// One line of at most 200 characters, without control characters: it goes to a terminal.
pub(super) fn short(text: &str) -> String {
    const LIMIT: usize = 200;
    text.trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LIMIT)
        .collect()
}
