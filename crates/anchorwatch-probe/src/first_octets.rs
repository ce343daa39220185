//! A connection that keeps the first octets it receives, to find out what answered instead of
//! TLS.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How many octets are kept.
const KEPT: usize = 8;

/// The first octets received on a connection, readable while it is in use.
#[derive(Debug, Clone, Default)]
pub(crate) struct FirstOctets(Arc<Mutex<Vec<u8>>>);

impl FirstOctets {
    /// Returns whether they begin an unencrypted HTTP/1 response (RFC 9112 §4).
    pub(crate) fn are_http(&self) -> bool {
        self.0.lock().is_ok_and(|kept| kept.starts_with(b"HTTP/1."))
    }

    fn keep(&self, came: &[u8]) {
        if let Ok(mut kept) = self.0.lock() {
            let missing = KEPT.saturating_sub(kept.len());
            kept.extend(came.iter().take(missing));
        }
    }
}

/// A connection, and the octets that it keeps.
#[derive(Debug)]
pub(crate) struct Watched<S> {
    stream: S,
    first: FirstOctets,
}

impl<S> Watched<S> {
    pub(crate) fn new(stream: S, first: FirstOctets) -> Self {
        Self { stream, first }
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
            self.first.keep(came);
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
        Pin::new(&mut self.stream).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
