//! Asks the measurer's own server which ClientHello reached it, and for octets that take time.

use std::time::Duration;

use anchorwatch_evidence::{HelloEcho, MAX_ECHO_BYTES, TRANSFER_BYTES, Transfer};
use data_encoding::HEXLOWER;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    time::timeout,
};

use crate::{http_head::Head, timed_answer::TimedAnswer};

/// The path of the question; the nonce in hexadecimal follows.
pub(crate) const PATH: &str = "/anchorwatch/echo/";

/// The field that asks for spaces behind the echo, and how many. A server that does not know it answers
/// without them.
pub(crate) const TRANSFER_FIELD: &str = "Anchorwatch-Transfer";

/// More than the header fields that `probe-server` sends and proxies add.
const MAX_HEADER_BYTES: usize = 8 << 10;

/// The longest time for a transfer. What is slower than this is slow enough to be seen; the server
/// waits longer.
const LONGEST_TRANSFER: Duration = Duration::from_secs(20);

/// A question over a connection whose handshake is complete.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) host: &'a str,
    pub(crate) nonce: [u8; 32],
    /// The limit for the question and the answer; if a transfer is asked for, for the first octets of
    /// the answer, and again for the rest.
    pub(crate) limit: Duration,
    pub(crate) asks_transfer: bool,
}

/// What came.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// `None`: nothing came that is an echo. The nonce is the one that was sent, whatever the answer
    /// says.
    pub(crate) echo: Option<HelloEcho>,
    pub(crate) transfer: Option<Transfer>,
}

impl Question<'_> {
    pub(crate) async fn ask<S: AsyncRead + AsyncWrite + Unpin>(self, stream: &mut S) -> Told {
        let text = self.text();
        let sent = async {
            stream.write_all(text.as_bytes()).await?;
            stream.flush().await
        };
        if !matches!(timeout(self.limit, sent).await, Ok(Ok(()))) {
            return Told::default();
        }
        let most = MAX_HEADER_BYTES + MAX_ECHO_BYTES;
        let (most, further) = match self.asks_transfer {
            true => (
                most + usize::try_from(TRANSFER_BYTES).unwrap_or_default(),
                Some(self.limit.min(LONGEST_TRANSFER)),
            ),
            false => (most, None),
        };
        let answer = TimedAnswer::read(stream, most, self.limit, further).await;
        Told {
            echo: self.echo(&answer.octets),
            transfer: answer.transfer().filter(|_| self.asks_transfer),
        }
    }

    fn text(&self) -> String {
        let transfer = match self.asks_transfer {
            true => format!("{TRANSFER_FIELD}: {TRANSFER_BYTES}\r\n"),
            false => String::new(),
        };
        format!(
            "GET {PATH}{} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n{transfer}Connection: close\r\n\r\n",
            HEXLOWER.encode(&self.nonce),
            self.host,
        )
    }

    fn echo(&self, answer: &[u8]) -> Option<HelloEcho> {
        // Spaces behind an echo are no part of it, and some of them may be missing.
        let body = body(answer, self.asks_transfer)?.trim_ascii_end();
        let echo = HelloEcho::decode(body).ok()?;
        let nonce = self.nonce;
        Some(HelloEcho { nonce, ..echo })
    }
}

/// The body of an HTTP/1.1 response of status 200, whole or, if `may_be_cut`, as far as it came. **Not
/// read:** chunked bodies, which `probe-server` never sends.
fn body(answer: &[u8], may_be_cut: bool) -> Option<&[u8]> {
    let head = Head::parse(answer).ok()?;
    if head.status != 200 {
        return None;
    }
    let body = answer.get(head.length..)?;
    let Some(length) = head.field("Content-Length") else {
        return Some(body);
    };
    let length: usize = length.parse().ok()?;
    match body.get(..length) {
        None if may_be_cut => Some(body),
        whole => whole,
    }
}

/// The nonce that a request asks for.
pub(crate) fn nonce(path: &str) -> Option<[u8; 32]> {
    let nonce = path.strip_prefix(PATH)?;
    HEXLOWER.decode(nonce.as_bytes()).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_32_octets_below_the_path() {
        let path = format!("{PATH}{}", HEXLOWER.encode(&[7; 32]));
        assert_eq!(nonce(&path), Some([7; 32]));
        for other in [
            &path[1..],
            &path[..path.len() - 2],
            &format!("{path}00"),
            "/",
        ] {
            assert_eq!(nonce(other), None, "{other}");
        }
    }

    #[test]
    fn a_body_is_what_the_length_says() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(body(answer, false), Some(b"{}".as_slice()));
        let unbounded = b"HTTP/1.1 200 OK\r\n\r\n{}";
        assert_eq!(body(unbounded, false), Some(b"{}".as_slice()));
        let others = [
            b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}".as_slice(),
            b"HTTP/1.1 404 Not Found\r\n\r\n{}",
            b"HTTP/1.1 200 OK\r\n",
            b"",
        ];
        for other in others {
            assert_eq!(body(other, false), None);
        }
        assert_eq!(body(others[0], true), Some(b"{}".as_slice()));
    }
}
