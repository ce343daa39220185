//! Asks the measurer's own server which ClientHello reached it.

use std::time::Duration;

use anchorwatch_evidence::{HelloEcho, MAX_ECHO_BYTES};
use data_encoding::HEXLOWER;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    time::timeout,
};

use crate::http_head::Head;

/// The path of the question; the nonce in hexadecimal follows.
pub(crate) const PATH: &str = "/anchorwatch/echo/";

/// More than the header fields that `probe-server` sends and proxies add.
const MAX_HEADER_BYTES: usize = 8 << 10;

/// Asks over a connection whose handshake is complete. `None`: nothing came that is an echo.
///
/// The nonce in the result is the one that was sent, whatever the answer says.
pub(crate) async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    host: &str,
    nonce: [u8; 32],
    limit: Duration,
) -> Option<HelloEcho> {
    let question = format!(
        "GET {PATH}{} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\nConnection: close\r\n\r\n",
        HEXLOWER.encode(&nonce),
    );
    let answer = async {
        stream.write_all(question.as_bytes()).await.ok()?;
        stream.flush().await.ok()?;
        let mut answer = Vec::new();
        let most = (MAX_HEADER_BYTES + MAX_ECHO_BYTES) as u64;
        // A server that ends without close_notify may still have answered.
        let _end = stream.take(most).read_to_end(&mut answer).await;
        Some(answer)
    };
    let answer = timeout(limit, answer).await.ok()??;
    let echo = HelloEcho::decode(body(&answer)?).ok()?;
    Some(HelloEcho { nonce, ..echo })
}

/// The body of an HTTP/1.1 response of status 200. **Not read:** chunked bodies, which
/// `probe-server` never sends.
fn body(answer: &[u8]) -> Option<&[u8]> {
    let head = Head::parse(answer).ok()?;
    if head.status != 200 {
        return None;
    }
    let body = answer.get(head.length..)?;
    match head.field("Content-Length") {
        None => Some(body),
        Some(length) => body.get(..length.parse().ok()?),
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
        assert_eq!(body(answer), Some(b"{}".as_slice()));
        assert_eq!(body(b"HTTP/1.1 200 OK\r\n\r\n{}"), Some(b"{}".as_slice()));
        let others = [
            b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}".as_slice(),
            b"HTTP/1.1 404 Not Found\r\n\r\n{}",
            b"HTTP/1.1 200 OK\r\n",
            b"",
        ];
        for other in others {
            assert_eq!(body(other), None);
        }
    }
}
