//! Each answer in the lab's `demo` is the one that the story has.

use std::path::Path;

use anchorwatch_lab::{demo, trial::expect};
use libtest_mimic::Failed;

const PROGRAM: &str = env!("CARGO_BIN_EXE_anchorwatch");

pub(crate) fn run() -> Result<(), Failed> {
    let mut told = String::new();
    let is_as_expected = demo::tell(Path::new(PROGRAM), &mut |line| {
        told.push_str(line);
        told.push('\n');
    })?;
    expect(is_as_expected, told)
}
