//! A connection that keeps its first octets: the ClientHello, and what answered it.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use anchorwatch_evidence::{MAX_CLIENT_HELLO_BYTES, Stage};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::answer_octets::AnswerOctets;

/// The first octets of a connection, readable while it is in use.
#[derive(Debug, Clone, Default)]
pub(crate) struct Opening(Arc<Mutex<Octets>>);

#[derive(Debug, Default)]
struct Octets {
    /// Those of the side that speaks first, until the other side answers.
    first: Vec<u8>,
    /// The first ones of the other side.
    answer: AnswerOctets,
    /// Which side spoke first.
    speaker: Option<Side>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Here,
    There,
}

impl Opening {
    /// The octets that came before the first answer; empty if there were too many to keep.
    pub(crate) fn first(&self) -> Vec<u8> {
        let kept = self.0.lock().map(|kept| kept.first.clone());
        kept.ok()
            .filter(|first| first.len() <= MAX_CLIENT_HELLO_BYTES)
            .unwrap_or_default()
    }

    /// How far the connection came. Octets that were handed to the kernel count as sent.
    pub(crate) fn stage(&self, has_certificate: bool) -> Stage {
        let octets = self.0.lock();
        let (is_sent, has_answer) = octets
            .map(|kept| {
                let has_answer = kept.answer.has_come() || kept.speaker == Some(Side::There);
                (kept.speaker == Some(Side::Here), has_answer)
            })
            .unwrap_or_default();
        match (is_sent, has_answer) {
            _ if has_certificate => Stage::Certificate,
            (_, true) => Stage::ServerHello,
            (true, false) => Stage::ClientHello,
            (false, false) => Stage::Connect,
        }
    }

    /// Returns whether the answer begins an unencrypted HTTP/1 response (RFC 9112 §4).
    pub(crate) fn is_answered_by_http(&self) -> bool {
        let kept = self.0.lock();
        kept.is_ok_and(|kept| kept.answer.starts_with(b"HTTP/1."))
    }

    /// The ServerHello in its records; empty if none was kept.
    pub(crate) fn server_hello(&self) -> Vec<u8> {
        let kept = self.0.lock();
        kept.map(|kept| kept.answer.server_hello())
            .unwrap_or_default()
    }

    fn keep(&self, side: Side, octets: &[u8]) {
        let Ok(mut kept) = self.0.lock() else {
            return;
        };
        if octets.is_empty() {
            return;
        }
        let speaker = *kept.speaker.get_or_insert(side);
        if side != speaker {
            kept.answer.keep(octets);
        } else if !kept.answer.has_come() {
            // One more than is kept shows that there were too many.
            let missing = (MAX_CLIENT_HELLO_BYTES + 1).saturating_sub(kept.first.len());
            kept.first.extend(octets.iter().take(missing));
        }
    }
}

/// A connection, and the octets that it keeps.
#[derive(Debug)]
pub(crate) struct Watched<S> {
    stream: S,
    opening: Opening,
}

impl<S> Watched<S> {
    pub(crate) fn new(stream: S, opening: Opening) -> Self {
        Self { stream, opening }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(came) = buffer.filled().get(before..) {
            self.opening.keep(Side::There, came);
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, octets);
        if let Poll::Ready(Ok(count)) = &written {
            let sent = octets.get(..*count).unwrap_or_default();
            self.opening.keep(Side::Here, sent);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
