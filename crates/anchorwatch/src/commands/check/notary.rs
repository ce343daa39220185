//! What other vantage points see: files, and hosts that are asked now.

use std::{io::IsTerminal as _, net::SocketAddr, time::Duration};

use anchorwatch_evidence::{Evidence, Target};
use anchorwatch_probe::{LookKey, Pace};
use anyhow::Context as _;

use super::{
    Args,
    comparison::{CONTROL_NAMES, PAUSE},
    notary_source::NotarySource,
    text,
};
use crate::{
    commands::{
        probe_server::look_key,
        verdict::{Others, document::NotRead},
    },
    output,
    problem::{Hint, Hinted, Problem},
    vantage::{self, LookingServer, Question, SshHost, VantageProblem},
    words::Words,
};

/// More views make no answer clearer.
const MOST_ASKED: usize = 8;

/// The vantage points that are asked.
pub(super) struct Asked<'a> {
    hosts: Vec<&'a SshHost>,
    /// The measurer's own server, with the key that it shares.
    server: Option<(SocketAddr, LookKey)>,
}

/// What they answered.
pub(super) struct Answers {
    /// One entry for each that was asked.
    pub(super) seen: Vec<Option<Evidence>>,
    /// For each target, those that did not answer, and why.
    pub(super) unanswered: Vec<Vec<NotRead>>,
}

impl Asked<'_> {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.hosts.len() + usize::from(self.server.is_some())
    }
}

impl Args {
    /// Reads whom to ask.
    ///
    /// # Errors
    /// There are more hosts than [`MOST_ASKED`], or the file of the key cannot be read.
    pub(super) fn asked(&self) -> anyhow::Result<Asked<'_>> {
        let hosts = self.hosts_over_ssh();
        if hosts.len() > MOST_ASKED {
            let problem = Problem::TooManyVantages {
                count: hosts.len() as u64,
                most: MOST_ASKED as u64,
            };
            return Err(Hinted::new(&problem, &Hint::SeeHelp).misused().into());
        }
        let key = self.deep.look_key.as_deref().map(look_key).transpose()?;
        let server = self.deep.own_server.zip(key);
        Ok(Asked { hosts, server })
    }

    /// The hosts that are asked over SSH, each once.
    pub(super) fn hosts_over_ssh(&self) -> Vec<&SshHost> {
        let mut hosts: Vec<&SshHost> = Vec::new();
        for source in &self.notary {
            match source {
                NotarySource::Ssh(host) if !hosts.contains(&host) => hosts.push(host),
                _ => {}
            }
        }
        hosts
    }

    /// Reads the files.
    ///
    /// # Errors
    /// One cannot be read, is damaged evidence, or is in no format that is known.
    pub(super) fn others(&self) -> anyhow::Result<Others> {
        let files = self.notary.iter().filter_map(|source| match source {
            NotarySource::File(path) => Some(path),
            NotarySource::Ssh(_) => None,
        });
        Others::read(files, &self.earlier)
    }

    pub(super) fn question<'a>(&self, targets: &'a [Target]) -> Question<'a> {
        Question {
            targets,
            address: self.address,
            timeout_s: self.timeout,
        }
    }

    /// Asks all of them: the hosts at the same time, and then the measurer's own server.
    ///
    /// # Errors
    /// The network code could not start.
    pub(super) fn ask(
        &self,
        asked: &Asked<'_>,
        targets: &[Target],
        words: &Words,
    ) -> anyhow::Result<Answers> {
        let question = self.question(targets);
        if !asked.hosts.is_empty() && std::io::stderr().is_terminal() {
            output::to_stderr(&text::asking(&asked.hosts, &question, words));
        }
        let mut answers = Answers {
            seen: Vec::new(),
            unanswered: vec![Vec::new(); targets.len()],
        };
        let all = vantage::ask_all(&asked.hosts, &question);
        for (host, answer) in asked.hosts.iter().zip(all) {
            answers.add_host(host, answer, targets);
        }
        if let Some((address, key)) = &asked.server {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .context(Problem::NetworkNotStarted)?;
            let looks = self.looks(*address, key, targets, words);
            let looks = runtime.block_on(looks);
            answers.add_looks(*address, looks);
        }
        Ok(answers)
    }

    /// A look at each target, in their order.
    async fn looks(
        &self,
        address: SocketAddr,
        key: &LookKey,
        targets: &[Target],
        words: &Words,
    ) -> Vec<Result<Evidence, VantageProblem>> {
        let is_watched = std::io::stderr().is_terminal();
        let mut pace = Pace::new(PAUSE);
        let mut looks = Vec::new();
        for target in targets {
            if is_watched {
                output::to_stderr(&text::looking(target, address, words));
            }
            let controls = self.comparison(target).control_names;
            let sent_name = controls.first().map_or(CONTROL_NAMES[0], String::as_str);
            let server = LookingServer {
                address,
                key,
                sent_name,
            };
            let step = Duration::from_secs(self.timeout);
            looks.push(server.ask(target, step, &mut pace).await);
        }
        looks
    }
}

impl Answers {
    /// A host answers for all targets at once, or should.
    fn add_host(
        &mut self,
        host: &SshHost,
        answer: Result<Evidence, VantageProblem>,
        targets: &[Target],
    ) {
        for (rows, target) in self.unanswered.iter_mut().zip(targets) {
            let why = match &answer {
                Ok(evidence) if has_any_of(evidence, target) => continue,
                Ok(_) => VantageProblem::NothingOfHost,
                Err(why) => why.clone(),
            };
            let vantage = host.to_string();
            rows.push(NotRead::VantageUnanswered { vantage, why });
        }
        self.seen.push(answer.ok());
    }

    /// The looks of one server are kept together.
    fn add_looks(&mut self, address: SocketAddr, looks: Vec<Result<Evidence, VantageProblem>>) {
        let mut together: Option<Evidence> = None;
        for (rows, look) in self.unanswered.iter_mut().zip(looks) {
            match (look, &mut together) {
                (Ok(evidence), Some(known)) => known.measurements.extend(evidence.measurements),
                (Ok(evidence), None) => together = Some(evidence),
                (Err(why), _) => {
                    let vantage = format!("own-server {address}");
                    rows.push(NotRead::VantageUnanswered { vantage, why });
                }
            }
        }
        self.seen.push(together);
    }
}

/// Whether evidence has a measurement of a target, whatever it shows.
fn has_any_of(evidence: &Evidence, target: &Target) -> bool {
    let mut measured = evidence.measurements.iter().map(|one| &one.target);
    measured.any(|it| it.host.eq_ignore_ascii_case(&target.host) && it.port == target.port)
}
