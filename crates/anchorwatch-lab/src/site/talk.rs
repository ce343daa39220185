//! One connection of a [`super::Site`]: handshake, request, response, end.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::Protocol;

/// A test's client that has sent no request by then never will.
const CONNECTION_LIFETIME: Duration = Duration::from_secs(300);

/// Longest request head that is read; common servers allow 8 KiB.
const HEAD_LIMIT: usize = 16 * 1024;

/// The longest first message of PostgreSQL that is read; the client chooses its names.
const STARTUP_LIMIT: u32 = 10_000;

/// The request for TLS (PostgreSQL's documentation, "Message Formats", `SSLRequest`): its length,
/// then 1234 and 5679.
const TLS_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

/// What a site sends to everyone.
pub(super) struct Talk {
    pub(super) acceptor: TlsAcceptor,
    pub(super) title: String,
    pub(super) protocol: Protocol,
    pub(super) asked_count: Arc<AtomicUsize>,
}

impl Talk {
    fn is_asked(&self) {
        self.asked_count.fetch_add(1, Ordering::SeqCst);
    }
}

/// Answers one request. Errors are ignored: how the client fails is up to the client.
pub(super) async fn answer(talk: Arc<Talk>, stream: TcpStream) {
    let said = async {
        match talk.protocol {
            Protocol::Https => page(&talk, stream).await,
            Protocol::Postgres => turned_away(&talk, stream).await,
        }
    };
    drop(tokio::time::timeout(CONNECTION_LIFETIME, said).await);
}

async fn page(talk: &Talk, stream: TcpStream) -> io::Result<()> {
    let mut stream = talk.acceptor.accept(stream).await?;
    let mut head = Vec::new();
    let mut buffer = [0; 2048];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let count = stream.read(&mut buffer).await?;
        if count > 0 && head.is_empty() {
            talk.is_asked();
        }
        if count == 0 || head.len() > HEAD_LIMIT {
            return stream.shutdown().await;
        }
        head.extend_from_slice(buffer.get(..count).unwrap_or_default());
    }
    let body = format!("{}\n", talk.title);
    let length = body.len();
    let response = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(response.as_bytes()).await?;
    stream.shutdown().await
}

/// Rejects a PostgreSQL client. Its first message is inside TLS only if it requested TLS, and then
/// comes after the handshake.
async fn turned_away(talk: &Talk, mut stream: TcpStream) -> io::Result<()> {
    let mut request = [0; TLS_REQUEST.len()];
    stream.read_exact(&mut request).await?;
    if request != TLS_REQUEST {
        return stream.shutdown().await;
    }
    stream.write_all(b"S").await?;
    let mut stream = talk.acceptor.accept(stream).await?;
    let length = stream.read_u32().await?;
    talk.is_asked();
    if !(4..=STARTUP_LIMIT).contains(&length) {
        return stream.shutdown().await;
    }
    let mut startup = vec![0; length as usize - 4];
    stream.read_exact(&mut startup).await?;
    let fields = format!("SFATAL\0VFATAL\0C28000\0M{}\0\0", talk.title);
    let length = u32::try_from(fields.len() + 4).unwrap_or(u32::MAX);
    stream.write_all(b"E").await?;
    stream.write_u32(length).await?;
    stream.write_all(fields.as_bytes()).await?;
    stream.shutdown().await
}
