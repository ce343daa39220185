//! An answer as octets: where it ends, and what it says.

use std::io;

use anchorwatch_evidence::{Failure, page::MAX_PAGE_BYTES};
use tokio::{io::AsyncReadExt as _, net::TcpStream};

use crate::http_head::{Head, NoHead};

/// The longest head of an answer, in octets.
const MAX_HEAD_BYTES: usize = 32 << 10;

/// The most octets that are read.
const MOST: usize = MAX_HEAD_BYTES + MAX_PAGE_BYTES;

/// The longest end of a head that a read can cut in two.
const END: usize = b"\n\r\n".len();

/// Reads to the end that the answer gives, or else to that of the connection, and never more than is
/// looked at. An error, after what came, if the connection ends before the answer says it does.
pub(super) async fn receive(stream: TcpStream, answer: &mut Vec<u8>) -> io::Result<()> {
    let mut stream = stream.take(MOST as u64);
    let mut end = None;
    while end.is_none_or(|end| answer.len() < end) {
        let before = answer.len();
        if stream.read_buf(answer).await? == 0 {
            let is_cut = end.is_some_and(|end| answer.len() < end.min(MOST));
            let cut = || Err(io::ErrorKind::UnexpectedEof.into());
            return if is_cut { cut() } else { Ok(()) };
        }
        if end.is_none() && has_empty_line(answer, before) {
            end = Answer::parse(answer)
                .ok()
                .and_then(|it| it.end(answer.len()));
        }
    }
    answer.truncate(end.unwrap_or(MOST));
    Ok(())
}

/// Whether an empty line ends after these octets. The head is parsed only then.
fn has_empty_line(answer: &[u8], before: usize) -> bool {
    let new = answer.get(before.saturating_sub(END - 1)..);
    let new = new.unwrap_or_default();
    let mut ends = [&b"\n\n"[..], b"\n\r\n"].into_iter();
    ends.any(|end| new.windows(end.len()).any(|it| it == end))
}

/// An HTTP/1 answer, as far as it matters.
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    pub(super) location: Option<String>,
    pub(super) is_encoded: bool,
    /// How long the body is, if the answer says it.
    length: Option<u64>,
    pub(super) body: &'a [u8],
}

impl<'a> Answer<'a> {
    pub(super) fn parse(octets: &'a [u8]) -> Result<Self, Failure> {
        let first = octets.get(..MAX_HEAD_BYTES).unwrap_or(octets);
        let head = Head::parse(first).map_err(|why| match why {
            NoHead::Partial if first.len() < MAX_HEAD_BYTES => Failure::EofError,
            NoHead::Partial | NoHead::NotHttp => Failure::unknown("the answer is not HTTP"),
        })?;
        let field = |name: &str| head.field(name).map(str::to_owned);
        let length = match head.status {
            // These have no body, whatever their fields say (RFC 9112 §6.3).
            100..=199 | 204 | 304 => Some(0),
            _ if field("Transfer-Encoding").is_some() => None,
            _ => field("Content-Length").and_then(|it| it.parse().ok()),
        };
        Ok(Self {
            status: head.status,
            length,
            content_type: field("Content-Type"),
            location: field("Location"),
            is_encoded: field("Content-Encoding")
                .is_some_and(|it| !it.eq_ignore_ascii_case("identity")),
            body: octets.get(head.length..).unwrap_or_default(),
        })
    }

    /// Where the answer ends in its octets, of which so many came, if it says how long it is.
    fn end(&self, came: usize) -> Option<usize> {
        let begin = came.saturating_sub(self.body.len());
        let length = usize::try_from(self.length?).unwrap_or(usize::MAX);
        Some(begin.saturating_add(length))
    }
}
