//! Two publishers, one log, three witnesses, a mirror and a client, as real programs in a network of
//! namespaces, with hosts cut off: each answer is the expected one.

use std::path::Path;

use anchorwatch_lab::{
    Network,
    trial::expect,
    two_countries::{self, Place, Programs},
};
use libtest_mimic::Failed;

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

pub(crate) fn run() -> Result<(), Failed> {
    let witness = Path::new(PROGRAM).with_file_name("anchorwatch-witness");
    let has_witness = witness.exists();
    expect(
        has_witness,
        "no witness, which `cargo test --workspace` builds",
    )?;
    let folder = tempfile::tempdir()?;
    // nginx reads as another user.
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open)?;
    let programs = Programs {
        anchorwatch: Path::new(PROGRAM),
        witness: &witness,
    };
    let place = Place::Network(Network::new()?);
    let mut told = String::new();
    let (story, is_as_expected) =
        two_countries::run(programs, folder.path(), &place, &mut |line| {
            told.push_str(line);
            told.push('\n');
        })?;
    drop(story);
    expect(is_as_expected, told)
}
