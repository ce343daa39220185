//! No interceptor, block or site of the lab runs outside a network of the lab.

use super::namespace::NamespaceId;
use super::{Network, Node};
use crate::Error;

impl Network {
    /// Checks that a process is in this node of this network, and not in the network namespace of
    /// this process. The kernel is asked, not the process.
    ///
    /// # Errors
    ///
    /// [`Error::NotInNode`] if it is elsewhere, [`Error::File`] if there is no such process.
    pub fn require_inside(&self, pid: u32, node: Node) -> Result<(), Error> {
        self.require(NamespaceId::of(pid, "net")?, node, pid)
    }

    /// Checks the same of the namespace that programs would be started in.
    pub(super) fn require_node(&self, node: Node) -> Result<(), Error> {
        let namespace = NamespaceId::read(&self.node_path(node))?;
        self.require(namespace, node, self.holder.id())
    }

    fn require(&self, namespace: NamespaceId, node: Node, pid: u32) -> Result<(), Error> {
        let is_made_here = self.nodes.contains(&(node, namespace));
        // While the node exists, no other namespace can have its number.
        let is_there = NamespaceId::read(&self.node_path(node))? == namespace;
        if is_made_here && is_there && namespace != NamespaceId::own("net")? {
            return Ok(());
        }
        Err(Error::NotInNode {
            pid,
            node: node.name(),
        })
    }
}
