//! A local root outside the system's bundle is trusted for private names, and `verify` says
//! that programs with the preloaded library refuse it.

use anchorwatch_lab::{Root, trial::expect};
use libtest_mimic::Failed;

use crate::world::{PRIVATE_NAME, World, text};

const NOTE: &str = "The system's bundle does not have this root.";

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    let company = Root::company("Works Root")?;
    let chain = company.issue(&[PRIVATE_NAME])?;
    world
        .sealed
        .write("/root/chain.pem", chain.pem().as_bytes())?;
    // curl alone trusts it.
    world
        .sealed
        .write("/srv/works.pem", company.pem().as_bytes())?;
    world
        .sealed
        .write("/etc/curlrc", b"cacert = /srv/works.pem\n")?;
    world
        .sealed
        .write("/root/.curlrc", b"cacert = /srv/works.pem\n")?;
    says(&world, false)?;
    world.install("works", &company)?;
    says(&world, true)
}

fn says(world: &World, is_in_bundle: bool) -> Result<(), Failed> {
    let verify = ["verify", "--host", PRIVATE_NAME, "/root/chain.pem"];
    let said = text(&world.expect_code(&verify, 0)?);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    expect(said.contains(NOTE) != is_in_bundle, said)?;
    let anchor = &world.json(&verify, 0)?["anchor"];
    expect(
        anchor["is_in_system_bundle"] == is_in_bundle,
        format!("{anchor}"),
    )
}
