//! A host that is reached over SSH, with this program on it.
//!
//! The system's ssh makes the connection, with the user's own configuration, keys and known hosts. It asks
//! nobody anything, forwards nothing, and goes only to a host whose key is known: whoever intercepts
//! could answer in its place.

use std::{os::unix::process::ExitStatusExt as _, process::Command, str::FromStr, time::Instant};

use anchorwatch_evidence::{Evidence, Target};

use super::{
    Question,
    child::{self, Bounds, Output},
    problem::VantageProblem,
    quote::command_line,
};
use crate::problem::Mistyped;

/// What the typed form begins with.
pub(crate) const SSH_SCHEME: &str = "ssh:";

/// The program.
const SSH: &str = "ssh";

/// The most bytes that are read of an answer: some hundred measurements.
const MOST_BYTES: u64 = 16 << 20;

/// The longest name of a host (RFC 1035 §2.3.4), and of a user.
const MOST_CHARACTERS: usize = 255;

/// The port of HTTPS, which is left out after a name.
const HTTPS_PORT: u16 = 443;

/// What holds whatever the user's configuration says. Nothing is asked, forwarded, kept open or written, and
/// nothing runs there but the command that is given. A key counts only if a file knows it: DNS
/// (SSHFP) is the network's word, and a connection that is open already was made under other rules.
const OPTIONS: [&str; 15] = [
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    "VerifyHostKeyDNS=no",
    "UpdateHostKeys=no",
    "ConnectionAttempts=1",
    "ControlMaster=no",
    "ControlPath=none",
    "ClearAllForwardings=yes",
    "Tunnel=no",
    "ForwardAgent=no",
    "ForwardX11=no",
    "PermitLocalCommand=no",
    "RemoteCommand=none",
    "RequestTTY=no",
    "LogLevel=ERROR",
];

/// A host as `[USER@]HOST`, and a port that is not the configuration's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SshHost {
    destination: String,
    port: Option<u16>,
}

impl FromStr for SshHost {
    type Err = Mistyped;

    /// `ssh:[USER@]HOST` or `ssh://[USER@]HOST[:PORT]`. A host is a name, an address, or a name of the
    /// user's configuration.
    ///
    /// Only letters, digits and some marks are allowed: the configuration may put the host into a command
    /// (`ProxyCommand`), and ssh must not read it as an option.
    fn from_str(text: &str) -> Result<Self, Mistyped> {
        let refused = || Mistyped::NotAnSshHost;
        let rest = text.strip_prefix(SSH_SCHEME).ok_or_else(refused)?;
        let Some(authority) = rest.strip_prefix("//") else {
            return Self::of(rest, None).ok_or_else(refused);
        };
        let authority = authority.strip_suffix('/').unwrap_or(authority);
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        let (host, port) = match place.strip_prefix('[') {
            Some(bracketed) => {
                let (host, rest) = bracketed.split_once(']').ok_or_else(refused)?;
                let port = rest.strip_prefix(':').filter(|_| host.contains(':'));
                if port.is_none() && !(rest.is_empty() && host.contains(':')) {
                    return Err(refused());
                }
                (host, port)
            }
            None => match place.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (place, None),
            },
        };
        let port = match port {
            Some(port) => Some(number(port).ok_or_else(refused)?),
            None => None,
        };
        let destination = match user {
            Some(user) => format!("{user}@{host}"),
            None => host.to_owned(),
        };
        Self::of(&destination, port).ok_or_else(refused)
    }
}

fn number(port: &str) -> Option<u16> {
    let is_number = port.bytes().all(|one| one.is_ascii_digit());
    port.parse().ok().filter(|port| is_number && *port != 0)
}

impl SshHost {
    fn of(destination: &str, port: Option<u16>) -> Option<Self> {
        let (user, host) = match destination.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, destination),
        };
        let is_safe = |text: &str, marks: &str| {
            let mut characters = text.chars();
            let is_allowed = |one: char| one.is_ascii_alphanumeric() || marks.contains(one);
            let begins_well = text.starts_with(|one: char| is_allowed(one) && one != '-');
            begins_well && characters.all(is_allowed) && text.len() <= MOST_CHARACTERS
        };
        let is_well_typed = is_safe(host, ".-_:") && user.is_none_or(|it| is_safe(it, ".-_+"));
        is_well_typed.then(|| Self {
            destination: destination.to_owned(),
            port,
        })
    }

    /// The program and its arguments.
    pub(crate) fn command(&self, question: &Question<'_>) -> Vec<String> {
        let mut words = vec![SSH.to_owned(), "-T".to_owned()];
        let timeout = format!("ConnectTimeout={}", question.timeout_s);
        for option in OPTIONS.into_iter().chain([timeout.as_str()]) {
            words.extend(["-o".to_owned(), option.to_owned()]);
        }
        if let Some(port) = self.port {
            words.extend(["-p".to_owned(), port.to_string()]);
        }
        let there = command_line(question.there());
        words.extend(["--".to_owned(), self.destination.clone(), there]);
        words
    }

    /// Asks the host, until a time.
    ///
    /// # Errors
    /// It did not say what it sees. That says nothing about the targets.
    pub(super) fn ask(
        &self,
        question: &Question<'_>,
        until: Instant,
    ) -> Result<Evidence, VantageProblem> {
        let words = self.command(question);
        let mut command = Command::new(SSH);
        command.args(words.iter().skip(1));
        let bounds = Bounds {
            until,
            deadline: question.deadline(),
            most: MOST_BYTES,
        };
        evidence(child::run(&mut command, bounds)?)
    }
}

impl std::fmt::Display for SshHost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.port {
            None => write!(f, "{SSH_SCHEME}{}", self.destination),
            Some(port) if self.destination.contains(':') => {
                let (user, host) = match self.destination.rsplit_once('@') {
                    Some((user, host)) => (format!("{user}@"), host),
                    None => (String::new(), self.destination.as_str()),
                };
                write!(f, "{SSH_SCHEME}//{user}[{host}]:{port}")
            }
            Some(port) => write!(f, "{SSH_SCHEME}//{}:{port}", self.destination),
        }
    }
}

impl Question<'_> {
    /// The command that is run there.
    fn there(&self) -> Vec<String> {
        let words = ["anchorwatch", "check", "--evidence", "-", "--timeout"];
        let mut words: Vec<String> = words.map(str::to_owned).into();
        words.push(self.timeout_s.to_string());
        if let Some(address) = self.address {
            words.extend(["--address".to_owned(), address.to_string()]);
        }
        words.push("--".to_owned());
        words.extend(self.targets.iter().map(typed));
        words
    }
}

/// A target as `check` reads it.
fn typed(target: &Target) -> String {
    match target.port {
        HTTPS_PORT => target.host.clone(),
        port => format!("{}:{port}", target.host),
    }
}

/// What an answer shows. The verdict there (exit codes 0, 10 and 11) does not count: the measurement is
/// judged anew here.
fn evidence(output: Output) -> Result<Evidence, VantageProblem> {
    let says = output.says;
    match output.status.code() {
        Some(0 | 10 | 11) => {}
        Some(255) => return Err(VantageProblem::NotReached { says }),
        Some(127) => return Err(VantageProblem::NotInstalled { says }),
        Some(status) => {
            let status = u64::try_from(status).unwrap_or_default();
            return Err(VantageProblem::Failed { status, says });
        }
        None => {
            let signal = output.status.signal().unwrap_or_default();
            let signal = u64::try_from(signal).unwrap_or_default();
            return Err(VantageProblem::Ended { signal });
        }
    }
    if output.stdout.is_empty() {
        return Err(VantageProblem::Silent);
    }
    let evidence = Evidence::decode(&output.stdout);
    let evidence = evidence.map_err(|why| VantageProblem::Unreadable { why })?;
    match evidence.measurements.is_empty() {
        true => Err(VantageProblem::Silent),
        false => Ok(evidence),
    }
}

#[cfg(test)]
mod tests;
