//! The first octets that the server sends, of which its hello is kept.

use anchorwatch_evidence::server_hello::ServerHello;

/// How many octets are kept: a hello with the largest key share in use has less than 2 KiB, and a
/// connection that is one of a thousand should not need more memory.
const KEPT_BYTES: usize = 4 << 10;

/// The beginning of the server's answer.
#[derive(Debug, Default)]
pub(crate) struct AnswerOctets(Vec<u8>);

impl AnswerOctets {
    /// Adds what came, as far as it is kept.
    pub(crate) fn keep(&mut self, came: &[u8]) {
        let missing = KEPT_BYTES.saturating_sub(self.0.len());
        self.0.extend(came.iter().take(missing));
    }

    /// Whether anything came.
    pub(crate) fn has_come(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether it begins like this.
    pub(crate) fn starts_with(&self, beginning: &[u8]) -> bool {
        self.0.starts_with(beginning)
    }

    /// The ServerHello in its records; empty if the answer does not begin with one that was kept.
    pub(crate) fn server_hello(&self) -> Vec<u8> {
        let hello = ServerHello::parse(&self.0);
        hello.map(|hello| hello.octets()).unwrap_or_default()
    }
}
