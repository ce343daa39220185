use std::io::Write;
use std::process::Stdio;

use super::{Network, Node};
use crate::{Error, programs};

/// A table of packet rules in a node. Dropping it removes the rules.
#[derive(Debug)]
pub(crate) struct RuleTable<'a> {
    network: &'a Network,
    node: Node,
    family: &'static str,
    name: &'static str,
}

impl<'a> RuleTable<'a> {
    /// Loads chains, in the syntax of nft(8), as a new table for IPv4.
    pub(crate) fn load(
        network: &'a Network,
        node: Node,
        name: &'static str,
        chains: &str,
    ) -> Result<Self, Error> {
        Self::load_family(network, node, "ip", name, chains)
    }

    /// The same for IPv4 and IPv6.
    pub(crate) fn load_both(
        network: &'a Network,
        node: Node,
        name: &'static str,
        chains: &str,
    ) -> Result<Self, Error> {
        Self::load_family(network, node, "inet", name, chains)
    }

    fn load_family(
        network: &'a Network,
        node: Node,
        family: &'static str,
        name: &'static str,
        chains: &str,
    ) -> Result<Self, Error> {
        network.require_node(node)?;
        programs::require("nft", "nftables")?;
        // `create` fails if there is such a table, where `table` alone would add to it.
        let script =
            format!("create table {family} {name}\ntable {family} {name} {{\n{chains}\n}}\n");
        run(network, node, &script)?;
        Ok(Self {
            network,
            node,
            family,
            name,
        })
    }

    /// Appends rules to a chain of the table.
    pub(super) fn append(&self, chain: &str, rules: &[String]) -> Result<(), Error> {
        let (family, name) = (self.family, self.name);
        let mut script = String::new();
        for rule in rules {
            script.push_str(&format!("add rule {family} {name} {chain} {rule}\n"));
            if script.len() > SCRIPT_LIMIT {
                run(self.network, self.node, &script)?;
                script.clear();
            }
        }
        run(self.network, self.node, &script)
    }
}

impl Drop for RuleTable<'_> {
    fn drop(&mut self) {
        // If this fails, the network itself is gone.
        let mut remove = self.network.command(self.node, "nft");
        let delete = ["delete", "table", self.family, self.name];
        drop(remove.args(delete).output());
    }
}

/// Runs a script of nft, which is in force as a whole or not at all.
fn run(network: &Network, node: Node, script: &str) -> Result<(), Error> {
    let mut process = network
        .command(node, "nft")
        .args(["-f", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(Error::run("nft"))?;
    let written = match process.stdin.take() {
        Some(mut stdin) => stdin.write_all(script.as_bytes()),
        None => Ok(()),
    };
    let output = process.wait_with_output().map_err(Error::run("nft"))?;
    programs::succeeded("nft", output)?;
    written.map_err(Error::run("nft"))
}

/// Above this many octets, a script is run and a new one begun. nft sends a script as one message,
/// and without rights over the machine's own network none of more than `net.core.wmem_default`,
/// 212,992 octets. A message is less than three times as long as its script.
const SCRIPT_LIMIT: usize = 40_000;
