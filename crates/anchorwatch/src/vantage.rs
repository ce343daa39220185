//! Other vantage points that are asked now: this program on a host that is reached over SSH, and a server
//! of one's own.
//!
//! **Trust:** what comes from there is hostile until it is read: it is limited in size and time, and is
//! judged like an evidence file that somebody else wrote.

mod child;
mod own_server;
mod problem;
mod quote;
mod ssh;

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anchorwatch_evidence::{Evidence, Target};

pub(crate) use self::{
    own_server::LookingServer,
    problem::VantageProblem,
    quote::command_line,
    ssh::{SSH_SCHEME, SshHost},
};

/// Before the first step and after the last one: this program there reads the stores of its machine.
const BASE: Duration = Duration::from_secs(30);

/// The most steps of a check of one host: the look-up, three connections, a handshake, and five more
/// connections with a handshake each.
const STEPS: u32 = 15;

/// The pauses between these connections.
const PAUSES: Duration = Duration::from_secs(5);

/// Whatever is asked, nobody waits longer.
const LONGEST: Duration = Duration::from_secs(3600);

/// What other vantage points are asked.
#[derive(Debug, Clone)]
pub(crate) struct Question<'a> {
    pub(crate) targets: &'a [Target],
    /// The address to which the targets' names are sent, if it is not looked up.
    pub(crate) address: Option<SocketAddr>,
    /// For each step there.
    pub(crate) timeout_s: u64,
}

impl Question<'_> {
    /// How long an answer is waited for.
    pub(crate) fn deadline(&self) -> Duration {
        let step = Duration::from_secs(self.timeout_s);
        let hosts = u32::try_from(self.targets.len()).unwrap_or(u32::MAX);
        let one = step.saturating_mul(STEPS).saturating_add(PAUSES);
        // The connection to the host itself.
        let connection = step.saturating_mul(2);
        let all = one.saturating_mul(hosts).saturating_add(connection);
        all.saturating_add(BASE).min(LONGEST)
    }
}

/// Asks all of them at the same time. The answers come in the order of the hosts.
pub(crate) fn ask_all(
    hosts: &[&SshHost],
    question: &Question<'_>,
) -> Vec<Result<Evidence, VantageProblem>> {
    let until = Instant::now() + question.deadline();
    std::thread::scope(|scope| {
        let asked: Vec<_> = hosts
            .iter()
            .map(|host| scope.spawn(move || host.ask(question, until)))
            .collect();
        let answers = asked.into_iter().map(|one| one.join());
        let answers = answers.map(|it| it.unwrap_or(Err(VantageProblem::Silent)));
        answers.collect()
    })
}
