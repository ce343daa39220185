//! Accepts changed codes: the test that compares docs/reference with the code writes it.

use crate::workspace::{self, Workspace};

/// The variable that makes the test write instead of compare.
const ACCEPT: &str = "ANCHORWATCH_ACCEPT";

pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo(&["test", "--release", "--locked"]);
    command.args(["--package", "anchorwatch", "--test", "it", "reference"]);
    command.env(ACCEPT, "1");
    workspace::run(command)
}
