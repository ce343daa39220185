use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::server::{Place, Server};
use super::{ANY_PORT, LIFETIME};
use crate::Error;

/// Plain text instead of a TLS record.
const GARBAGE: &[u8] = b"this is not a TLS record, and nothing that follows will be one\n";

/// How a captive portal redirects a client that has not logged in.
const PLAIN_HTTP: &[u8] =
    b"HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\r\n";

/// A server on a free port of 127.0.0.1 that fails every connection in the same way.
/// Dropping it stops it.
#[derive(Debug)]
pub struct BrokenSite {
    server: Server,
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
}

impl BrokenSite {
    /// Starts to listen. Clients can connect when this returns.
    ///
    /// # Errors
    ///
    /// [`Error::Listen`] or [`Error::ServerThread`] if the system has no port or thread left.
    pub fn start(fault: Fault) -> Result<Self, Error> {
        let place = Place::Loopback(ANY_PORT);
        let server = Server::start(place, LIFETIME, move |stream| async move {
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
        Fault::CloseAtOnce => stream.shutdown().await,
        Fault::CloseAfterHello => {
            read_some(&mut stream).await?;
            stream.shutdown().await
        }
        Fault::NeverAnswer => {
            while read_some(&mut stream).await? > 0 {}
            Ok(())
        }
        Fault::ResetAfterHello => {
            read_some(&mut stream).await?;
            stream.set_zero_linger()
        }
        Fault::Garbage => {
            read_some(&mut stream).await?;
            stream.write_all(GARBAGE).await?;
            stream.shutdown().await
        }
        Fault::PlainHttp => {
            read_some(&mut stream).await?;
            stream.write_all(PLAIN_HTTP).await?;
            stream.shutdown().await
        }
    }
}

async fn read_some(stream: &mut TcpStream) -> io::Result<usize> {
    stream.read(&mut [0; 16 * 1024]).await
}
