//! A handshake that ends once the server has proven that it holds its key.
//!
//! In TLS 1.3 that is the CertificateVerify message (RFC 8446 §4.4.3), in TLS 1.2 the
//! ServerKeyExchange (RFC 5246 §7.4.3): there the client does no key exchange at all. Both are
//! signatures over this connection's random numbers and key shares, so a chain that was recorded
//! elsewhere is not proven. Then the connection is closed without an alert.
//!
//! The ClientHello is the same as in a whole handshake.
//!
//! **Not checked:** the Finished message. Whoever forwards a server's own messages unchanged up to
//! here passes, and cannot read what would follow. A network that knows this program by its
//! habit of closing early can leave it alone; so can one that knows its ClientHello.

use std::{io, net::SocketAddr, sync::Arc, time::Instant};

use anchorwatch_evidence::{Failure, Stage, TlsHandshake};
use rustls::ClientConnection;
use tokio::{io::AsyncWriteExt as _, net::TcpStream, time::timeout};

use super::{Captured, Wanted, agreed, config};
use crate::{failure, hello};

/// The reason with which rustls is stopped. Nobody sees it.
pub(super) const COMPLETE: &str = "the capture is complete";

/// Enough for the answers of most servers in one go; it is on the stack for a moment only.
const READ_BYTES: usize = 16 << 10;

/// An unencrypted HTTP/1 response begins so (RFC 9112 §4).
const HTTP: &[u8] = b"HTTP/1.";

/// Makes the handshake and records it.
pub(crate) async fn handshake(mut stream: TcpStream, wanted: Wanted<'_>) -> TlsHandshake {
    let begun = Instant::now();
    let address = stream
        .peer_addr()
        .unwrap_or_else(|_| SocketAddr::from(([0, 0, 0, 0], 0)));
    let captured = Arc::new(Captured::default());
    let (mut client_hello, mut has_answer) = (Vec::new(), false);
    let (failure, (tls_version, cipher_suite)) = match connection(&wanted, &captured) {
        Some(mut connection) => {
            let talking = talk(
                &mut stream,
                &mut connection,
                &captured,
                &mut client_hello,
                &mut has_answer,
            );
            let talked = timeout(wanted.limit, talking).await;
            let failure = match talked {
                Ok(talked) => talked.err(),
                Err(_) => Some(Failure::GenericTimeoutError),
            };
            let agreed = match failure {
                None => agreed(&connection),
                Some(_) => (None, None),
            };
            (failure, agreed)
        }
        None => {
            let failure = Failure::unknown("the host is not a name that TLS can carry");
            (Some(failure), (None, None))
        }
    };
    drop(stream);
    let seen = captured.seen();
    let failed_after = failure.as_ref().map(|_| {
        match (seen.chain.is_empty(), has_answer, client_hello.is_empty()) {
            (false, _, _) => Stage::Certificate,
            (true, true, _) => Stage::ServerHello,
            (true, false, false) => Stage::ClientHello,
            (true, false, true) => Stage::Connect,
        }
    });
    TlsHandshake {
        purpose: wanted.purpose,
        address: Some(address),
        ttl: wanted.ttl,
        server_name: hello::sent_name(wanted.purpose, wanted.host, &client_hello),
        failure,
        failed_after,
        tls_version,
        cipher_suite,
        peer_certificates: seen.chain,
        is_key_proven: seen.is_key_proven,
        client_hello,
        echo: None,
        elapsed: begun.elapsed(),
    }
}

fn connection(wanted: &Wanted<'_>, captured: &Arc<Captured>) -> Option<ClientConnection> {
    let config = config(wanted, Arc::clone(captured), true)?;
    ClientConnection::new(Arc::new(config), hello::server_name(wanted.host)?).ok()
}

/// Sends the ClientHello and reads until the key is proven.
async fn talk(
    stream: &mut TcpStream,
    connection: &mut ClientConnection,
    captured: &Captured,
    client_hello: &mut Vec<u8>,
    has_answer: &mut bool,
) -> Result<(), Failure> {
    let io = |error: io::Error| failure::of_io(&error);
    connection.write_tls(client_hello).map_err(io)?;
    stream.write_all(client_hello).await.map_err(io)?;
    loop {
        stream.readable().await.map_err(io)?;
        match read(stream, connection, has_answer) {
            Err(_) if captured.seen().is_complete => return Ok(()),
            Err(failure) => return Err(failure),
            Ok(()) => {}
        }
        // A server can ask for another key share (RFC 8446 §4.1.4).
        let mut more = Vec::new();
        while connection.wants_write() {
            connection.write_tls(&mut more).map_err(io)?;
        }
        stream.write_all(&more).await.map_err(io)?;
    }
}

/// Reads what is there. `has_answer`: something was read before.
fn read(
    stream: &TcpStream,
    connection: &mut ClientConnection,
    has_answer: &mut bool,
) -> Result<(), Failure> {
    let mut buffer = [0; READ_BYTES];
    let count = match stream.try_read(&mut buffer) {
        Ok(0) => return Err(Failure::EofError),
        Ok(count) => count,
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
        Err(error) => return Err(failure::of_io(&error)),
    };
    let mut came = buffer.get(..count).unwrap_or_default();
    if !std::mem::replace(has_answer, true) && came.starts_with(HTTP) {
        return Err(Failure::PlainHttpResponse);
    }
    while !came.is_empty() {
        let read = connection.read_tls(&mut came);
        read.map_err(|error| failure::of_io(&error))?;
        let processed = connection.process_new_packets();
        processed
            .map_err(|error| failure::of_io(&io::Error::new(io::ErrorKind::InvalidData, error)))?;
    }
    Ok(())
}
