//! A real SSLsplit at the second hop re-signs every name, and the control vantage point sees the
//! site's own leaves.

use anchorwatch_lab::Root;
use anchorwatch_lab::network::{Interceptor, Node, Product};
use libtest_mimic::Failed;

use crate::scene::{LISTED, Scene, UNLISTED};

pub(crate) fn run() -> Result<(), Failed> {
    let scene = Scene::new()?;
    let imposed = Root::isca_like()?;
    let interceptor = Interceptor::start(&scene.network, &imposed, &Product::Sslsplit)?;
    for name in [LISTED, UNLISTED] {
        scene.expect_forged(Node::Client, name, &imposed)?;
        scene.expect_genuine(Node::Control, name)?;
    }
    drop(interceptor);
    scene.expect_genuine(Node::Client, LISTED)
}
