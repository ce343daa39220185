//! What a publisher's command did, or would do.

use std::path::{Path, PathBuf};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{List, ListHash, Publishers, Role};
use anchorwatch_policy::import::{Carrier, Imported, ListFormat, NotVerified};
use anchorwatch_publisher::{Changes, Heard, Reviewed, Watched};

use super::witnesses::SeenLog;

/// Which command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    NewPublisher,
    NewLog,
    Propose,
    Review,
    Prepare,
    Sign,
    Publish,
    Monitor,
}

impl Act {
    /// The stable code.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::NewPublisher => "new_publisher",
            Self::NewLog => "new_log",
            Self::Propose => "propose",
            Self::Review => "review",
            Self::Prepare => "prepare",
            Self::Sign => "sign",
            Self::Publish => "publish",
            Self::Monitor => "monitor",
        }
    }
}

/// What a command did.
pub(super) struct Done<'a> {
    pub(super) act: Act,
    /// What was written: a file, or the mirror's folder.
    pub(super) written: Option<PathBuf>,
    pub(super) verifier_key: Option<String>,
    /// How many items a proposal has, and how many of them are new.
    pub(super) proposed: Option<(usize, usize)>,
    /// The lists of others that were proposed.
    pub(super) sources: Vec<Source>,
    pub(super) reviewed: Vec<Reviewed<'a>>,
    pub(super) watched: Vec<Watched>,
    pub(super) list: Option<AboutList>,
    pub(super) changes: Changes,
    pub(super) signers: Vec<String>,
    pub(super) delta_count: usize,
    pub(super) set: Option<AboutSet>,
    pub(super) log: Option<AboutLog>,
    /// What witnesses saw, beside a mirror.
    pub(super) seen: Vec<SeenLog>,
}

/// What a set of publishers says, beside the one before.
pub(super) struct AboutSet {
    pub(super) origin: String,
    pub(super) epoch: u64,
    pub(super) expires: UnixSeconds,
    pub(super) delay_days: u64,
    /// How many publishers have to sign an approved list, and a quick one.
    pub(super) thresholds: (usize, usize),
    pub(super) hash: ListHash,
    pub(super) publishers: Vec<String>,
    /// Keys, not names: a name can stay while somebody else's key comes.
    pub(super) added: Vec<String>,
    pub(super) removed: Vec<String>,
    pub(super) logs: Vec<String>,
}

/// What became of the log.
pub(super) struct AboutLog {
    pub(super) origin: String,
    pub(super) size: u64,
    pub(super) added: u64,
    pub(super) heard: Vec<Heard>,
}

/// A list of others, and whether anybody vouches for its bytes.
pub(super) struct Source {
    pub(super) path: String,
    pub(super) format: ListFormat,
    pub(super) carrier: Carrier,
    pub(super) not_verified: Option<NotVerified>,
}

impl Source {
    pub(super) fn of(path: &Path, list: &Imported) -> Self {
        Self {
            path: path.display().to_string(),
            format: list.format,
            carrier: list.carrier.clone(),
            not_verified: list.not_verified(),
        }
    }
}

/// What a list says about itself.
pub(super) struct AboutList {
    pub(super) origin: String,
    pub(super) role: Role,
    pub(super) epoch: u64,
    pub(super) sequence: u64,
    pub(super) issued: UnixSeconds,
    pub(super) expires: UnixSeconds,
    pub(super) hash: ListHash,
    pub(super) entry_count: usize,
    /// How many publishers have to sign it.
    pub(super) threshold: usize,
}

impl Done<'_> {
    pub(super) fn new(act: Act, written: Option<&Path>) -> Self {
        Self {
            act,
            written: written.map(Path::to_owned),
            verifier_key: None,
            proposed: None,
            sources: Vec::new(),
            reviewed: Vec::new(),
            watched: Vec::new(),
            list: None,
            changes: Changes::default(),
            signers: Vec::new(),
            delta_count: 0,
            set: None,
            log: None,
            seen: Vec::new(),
        }
    }

    /// What the next set is, and whose keys come and go.
    pub(super) fn set(&mut self, before: &Publishers, next: &Publishers) {
        let keys = |of: &Publishers, but: &Publishers| {
            let keys = of.keys().iter().filter(|it| !but.keys().contains(it));
            keys.map(ToString::to_string).collect()
        };
        let logs = next.logs().into_iter();
        let logs = logs.flat_map(|it| it.policy().logs());
        self.set = Some(AboutSet {
            origin: next.origin().to_string(),
            epoch: next.epoch(),
            expires: next.expires(),
            delay_days: next.delay_seconds() / 86_400,
            thresholds: (next.threshold(Role::Approved), next.threshold(Role::Quick)),
            hash: ListHash::of(next.text().as_bytes()),
            publishers: next.keys().iter().map(|it| it.name().to_string()).collect(),
            added: keys(next, before),
            removed: keys(before, next),
            logs: logs.map(|it| it.key.name().to_string()).collect(),
        });
    }

    /// What the list is, and how it differs from the one before.
    pub(super) fn list(&mut self, publishers: &Publishers, list: &List<'_>, changes: Changes) {
        let header = list.header();
        self.list = Some(AboutList {
            origin: publishers.origin().to_string(),
            role: header.role(),
            epoch: header.epoch,
            sequence: header.sequence,
            issued: header.issued,
            expires: header.expires,
            hash: list.hash(),
            entry_count: list.entry_count(),
            threshold: publishers.threshold(header.role()),
        });
        self.changes = changes;
    }
}
