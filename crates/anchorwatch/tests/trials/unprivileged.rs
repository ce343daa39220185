//! Without root's rights the live system is not changed, and the error is clear.

use anchorwatch_lab::trial::expect;
use libtest_mimic::Failed;

use crate::world::{World, text};

pub(crate) fn run() -> Result<(), Failed> {
    let world = World::new()?;
    world.install("gov", &world.imposed)?;
    let before = world.snapshot()?;
    world.sealed.write(
        "/usr/local/bin/anchorwatch",
        &std::fs::read(env!("CARGO_BIN_EXE_anchorwatch"))?,
    )?;
    world
        .sealed
        .command("chmod")
        .args(["755", "/usr/local/bin/anchorwatch"])
        .status()?;
    let output = world
        .sealed
        .command("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
        .args([
            "/usr/local/bin/anchorwatch",
            "block",
            "--class",
            "suspected_family",
            "--apply",
        ])
        .output()?;
    let said = text(&output);
    expect(
        output.status.code() == Some(1),
        format!("it ended otherwise: {said}"),
    )?;
    expect(
        said.contains("permission denied") && said.contains("hint: run the command as root"),
        said,
    )?;
    world
        .sealed
        .command("rm")
        .arg("/usr/local/bin/anchorwatch")
        .status()?;
    let difference = before.diff(&world.snapshot()?);
    expect(
        difference.is_empty(),
        format!("something was changed: {difference}"),
    )
}
