//! What passes a node, as its kernel counts it: with which TTL, and in which connection.
//!
//! Rules of nft write into sets of the kernel before anything else sees the packet, so nothing is
//! lost however busy the machine is.
//!
//! **Limits:** only packets from the client to port 443. Of TCP, only segments that begin with a
//! TLS record; a name only where a [block](super::Blocking) would find it.

use serde_json::Value;

use super::blocking::search_for;
use super::rules::RuleTable;
use super::{Network, Node};
use crate::{Error, programs};

/// A watch over a node. Dropping it ends it.
#[derive(Debug)]
pub struct Watch<'a> {
    network: &'a Network,
    node: Node,
    _rules: RuleTable<'a>,
}

/// Which packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// Segments of TCP that begin with a TLS record.
    Records,
    /// Those of them with a ClientHello that names the watched name.
    Named,
    /// Resets of TCP.
    Resets,
    /// Datagrams of UDP.
    Datagrams,
}

/// Packets of one connection with one TTL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sighting {
    /// The TTL with which they arrived, before this node lowered it.
    pub ttl: u8,
    /// The port from which the client sent them.
    pub port: u16,
    /// The number of the segment; of datagrams, how the identifier begins of the connection to which
    /// they belong, if they are the first ones of QUIC (RFC 8999 §5.1).
    pub number: u32,
}

impl<'a> Watch<'a> {
    /// Starts to watch, also for ClientHellos that name this. A node can have one watch at a time.
    ///
    /// # Errors
    ///
    /// [`Error::MissingProgram`] without nft, [`Error::Failed`] if it refuses.
    pub fn start(network: &'a Network, node: Node, name: &str) -> Result<Self, Error> {
        let rules = RuleTable::load(network, node, TABLE, &chains())?;
        rules.append("search", &search_for(name, "jump name"))?;
        Ok(Self {
            network,
            node,
            _rules: rules,
        })
    }

    /// Returns what was seen so far, sorted.
    ///
    /// # Errors
    ///
    /// [`Error::Failed`] if the sets cannot be listed, [`Error::UnreadableOutput`] if they are not
    /// what nft 1.0 prints.
    pub fn seen(&self, passing: Passing) -> Result<Vec<Sighting>, Error> {
        let output = self
            .network
            .command(self.node, "nft")
            .args(["-j", "list", "set", "ip", TABLE, passing.set()])
            .output()
            .map_err(Error::run("nft"))?;
        let output = programs::succeeded("nft", output)?;
        let mut seen =
            elements(&output.stdout).ok_or(Error::UnreadableOutput { program: "nft" })?;
        seen.sort_unstable();
        Ok(seen)
    }
}

impl Passing {
    fn set(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Named => "named",
            Self::Resets => "resets",
            Self::Datagrams => "datagrams",
        }
    }
}

fn chains() -> String {
    let client = Node::Client.address();
    let set = |name: &str, kind: &str| {
        format!("set {name} {{\ntypeof {kind}; flags dynamic; size 65535;\n}}\n")
    };
    let [records, named, resets] = ["records", "named", "resets"].map(|name| set(name, SEGMENT));
    let datagrams = set("datagrams", DATAGRAM);
    format!(
        "{records}{named}{resets}{datagrams}\
         chain name {{\nadd @named {{ {SEGMENT} }}\n}}\n\
         chain search {{\n}}\n\
         chain prerouting {{\n\
         type filter hook prerouting priority raw; policy accept;\n\
         ip saddr {client} udp dport 443 add @datagrams {{ {DATAGRAM} }}\n\
         ip saddr {client} tcp dport 443 tcp flags & rst == rst add @resets {{ {SEGMENT} }}\n\
         ip saddr {client} tcp dport 443 {RECORD} add @records {{ {SEGMENT} }}\n\
         ip saddr {client} tcp dport 443 {RECORD} jump search\n\
         }}"
    )
}

/// Reads what `nft -j list set` prints (libnftables-json(5)).
fn elements(json: &[u8]) -> Option<Vec<Sighting>> {
    let document: Value = serde_json::from_slice(json).ok()?;
    let objects = document["nftables"].as_array()?;
    let set = objects.iter().find_map(|it| it.get("set"))?;
    // An empty set has no such member.
    let elements = set["elem"].as_array().into_iter().flatten();
    elements.map(sighting).collect()
}

fn sighting(element: &Value) -> Option<Sighting> {
    // With a counter or a timeout, the value is wrapped.
    let value = element.pointer("/elem/val").unwrap_or(element);
    let mut numbers = value["concat"].as_array()?.iter().map(Value::as_u64);
    let mut next = || numbers.next().flatten();
    Some(Sighting {
        ttl: next()?.try_into().ok()?,
        port: next()?.try_into().ok()?,
        number: next()?.try_into().ok()?,
    })
}

const TABLE: &str = "lab_watch";

/// What a set keeps of each packet.
const SEGMENT: &str = "ip ttl . tcp sport . tcp sequence";
const DATAGRAM: &str = "ip ttl . udp sport . @ih,48,32";

/// The types of TLS records (RFC 8446 §5.1).
const RECORD: &str = "@ih,0,8 0x14-0x17";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_plain_and_wrapped() {
        let json = br#"{"nftables": [{"metainfo": {}}, {"set": {"name": "records", "elem": [
            {"concat": [3, 40000, 4294967295]},
            {"elem": {"val": {"concat": [64, 40002, 0]}, "counter": {}}}]}}]}"#;
        let seen = elements(json).unwrap();
        let expected = [(3, 40_000, u32::MAX), (64, 40_002, 0)]
            .map(|(ttl, port, number)| Sighting { ttl, port, number });
        assert_eq!(seen, expected);
        let empty = br#"{"nftables": [{"set": {"name": "records"}}]}"#;
        assert_eq!(elements(empty), Some(Vec::new()));
        for other in [&b"{}"[..], br#"{"nftables": [{"set": {"elem": [7]}}]}"#] {
            assert_eq!(elements(other), None);
        }
    }
}
