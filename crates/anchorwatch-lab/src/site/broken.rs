use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::server::{self, Place};
use super::{ANY_PORT, LIFETIME};
use crate::Error;
use crate::server_thread::ServerThread;

/// Plain text instead of a TLS record.
const GARBAGE: &[u8] = b"this is not a TLS record, and nothing that follows will be one\n";

/// How a captive portal redirects a client that has not logged in.
const PLAIN_HTTP: &[u8] =
    b"HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\r\n";

/// A server on a free port of 127.0.0.1 that fails every connection in the same way.
/// Dropping it stops it.
#[derive(Debug)]
pub struct BrokenSite {
    server: ServerThread,
}

/// How a [`BrokenSite`] fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Accepts, then closes properly, without reading.
    CloseAtOnce,
    /// Accepts, reads the client's first bytes, then closes properly.
    CloseAfterHello,
    /// Accepts, reads, and never sends anything until it is dropped.
    NeverAnswer,
    /// Accepts, reads the client's first bytes, then resets the connection.
    ResetAfterHello,
    /// Accepts, reads the client's first bytes, answers with bytes that are not TLS, closes.
    Garbage,
    /// Accepts, reads the client's first bytes, answers with unencrypted HTTP, closes: like a
    /// captive portal.
    PlainHttp,
    /// Accepts, reads the client's first bytes, then sends one byte of a handshake record a second,
    /// without end.
    OneByteASecond,
    /// Accepts, reads the client's first bytes, then sends handshake records without content, without
    /// end.
    EndlessRecords,
    /// Accepts, reads the client's first bytes, answers in TLS 1.2 and announces a certificate of 16 MB,
    /// which it sends.
    HugeCertificate,
    /// Accepts, reads the client's first bytes, then sends an alert where the rest of a message belongs,
    /// and nothing more.
    AlertInsideMessage,
    /// Accepts, reads the client's first bytes, says that it sends nothing, and goes on reading until the
    /// client closes.
    HalfClose,
}

impl BrokenSite {
    /// Starts to listen. Clients can connect when this returns.
    ///
    /// # Errors
    ///
    /// [`Error::Listen`] or [`Error::ServerThread`] if the system has no port or thread left.
    pub fn start(fault: Fault) -> Result<Self, Error> {
        let place = Place::Loopback(ANY_PORT);
        let server = server::start(place, LIFETIME, move |stream| async move {
            // The connection is meant to break, so errors are ignored.
            drop(fail(fault, stream).await);
        })?;
        Ok(Self { server })
    }

    /// Returns the address on which it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Returns how many connections it has accepted so far.
    pub fn accepted_count(&self) -> usize {
        self.server.accepted_count()
    }
}

async fn fail(fault: Fault, mut stream: TcpStream) -> io::Result<()> {
    match fault {
        Fault::CloseAtOnce => return stream.shutdown().await,
        Fault::NeverAnswer => return wait_until_closed(&mut stream).await,
        _ => read_some(&mut stream).await?,
    };
    match fault {
        Fault::CloseAtOnce | Fault::NeverAnswer | Fault::CloseAfterHello => stream.shutdown().await,
        Fault::ResetAfterHello => stream.set_zero_linger(),
        Fault::Garbage => {
            stream.write_all(GARBAGE).await?;
            stream.shutdown().await
        }
        Fault::PlainHttp => {
            stream.write_all(PLAIN_HTTP).await?;
            stream.shutdown().await
        }
        Fault::OneByteASecond => one_byte_a_second(&mut stream).await,
        Fault::EndlessRecords => {
            let many = record(HANDSHAKE, &[]).repeat(1_000);
            loop {
                stream.write_all(&many).await?;
            }
        }
        Fault::HugeCertificate => huge_certificate(&mut stream).await,
        Fault::AlertInsideMessage => {
            let begun = record(HANDSHAKE, &[SERVER_HELLO, 0, 0, 200, 3, 3]);
            let alert = record(ALERT, &[FATAL, HANDSHAKE_FAILURE]);
            stream.write_all(&[begun, alert].concat()).await?;
            stream.shutdown().await?;
            wait_until_closed(&mut stream).await
        }
        Fault::HalfClose => {
            stream.shutdown().await?;
            wait_until_closed(&mut stream).await
        }
    }
}

async fn one_byte_a_second(stream: &mut TcpStream) -> io::Result<()> {
    loop {
        for byte in record(HANDSHAKE, &[SERVER_HELLO; LARGEST_RECORD]) {
            stream.write_all(&[byte]).await?;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn huge_certificate(stream: &mut TcpStream) -> io::Result<()> {
    stream.write_all(&server_hello()).await?;
    let length = [CERTIFICATE, 0xff, 0xff, 0xff];
    stream.write_all(&record(HANDSHAKE, &length)).await?;
    let part = record(HANDSHAKE, &[0; LARGEST_RECORD]);
    for _ in 0..HUGE.div_ceil(LARGEST_RECORD) {
        stream.write_all(&part).await?;
    }
    wait_until_closed(stream).await
}

async fn wait_until_closed(stream: &mut TcpStream) -> io::Result<()> {
    while read_some(stream).await? > 0 {}
    Ok(())
}

/// A ServerHello of TLS 1.2 without extensions (RFC 5246 §7.4.1.3), with a suite that every client
/// offers: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256.
fn server_hello() -> Vec<u8> {
    let body = [&[3, 3][..], &[7; 32], &[0], &[0xc0, 0x2b], &[0]].concat();
    let length = u8::try_from(body.len()).unwrap_or(u8::MAX);
    record(
        HANDSHAKE,
        &[&[SERVER_HELLO, 0, 0, length], &body[..]].concat(),
    )
}

/// A record of TLS 1.2 (RFC 5246 §6.2.1).
fn record(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX);
    [&[kind, 3, 3], &length.to_be_bytes()[..], content].concat()
}

async fn read_some(stream: &mut TcpStream) -> io::Result<usize> {
    stream.read(&mut [0; 16 * 1024]).await
}

/// Types of records and of messages (RFC 5246 §6.2.1, §7.4), and what an alert says (§7.2).
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;
const FATAL: u8 = 2;
const HANDSHAKE_FAILURE: u8 = 40;

/// The largest content of a record (RFC 5246 §6.2.1).
const LARGEST_RECORD: usize = 1 << 14;

/// The largest length of a message.
const HUGE: usize = (1 << 24) - 1;
