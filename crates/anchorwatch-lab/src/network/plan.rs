//! Who is where: the nodes of the network, their links, addresses and routes.
//!
//! Source of the addresses: RFC 5737 (documentation) for the ends, RFC 2544 §C.2.2 (tests of
//! network devices) between the routers. None of them is in use on the internet.

use std::net::Ipv4Addr;

/// The first address of the server: the site that is measured.
pub const SITE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 10);
/// The second address of the server: a server of whoever measures.
pub const OWN_SERVER: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 20);
/// The third address of the server: a site that nobody interferes with.
pub const OTHER_SITE: Ipv4Addr = Ipv4Addr::new(203, 0, 113, 30);

/// A machine of the network, which is a network namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// Where a client measures from. All of its routes lead through the three routers.
    Client,
    /// The client's first hop.
    Router1,
    /// The second hop, where an interceptor is.
    Router2,
    /// The third hop.
    Router3,
    /// The sites: the client's fourth hop, and the second one of [`Node::Control`].
    Server,
    /// A vantage point behind the third router, whose routes avoid the second one.
    Control,
}

impl Node {
    /// All nodes, those on the way from the client to the server in that order.
    pub const ALL: [Self; 6] = [
        Self::Client,
        Self::Router1,
        Self::Router2,
        Self::Router3,
        Self::Server,
        Self::Control,
    ];

    /// Returns its address; of a router, the one that the client sees in ICMP errors; of the
    /// server, [`SITE`].
    pub fn address(self) -> Ipv4Addr {
        match self {
            Self::Client => Ipv4Addr::new(192, 0, 2, 2),
            Self::Router1 => Ipv4Addr::new(192, 0, 2, 1),
            Self::Router2 => Ipv4Addr::new(198, 18, 1, 2),
            Self::Router3 => Ipv4Addr::new(198, 18, 2, 3),
            Self::Server => SITE,
            Self::Control => Ipv4Addr::new(198, 51, 100, 2),
        }
    }

    /// Returns the name of its namespace, and of the interfaces that lead to it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Router1 => "router1",
            Self::Router2 => "router2",
            Self::Router3 => "router3",
            Self::Server => "server",
            Self::Control => "control",
        }
    }
}

/// Returns the arguments of `hold.sh`.
pub(super) fn arguments() -> Vec<String> {
    let nodes = Node::ALL
        .into_iter()
        .flat_map(|node| [node.name().to_owned(), batch_of(node)]);
    std::iter::once(links_batch()).chain(nodes).collect()
}

/// Makes each link with an interface at both ends, named after the node at the other end.
fn links_batch() -> String {
    let line = |[(a, _), (b, _)]: Link| {
        let (a, b) = (a.name(), b.name());
        format!("link add name {b} netns {a} type veth peer name {a} netns {b}\n")
    };
    LINKS.into_iter().map(line).collect()
}

fn batch_of(node: Node) -> String {
    let mut lines = vec!["link set lo up".to_owned()];
    for [a, b] in LINKS {
        for ((own, address), (other, _)) in [(a, b), (b, a)] {
            if own == node {
                let interface = other.name();
                lines.push(format!("address add {address}/24 dev {interface}"));
                lines.push(format!("link set {interface} up"));
            }
        }
    }
    if node == Node::Server {
        let interface = Node::Router3.name();
        for address in [OWN_SERVER, OTHER_SITE] {
            lines.push(format!("address add {address}/24 dev {interface}"));
        }
    }
    let routes = ROUTES.iter().filter(|(own, ..)| *own == node);
    lines.extend(routes.map(|(_, destination, via)| format!("route add {destination} via {via}")));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Both ends of a link, with the address that each has on it. All networks are /24.
type Link = [(Node, Ipv4Addr); 2];

const LINKS: [Link; 5] = [
    [
        (Node::Client, Ipv4Addr::new(192, 0, 2, 2)),
        (Node::Router1, Ipv4Addr::new(192, 0, 2, 1)),
    ],
    [
        (Node::Router1, Ipv4Addr::new(198, 18, 1, 1)),
        (Node::Router2, Ipv4Addr::new(198, 18, 1, 2)),
    ],
    [
        (Node::Router2, Ipv4Addr::new(198, 18, 2, 2)),
        (Node::Router3, Ipv4Addr::new(198, 18, 2, 3)),
    ],
    [
        (Node::Router3, Ipv4Addr::new(203, 0, 113, 1)),
        (Node::Server, SITE),
    ],
    [
        (Node::Router3, Ipv4Addr::new(198, 51, 100, 1)),
        (Node::Control, Ipv4Addr::new(198, 51, 100, 2)),
    ],
];

/// Which node sends to which network through which neighbour.
const ROUTES: [(Node, &str, &str); 7] = [
    (Node::Client, "default", "192.0.2.1"),
    (Node::Router1, "default", "198.18.1.2"),
    (Node::Router2, "192.0.2.0/24", "198.18.1.1"),
    (Node::Router2, "default", "198.18.2.3"),
    (Node::Router3, "default", "198.18.2.2"),
    (Node::Server, "default", "203.0.113.1"),
    (Node::Control, "default", "198.51.100.1"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_has_the_address_that_it_is_known_by() {
        for node in Node::ALL {
            let line = format!("address add {}/24 ", node.address());
            assert!(batch_of(node).contains(&line), "{node:?}");
            for other in Node::ALL {
                assert_eq!(batch_of(other).contains(&line), other == node);
            }
        }
    }

    #[test]
    fn every_route_leads_to_a_neighbour() {
        for (node, _, via) in ROUTES {
            let neighbour = LINKS.iter().any(|[(a, at_a), (b, at_b)]| {
                *a == node && at_b.to_string() == via || *b == node && at_a.to_string() == via
            });
            assert!(neighbour, "{node:?} via {via}");
        }
    }
}
