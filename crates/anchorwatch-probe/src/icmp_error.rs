//! Notices an ICMP error on a connection, which no read or write of it waits for.

use std::{
    future::Future,
    io,
    os::fd::{AsFd as _, OwnedFd},
    pin::pin,
    task::Poll,
};

use nix::sys::socket::{getsockopt, sockopt};
use tokio::{
    io::{Interest, unix::AsyncFd},
    net::TcpStream,
};

/// The error of a connection: with IP_RECVERR, Linux reports an ICMP error at once.
#[derive(Debug)]
pub(crate) struct IcmpError(AsyncFd<OwnedFd>);

impl IcmpError {
    pub(crate) fn of(stream: &TcpStream) -> io::Result<Self> {
        let socket = stream.as_fd().try_clone_to_owned()?;
        let watched = AsyncFd::try_with_interest(socket, Interest::ERROR);
        watched.map(Self).map_err(io::Error::from)
    }

    /// Waits for an error.
    async fn wait(&self) -> io::Error {
        loop {
            let mut ready = match self.0.ready(Interest::ERROR).await {
                Ok(ready) => ready,
                Err(error) => return error,
            };
            match getsockopt(&self.0, sockopt::SocketError) {
                Ok(0) => ready.clear_ready(),
                Ok(errno) => return io::Error::from_raw_os_error(errno),
                Err(errno) => return errno.into(),
            }
        }
    }

    /// The result of the future, or the error if that comes first.
    pub(crate) async fn or<T>(&self, result: impl Future<Output = io::Result<T>>) -> io::Result<T> {
        let (mut result, mut error) = (pin!(result), pin!(self.wait()));
        std::future::poll_fn(|context| match result.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(result),
            Poll::Pending => error.as_mut().poll(context).map(Err),
        })
        .await
    }
}
