//! One SYN that may pass only so many routers.
//!
//! Needs no rights: while a connection is being made, Linux puts ICMP errors into the socket's
//! error queue, with the address of the router that sent them (ip(7), IP_RECVERR). Of a
//! connection that is made already it does not.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    os::fd::{AsRawFd as _, OwnedFd},
    time::{Duration, Instant},
};

use anchorwatch_evidence::{Failure, TcpConnect};
use nix::{
    errno::Errno,
    libc,
    poll::{PollFd, PollFlags, PollTimeout, poll},
    sys::socket::{
        AddressFamily, SockFlag, SockType, SockaddrStorage, bind, connect, getsockname, getsockopt,
        setsockopt, socket, sockopt,
    },
};

use crate::{failure, icmp_error::Reported};

/// What one SYN met, and the port that it came from.
pub(crate) struct Syn {
    pub(crate) connect: TcpConnect,
    pub(crate) port: Option<u16>,
}

/// Sends a SYN from this port, or from any free one, and waits for what answers. Blocks.
///
/// With the same port as the one before it takes the same way, where routers choose by addresses
/// and ports (ECMP). A connection that it makes is reset at once, by a packet that goes no
/// further.
pub(crate) fn syn(at: SocketAddr, ttl: u8, port: Option<u16>, limit: Duration) -> Syn {
    let begun = Instant::now();
    let mut connect = TcpConnect {
        address: at,
        ttl: Some(ttl),
        ttl_exceeded_by: None,
        failure: None,
        elapsed: Duration::ZERO,
    };
    let opened = open(at, ttl, port.unwrap_or(0)).or_else(|_| open(at, ttl, 0));
    let port = match opened {
        Ok((socket, port)) => {
            (connect.failure, connect.ttl_exceeded_by) = answer(&socket, at, limit);
            Some(port)
        }
        Err(errno) => {
            connect.failure = Some(failure::of_io(&errno.into()));
            None
        }
    };
    connect.elapsed = begun.elapsed();
    Syn { connect, port }
}

fn open(at: SocketAddr, ttl: u8, port: u16) -> Result<(OwnedFd, u16), Errno> {
    let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
    let (family, any): (_, IpAddr) = match at {
        SocketAddr::V4(_) => (AddressFamily::Inet, Ipv4Addr::UNSPECIFIED.into()),
        SocketAddr::V6(_) => (AddressFamily::Inet6, Ipv6Addr::UNSPECIFIED.into()),
    };
    let socket = socket(family, SockType::Stream, flags, None)?;
    setsockopt(&socket, sockopt::ReuseAddr, &true)?;
    let linger = libc::linger {
        l_onoff: 1,
        l_linger: 0,
    };
    setsockopt(&socket, sockopt::Linger, &linger)?;
    match at {
        SocketAddr::V4(_) => {
            setsockopt(&socket, sockopt::Ipv4RecvErr, &true)?;
            setsockopt(&socket, sockopt::Ipv4Ttl, &i32::from(ttl))?;
        }
        SocketAddr::V6(_) => {
            setsockopt(&socket, sockopt::Ipv6RecvErr, &true)?;
            setsockopt(&socket, sockopt::Ipv6Ttl, &i32::from(ttl))?;
        }
    }
    let from = SockaddrStorage::from(SocketAddr::new(any, port));
    bind(socket.as_raw_fd(), &from)?;
    let own: SockaddrStorage = getsockname(socket.as_raw_fd())?;
    let v4 = own.as_sockaddr_in().map(|own| own.port());
    let v6 = own.as_sockaddr_in6().map(|own| own.port());
    let port = v4.or(v6).unwrap_or(port);
    Ok((socket, port))
}

fn answer(socket: &OwnedFd, at: SocketAddr, limit: Duration) -> (Option<Failure>, Option<IpAddr>) {
    let failed = |errno: Errno| Some(failure::of_io(&errno.into()));
    match connect(socket.as_raw_fd(), &SockaddrStorage::from(at)) {
        Ok(()) => return (None, None),
        Err(Errno::EINPROGRESS) => {}
        Err(errno) => return (failed(errno), None),
    }
    match wait(socket, limit) {
        Ok(true) => {}
        Ok(false) => return (Some(Failure::GenericTimeoutError), None),
        Err(errno) => return (failed(errno), None),
    }
    match getsockopt(socket, sockopt::SocketError) {
        Ok(0) => (None, None),
        Ok(errno) => (failed(Errno::from_raw(errno)), router(socket)),
        Err(errno) => (failed(errno), None),
    }
}

/// Whether something came in time.
fn wait(socket: &OwnedFd, limit: Duration) -> Result<bool, Errno> {
    use std::os::fd::AsFd as _;
    let until = Instant::now() + limit;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let left = PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX);
        let mut waited = [PollFd::new(socket.as_fd(), PollFlags::POLLOUT)];
        match poll(&mut waited, left) {
            Ok(count) => return Ok(count > 0),
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno),
        }
    }
}

/// The router that said that the packet passed too many.
fn router(socket: &OwnedFd) -> Option<IpAddr> {
    Reported::next(socket.as_raw_fd())?.time_exceeded_by
}
