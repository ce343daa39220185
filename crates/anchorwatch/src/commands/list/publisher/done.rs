//! What a publisher's command did, or would do.

use std::path::{Path, PathBuf};

use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{List, ListHash, Publishers, Role};
use anchorwatch_publisher::{Changes, Reviewed, Watched};

/// Which command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    NewPublisher,
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
    pub(super) reviewed: Vec<Reviewed<'a>>,
    pub(super) watched: Vec<Watched>,
    pub(super) list: Option<AboutList>,
    pub(super) changes: Changes,
    pub(super) signers: Vec<String>,
    pub(super) delta_count: usize,
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
            reviewed: Vec::new(),
            watched: Vec::new(),
            list: None,
            changes: Changes::default(),
            signers: Vec::new(),
            delta_count: 0,
        }
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
