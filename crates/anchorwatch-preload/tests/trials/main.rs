//! Trials: real programs, fooled without the preloaded library and not with it, in a sealed
//! copy of the machine.

mod callback;
mod choices;
mod copies;
mod database;
mod in_the_handshake;
mod late;
mod leaving;
mod offered;
mod programs;
mod small_stacks;
mod world;

use std::process::ExitCode;

use anchorwatch_lab::trial::{Need, trial};
use libtest_mimic::{Arguments, Failed};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let sealed = [
        Need::MountNamespace,
        Need::Program("update-ca-certificates"),
        Need::Program("curl"),
    ];
    let mut trials = vec![trial(
        "it_offers_what_it_catches_and_nothing_else",
        &[Need::Program("nm")],
        offered::run,
    )];
    trials.extend(SEALED.iter().map(|(name, programs, run)| {
        let programs = programs.iter().map(|program| Need::Program(program));
        let needs: Vec<Need> = sealed.into_iter().chain(programs).collect();
        trial(name, &needs, run)
    }));
    libtest_mimic::run(&arguments, trials).exit_code()
}

type Run = fn() -> Result<(), Failed>;

/// Each with the programs that it needs, and run on a sealed copy of the machine.
const SEALED: &[(&str, &[&str], Run)] = &[
    (
        "programs_are_fooled_without_it_and_refuse_with_it",
        &[
            "git",
            "gnutls-cli",
            "java",
            "openssl",
            "python3",
            "w3m",
            "wget",
        ],
        programs::run,
    ),
    (
        "psql_is_fooled_without_it_and_refuses_with_it",
        &["psql"],
        database::run,
    ),
    (
        "what_a_program_or_the_owner_chose_is_respected",
        &["cc", "gnutls-cli", "openssl"],
        choices::run,
    ),
    (
        "a_program_in_c_gives_openssl_our_callback",
        &["cc", "openssl"],
        callback::run,
    ),
    (
        "a_program_in_c_lets_gnutls_verify_in_the_handshake",
        &["cc", "gnutls-cli"],
        in_the_handshake::run,
    ),
    (
        "a_program_that_enters_another_root_keeps_the_owner_s_word",
        &["cc", "openssl"],
        late::in_another_root,
    ),
    (
        "a_program_does_not_feel_the_line_on_its_stderr",
        &["cc", "openssl", "timeout"],
        late::with_another_stderr,
    ),
    (
        "a_program_whose_callback_does_not_come_back_goes_on",
        &["cc"],
        leaving::run,
    ),
    (
        "a_program_with_several_copies_of_openssl_is_asked_about_each",
        &["cc", "ldconfig"],
        copies::run,
    ),
    (
        "programs_with_little_stack_need_no_more_of_it",
        &["cc", "gnutls-cli", "openssl"],
        small_stacks::run,
    ),
];
