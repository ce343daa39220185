//! `anchorwatch.measure-plan/1`: what `measure --dry-run` would send.

use serde::Serialize;

use crate::commands::measure::announced::Announced;

/// What would be sent.
#[derive(Debug, Serialize)]
pub(in crate::commands::measure) struct PlanDocument {
    schema: &'static str,
    sends: &'static str,
    targets: u64,
    /// How many of them are hosts, of which the resolver is asked.
    hosts: u64,
    /// How many of them are addresses.
    addresses: u64,
    first_targets: Vec<String>,
    /// If empty, each target's own.
    names: Vec<String>,
    control_names: Vec<String>,
    /// For one target in one round, at most.
    most_connections_per_target: u64,
    most_connections: u64,
    rounds: u64,
    every_s: u64,
    rate_per_s: u64,
    pause_ms: u64,
    concurrency: u64,
    timeout_s: u64,
    /// After how many failures in a row an address is left alone.
    give_up: u64,
    repeated: u64,
    excluded: u64,
    opted_out: u64,
    first_left_out: Vec<String>,
    opt_out_files: Vec<String>,
    unreadable_lines: u64,
    other_tests: u64,
}

impl PlanDocument {
    pub(in crate::commands::measure) fn of(announced: &Announced) -> Self {
        let settings = &announced.settings;
        Self {
            schema: "anchorwatch.measure-plan/1",
            sends: "tls_handshake",
            targets: announced.targets,
            hosts: announced.hosts,
            addresses: announced.targets - announced.hosts,
            first_targets: announced.first.clone(),
            names: announced.names.clone(),
            control_names: announced.control_names.clone(),
            most_connections_per_target: announced.most_per_target,
            most_connections: announced.most(),
            rounds: announced.rounds,
            every_s: announced.every_s,
            rate_per_s: settings.rate_per_s,
            pause_ms: settings.pause_ms,
            concurrency: settings.concurrency,
            timeout_s: settings.timeout_s,
            give_up: settings.give_up,
            repeated: announced.repeated,
            excluded: announced.excluded,
            opted_out: announced.opted_out,
            first_left_out: announced.first_left_out.clone(),
            opt_out_files: announced.opt_out_files.clone(),
            unreadable_lines: announced.unreadable,
            other_tests: announced.other_tests,
        }
    }
}
