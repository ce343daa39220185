//! One connection of a [`super::Site`]: handshake, request, answer, end.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// A test's client that has not asked by then never will.
const CONNECTION_LIFETIME: Duration = Duration::from_secs(20);

/// Longest request head that is read; common servers allow 8 KiB.
const HEAD_LIMIT: usize = 16 * 1024;

/// Answers one request. How the client fails is the client's story: nothing is reported.
pub(super) async fn answer(acceptor: TlsAcceptor, stream: TcpStream, title: Arc<str>) {
    let talk = exchange(acceptor, stream, &title);
    drop(tokio::time::timeout(CONNECTION_LIFETIME, talk).await);
}

async fn exchange(acceptor: TlsAcceptor, stream: TcpStream, title: &str) -> io::Result<()> {
    let mut stream = acceptor.accept(stream).await?;
    let mut head = Vec::new();
    let mut buffer = [0; 2048];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let count = stream.read(&mut buffer).await?;
        if count == 0 || head.len() > HEAD_LIMIT {
            return stream.shutdown().await;
        }
        head.extend_from_slice(buffer.get(..count).unwrap_or_default());
    }
    let body = format!("{title}\n");
    let length = body.len();
    let response = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(response.as_bytes()).await?;
    stream.shutdown().await
}
