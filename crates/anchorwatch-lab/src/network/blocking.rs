//! Blocks at the second router, and limits of speed: by what is in the ClientHello, or by address.
//!
//! **Not reproduced:** blocks that also reset the connection at the server's side, that send a page
//! of their own, or that reassemble TCP. Only the first segment of a ClientHello is searched, and
//! only for exactly the letters of the name, so a client with a larger one gets through.

mod quic;

pub use quic::QuicBlocking;

use std::net::Ipv4Addr;

use super::rules::RuleTable;
use super::{Network, Node};
use crate::Error;

/// What is blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked<'a> {
    /// ClientHellos with this name as SNI. The TCP handshake passes.
    Name(&'a str),
    /// ClientHellos with this name as SNI and an ECH extension.
    NameWithEch(&'a str),
    /// ClientHellos with an ECH extension.
    Ech,
    /// Everything to port 443 of this address, from the first packet on.
    Address(Ipv4Addr),
}

/// How it is blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// The client receives a TCP reset in the name of the server.
    Reset,
    /// The packet is dropped, and so is every repetition.
    Silence,
    /// Everything passes, and what comes back faster than 32 KiB a second is dropped: TCP sends it again,
    /// more slowly. All connections share that limit.
    Slow,
}

/// A block in force. Dropping it removes it.
#[derive(Debug)]
pub struct Blocking<'a> {
    _rules: RuleTable<'a>,
}

impl<'a> Blocking<'a> {
    /// Blocks on the way from the client. A network can have one block at a time.
    ///
    /// # Errors
    ///
    /// [`Error::MissingProgram`] without nft, [`Error::Failed`] if it refuses, for example because
    /// there is a block already.
    pub fn start(
        network: &'a Network,
        manner: Manner,
        blocked: &[Blocked<'_>],
    ) -> Result<Self, Error> {
        let rules = RuleTable::load(network, Node::Router(2), "lab_block", CHAINS)?;
        let action = match manner {
            Manner::Reset => "reject with tcp reset",
            Manner::Silence => "drop",
            Manner::Slow => MARK,
        };
        let from = format!("iifname \"{}\" tcp dport 443", Node::Router(1).name());
        rules.append(ECH, &search_for_ech(action))?;
        let mut forward = Vec::new();
        for one in blocked {
            match one {
                Blocked::Name(name) => rules.append(SEARCH, &search_for(name, action))?,
                Blocked::NameWithEch(name) => {
                    rules.append(SEARCH, &search_for(name, &format!("jump {ECH}")))?;
                }
                Blocked::Ech => rules.append(SEARCH, &[format!("jump {ECH}")])?,
                Blocked::Address(address) => {
                    forward.push(format!("{from} ip daddr {address} {action}"));
                }
            }
        }
        forward.push(format!("{from} {CLIENT_HELLO} jump {SEARCH}"));
        if manner == Manner::Slow {
            let back = format!("iifname \"{}\" tcp sport 443", Node::Router(3).name());
            forward.push(format!("{back} {MARKED} {LIMIT} drop"));
        }
        rules.append(FORWARD, &forward)?;
        Ok(Self { _rules: rules })
    }
}

/// Looks for an entry of the SNI extension at every place of the payload where it can be: nft has
/// no search in packets.
pub(super) fn search_for(name: &str, action: &str) -> Vec<String> {
    let entry = server_name(name);
    (FIRST_EXTENSION..LAST_START)
        .map(|start| {
            let parts = entry.chunks(PART_LENGTH).enumerate().map(|(index, part)| {
                let first_bit = (start + index * PART_LENGTH) * 8;
                let hex: String = part.iter().map(|octet| format!("{octet:02x}")).collect();
                format!("@ih,{first_bit},{} 0x{hex} ", part.len() * 8)
            });
            parts.collect::<String>() + action
        })
        .collect()
}

/// Looks for an ECH extension of an outer hello: its type, and behind its length the type 0 and
/// HKDF-SHA256, the one function of which clients of the lab make use (RFC 9849 §5).
fn search_for_ech(action: &str) -> Vec<String> {
    let at = |start: usize| {
        let (kind, inside) = (start * 8, (start + 4) * 8);
        format!("@ih,{kind},16 0xfe0d @ih,{inside},24 0x000001 {action}")
    };
    (FIRST_EXTENSION..LAST_START).map(at).collect()
}

/// Returns one entry of a ServerNameList (RFC 6066 §3): type 0 for a host name, its length, and
/// the name.
fn server_name(name: &str) -> Vec<u8> {
    let length = u16::try_from(name.len()).unwrap_or(u16::MAX);
    [&[0], &length.to_be_bytes()[..], name.as_bytes()].concat()
}

/// Marks a connection, and finds it by that.
const MARK: &str = "ct mark set 81";
const MARKED: &str = "ct mark 81";

/// The kernel joins packets on the way, and drops one that is larger than a burst at any speed.
const LIMIT: &str = "limit rate over 32 kbytes/second burst 64 kbytes";

const SEARCH: &str = "search";
const ECH: &str = "ech";
const FORWARD: &str = "forward";

/// What is searched has chains of its own, which are called once they are complete.
const CHAINS: &str = "chain ech {\n}\nchain search {\n}\n\
    chain forward {\ntype filter hook forward priority filter; policy accept;\n}";

/// A TLS record of handshake messages, the first of which is a ClientHello (RFC 8446 §5.1, §4).
const CLIENT_HELLO: &str = "@ih,0,8 0x16 @ih,40,8 0x01";

/// The length of what is in front of the extensions of a ClientHello, at least: record header 5,
/// message header 4, version 2, random 32, empty session id 1, one cipher suite 4, compression 2,
/// length of the extensions 2 (RFC 8446 §4.1.2).
const FIRST_EXTENSION: usize = 52;

/// Beyond the payload of a full Ethernet frame, no name can start.
const LAST_START: usize = 1_460;

/// The most octets that nft compares at once here.
const PART_LENGTH: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_searched_with_its_length_so_that_longer_ones_differ() {
        let rules = search_for("a.kz", "drop");
        assert_eq!(rules.first().unwrap(), "@ih,416,56 0x000004612e6b7a drop");
        assert_eq!(rules.len(), LAST_START - FIRST_EXTENSION);
    }

    #[test]
    fn a_long_name_is_compared_in_parts() {
        let rules = search_for("www.example-example.kz", "drop");
        let first = rules.first().unwrap();
        assert!(first.starts_with("@ih,416,128 0x0000167777772e6578616d706c652d65 "));
        assert!(first.ends_with(" @ih,544,72 0x78616d706c652e6b7a drop"));
    }
}
