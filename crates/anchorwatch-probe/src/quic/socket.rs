//! A socket for datagrams to one address, whose ICMP errors say which router sent them.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    os::fd::{AsFd as _, AsRawFd as _},
    time::{Duration, Instant},
};

use anchorwatch_evidence::Failure;
use nix::{
    errno::Errno,
    poll::{PollFd, PollFlags, PollTimeout, poll},
    sys::socket::{setsockopt, sockopt},
};

use super::IcmpErrors;
use crate::{failure, icmp_error::Reported};

/// The largest datagram that UDP can carry.
const MAX_DATAGRAM_BYTES: usize = 65_535;

pub(super) struct Datagrams {
    socket: UdpSocket,
    errors: IcmpErrors,
    buffer: Vec<u8>,
    /// An error that was read from the queue already.
    reported: Option<Reported>,
}

/// An error of the network.
pub(super) struct Met {
    pub(super) failure: Failure,
    /// The router that said that a packet passed too many.
    pub(super) router: Option<IpAddr>,
}

impl Datagrams {
    /// Only datagrams from this address are read. If no errors end it, nothing that is sent or read
    /// fails.
    pub(super) fn open(at: SocketAddr, ttl: Option<u8>, errors: IcmpErrors) -> io::Result<Self> {
        let any: IpAddr = match at {
            SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        let socket = UdpSocket::bind(SocketAddr::new(any, 0))?;
        socket.set_nonblocking(true)?;
        let are_all_told = errors == IcmpErrors::EndIt;
        match at {
            SocketAddr::V4(_) => {
                setsockopt(&socket, sockopt::Ipv4RecvErr, &are_all_told)?;
                if let Some(ttl) = ttl {
                    setsockopt(&socket, sockopt::Ipv4Ttl, &i32::from(ttl))?;
                }
            }
            SocketAddr::V6(_) => {
                setsockopt(&socket, sockopt::Ipv6RecvErr, &are_all_told)?;
                if let Some(ttl) = ttl {
                    setsockopt(&socket, sockopt::Ipv6Ttl, &i32::from(ttl))?;
                }
            }
        }
        socket.connect(at)?;
        Ok(Self {
            socket,
            errors,
            buffer: vec![0; MAX_DATAGRAM_BYTES],
            reported: None,
        })
    }

    pub(super) fn send(&self, datagram: &[u8]) -> io::Result<()> {
        match self.socket.send(datagram) {
            Ok(_) => Ok(()),
            // A full queue is a loss like any other, and is sent again.
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
            // The kernel tells a port that is not open even then.
            Err(_) if self.errors == IcmpErrors::Ignored => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether something came in time: a datagram or an error.
    pub(super) fn wait(&self, limit: Duration) -> io::Result<bool> {
        let until = Instant::now() + limit;
        loop {
            // A whole millisecond more: otherwise it would end again and again just before.
            let left = until.saturating_duration_since(Instant::now()) + Duration::from_millis(1);
            let left = PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX);
            let mut waited = [PollFd::new(self.socket.as_fd(), PollFlags::POLLIN)];
            match poll(&mut waited, left) {
                Ok(count) => return Ok(count > 0),
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno.into()),
            }
        }
    }

    /// The next datagram, if there is one.
    ///
    /// # Errors
    /// An ICMP error came; [`icmp_error`](Self::icmp_error) says more.
    pub(super) fn read(&mut self) -> io::Result<Option<&[u8]>> {
        match self.socket.recv(&mut self.buffer) {
            Ok(count) => Ok(self.buffer.get(..count)),
            Err(_) if self.errors == IcmpErrors::Ignored => Ok(None),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                // Otherwise an error in the queue would end each wait at once.
                self.reported = Reported::next(self.socket.as_raw_fd());
                match &self.reported {
                    Some(reported) => Err(reported.errno.into()),
                    None => Ok(None),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// What the network says about an error.
    pub(super) fn icmp_error(&self, error: &io::Error) -> Met {
        let reported = self.reported;
        let reported = reported.or_else(|| Reported::next(self.socket.as_raw_fd()));
        Met {
            failure: failure::of_io(error),
            router: reported.and_then(|it| it.time_exceeded_by),
        }
    }
}
