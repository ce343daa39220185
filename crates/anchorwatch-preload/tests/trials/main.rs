//! Trials: real programs in a sealed copy of the machine, which are fooled without the preloaded
//! library and not with it.

mod callback;
mod choices;
mod copies;
mod database;
mod in_the_handshake;
mod late;
mod leaving;
mod lists;
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
        "it_exports_only_the_functions_that_it_replaces",
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

/// The trials, each with the programs that it needs. They run on a sealed copy of the machine.
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
        "choices_of_the_program_and_the_owner_are_respected",
        &["cc", "gnutls-cli", "openssl"],
        choices::run,
    ),
    (
        "a_c_program_gives_openssl_our_callback",
        &["cc", "openssl"],
        callback::run,
    ),
    (
        "a_c_program_has_gnutls_verify_during_the_handshake",
        &["cc", "gnutls-cli"],
        in_the_handshake::run,
    ),
    (
        "a_program_that_enters_a_chroot_keeps_the_owners_settings",
        &["cc", "openssl"],
        late::in_another_root,
    ),
    (
        "the_line_on_stderr_does_not_affect_the_program",
        &["cc", "openssl", "timeout"],
        late::with_another_stderr,
    ),
    (
        "programs_that_run_follow_new_signed_lists",
        &["python3"],
        lists::run,
    ),
    (
        "a_program_whose_callback_does_not_return_goes_on",
        &["cc"],
        leaving::run,
    ),
    (
        "a_program_with_several_copies_of_openssl_is_checked_in_each",
        &["cc", "ldconfig"],
        copies::run,
    ),
    (
        "programs_with_small_stacks_still_work",
        &["cc", "gnutls-cli", "openssl"],
        small_stacks::run,
    ),
];
