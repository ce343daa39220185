//! What `check` prints before it has an answer.

use std::net::SocketAddr;

use anchorwatch_evidence::Target;
use anchorwatch_probe::{DOH_CANARY, ResolverAddress, Resolving, Step};
use fluent_bundle::FluentValue;

use super::Args;
use crate::{
    page::escaped,
    vantage::{Question, SshHost, command_line},
    words::Words,
};

/// What is sent, to whom, and who can see it.
pub(super) fn announcement(
    targets: &[Target],
    args: &Args,
    resolvers: &[ResolverAddress],
    words: &Words,
) -> String {
    let hosts: Vec<String> = targets.iter().map(named).collect();
    let to = match args.address {
        Some(address) => {
            let address = address.to_string();
            words.with("check-to-address", &[("address", address.into())])
        }
        None => words.say("check-to-resolved"),
    };
    let mut controls: Vec<String> = Vec::new();
    for name in targets
        .iter()
        .flat_map(|it| args.comparison(it).control_names)
    {
        if !controls.contains(&name) {
            controls.push(name);
        }
    }
    let facts = [
        ("hosts", hosts.join(", ").into()),
        ("to", to.into()),
        ("controls", escaped(&controls.join(", ")).into()),
        ("rounds", args.deep.rounds.into()),
    ];
    let mut text = match args.deep.deep {
        true => words.with("check-sending-deep", &facts),
        false => words.with("check-sending", &facts),
    };
    text += &further(args, words);
    if !resolvers.is_empty() {
        let named: Vec<String> = resolvers.iter().map(resolver).collect();
        let facts = [
            ("resolvers", escaped(&named.join(", ")).into()),
            ("canary", DOH_CANARY.into()),
            ("connections", Resolving::MAX_CONNECTIONS.into()),
        ];
        text += " ";
        text += &words.with("check-sending-resolvers", &facts);
    }
    text + "\n"
}

/// What is sent only if it was asked for.
fn further(args: &Args, words: &Words) -> String {
    let mut text = String::new();
    if let Some(pages) = args.pages() {
        let port = ("port", pages.port.to_string().into());
        text += " ";
        text += &words.with("check-sending-page", &[port]);
    }
    if args.deep.variants {
        let id = match args.deep.ech_config {
            Some(_) => "check-sending-variants-ech",
            None => "check-sending-variants",
        };
        text += " ";
        text += &words.say(id);
    }
    if args.deep.quic {
        text += " ";
        text += &words.say("check-sending-quic");
    }
    if let Some(server) = args.deep.own_server {
        let server = server.to_string();
        text += " ";
        text += &words.with("check-sending-own", &[("server", server.into())]);
    }
    if args.deep.look_key.is_some() {
        text += " ";
        text += &words.say("check-sending-look");
    }
    let hosts = args.hosts_over_ssh();
    if !hosts.is_empty() {
        text += " ";
        text += &words.with(
            "check-sending-vantages",
            &[("vantages", named_hosts(&hosts))],
        );
    }
    text
}

fn named_hosts(hosts: &[&SshHost]) -> FluentValue<'static> {
    let hosts: Vec<String> = hosts.iter().map(|host| host.to_string()).collect();
    escaped(&hosts.join(", ")).into()
}

/// The commands that would be run to ask other hosts; empty if there are none.
pub(super) fn commands(hosts: &[&SshHost], question: &Question<'_>, words: &Words) -> String {
    if hosts.is_empty() {
        return String::new();
    }
    let commands = hosts.iter().map(|host| {
        let line = command_line(host.command(question));
        format!("  {}\n", escaped(&line))
    });
    let commands: String = commands.collect();
    format!("{}\n\n{commands}", words.say("check-would-run"))
}

/// Which hosts are being asked, as one line.
pub(super) fn asking(hosts: &[&SshHost], question: &Question<'_>, words: &Words) -> String {
    let facts = [
        ("vantages", named_hosts(hosts)),
        ("seconds", question.deadline().as_secs().into()),
    ];
    words.with("check-vantages", &facts) + "\n"
}

/// That a server of one's own looks, as one line.
pub(super) fn looking(target: &Target, server: SocketAddr, words: &Words) -> String {
    let facts = [
        ("host", named(target).into()),
        ("server", server.to_string().into()),
    ];
    words.with("check-look", &facts) + "\n"
}

fn resolver(one: &ResolverAddress) -> String {
    let (engine, address) = (one.engine.code(), one.address);
    match &one.name {
        Some(name) => format!("{engine}:{address}#{name}"),
        None => format!("{engine}:{address}"),
    }
}

/// The current step, as one line.
pub(super) fn waiting(target: &Target, step: Step, timeout_s: u64, words: &Words) -> String {
    let host = ("host", named(target).into());
    let seconds = ("seconds", timeout_s.into());
    let line = match step {
        Step::LookUp => words.with("check-look-up", &[host, seconds]),
        Step::Connect(address) => {
            let address = ("address", address.to_string().into());
            words.with("check-connect", &[host, seconds, address])
        }
        Step::Trace(address, hops) => {
            let address = ("address", address.to_string().into());
            words.with("check-trace", &[host, address, ("hops", hops.into())])
        }
        Step::Arrival(address, ttl) => {
            let address = ("address", address.to_string().into());
            words.with("check-arrival", &[host, address, ("ttl", ttl.into())])
        }
        Step::Ask(address) => {
            let address = ("address", address.to_string().into());
            words.with("check-ask", &[host, seconds, address])
        }
        Step::Page(address) => {
            let address = ("address", address.to_string().into());
            words.with("check-page", &[host, seconds, address])
        }
        Step::Quic(address) => {
            let address = ("address", address.to_string().into());
            words.with("check-quic", &[host, seconds, address])
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
