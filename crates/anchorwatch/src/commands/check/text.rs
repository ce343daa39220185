//! What `check` prints before it has an answer.

use std::net::SocketAddr;

use anchorwatch_evidence::Target;
use anchorwatch_probe::Step;

use crate::{page::escaped, words::Words};

/// What is sent, to whom, and who can see it.
pub(crate) fn announcement(
    targets: &[Target],
    address: Option<SocketAddr>,
    words: &Words,
) -> String {
    let hosts: Vec<String> = targets.iter().map(named).collect();
    let to = match address {
        Some(address) => {
            let address = address.to_string();
            words.with("check-to-address", &[("address", address.into())])
        }
        None => words.say("check-to-resolved"),
    };
    let facts = [("hosts", hosts.join(", ").into()), ("to", to.into())];
    words.with("check-sending", &facts) + "\n"
}

/// The current step, as one line.
pub(crate) fn waiting(target: &Target, step: Step, timeout_s: u64, words: &Words) -> String {
    let host = ("host", named(target).into());
    let seconds = ("seconds", timeout_s.into());
    let line = match step {
        Step::LookUp => words.with("check-look-up", &[host, seconds]),
        Step::Connect(address) => {
            let address = ("address", address.to_string().into());
            words.with("check-connect", &[host, seconds, address])
        }
        Step::Handshake(address) => {
            let address = ("address", address.to_string().into());
            words.with("check-handshake", &[host, seconds, address])
        }
    };
    line + "\n"
}

fn named(target: &Target) -> String {
    let host = escaped(&target.host);
    if target.port == 443 {
        host
    } else {
        format!("{host}:{}", target.port)
    }
}
