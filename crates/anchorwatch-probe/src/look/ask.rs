//! The end that asks.

use std::{net::SocketAddr, time::Duration};

use anchorwatch_evidence::{Failure, Purpose, Target};
use data_encoding::HEXLOWER;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    time::timeout,
};

use super::{Exchange, LookKey, LookRefusal, MAX_LOOK_BYTES, PATH, is_same, number};
use crate::{
    Pace,
    capture::{self, Wanted},
    http_head::{Head, NoHead},
    measure::connect,
    random,
};

/// More than the header fields that `probe-server` sends.
const MAX_HEADER_BYTES: usize = 8 << 10;

/// How long a look is waited for: longer than the server takes.
const LONGEST: Duration = Duration::from_secs(150);

/// The tag in hexadecimal, and the end of its line.
const TAG_LINE_BYTES: usize = 65;

/// What is asked of the measurer's own server.
#[derive(Debug, Clone, Copy)]
pub struct LookRequest<'a> {
    /// The server.
    pub server: SocketAddr,
    /// The name that is sent to it in clear. It need not be the target's.
    pub sent_name: &'a str,
    /// What it is to look at.
    pub target: &'a Target,
    /// The key that it knows, too.
    pub key: &'a LookKey,
    /// The limit for the connection, the handshake, and each of two questions; the look itself may take
    /// longer.
    pub step: Duration,
}

/// Why there is no look.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LookProblem {
    /// The server was not reached, or the handshake failed.
    NotConnected(Failure),
    /// Whoever answers does not look for anyone.
    NotOffered,
    /// It says that it does not look. Anyone on the way can say that.
    Refused(LookRefusal),
    /// No whole answer came.
    NoAnswer,
    /// The answer is not from whoever has the key.
    Forged,
}

/// Asks for a look: the evidence, as the server wrote it.
///
/// **Not checked:** the certificate of the server. Only whoever has the key can make the answer's tag.
///
/// # Errors
/// [`LookProblem`]: why nothing was seen. That says nothing about the target.
pub async fn look(request: &LookRequest<'_>, pace: &mut Pace) -> Result<Vec<u8>, LookProblem> {
    pace.wait_for(request.server).await;
    let (connected, stream) = connect(request.server, request.step).await;
    let not_connected = |failure: Option<Failure>| {
        LookProblem::NotConnected(failure.unwrap_or(Failure::GenericTimeoutError))
    };
    let stream = stream.ok_or_else(|| not_connected(connected.failure))?;
    let wanted = Wanted {
        purpose: Purpose::OwnServerControl,
        host: request.sent_name,
        ttl: None,
        limit: request.step,
        ech: None,
        asks_transfer: false,
    };
    let (handshake, stream) = capture::open(stream, wanted).await;
    let mut stream = stream.ok_or_else(|| not_connected(handshake.failure))?;
    request.ask(&mut stream).await
}

impl LookRequest<'_> {
    async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut S,
    ) -> Result<Vec<u8>, LookProblem> {
        let most = MAX_HEADER_BYTES;
        let challenge = self.get(stream, PATH, most, self.step).await?;
        let text = std::str::from_utf8(&challenge.body).ok();
        let server = text.and_then(number).filter(|_| challenge.status == 200);
        let server = server.ok_or(LookProblem::NotOffered)?;
        let exchange = Exchange {
            server,
            client: random::octets().ok_or(LookProblem::NoAnswer)?,
            host: &self.target.host,
            port: self.target.port,
        };
        let path = exchange.path(self.key);
        let most = TAG_LINE_BYTES + MAX_LOOK_BYTES;
        let limit = self.step.max(LONGEST);
        let answer = self.get(stream, &path, most, limit).await?;
        if answer.status != 200 {
            let refusal = LookRefusal::from_code(&answer.body);
            return Err(refusal.map_or(LookProblem::NoAnswer, LookProblem::Refused));
        }
        let (line, evidence) = answer
            .body
            .split_at_checked(TAG_LINE_BYTES)
            .ok_or(LookProblem::Forged)?;
        let tag = line.strip_suffix(b"\n").unwrap_or_default();
        let tag = HEXLOWER.decode(tag).unwrap_or_default();
        match is_same(&exchange.answer_tag(self.key, evidence), &tag) {
            true => Ok(evidence.to_vec()),
            false => Err(LookProblem::Forged),
        }
    }

    async fn get<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut S,
        path: &str,
        most: usize,
        limit: Duration,
    ) -> Result<Answer, LookProblem> {
        let host = self.sent_name;
        let text = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        let asked = async {
            stream.write_all(text.as_bytes()).await.ok()?;
            stream.flush().await.ok()?;
            Answer::read(stream, most).await
        };
        let answer = timeout(limit, asked).await.ok().flatten();
        answer.ok_or(LookProblem::NoAnswer)
    }
}

/// A whole answer.
struct Answer {
    status: u16,
    body: Vec<u8>,
}

impl Answer {
    /// `None`: it is not whole, not HTTP, or too large.
    async fn read<S: AsyncRead + Unpin>(stream: &mut S, most: usize) -> Option<Self> {
        let mut octets = Vec::new();
        let (status, begin, length) = loop {
            match Head::parse(&octets) {
                Ok(head) => {
                    let length: usize = head.field("Content-Length")?.parse().ok()?;
                    break (head.status, head.length, length);
                }
                Err(NoHead::NotHttp) => return None,
                Err(NoHead::Partial) => {}
            }
            if octets.len() > MAX_HEADER_BYTES || stream.read_buf(&mut octets).await.ok()? == 0 {
                return None;
            }
        };
        let end = begin.checked_add(length).filter(|_| length <= most)?;
        while octets.len() < end {
            if stream.read_buf(&mut octets).await.ok()? == 0 {
                return None;
            }
        }
        let body = octets.get(begin..end)?.to_vec();
        Some(Self { status, body })
    }
}
