//! A question over HTTPS (RFC 8484), in HTTP/1.1.
//!
//! **Not spoken:** HTTP/2, which some resolvers want; their other ways can be asked instead.

use std::time::Duration;

use anchorwatch_evidence::{DnsResponse, Failure};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::message::Question;
use crate::{
    failure,
    http_head::{Head, NoHead},
};

/// The path that RFC 8484 has in its examples, and every known resolver uses.
const PATH: &str = "/dns-query";

/// More than a header and the largest message.
const MAX_BYTES: usize = 128 << 10;

/// The identifier is 0, as RFC 8484 §4.1 asks for: HTTP itself joins question and answer.
const ID: u16 = 0;

pub(super) async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    host: &str,
    question: &Question,
) -> Result<DnsResponse, Failure> {
    let message = question.encode(ID).ok_or(Failure::Interrupted)?;
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nHost: {host}\r\nAccept: application/dns-message\r\nContent-Type: application/dns-message\r\nContent-Length: {}\r\n\r\n",
        message.len(),
    );
    let sent = async {
        stream
            .write_all(&[head.as_bytes(), &message].concat())
            .await?;
        stream.flush().await
    };
    sent.await.map_err(|error| failure::of_io(&error))?;
    let mut answer = Vec::new();
    let body = loop {
        match body(&answer) {
            Body::Whole(body) => break body,
            Body::Partial if answer.len() < MAX_BYTES => {}
            Body::Partial | Body::Refused => return Err(Failure::DnsServerMisbehaving),
        }
        let read = stream.read_buf(&mut answer).await;
        if read.map_err(|error| failure::of_io(&error))? == 0 {
            return Err(Failure::EofError);
        }
    };
    let response = question.read(ID, &body, Duration::ZERO);
    response.ok_or(Failure::DnsServerMisbehaving)
}

/// Reads the body of a whole answer over HTTPS; `None` if the message is incomplete or of another form. For fuzzing.
#[must_use]
pub fn read_doh_body(answer: &[u8]) -> Option<Vec<u8>> {
    match body(answer) {
        Body::Whole(body) => Some(body),
        Body::Partial | Body::Refused => None,
    }
}

/// The body of an answer, as far as it has come.
#[derive(Debug, PartialEq, Eq)]
enum Body {
    Whole(Vec<u8>),
    Partial,
    /// Not status 200, not HTTP, or of unknown length.
    Refused,
}

fn body(answer: &[u8]) -> Body {
    let head = match Head::parse(answer) {
        Ok(head) => head,
        Err(NoHead::Partial) => return Body::Partial,
        Err(NoHead::NotHttp) => return Body::Refused,
    };
    let rest = answer.get(head.length..).unwrap_or_default();
    let length = head.field("Content-Length").map(str::parse::<usize>);
    match (head.status, head.field("Transfer-Encoding"), length) {
        (200, Some(coding), _) if coding.eq_ignore_ascii_case("chunked") => chunked(rest),
        (200, None, Some(Ok(length))) => match rest.get(..length) {
            Some(body) => Body::Whole(body.to_vec()),
            None => Body::Partial,
        },
        _ => Body::Refused,
    }
}

/// A body in chunks (RFC 9112 §7.1), without trailers.
fn chunked(mut rest: &[u8]) -> Body {
    let mut body = Vec::new();
    loop {
        let (begin, length) = match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete((begin, length))) => (begin, length),
            Ok(httparse::Status::Partial) => return Body::Partial,
            Err(_) => return Body::Refused,
        };
        let Ok(length) = usize::try_from(length) else {
            return Body::Refused;
        };
        let after = rest.get(begin..).unwrap_or_default();
        let end = length.checked_add(2);
        match end.map(|end| (after.get(..length), after.get(length..end))) {
            None => return Body::Refused,
            Some((Some(_), Some(b"\r\n"))) if length == 0 => return Body::Whole(body),
            Some((Some(chunk), Some(b"\r\n"))) => body.extend(chunk),
            Some((Some(_), Some(_))) => return Body::Refused,
            Some(_) => return Body::Partial,
        }
        rest = after.get(length + 2..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: [&[u8]; 3] = [
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\n\r\n",
    ];

    #[test]
    fn a_body_is_what_its_length_or_its_chunks_say() {
        for answer in WHOLE {
            assert_eq!(body(answer), Body::Whole(b"abc".to_vec()));
        }
    }

    #[test]
    fn an_answer_cut_at_any_octet_is_partial() {
        for answer in WHOLE {
            for length in 0..answer.len() {
                assert_eq!(body(&answer[..length]), Body::Partial, "{length}");
            }
        }
    }

    #[test]
    fn another_status_length_or_chunk_is_refused() {
        let refused: [&[u8]; 6] = [
            b"HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nabc",
            b"HTTP/1.1 200 OK\r\n\r\nabc",
            b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\na",
        ];
        for answer in refused {
            assert_eq!(body(answer), Body::Refused);
        }
    }
}
