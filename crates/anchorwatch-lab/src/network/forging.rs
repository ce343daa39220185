//! Someone beside the path who sees what the client sends, drops nothing, and lies about it.
//!
//! About each packet to port 443, of TCP and of UDP, the client receives ICMP errors "time exceeded"
//! from the first router: about another connection; of TCP, about a number that is not in use; and, if
//! the packet has octets, about exactly that packet, in the name of an address that is not on the path.
//! It also receives an answer from an address that it did not ask.
//!
//! The kernel ignores an error about octets that were acknowledged before it comes, so it is chance
//! which of the last kind count.
//!
//! **Not reproduced:** errors about exactly the packets of the TCP handshake, or that the port of a
//! datagram is not open. They end a connection before it is made, whoever tells them (RFC 5927 §5), and
//! nothing can be said of the target then.

use super::files::Folder;
use super::launch::{Launched, Listening};
use super::{Network, Node};
use crate::{Error, programs};

/// The port on which it listens once it is ready.
const PORT: u16 = 8444;

const PROGRAM: &str = include_str!("forging/forge.py");

/// It lies until this is dropped.
#[derive(Debug)]
pub struct Forging<'a> {
    // Fields are dropped in this order.
    _program: Launched,
    _folder: Folder<'a>,
}

impl<'a> Forging<'a> {
    /// Starts at the first router. A network can have one at a time.
    ///
    /// # Errors
    ///
    /// [`Error::MissingProgram`] without Python, [`Error::Failed`] if it ends early.
    pub fn start(network: &'a Network) -> Result<Self, Error> {
        programs::require("python3", "python3")?;
        let folder = Folder::new(network)?;
        let program = folder.write("forge.py", PROGRAM)?;
        let line = ["python3", "-I", "-B", &program].map(str::to_owned);
        Ok(Self {
            _program: Launched::start(
                network,
                Node::Router(1),
                &folder.path,
                &line,
                Listening::Tcp(PORT),
            )?,
            _folder: folder,
        })
    }
}
