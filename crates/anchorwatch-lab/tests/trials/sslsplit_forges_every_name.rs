//! A real SSLsplit at the second hop re-signs every name, and the control vantage point sees the
//! site's own leaves.

use anchorwatch_lab::Root;
use anchorwatch_lab::network::{Interceptor, Node, Product};
use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::processes::Inhabited;
use crate::scene::{LISTED, Scene, UNLISTED};

pub(crate) fn run() -> Result<(), Failed> {
    let scene = Scene::new()?;
    let imposed = Root::isca_like()?;
    let interceptor = Interceptor::start(&scene.network, &imposed, &Product::Sslsplit)?;
    for name in [LISTED, UNLISTED] {
        scene.expect_forged(Node::Client, name, &imposed)?;
        scene.expect_genuine(Node::Control, name)?;
    }
    // It has more than one process.
    let namespace = scene
        .network
        .command(Node::Router(2), "readlink")
        .arg("/proc/self/ns/net")
        .output()?;
    let node = Inhabited::find("net", String::from_utf8(namespace.stdout)?.trim())?;
    drop(interceptor);
    let left = node.processes()?;
    expect(left.is_empty(), format!("still running: {left:?}"))?;
    scene.expect_genuine(Node::Client, LISTED)
}
