//! ICMP errors: on a connection, which no read or write of it waits for, and in the queue of a socket,
//! with the address of the router that sent them.

use std::{
    future::Future,
    io::{self, IoSliceMut},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    os::fd::{AsFd as _, RawFd},
    pin::pin,
    task::Poll,
};

use nix::{
    errno::Errno,
    libc,
    sys::socket::{ControlMessageOwned, MsgFlags, SockaddrStorage, getsockopt, recvmsg, sockopt},
};
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

/// ICMP type 11 (RFC 792) and ICMPv6 type 3 (RFC 4443 §3.3).
const TIME_EXCEEDED: [(u8, u8); 2] = [(libc::SO_EE_ORIGIN_ICMP, 11), (libc::SO_EE_ORIGIN_ICMP6, 3)];

/// An entry of a socket's error queue (ip(7), IP_RECVERR).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reported {
    pub(crate) errno: Errno,
    /// The router that said that a packet passed too many.
    pub(crate) time_exceeded_by: Option<IpAddr>,
}

impl Reported {
    /// The next entry, if there is one.
    pub(crate) fn next(socket: RawFd) -> Option<Self> {
        // The quoted packet: the kernel has already compared it with this socket.
        let mut quoted = [0; 128];
        let mut quoted = [IoSliceMut::new(&mut quoted)];
        let mut space = nix::cmsg_space!(libc::sock_extended_err, libc::sockaddr_in6);
        let flags = MsgFlags::MSG_ERRQUEUE | MsgFlags::MSG_DONTWAIT;
        let message = recvmsg::<SockaddrStorage>(socket, &mut quoted, Some(&mut space), flags);
        let message = message.ok()?;
        message.cmsgs().ok()?.find_map(|control| match control {
            ControlMessageOwned::Ipv4RecvErr(error, from) => Some(Self::of(&error, || {
                let from = u32::from_be(from?.sin_addr.s_addr);
                Some(IpAddr::V4(Ipv4Addr::from_bits(from)))
            })),
            ControlMessageOwned::Ipv6RecvErr(error, from) => Some(Self::of(&error, || {
                Some(IpAddr::V6(Ipv6Addr::from(from?.sin6_addr.s6_addr)))
            })),
            _ => None,
        })
    }

    fn of(error: &libc::sock_extended_err, from: impl FnOnce() -> Option<IpAddr>) -> Self {
        let is_time_exceeded =
            TIME_EXCEEDED.contains(&(error.ee_origin, error.ee_type)) && error.ee_code == 0;
        Self {
            // The kernel's numbers of errors are small.
            errno: Errno::from_raw(i32::try_from(error.ee_errno).unwrap_or_default()),
            time_exceeded_by: if is_time_exceeded { from() } else { None },
        }
    }
}
