//! Trials: real programs, fooled without the preloaded library and not with it, in a sealed
//! copy of the machine.

mod callback;
mod choices;
mod database;
mod in_the_handshake;
mod offered;
mod programs;
mod small_stacks;
mod world;

use std::process::ExitCode;

use anchorwatch_lab::trial::{Need, trial};
use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let sealed = [
        Need::MountNamespace,
        Need::Program("update-ca-certificates"),
        Need::Program("curl"),
    ];
    let also = |programs: &[&'static str]| {
        let programs = programs.iter().map(|program| Need::Program(program));
        sealed.into_iter().chain(programs).collect::<Vec<_>>()
    };
    let trials = vec![
        trial(
            "programs_are_fooled_without_it_and_refuse_with_it",
            &also(&[
                "git",
                "gnutls-cli",
                "java",
                "openssl",
                "python3",
                "w3m",
                "wget",
            ]),
            programs::run,
        ),
        trial(
            "psql_is_fooled_without_it_and_refuses_with_it",
            &also(&["psql"]),
            database::run,
        ),
        trial(
            "what_a_program_or_the_owner_chose_is_respected",
            &also(&["cc", "gnutls-cli", "openssl"]),
            choices::run,
        ),
        trial(
            "a_program_in_c_gives_openssl_our_callback",
            &also(&["cc", "openssl"]),
            callback::run,
        ),
        trial(
            "a_program_in_c_lets_gnutls_verify_in_the_handshake",
            &also(&["cc", "gnutls-cli"]),
            in_the_handshake::run,
        ),
        trial(
            "programs_with_little_stack_need_no_more_of_it",
            &also(&["cc", "gnutls-cli", "openssl"]),
            small_stacks::run,
        ),
        trial(
            "it_offers_what_it_catches_and_nothing_else",
            &[Need::Program("nm")],
            offered::run,
        ),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}
