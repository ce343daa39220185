//! One program for each target, with its name.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let target = anchorwatch_fuzz::target(env!("CARGO_BIN_NAME"));
    (target.expect("a target of this name").run)(bytes);
});
