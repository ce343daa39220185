//! One handshake over QUIC, without what TLS shows in it.
//!
//! quinn-proto writes and reads the packets; this module has the socket and the bounds. A socket of
//! UDP gets every ICMP error with the address of the router that sent it, without rights (ip(7),
//! IP_RECVERR), so that a handshake whose packets may pass only so many routers also says where
//! they ended.
//!
//! **Trust:** whoever sees the first packet can read it and answer in the server's name: with a
//! close, with other versions, or with garbage (RFC 9001 §5.2, §9.5). None of it says who did so.

mod packet;
mod socket;

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use anchorwatch_evidence::{Failure, MAX_OFFERED_VERSIONS};
use quinn_proto::{
    ClientConfig, Connection, ConnectionError, ConnectionHandle, DatagramEvent, Endpoint,
    EndpointConfig, Event, TransportErrorCode, VarInt, crypto::rustls::HandshakeData,
};

use self::socket::{Datagrams, Met};
use crate::failure;

pub use packet::offered_versions;

/// The version that is offered: RFC 9000's.
pub(crate) const VERSION: u32 = 1;

/// The most octets that are read. A handshake has 64 KiB at most (rustls); what is sent again counts
/// too.
const MAX_READ_BYTES: usize = 1 << 20;

/// The most datagrams that are read, empty ones included.
const MAX_READ_DATAGRAMS: usize = 4_096;

/// The code with which HTTP/3 ends a connection that is not needed any more (RFC 9114 §8.1).
const H3_NO_ERROR: VarInt = VarInt::from_u32(0x100);

/// A handshake to make.
pub(crate) struct Question {
    pub(crate) at: SocketAddr,
    pub(crate) server_name: String,
    pub(crate) config: ClientConfig,
    /// How many routers its packets may pass, if that is limited.
    pub(crate) ttl: Option<u8>,
    pub(crate) errors: IcmpErrors,
    pub(crate) limit: Duration,
}

/// Which ICMP errors end a handshake. Whoever sees the packets can forge them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IcmpErrors {
    /// Any: a packet that may pass only so many routers was lost, and a router says so.
    EndIt,
    /// Those that end the connections of other programs too, such as that the port is not open. That
    /// a packet went no further can be temporary (RFC 1122 §3.2.2), and Linux keeps it from programs
    /// that do not ask for it.
    FatalEndIt,
    Ignored,
}

/// What a handshake met.
#[derive(Debug, Default)]
pub(crate) struct Exchange {
    pub(crate) failure: Option<Failure>,
    /// Whether a packet was handed to the kernel.
    pub(crate) is_sent: bool,
    /// Whether a part of a TLS handshake came, under keys that show no more than that whoever sent
    /// it saw the first packet.
    pub(crate) is_answered: bool,
    pub(crate) offered_versions: Vec<u32>,
    pub(crate) is_retried: bool,
    pub(crate) negotiated_protocol: Option<String>,
    pub(crate) ttl_exceeded_by: Option<IpAddr>,
}

/// Makes the handshake, and closes the connection. Blocks, for no longer than the limit.
pub(crate) fn exchange(question: Question) -> Exchange {
    let mut met = Exchange::default();
    let failure = match Talk::begin(question) {
        Ok(mut talk) => {
            let ended = talk.run(&mut met);
            talk.finish(&mut met);
            ended
        }
        Err(failure) => Some(failure),
    };
    met.failure = failure;
    met
}

/// A connection, and the socket that it uses.
struct Talk {
    at: SocketAddr,
    until: Instant,
    datagrams: Datagrams,
    endpoint: Endpoint,
    handle: ConnectionHandle,
    connection: Connection,
    /// The last first-flight packet that was sent.
    first: Vec<u8>,
    read_bytes: usize,
    read_datagrams: usize,
}

impl Talk {
    fn begin(question: Question) -> Result<Self, Failure> {
        let begun = Instant::now();
        let mut config = EndpointConfig::default();
        config.supported_versions(vec![VERSION]);
        let mut endpoint = Endpoint::new(Arc::new(config), None, false, None);
        let Question { at, limit, .. } = question;
        let datagrams = Datagrams::open(at, question.ttl, question.errors);
        let datagrams = datagrams.map_err(|it| failure::of_io(&it))?;
        let opened = endpoint.connect(begun, question.config, at, &question.server_name);
        let (handle, connection) = opened.map_err(|it| Failure::unknown(&it.to_string()))?;
        Ok(Self {
            at,
            until: begun + limit,
            datagrams,
            endpoint,
            handle,
            connection,
            first: Vec::new(),
            read_bytes: 0,
            read_datagrams: 0,
        })
    }

    /// Until the handshake is complete, or has failed.
    fn run(&mut self, met: &mut Exchange) -> Option<Failure> {
        loop {
            if let Err(error) = self.send(met) {
                return self.failed(&error, met);
            }
            if let Some(ended) = self.ended(met) {
                return ended;
            }
            let now = Instant::now();
            if now >= self.until {
                return Some(Failure::GenericTimeoutError);
            }
            let timer = self.connection.poll_timeout();
            let wake = timer.unwrap_or(self.until).min(self.until);
            match self.datagrams.wait(wake.saturating_duration_since(now)) {
                Ok(true) => {
                    if let Err(error) = self.read(met) {
                        // What came before it may have been the last that was missing.
                        let _sent = self.send(met);
                        return self.failed(&error, met);
                    }
                }
                Ok(false) => {}
                Err(error) => return Some(failure::of_io(&error)),
            }
            if self.read_bytes > MAX_READ_BYTES || self.read_datagrams > MAX_READ_DATAGRAMS {
                return Some(Failure::unknown("more came than a handshake has"));
            }
            let now = Instant::now();
            if self.connection.poll_timeout().is_some_and(|it| it <= now) {
                self.connection.handle_timeout(now);
            }
            self.pass_events();
        }
    }

    /// Sends what the connection has to send.
    fn send(&mut self, met: &mut Exchange) -> io::Result<()> {
        let mut packet = Vec::new();
        while let Some(transmit) = self
            .connection
            .poll_transmit(Instant::now(), 1, &mut packet)
        {
            let sent = packet.get(..transmit.size).unwrap_or(&packet);
            if packet::is_initial(sent) {
                met.is_retried |= packet::has_token(sent);
                self.first = sent.to_vec();
            }
            self.datagrams.send(sent)?;
            met.is_sent = true;
            packet.clear();
        }
        Ok(())
    }

    /// Reads what came.
    fn read(&mut self, met: &mut Exchange) -> io::Result<()> {
        while self.read_bytes <= MAX_READ_BYTES && self.read_datagrams <= MAX_READ_DATAGRAMS {
            let Some(datagram) = self.datagrams.read()? else {
                break;
            };
            self.read_bytes += datagram.len();
            self.read_datagrams += 1;
            if met.offered_versions.is_empty()
                && let Some(versions) = offered_versions(datagram, &self.first)
            {
                let kept = versions.into_iter().take(MAX_OFFERED_VERSIONS);
                met.offered_versions = kept.collect();
            }
            let (now, data) = (Instant::now(), datagram.into());
            let event = self
                .endpoint
                .handle(now, self.at, None, None, data, &mut Vec::new());
            // What is no part of this connection is not answered.
            if let Some(DatagramEvent::ConnectionEvent(_, event)) = event {
                self.connection.handle_event(event);
            }
        }
        Ok(())
    }

    fn pass_events(&mut self) {
        while let Some(event) = self.connection.poll_endpoint_events() {
            if let Some(event) = self.endpoint.handle_event(self.handle, event) {
                self.connection.handle_event(event);
            }
        }
    }

    /// How it ended, if it did: `Some(None)` with success.
    fn ended(&mut self, met: &mut Exchange) -> Option<Option<Failure>> {
        let mut ended = None;
        while let Some(event) = self.connection.poll() {
            match event {
                Event::Connected => ended = Some(None),
                Event::ConnectionLost { reason } => {
                    ended.get_or_insert_with(|| Some(of_connection(&reason)));
                }
                _ => {}
            }
        }
        met.is_answered |= self.connection.stats().frame_rx.crypto > 0;
        ended
    }

    /// How it ended, if it did before the network failed; else the failure, with the router that named
    /// itself.
    fn failed(&mut self, error: &io::Error, met: &mut Exchange) -> Option<Failure> {
        let Met { failure, router } = self.datagrams.icmp_error(error);
        self.ended(met).unwrap_or_else(|| {
            met.ttl_exceeded_by = router;
            Some(failure)
        })
    }

    /// Closes the connection politely; what comes then is not evidence.
    fn finish(&mut self, met: &mut Exchange) {
        met.is_answered |= self.connection.stats().frame_rx.crypto > 0;
        let data = self.connection.crypto_session().handshake_data();
        let data = data.and_then(|it| it.downcast::<HandshakeData>().ok());
        let protocol = data.and_then(|it| it.protocol);
        met.negotiated_protocol = protocol.map(|it| String::from_utf8_lossy(&it).into_owned());
        let now = Instant::now();
        self.connection.close(now, H3_NO_ERROR, Vec::new().into());
        let _sent = self.send(&mut Exchange::default());
    }
}

fn of_connection(reason: &ConnectionError) -> Failure {
    match reason {
        ConnectionError::VersionMismatch => Failure::QuicIncompatibleVersion,
        ConnectionError::Reset => Failure::ConnectionReset,
        ConnectionError::TimedOut => Failure::GenericTimeoutError,
        ConnectionError::ConnectionClosed(close) => match close.error_code {
            TransportErrorCode::CONNECTION_REFUSED => Failure::ConnectionRefused,
            code if is_alert(code) => Failure::SslFailedHandshake,
            _ => Failure::EofError,
        },
        ConnectionError::ApplicationClosed(_) => Failure::EofError,
        ConnectionError::TransportError(error) if is_alert(error.code) => {
            Failure::SslFailedHandshake
        }
        // What came was no QUIC, or no handshake: anyone who sees the first packet can send that.
        ConnectionError::TransportError(_) => Failure::EofError,
        other => Failure::unknown(&other.to_string()),
    }
}

/// Whether the code carries an alert of TLS (RFC 9001 §4.8).
fn is_alert(code: TransportErrorCode) -> bool {
    (0x100..0x200).contains(&u64::from(code))
}
