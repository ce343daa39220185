//! Notices an ICMP error on a connection, which no read or write of it waits for.

use std::{future::Future, io, os::fd::AsFd as _, pin::pin, task::Poll};

use nix::sys::socket::{getsockopt, sockopt};
use tokio::{io::Interest, net::TcpStream};

/// The error of a connection: with IP_RECVERR, Linux reports an ICMP error at once.
#[derive(Debug)]
pub(crate) struct IcmpError(TcpStream);

impl IcmpError {
    /// Watches a second descriptor of the connection.
    pub(crate) fn of(stream: &TcpStream) -> io::Result<Self> {
        let socket = stream.as_fd().try_clone_to_owned()?;
        TcpStream::from_std(socket.into()).map(Self)
    }

    /// Waits for an error.
    async fn wait(&self) -> io::Error {
        loop {
            if let Err(error) = self.0.ready(Interest::ERROR).await {
                return error;
            }
            // «Would block» makes the next round wait for another error.
            let seen = self.0.try_io(Interest::ERROR, || {
                match getsockopt(&self.0, sockopt::SocketError)? {
                    0 => Err(io::ErrorKind::WouldBlock.into()),
                    errno => Ok(io::Error::from_raw_os_error(errno)),
                }
            });
            match seen {
                Ok(error) => return error,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return error,
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
