//! What the guard of a network refuses.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use anchorwatch_lab::Error;
use anchorwatch_lab::network::{Network, Node};
use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

pub(crate) fn run() -> Result<(), Failed> {
    let network = Network::new()?;
    let other = Network::new()?;
    let node = Node::Router(2);
    let inside = waiting(&network, node)?;
    network.require_inside(inside.id(), node)?;
    let next_door = waiting(&network, Node::Router(1))?;
    let elsewhere = waiting(&other, node)?;
    for (pid, place) in [
        (std::process::id(), "the machine's own network"),
        (next_door.id(), "another node"),
        (elsewhere.id(), "another network"),
    ] {
        let refusal = network.require_inside(pid, node);
        expect(
            matches!(refusal, Err(Error::NotInNode { pid: refused, .. }) if refused == pid),
            format!("{place} is accepted: {refusal:?}"),
        )?;
    }
    Ok(())
}

/// Starts a program that waits until the network ends.
fn waiting(network: &Network, node: Node) -> Result<Child, Failed> {
    let mut child = network
        .command(node, "sh")
        .args(["-c", "echo inside; exec sleep infinity"])
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout).read_line(&mut String::new())?;
    }
    Ok(child)
}
