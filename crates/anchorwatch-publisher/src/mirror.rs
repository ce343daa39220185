//! What was published before, as a mirror has it.

use anchorwatch_identity::UnixSeconds;
use anchorwatch_list::{
    Latest, List, ListHash, ListState, MAX_LATEST_BYTES, MAX_LIST_BYTES, Publishers, Role,
    VerifiedStatement, delta_bases,
};
use anchorwatch_note::MAX_NOTE_BYTES;

use crate::PublishProblem;

/// Reads a file of a mirror of at most so many bytes; `None` if it is not there.
pub type ReadFile<'a> = &'a dyn Fn(&str, u64) -> Result<Option<Vec<u8>>, PublishProblem>;

/// What publishers published last, and the lists from which deltas lead on. Everything in it has
/// the signatures that it needs.
#[derive(Debug, Clone, Default)]
pub struct Mirror {
    pub(crate) approved: Option<PublishedList>,
    pub(crate) quick: Option<PublishedList>,
    /// Earlier approved lists, the latest first.
    pub(crate) earlier: Vec<Vec<u8>>,
}

/// A list that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedList {
    /// The note.
    pub note: Vec<u8>,
    /// The list's octets.
    pub octets: Vec<u8>,
}

impl PublishedList {
    /// The list.
    #[must_use]
    pub fn list(&self) -> Option<List<'_>> {
        // It was read once before it was kept.
        List::parse(&self.octets).ok()
    }
}

impl Mirror {
    /// A mirror on which nothing was published.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Reads a mirror of these publishers.
    ///
    /// # Errors
    /// [`PublishProblem`] if a file cannot be read, or anything has not the signatures that it
    /// needs: publishers build on nothing that a client would not take.
    pub fn read(publishers: &Publishers, file: ReadFile<'_>) -> Result<Self, PublishProblem> {
        if publishers.logs().is_some() {
            return Err(PublishProblem::Logs);
        }
        let latest = needed(file, "latest", MAX_LATEST_BYTES as u64)?;
        let latest = Latest::parse(&latest).map_err(|why| PublishProblem::Latest { why })?;
        if latest.epoch != publishers.epoch() {
            let (got, expected) = (latest.epoch, publishers.epoch());
            return Err(PublishProblem::Epoch { got, expected });
        }
        let approved = list(publishers, latest.approved.note, Role::Approved, file)?;
        let quick = latest.quick.map(|it| it.note);
        let quick = quick.map(|note| list(publishers, note, Role::Quick, file));
        let mut mirror = Self {
            approved: Some(approved),
            quick: quick.transpose()?,
            earlier: Vec::new(),
        };
        let sequence = mirror.sequence(Role::Approved);
        for earlier in delta_bases(sequence.saturating_add(1)) {
            let name = format!("approved/{}/{earlier}", publishers.epoch());
            if let Some(note) = file(&name, MAX_NOTE_BYTES as u64)? {
                let one = list(publishers, &note, Role::Approved, file)?;
                mirror.earlier.push(one.octets);
            }
        }
        Ok(mirror)
    }

    /// The approved list.
    #[must_use]
    pub fn approved(&self) -> Option<List<'_>> {
        self.approved.as_ref()?.list()
    }

    /// The quick list that adds to it.
    #[must_use]
    pub fn quick(&self) -> Option<List<'_>> {
        self.quick.as_ref()?.list()
    }

    /// The list of a role.
    #[must_use]
    pub fn list(&self, role: Role) -> Option<List<'_>> {
        match role {
            Role::Approved => self.approved(),
            Role::Quick => self.quick(),
        }
    }

    /// The number of the last list of a role; 0 if there is none.
    #[must_use]
    pub fn sequence(&self, role: Role) -> u64 {
        self.list(role).map_or(0, |it| it.header().sequence)
    }

    /// What a client holds that took everything as it was published, the quick list too.
    ///
    /// # Errors
    /// [`PublishProblem`] if a client would not have taken it.
    pub(crate) fn client(&self, publishers: &Publishers) -> Result<ListState, PublishProblem> {
        let mut state = ListState::new(publishers.clone());
        let roles = [(Role::Approved, &self.approved), (Role::Quick, &self.quick)];
        for (role, published) in roles {
            let Some(PublishedList { note, octets }) = published else {
                continue;
            };
            let list = anchorwatch_list::verify(note, octets, publishers, role);
            let list = list.map_err(|why| PublishProblem::Before { why })?;
            // It may have expired since. A client that takes it now is not asked here.
            let issued: UnixSeconds = list.list().header().issued;
            let next = state.accept(&list, issued);
            state = next.map_err(|why| PublishProblem::BeforeRefused { why })?;
        }
        Ok(state)
    }
}

/// The name of a list's file.
pub(crate) fn list_name(hash: ListHash) -> String {
    format!("list/{hash}")
}

fn list(
    publishers: &Publishers,
    note: &[u8],
    role: Role,
    file: ReadFile<'_>,
) -> Result<PublishedList, PublishProblem> {
    let refused = |why| PublishProblem::Before { why };
    let said = VerifiedStatement::verify(note, publishers, role).map_err(refused)?;
    let max = said.statement().list_bytes.min(MAX_LIST_BYTES as u64);
    let octets = needed(file, &list_name(said.statement().list_hash), max)?;
    said.open_between(&octets).map_err(refused)?;
    let note = note.to_vec();
    Ok(PublishedList { note, octets })
}

fn needed(file: ReadFile<'_>, name: &str, max: u64) -> Result<Vec<u8>, PublishProblem> {
    file(name, max)?.ok_or_else(|| PublishProblem::Missing {
        file: name.to_owned(),
    })
}
