//! Trials: the decision against a second implementation.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a trial starts a program, writes files for it, and says what it counted"
)]

#[path = "../graph/mod.rs"]
mod graph;
mod openssl_referees_graphs_of_authorities;
#[path = "../pki/mod.rs"]
#[allow(dead_code, reason = "the tests beside use all of it")]
mod pki;

use std::process::ExitCode;

use anchorwatch_lab::trial::{self, Need};
use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let trials = vec![trial::trial(
        "openssl_referees_graphs_of_authorities",
        &[Need::Program("openssl")],
        openssl_referees_graphs_of_authorities::run,
    )];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
