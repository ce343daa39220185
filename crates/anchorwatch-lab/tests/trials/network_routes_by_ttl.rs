//! Routers answer at their hops, the control vantage point avoids the second one, and the machine's
//! own network namespace has nothing of it.

use anchorwatch_lab::network::{Network, Node, SITE};
use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::scene::hops;

/// Nothing listens there, so that the server answers "port unreachable".
const UNUSED_PORT: u16 = 33_434;

pub(crate) fn run() -> Result<(), Failed> {
    let network = Network::new()?;
    // The same addresses once more, at the same time.
    let other = Network::new()?;
    for network in [&network, &other] {
        let seen = hops(network, Node::Client, "udp", (SITE, UNUSED_PORT))?;
        let routers = [Node::Router(1), Node::Router(2), Node::Router(3)];
        let mut expected: Vec<String> = (1..)
            .zip(routers)
            .map(|(ttl, router)| format!("{ttl} {}", network.address(router)))
            .collect();
        expected.push("4 reached".to_owned());
        expect(seen == expected, format!("{seen:?}, not {expected:?}"))?;
    }
    let seen = hops(&network, Node::Control, "udp", (SITE, UNUSED_PORT))?;
    expect(
        seen == ["1 198.51.100.1", "2 reached"],
        format!("the control vantage point sees {seen:?}"),
    )?;
    let own = std::fs::read_to_string("/proc/self/net/dev")?;
    let inside = network
        .command(Node::Router(2), "cat")
        .arg("/proc/self/net/dev")
        .output()?;
    let inside = String::from_utf8(inside.stdout)?;
    for name in ["router1:", "router3:"] {
        expect(inside.contains(name), inside.as_str())?;
        expect(!own.contains(name), own.as_str())?;
    }
    Ok(())
}
