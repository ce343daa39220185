//! Trials: the lab against real programs of this machine.
//!
//! Each trial lists what it needs. If something is missing, it is named and the trial is shown as
//! ignored; with `ANCHORWATCH_TRIALS=require` the trial fails instead.

mod blocks_hit_what_is_listed;
mod certutil_reads_the_database;
mod curl_meets_the_interceptor;
mod interceptors_stay_inside;
mod kazakhstan_has_other_habits;
mod kazakhstan_reads_listed_names;
mod lab_tree_makes_its_example;
mod mitmproxy_forges_listed_names;
mod network_ends_with_its_owner;
mod network_routes_by_ttl;
mod openssl_agrees_with_the_certificates;
mod processes;
mod scene;
mod sealed_ends_with_its_owner;
mod sealed_writes_stay_inside;
mod sslsplit_forges_every_name;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

use anchorwatch_lab::trial::{self, Need};

fn main() -> ExitCode {
    if std::env::var_os(sealed_ends_with_its_owner::OWNER).is_some() {
        return sealed_ends_with_its_owner::own();
    }
    if std::env::var_os(network_ends_with_its_owner::OWNER).is_some() {
        return network_ends_with_its_owner::own();
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
    let mut trials = vec![
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
    trials.extend(in_networks());
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The trials that run in a network of namespaces.
fn in_networks() -> Vec<Trial> {
    const CLIENTS: [Need; 5] = [
        Need::Network,
        Need::Program("curl"),
        Need::Program("openssl"),
        Need::Program("python3"),
        Need::Program("nft"),
    ];
    let with = |program| [&CLIENTS[..], &[Need::Program(program)]].concat();
    vec![
        trial::trial(
            "network_routes_by_ttl",
            &[Need::Network, Need::Program("python3")],
            network_routes_by_ttl::run,
        ),
        trial::trial(
            "network_ends_with_its_owner",
            &[Need::Network],
            network_ends_with_its_owner::run,
        ),
        trial::trial(
            "interceptors_stay_inside",
            &[Need::Network],
            interceptors_stay_inside::run,
        ),
        trial::trial(
            "mitmproxy_forges_listed_names",
            &with("mitmdump"),
            mitmproxy_forges_listed_names::run,
        ),
        trial::trial(
            "kazakhstan_has_other_habits",
            &[&CLIENTS[..], &[Need::PythonModule("cryptography")]].concat(),
            kazakhstan_has_other_habits::run,
        ),
        trial::trial(
            "kazakhstan_reads_listed_names",
            &[&CLIENTS[..], &[Need::PythonModule("cryptography")]].concat(),
            kazakhstan_reads_listed_names::run,
        ),
        trial::trial(
            "sslsplit_forges_every_name",
            &with("sslsplit"),
            sslsplit_forges_every_name::run,
        ),
        trial::trial(
            "blocks_hit_what_is_listed",
            &CLIENTS,
            blocks_hit_what_is_listed::run,
        ),
    ]
}
