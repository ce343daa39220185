//! A blocked key stays refused whatever the distribution's tool does. Undo restores it, even if
//! the tool ran in between.

use anchorwatch_lab::{Root, Site, pki::Subject, trial::expect};
use libtest_mimic::Failed;

use crate::world::{NAME, World};

/// After the store was rebuilt, undoing one of two receipts leaves the other's key refused: the
/// tool runs our hook while undo waits for it.
fn two_receipts(world: &World) -> Result<(), Failed> {
    let other = Root::company("Another imposed root")?;
    world
        .sealed
        .write("/root/other.pem", other.pem().as_bytes())?;
    let site = Site::start(other.issue(&[NAME])?)?;
    world.install("other", &other)?;
    let plan = world.json(&["block", "--certificate", "/root/other.pem", "--apply"], 0)?;
    let receipt = plan["receipts"][0].as_str().unwrap_or_default().to_owned();
    world.update(&[])?;
    expect(
        world.curl(&site, NAME)? == Some(60),
        "the second key is trusted after its block",
    )?;
    world.expect_code(&["undo", &receipt, "--apply"], 0)?;
    expect(
        world.curl(&site, NAME)? == Some(0),
        "the second key is not trusted again after undo",
    )?;
    expect(
        world.curl(&world.site, NAME)? == Some(60),
        "undo of one receipt brought the other's key back",
    )?;
    expect(
        world
            .sealed
            .command("rm")
            .arg("/usr/local/share/ca-certificates/other.crt")
            .status()?
            .success(),
        "rm",
    )?;
    world.update(&[])
}

/// A hook that runs after ours and adds the root again; the next block runs after it.
fn a_hook_that_sorts_after_ours(world: &World) -> Result<(), Failed> {
    let root = "/root/again.pem";
    let hook = "/etc/ca-certificates/update.d/zzz-again";
    let script = format!("#!/bin/sh\ncat {root} >> /etc/ssl/certs/ca-certificates.crt\n");
    world.sealed.write(root, world.imposed.pem().as_bytes())?;
    world.sealed.write(hook, script.as_bytes())?;
    let executable = world.sealed.command("chmod").args(["+x", hook]).status()?;
    expect(executable.success(), "chmod")?;
    world.update(&[])?;
    expect(
        world.curl(&world.site, NAME)? == Some(0),
        "the hook that sorts last adds nothing, so the trial shows nothing",
    )?;
    world.expect_code(&["block", "--class", "suspected_family", "--apply"], 0)?;
    world.update(&[])?;
    expect(
        world.curl(&world.site, NAME)? == Some(60),
        "a hook that sorts last brought the root back after another block",
    )?;
    let removed = world.sealed.command("rm").args([hook, root]).status()?;
    expect(removed.success(), "rm")
}

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    world.install("gov", &world.imposed)?;
    let before = world.snapshot()?;
    world.expect_code(&["block", "--class", "suspected_family", "--apply"], 0)?;

    world.update(&[])?;
    expect(
        world.curl(&world.site, NAME)? == Some(60),
        "an update brought the root back",
    )?;
    world.update(&["--fresh"])?;
    expect(
        world.curl(&world.site, NAME)? == Some(60),
        "a fresh update brought the root back",
    )?;

    world.install("again", &world.imposed)?;
    expect(
        world.curl(&world.site, NAME)? == Some(60),
        "a re-installation brought the root back",
    )?;
    world.install("reissued", &world.imposed.reissued()?)?;
    expect(
        world.curl(&world.site, NAME)? == Some(60),
        "a re-issued twin brought the key back",
    )?;
    let renamed = world.imposed.renamed(Subject::company("Harmless"))?;
    let renamed_site = Site::start(renamed.issue(&[NAME])?)?;
    world.install("renamed", &renamed)?;
    expect(
        world.curl(&renamed_site, NAME)? == Some(60),
        "a renamed twin brought the key back",
    )?;

    a_hook_that_sorts_after_ours(&world)?;
    two_receipts(&world)?;

    for stem in ["again", "reissued", "renamed"] {
        let file = format!("/usr/local/share/ca-certificates/{stem}.crt");
        expect(
            world.sealed.command("rm").arg(&file).status()?.success(),
            "cannot remove a twin",
        )?;
    }
    world.expect_code(&["undo", "--apply"], 0)?;
    expect(
        world.curl(&world.site, NAME)? == Some(0),
        "the root is not trusted again after undo",
    )?;
    let difference = before.diff(&world.snapshot()?);
    // Java's own hook rebuilds its keystore with other dates inside.
    let ours: Vec<_> = difference
        .paths()
        .into_iter()
        .filter(|path| !path.starts_with("/etc/ssl/certs/java"))
        .collect();
    expect(ours.is_empty(), format!("not brought back: {difference}"))
}
