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

use super::{Captured, Proof, Wanted, agreed, config};
use crate::{answer_octets::AnswerOctets, failure, hello};

/// The reason with which rustls is stopped. Nobody sees it.
pub(super) const COMPLETE: &str = "the capture is complete";

/// Enough for the answers of most servers in one go; it is on the stack for a moment only.
const READ_BYTES: usize = 16 << 10;

/// An unencrypted HTTP/1 response begins so (RFC 9112 §4).
const HTTP: &[u8] = b"HTTP/1.";

/// Makes the handshake and records it. If the signature is only kept, nobody has proven anything yet.
pub(crate) async fn handshake(
    mut stream: TcpStream,
    wanted: Wanted<'_>,
    proof: Proof,
) -> TlsHandshake {
    let begun = Instant::now();
    let address = stream
        .peer_addr()
        .unwrap_or_else(|_| SocketAddr::from(([0, 0, 0, 0], 0)));
    let captured = Arc::new(Captured::default());
    let mut said = Said::default();
    let (failure, (tls_version, cipher_suite)) = match connection(&wanted, &captured, proof) {
        Some(mut connection) => {
            let talking = talk(&mut stream, &mut connection, &captured, &mut said);
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
    let Said {
        client_hello,
        answer,
    } = said;
    let seen = captured.seen();
    let came = (
        seen.chain.is_empty(),
        answer.octets.has_come(),
        client_hello.is_empty(),
    );
    let failed_after = failure.as_ref().map(|_| stage(came));
    TlsHandshake {
        purpose: wanted.purpose,
        address: Some(address),
        ttl: wanted.ttl,
        min_ttl: None,
        server_name: hello::sent_name(wanted.purpose, wanted.host, &client_hello),
        failure,
        failed_after,
        tls_version,
        cipher_suite,
        peer_certificates: seen.chain,
        is_key_proven: seen.is_key_proven,
        key_signature: seen.key_signature,
        client_hello,
        server_hello: answer.octets.server_hello(),
        echo: None,
        transfer: None,
        elapsed: begun.elapsed(),
    }
}

/// How far it came: whether no chain was seen, anything came, and no ClientHello was sent.
fn stage(came: (bool, bool, bool)) -> Stage {
    match came {
        (false, _, _) => Stage::Certificate,
        (true, true, _) => Stage::ServerHello,
        (true, false, false) => Stage::ClientHello,
        (true, false, true) => Stage::Connect,
    }
}

fn connection(
    wanted: &Wanted<'_>,
    captured: &Arc<Captured>,
    proof: Proof,
) -> Option<ClientConnection> {
    let config = config(wanted, Arc::clone(captured), proof)?;
    ClientConnection::new(Arc::new(config), hello::server_name(wanted.host)?).ok()
}

/// Sends the ClientHello and reads until the key is proven.
async fn talk(
    stream: &mut TcpStream,
    connection: &mut ClientConnection,
    captured: &Captured,
    said: &mut Said,
) -> Result<(), Failure> {
    let io = |error: io::Error| failure::of_io(&error);
    let mut first = Vec::new();
    connection.write_tls(&mut first).map_err(io)?;
    send(stream, &first, &mut said.client_hello)
        .await
        .map_err(io)?;
    loop {
        stream.readable().await.map_err(io)?;
        match read(stream, connection, &mut said.answer) {
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

/// Sends the octets. Those that the kernel took count as sent, as in a whole handshake.
async fn send(stream: &mut TcpStream, octets: &[u8], sent: &mut Vec<u8>) -> io::Result<()> {
    let mut rest = octets;
    while !rest.is_empty() {
        let count = stream.write(rest).await?;
        let (taken, left) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        if taken.is_empty() {
            return Err(io::ErrorKind::WriteZero.into());
        }
        sent.extend_from_slice(taken);
        rest = left;
    }
    Ok(())
}

/// What was sent and what came.
#[derive(Debug, Default)]
struct Said {
    client_hello: Vec<u8>,
    answer: Answer,
}

/// What is known of the answer.
#[derive(Debug, Default)]
struct Answer {
    octets: AnswerOctets,
    /// Its first octets, while they can still become an HTTP/1 response. rustls refuses the first of
    /// them, before it is known what they are.
    held: Vec<u8>,
    is_known: bool,
}

impl Answer {
    /// Returns what came and is not held back.
    fn take<'a>(&'a mut self, came: &'a [u8]) -> Result<&'a [u8], Failure> {
        self.octets.keep(came);
        if self.is_known {
            return Ok(came);
        }
        self.held.extend_from_slice(came);
        if self.held.starts_with(HTTP) {
            return Err(Failure::PlainHttpResponse);
        }
        self.is_known = !HTTP.starts_with(&self.held);
        Ok(if self.is_known { &self.held } else { &[] })
    }
}

/// Reads what is there.
fn read(
    stream: &TcpStream,
    connection: &mut ClientConnection,
    answer: &mut Answer,
) -> Result<(), Failure> {
    let mut buffer = [0; READ_BYTES];
    let count = match stream.try_read(&mut buffer) {
        Ok(0) => return Err(Failure::EofError),
        Ok(count) => count,
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
        Err(error) => return Err(failure::of_io(&error)),
    };
    let mut came = answer.take(buffer.get(..count).unwrap_or_default())?;
    while !came.is_empty() {
        let read = connection.read_tls(&mut came);
        read.map_err(|error| failure::of_io(&error))?;
        let processed = connection.process_new_packets();
        processed
            .map_err(|error| failure::of_io(&io::Error::new(io::ErrorKind::InvalidData, error)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use anchorwatch_evidence::Purpose;
    use tokio::net::TcpListener;

    use super::*;
    use crate::capture;

    /// A connection that the other side has reset before anything is sent.
    async fn dead() -> TcpStream {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await;
        let stream = stream.unwrap();
        let (other, _) = listener.accept().await.unwrap();
        other.set_zero_linger().unwrap();
        drop(other);
        stream.readable().await.unwrap();
        stream
    }

    #[test]
    fn what_could_not_be_sent_is_not_recorded_as_sent_as_in_a_whole_handshake() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let wanted = Wanted {
                purpose: Purpose::Target,
                host: "www.example.kz",
                ttl: None,
                limit: Duration::from_secs(300),
                ech: None,
                asks_transfer: false,
            };
            let brief = handshake(dead().await, wanted, Proof::Checked).await;
            let whole = capture::handshake(dead().await, wanted).await;
            for seen in [brief, whole] {
                assert!(seen.client_hello.is_empty());
                assert_eq!(seen.failed_after, Some(Stage::Connect));
                assert!(seen.failure.is_some());
            }
        });
    }

    #[test]
    fn http_is_known_in_any_pieces_and_nothing_of_another_answer_is_lost() {
        let whole = b"HTTP/1.1 302 Found\r\n";
        for at in 1..whole.len() {
            let (first, second) = whole.split_at(at);
            let mut answer = Answer::default();
            let taken = match answer.take(first).map(<[u8]>::is_empty) {
                Ok(is_held) => {
                    assert!(is_held);
                    answer.take(second)
                }
                Err(failure) => Err(failure),
            };
            assert_eq!(taken, Err(Failure::PlainHttpResponse), "{at}");
        }
        let mut answer = Answer::default();
        for (came, taken) in [("HT", ""), ("TP/1", ""), ("x", "HTTP/1x"), ("H", "H")] {
            assert_eq!(answer.take(came.as_bytes()), Ok(taken.as_bytes()));
        }
    }
}
