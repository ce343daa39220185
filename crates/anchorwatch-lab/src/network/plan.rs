//! Who is where: the nodes of the network, their links, addresses and routes.

mod address;

use std::net::{Ipv4Addr, Ipv6Addr};

use self::address::{Family, Subnet};
pub use self::address::{OTHER_SITE, OTHER_SITE_V6, OWN_SERVER, SITE, SITE_V6};
use crate::Error;

/// A machine of the network, which is a network namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// Where a client measures from. All of its routes lead through all routers.
    Client,
    /// A router, by its hop as the client counts: the first one is 1.
    Router(u8),
    /// The sites, behind the last router.
    Server,
    /// A vantage point at one of the routers, whose routes avoid the routers before that.
    Control,
}

impl Node {
    /// Returns its address; of a router, the one that the client sees in ICMP errors; of the
    /// server, [`SITE`].
    pub fn address(self) -> Ipv4Addr {
        let (subnet, host) = self.place();
        subnet.v4(host)
    }

    /// Returns the same address in IPv6, which a network with [`Addresses::Both`] has.
    pub fn address_v6(self) -> Ipv6Addr {
        let (subnet, host) = self.place();
        subnet.v6(host)
    }

    fn place(self) -> (Subnet, u8) {
        match self {
            Self::Client => (Subnet::Client, 2),
            Self::Router(1) => (Subnet::Client, 1),
            Self::Router(number) => (Subnet::Between(number.saturating_sub(1)), number),
            Self::Server => (Subnet::Server, address::SITE_HOST),
            Self::Control => (Subnet::Control, 2),
        }
    }

    /// Returns the name of its namespace, and of the interfaces that lead to it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Router(number) => usize::from(number)
                .checked_sub(1)
                .and_then(|index| ROUTER_NAMES.get(index))
                .unwrap_or(&"no-router"),
            Self::Server => "server",
            Self::Control => "control",
        }
    }
}

/// The size and shape of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many routers are between the client and the server: 2 to 9.
    pub router_count: u8,
    /// The router to which the control vantage point is connected.
    pub control_at: u8,
    /// Which addresses the nodes have.
    pub addresses: Addresses,
}

/// Which addresses the nodes of a network have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// IPv4; the kernel has IPv6 turned off there.
    V4,
    /// IPv4 and IPv6.
    Both,
}

impl Plan {
    /// Three routers, with the control vantage point at the last one.
    pub const USUAL: Self = Self {
        router_count: 3,
        control_at: 3,
        addresses: Addresses::V4,
    };

    /// Checks that it can be built.
    pub(super) fn check(self) -> Result<(), Error> {
        let most = u8::try_from(ROUTER_NAMES.len()).unwrap_or(u8::MAX);
        for (number, count) in [
            (self.router_count, most),
            (self.control_at, self.router_count),
            (2, self.router_count),
        ] {
            if number == 0 || number > count {
                return Err(Error::NoSuchRouter { number, count });
            }
        }
        Ok(())
    }

    /// Returns all nodes, those on the way from the client to the server in that order.
    pub(super) fn nodes(self) -> Vec<Node> {
        let mut nodes = self.path();
        nodes.push(Node::Control);
        nodes
    }

    /// Returns the nodes on the way from the client to the server, with both.
    fn path(self) -> Vec<Node> {
        let routers = (1..=self.router_count).map(Node::Router);
        let ends = (std::iter::once(Node::Client), std::iter::once(Node::Server));
        ends.0.chain(routers).chain(ends.1).collect()
    }

    /// Returns the neighbour of a router on the client's side.
    pub(super) fn before(self, router: u8) -> Node {
        match router {
            0 | 1 => Node::Client,
            _ => Node::Router(router - 1),
        }
    }

    /// Returns the neighbours of a router that are not on the client's side.
    pub(super) fn behind(self, router: u8) -> Vec<Node> {
        let mut neighbours = vec![match router < self.router_count {
            true => Node::Router(router + 1),
            false => Node::Server,
        }];
        neighbours.extend((router == self.control_at).then_some(Node::Control));
        neighbours
    }

    fn families(self) -> &'static [Family] {
        match self.addresses {
            Addresses::V4 => &[Family::V4],
            Addresses::Both => &[Family::V4, Family::V6],
        }
    }

    /// Returns the arguments of `hold.sh`.
    pub(super) fn arguments(self) -> Vec<String> {
        let families = match self.addresses {
            Addresses::V4 => "v4",
            Addresses::Both => "both",
        };
        let nodes = self.nodes().into_iter();
        let nodes = nodes.flat_map(|node| [node.name().to_owned(), self.batch_of(node)]);
        [families.to_owned(), self.links_batch()]
            .into_iter()
            .chain(nodes)
            .collect()
    }

    /// Makes each link with an interface at both ends, named after the node at the other end.
    fn links_batch(self) -> String {
        let line = |[(a, _), (b, _)]: [End; 2]| {
            let (a, b) = (a.name(), b.name());
            format!("link add name {b} netns {a} type veth peer name {a} netns {b}\n")
        };
        self.links().into_iter().map(line).collect()
    }

    fn batch_of(self, node: Node) -> String {
        let mut lines = vec!["link set lo up".to_owned()];
        for [a, b] in self.links() {
            for ((own, (subnet, host)), (other, _)) in [(a, b), (b, a)] {
                if own == node {
                    let interface = other.name();
                    for family in self.families() {
                        lines.push(address_line(*family, subnet, host, interface));
                    }
                    lines.push(format!("link set {interface} up"));
                }
            }
        }
        if node == Node::Server {
            let interface = Node::Router(self.router_count).name();
            for family in self.families() {
                for host in address::OTHER_HOSTS {
                    lines.push(address_line(*family, Subnet::Server, host, interface));
                }
            }
        }
        for (_, to, via) in self.routes().into_iter().filter(|(own, ..)| *own == node) {
            for family in self.families() {
                let to = to.map_or_else(|| family.everything().to_owned(), |it| it.prefix(*family));
                let via = via.0.address(*family, via.1);
                lines.push(format!("route add {to} via {via}"));
            }
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// Both ends of each link.
    fn links(self) -> Vec<[End; 2]> {
        let last = Node::Router(self.router_count);
        let mut links = vec![[
            (Node::Client, (Subnet::Client, 2)),
            (Node::Router(1), (Subnet::Client, 1)),
        ]];
        links.extend((1..self.router_count).map(|number| {
            let subnet = Subnet::Between(number);
            [number, number + 1].map(|it| (Node::Router(it), (subnet, it)))
        }));
        links.push([
            (last, (Subnet::Server, 1)),
            (Node::Server, Node::Server.place()),
        ]);
        links.push([
            (Node::Router(self.control_at), (Subnet::Control, 1)),
            (Node::Control, Node::Control.place()),
        ]);
        links
    }

    /// Which node sends to which network, or to everything else, through which neighbour.
    fn routes(self) -> Vec<Route> {
        let mut routes = vec![
            (Node::Client, None, (Subnet::Client, 1)),
            (Node::Server, None, (Subnet::Server, 1)),
            (Node::Control, None, (Subnet::Control, 1)),
        ];
        for number in 1..=self.router_count {
            let own = Node::Router(number);
            let back = (Subnet::Between(number - 1), number - 1);
            if number == self.router_count {
                routes.push((own, None, back));
                continue;
            }
            routes.push((own, None, (Subnet::Between(number), number + 1)));
            if number > 1 {
                routes.push((own, Some(Subnet::Client), back));
            }
            routes.extend((1..number.saturating_sub(1)).map(|it| {
                let far = Subnet::Between(it);
                (own, Some(far), back)
            }));
            if number > self.control_at {
                routes.push((own, Some(Subnet::Control), back));
            }
        }
        routes
    }
}

fn address_line(family: Family, subnet: Subnet, host: u8, interface: &str) -> String {
    let (address, length) = (subnet.address(family, host), family.prefix_length());
    let option = match family {
        Family::V4 => "",
        // Otherwise an address cannot be used before the kernel has asked whether others have it.
        Family::V6 => " nodad",
    };
    format!("address add {address}/{length} dev {interface}{option}")
}

/// A node with its address on a link.
type End = (Node, (Subnet, u8));

/// A node, a network or everything, and the neighbour to which packets for it go.
type Route = (Node, Option<Subnet>, (Subnet, u8));

const ROUTER_NAMES: [&str; 9] = [
    "router1", "router2", "router3", "router4", "router5", "router6", "router7", "router8",
    "router9",
];

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Plan = Plan {
        router_count: 6,
        control_at: 2,
        addresses: Addresses::Both,
    };

    #[test]
    fn every_node_has_the_addresses_that_it_is_known_by() {
        for plan in [Plan::USUAL, LONG] {
            for node in plan.nodes() {
                let v4 = format!("address add {}/24 ", node.address());
                let v6 = format!("address add {}/64 ", node.address_v6());
                for other in plan.nodes() {
                    let batch = plan.batch_of(other);
                    assert_eq!(batch.contains(&v4), other == node, "{node:?} {other:?}");
                    let has_v6 = other == node && plan.addresses == Addresses::Both;
                    assert_eq!(batch.contains(&v6), has_v6, "{node:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn the_usual_addresses_stay() {
        let routers = [1, 2, 3].map(|it| Node::Router(it).address().to_string());
        assert_eq!(routers, ["192.0.2.1", "198.18.1.2", "198.18.2.3"]);
        assert_eq!(Node::Server.address(), SITE);
        assert_eq!(Node::Server.address_v6(), SITE_V6);
    }

    #[test]
    fn every_route_leads_to_a_neighbour() {
        for plan in [Plan::USUAL, LONG] {
            let links = plan.links();
            for (node, _, via) in plan.routes() {
                let neighbour = links
                    .iter()
                    .any(|[a, b]| a.0 == node && b.1 == via || b.0 == node && a.1 == via);
                assert!(neighbour, "{node:?} via {via:?}");
            }
        }
    }

    /// Follows the routes from every node to every address, as the kernel does.
    #[test]
    fn every_node_reaches_every_network() {
        for plan in [
            Plan::USUAL,
            LONG,
            Plan {
                control_at: 1,
                ..LONG
            },
        ] {
            let links = plan.links();
            for from in plan.nodes() {
                for (subnet, _) in links.iter().map(|[(_, to), _]| *to) {
                    let mut at = from;
                    let mut steps = 0;
                    while !links
                        .iter()
                        .flatten()
                        .any(|it| it.0 == at && it.1.0 == subnet)
                    {
                        let routes = plan.routes();
                        let mut own = routes.iter().filter(|it| it.0 == at);
                        let exact = own.clone().find(|it| it.1 == Some(subnet));
                        let route = exact.or_else(|| own.find(|it| it.1.is_none())).unwrap();
                        at = links.iter().flatten().find(|it| it.1 == route.2).unwrap().0;
                        steps += 1;
                        assert!(steps <= 9, "{from:?} does not reach {subnet:?} in {plan:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_plan_that_cannot_be_built_is_refused() {
        for (router_count, control_at) in [(1, 1), (0, 0), (10, 1), (3, 0), (3, 4)] {
            let plan = Plan {
                router_count,
                control_at,
                ..Plan::USUAL
            };
            assert!(plan.check().is_err(), "{plan:?}");
        }
        assert!(Plan::USUAL.check().is_ok() && LONG.check().is_ok());
    }
}
