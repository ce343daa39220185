//! One question in a datagram, and everything that comes back for a while.
//!
//! Whoever injects an answer usually cannot hold back the true one, so the socket stays open after
//! the first. It is not connected: the kernel would hide what comes from other addresses.

use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use anchorwatch_evidence::{DnsResponse, Failure};
use tokio::{
    net::UdpSocket,
    time::{Instant, timeout_at},
};

use super::{Heard, message::Question};
use crate::{failure, random};

/// The most datagrams that are read for one question.
const MAX_DATAGRAMS: usize = 64;

/// The most different answers that are kept.
const MAX_RESPONSES: usize = 8;

/// The largest datagram.
const MAX_BYTES: usize = 1 << 16;

/// How many times longer the first answer is waited for than others after it.
const PATIENCE: u32 = 10;

/// Asks once. The socket's port is the kernel's choice, the identifier is drawn at random.
pub(super) async fn ask(at: SocketAddr, question: &Question, step: Duration) -> Heard {
    let sent = async {
        let id = u16::from_be_bytes(random::octets().ok_or(Failure::Interrupted)?);
        let message = question.encode(id);
        let message = message.ok_or_else(|| Failure::unknown("the name cannot be asked for"))?;
        let socket = UdpSocket::bind(any(at)).await;
        let socket = socket.map_err(|error| failure::of_io(&error))?;
        let sent = socket.send_to(&message, at).await;
        sent.map_err(|error| failure::of_io(&error))?;
        Ok((socket, id))
    };
    match sent.await {
        Ok((socket, id)) => listen(&socket, at, question, id, step).await,
        Err(failure) => Heard {
            failure: Some(failure),
            ..Heard::default()
        },
    }
}

fn any(at: SocketAddr) -> SocketAddr {
    match at {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    }
}

async fn listen(
    socket: &UdpSocket,
    at: SocketAddr,
    question: &Question,
    id: u16,
    step: Duration,
) -> Heard {
    let begun = Instant::now();
    let mut until = begun + step;
    let mut heard = Heard::default();
    let mut buffer = vec![0; MAX_BYTES];
    for _ in 0..MAX_DATAGRAMS {
        let Ok(received) = timeout_at(until, socket.recv_from(&mut buffer)).await else {
            heard.failure = Some(Failure::GenericTimeoutError);
            return heard;
        };
        let (length, from) = match received {
            Ok(received) => received,
            Err(error) => {
                heard.failure = Some(failure::of_io(&error));
                return heard;
            }
        };
        let bytes = buffer.get(..length).filter(|_| from == at);
        match bytes.and_then(|bytes| question.read(id, bytes, begun.elapsed())) {
            Some(response) => {
                if heard.responses.is_empty() {
                    until = Instant::now() + step / PATIENCE;
                }
                keep(&mut heard.responses, response);
            }
            None => heard.unmatched_count += 1,
        }
    }
    heard.failure = Some(Failure::DnsServerMisbehaving);
    heard
}

fn keep(responses: &mut Vec<DnsResponse>, response: DnsResponse) {
    let is_new = !responses.iter().any(|it| it.says_the_same_as(&response));
    if is_new && responses.len() < MAX_RESPONSES {
        responses.push(response);
    }
}
