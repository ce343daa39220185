use std::io::{BufRead, BufReader, Read};
use std::net::{IpAddr, TcpListener, UdpSocket};
use std::os::fd::OwnedFd;
use std::process::{Child, Stdio};

use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};

use super::{Network, Node};
use crate::{Error, programs};

/// A listening socket that belongs to a node. Only [`Network::listen`] makes one, so that what
/// serves on it cannot be reached from anywhere else.
#[derive(Debug)]
pub struct InsideListener(TcpListener);

impl InsideListener {
    /// Returns the socket.
    pub(crate) fn into_socket(self) -> TcpListener {
        self.0
    }
}

/// A socket for datagrams that belongs to a node. Only [`Network::listen_for_datagrams`] makes one.
#[derive(Debug)]
pub struct InsideDatagrams(UdpSocket);

impl InsideDatagrams {
    /// Returns the socket.
    pub(crate) fn into_socket(self) -> UdpSocket {
        self.0
    }
}

impl Network {
    /// Listens on a TCP port of a node. Connections can be made when this returns; they wait until
    /// something accepts them.
    ///
    /// A program inside opens the socket, and this process takes it over. So a server of this
    /// process, with its keys, can be in the network, and needs no program of its own.
    ///
    /// # Errors
    ///
    /// [`Error::Failed`] if the node does not have the address or it is in use,
    /// [`Error::NotInNode`] if the program is not where it should be, [`Error::Run`] if the kernel
    /// does not hand the socket over.
    pub fn listen(
        &self,
        node: Node,
        address: impl Into<IpAddr>,
        port: u16,
    ) -> Result<InsideListener, Error> {
        let socket = self.open(node, address.into(), port, "tcp")?;
        Ok(InsideListener(TcpListener::from(socket)))
    }

    /// The same for datagrams. Port 0 is any free one.
    ///
    /// # Errors
    ///
    /// Those of [`Network::listen`].
    pub fn listen_for_datagrams(
        &self,
        node: Node,
        address: impl Into<IpAddr>,
        port: u16,
    ) -> Result<InsideDatagrams, Error> {
        let socket = self.open(node, address.into(), port, "udp")?;
        Ok(InsideDatagrams(UdpSocket::from(socket)))
    }

    fn open(
        &self,
        node: Node,
        address: IpAddr,
        port: u16,
        protocol: &str,
    ) -> Result<OwnedFd, Error> {
        self.require_node(node)?;
        let perl = programs::require("perl", "perl-base")?;
        // Without a process namespace, nsenter itself becomes the program.
        let mut opener = self
            .enter(node)
            .arg("--")
            .arg(perl)
            .args(["-e", OPEN])
            .arg(address.to_string())
            .args([&port.to_string(), protocol])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(Error::run("nsenter"))?;
        let socket = self.take_over(&mut opener, node);
        drop(opener.stdin.take());
        let output = opener.wait_with_output().map_err(Error::run("perl"))?;
        programs::succeeded("listening inside", output)?;
        socket
    }

    fn take_over(&self, opener: &mut Child, node: Node) -> Result<OwnedFd, Error> {
        let mut number = String::new();
        if let Some(stdout) = &mut opener.stdout {
            BufReader::new(stdout.take(16))
                .read_line(&mut number)
                .map_err(Error::run("perl"))?;
        }
        let number = number
            .trim()
            .parse()
            .map_err(|_| Error::UnreadableOutput { program: "perl" })?;
        self.require_inside(opener.id(), node)?;
        let lost = |errno: rustix::io::Errno| Error::run("perl")(errno.into());
        let process = pidfd_open(Pid::from_child(opener), PidfdFlags::empty()).map_err(lost)?;
        pidfd_getfd(process, number, PidfdGetfdFlags::empty()).map_err(lost)
    }
}

/// Prints the number of the file descriptor and waits until its input ends.
const OPEN: &str = r#"
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6 IPPROTO_IPV6 IPV6_V6ONLY);
my ($address, $port, $protocol) = @ARGV;
my $is_stream = $protocol eq "tcp";
my $is_v6 = $address =~ /:/;
my $family = $is_v6 ? AF_INET6 : AF_INET;
my $host = inet_pton($family, $address);
my $name = $is_v6 ? pack_sockaddr_in6($port, $host) : pack_sockaddr_in($port, $host);
socket(my $socket, $family, $is_stream ? SOCK_STREAM : SOCK_DGRAM, 0) or die "socket: $!\n";
setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1) or die "SO_REUSEADDR: $!\n";
setsockopt($socket, IPPROTO_IPV6, IPV6_V6ONLY, 1) or die "IPV6_V6ONLY: $!\n" if $is_v6;
bind($socket, $name) or die "$address:$port: $!\n";
listen($socket, SOMAXCONN) or die "listen: $!\n" if $is_stream;
syswrite(STDOUT, fileno($socket) . "\n") or die "stdout: $!\n";
<STDIN>;
"#;
