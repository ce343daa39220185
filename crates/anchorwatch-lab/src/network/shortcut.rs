//! Another way back: a link from the last router to the first one, for what goes to the client.

use super::{Network, Node};
use crate::{Error, programs};

/// The link. Dropping it removes it, and the way back is that of the plan again.
#[derive(Debug)]
pub struct Shortcut<'a> {
    network: &'a Network,
    last: &'static str,
}

impl<'a> Shortcut<'a> {
    /// Opens it: packets from behind the last router to the client then pass no router but the last
    /// and the first one. A network can have one.
    ///
    /// # Errors
    ///
    /// [`Error::Failed`] with the words of `ip`, also if there is one already, or if both routers are
    /// neighbours.
    pub fn open(network: &'a Network) -> Result<Self, Error> {
        let first = Node::Router(1).name();
        let last = Node::Router(network.plan().router_count).name();
        // The default route leads back over the other routers; this one is more exact.
        for line in [
            format!("link add name {last} netns {first} type veth peer name {first} netns {last}"),
            format!("-netns {first} address add {FIRST}/24 dev {last}"),
            format!("-netns {first} link set {last} up"),
            format!("-netns {last} address add {LAST}/24 dev {first}"),
            format!("-netns {last} link set {first} up"),
            format!("-netns {last} route add {CLIENT} via {FIRST}"),
        ] {
            ip(network, &line)?;
        }
        Ok(Self { network, last })
    }
}

impl Drop for Shortcut<'_> {
    fn drop(&mut self) {
        // If this fails, the network itself is gone. The routes end with the link.
        let line = format!(
            "-netns {} link delete {}",
            Node::Router(1).name(),
            self.last
        );
        drop(ip(self.network, &line));
    }
}

fn ip(network: &Network, line: &str) -> Result<(), Error> {
    network.require_node(Node::Client)?;
    let mut command = network.command(Node::Client, "ip");
    let output = command.args(line.split(' ')).output();
    programs::succeeded("ip", output.map_err(Error::run("ip"))?)?;
    Ok(())
}

/// RFC 2544 §C.2.2, as between the other routers.
const FIRST: &str = "198.19.0.1";
const LAST: &str = "198.19.0.6";

/// The client's network.
const CLIENT: &str = "192.0.2.0/24";
