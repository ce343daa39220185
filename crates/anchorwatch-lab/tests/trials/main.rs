//! Trials: the lab against real programs of this machine.
//!
//! Each trial lists what it needs. If something is missing, it is named and the trial is shown as
//! ignored; with `ANCHORWATCH_TRIALS=require` the trial fails instead.

mod certutil_reads_the_database;
mod curl_meets_the_interceptor;
mod lab_tree_makes_its_example;
mod openssl_agrees_with_the_certificates;
mod sealed_ends_with_its_owner;
mod sealed_writes_stay_inside;

use std::process::ExitCode;

use libtest_mimic::Arguments;

use anchorwatch_lab::trial::{self, Need};

fn main() -> ExitCode {
    if std::env::var_os(sealed_ends_with_its_owner::OWNER).is_some() {
        return sealed_ends_with_its_owner::own();
    }
    let arguments = Arguments::from_args();
    let openssl = [Need::Program("openssl")];
    let certutil = [Need::Program("certutil")];
    let tree = [Need::Program("certutil"), Need::Program("openssl")];
    let curl = [
        Need::MountNamespace,
        Need::Program("curl"),
        Need::Program("update-ca-certificates"),
    ];
    let sealed = [Need::MountNamespace];
    let trials = vec![
        trial::trial(
            "openssl_agrees_with_the_certificates",
            &openssl,
            openssl_agrees_with_the_certificates::run,
        ),
        trial::trial(
            "certutil_reads_the_database",
            &certutil,
            certutil_reads_the_database::run,
        ),
        trial::trial(
            "lab_tree_makes_its_example",
            &tree,
            lab_tree_makes_its_example::run,
        ),
        trial::trial(
            "sealed_writes_stay_inside",
            &sealed,
            sealed_writes_stay_inside::run,
        ),
        trial::trial(
            "sealed_ends_with_its_owner",
            &sealed,
            sealed_ends_with_its_owner::run,
        ),
        trial::trial(
            "curl_meets_the_interceptor",
            &curl,
            curl_meets_the_interceptor::run,
        ),
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}
