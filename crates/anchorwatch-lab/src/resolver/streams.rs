//! One connection to a resolver: any number of questions over TCP or TLS, or over HTTPS.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::Zone;

/// A test's client that has asked nothing by then never will.
const CONNECTION_LIFETIME: Duration = Duration::from_secs(300);

/// The longest request head that is read.
const HEAD_LIMIT: usize = 8 << 10;

/// What is spoken over a connection.
#[derive(Clone)]
pub(super) enum Kind {
    Tcp,
    Dot(TlsAcceptor),
    Doh(TlsAcceptor),
}

/// Answers until the client ends. Errors are ignored: how it fails is up to the client.
pub(super) async fn talk(stream: TcpStream, kind: Kind, zone: Arc<Zone>) {
    let said = async {
        match kind {
            Kind::Tcp => framed(stream, &zone).await,
            Kind::Dot(acceptor) => framed(acceptor.accept(stream).await?, &zone).await,
            Kind::Doh(acceptor) => posted(acceptor.accept(stream).await?, &zone).await,
        }
    };
    drop(tokio::time::timeout(CONNECTION_LIFETIME, said).await);
}

/// Messages behind their lengths (RFC 1035 §4.2.2).
async fn framed<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, zone: &Zone) -> io::Result<()> {
    loop {
        let mut question = vec![0; usize::from(stream.read_u16().await?)];
        stream.read_exact(&mut question).await?;
        let answer = zone.answer(&question).unwrap_or_default();
        let length = u16::try_from(answer.len()).unwrap_or(u16::MAX);
        stream
            .write_all(&[&length.to_be_bytes()[..], &answer].concat())
            .await?;
        stream.flush().await?;
    }
}

/// Messages as bodies of POST requests (RFC 8484), the answers in one chunk each.
async fn posted<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, zone: &Zone) -> io::Result<()> {
    let mut read = Vec::new();
    loop {
        let end = read.windows(4).position(|end: &[u8]| end == b"\r\n\r\n");
        let Some(end) = end else {
            if read.len() > HEAD_LIMIT || stream.read_buf(&mut read).await? == 0 {
                return stream.shutdown().await;
            }
            continue;
        };
        let head = String::from_utf8_lossy(read.get(..end).unwrap_or_default()).into_owned();
        let mut fields = head.lines().filter_map(|line| line.split_once(": "));
        let length = fields.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let length = length.and_then(|(_, length)| length.parse::<u16>().ok());
        let whole = end + 4 + usize::from(length.unwrap_or_default());
        while read.len() < whole {
            if stream.read_buf(&mut read).await? == 0 {
                return stream.shutdown().await;
            }
        }
        let answer = zone.answer(read.get(end + 4..whole).unwrap_or_default());
        let answer = answer.unwrap_or_default();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\n\
             Transfer-Encoding: chunked\r\n\r\n";
        let size = format!("{:x}\r\n", answer.len());
        let chunk = [size.as_bytes(), &answer, b"\r\n0\r\n\r\n"].concat();
        stream
            .write_all(&[head.as_bytes(), &chunk].concat())
            .await?;
        stream.flush().await?;
        read.drain(..whole);
    }
}
