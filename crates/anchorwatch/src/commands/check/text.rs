//! What `check` says before it has an answer.

use std::net::SocketAddr;

use anchorwatch_evidence::Target;
use anchorwatch_probe::Step;

use crate::page::escaped;

/// What is sent, to whom, and who sees it.
pub(crate) fn announcement(targets: &[Target], address: Option<SocketAddr>) -> String {
    let hosts: Vec<String> = targets.iter().map(named).collect();
    let place = match address {
        Some(address) => format!("to {address}"),
        None => "to the address that this machine's resolver gives".to_owned(),
    };
    format!(
        "sending: one TLS handshake for each of {}, {place}; whoever watches sees the address and the name\n",
        hosts.join(", ")
    )
}

/// What is being waited for, as one line.
pub(crate) fn waiting(target: &Target, step: Step, timeout_s: u64) -> String {
    let host = named(target);
    let what = match step {
        Step::LookUp => format!("looking up {host}"),
        Step::Connect(address) => format!("connecting to {address} for {host}"),
        Step::Handshake(address) => format!("waiting for the certificate of {host} from {address}"),
    };
    format!("{what} (at most {timeout_s} s)\n")
}

fn named(target: &Target) -> String {
    let host = escaped(&target.host);
    if target.port == 443 {
        host
    } else {
        format!("{host}:{}", target.port)
    }
}
